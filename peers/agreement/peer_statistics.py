"""Screening and agreement of one panel by numpy, scipy, krippendorff, pingouin and sureal.

    peer_statistics.py panel.csv                  prints JSON
    peer_statistics.py panel.csv --against o.json compares our JSON with it; exit status 1 on a difference
    peer_statistics.py --random SEED > panel.csv  makes a panel: blanks, straight-liners, an opponent

The CSV has a header, a row per evaluator, a column per cell; `rater` and `role` are skipped, an empty
field is a blank. An undefined value is null. These packages are oracles: nothing here is ported code.
"""

import argparse
import contextlib
import csv
import io
import json
import sys
import warnings

import krippendorff
import numpy as np
import pandas
import pingouin
from scipy import stats

warnings.filterwarnings("ignore")
TOLERANCE = {"alpha": 1e-12, "icc": 1e-12, "kendall": 1e-12}  # the rest 1e-9


def read(path):
    with open(path, newline="") as file:
        header, *rows = csv.reader(file)
    kept = [i for i, name in enumerate(header) if name not in ("rater", "role")]
    return np.array([[float(r[i]) if r[i] else np.nan for i in kept] for r in rows])


def random_panel(seed):
    rng = np.random.default_rng(seed)
    evaluators, cells = int(rng.integers(12, 60)), int(rng.integers(4, 13))
    top = int(rng.choice([5, 7, 10, 100]))
    quality = rng.normal(0.65, 0.12, cells)
    bias = rng.normal(0, 0.08, evaluators)
    noise = rng.gamma(4, 0.04, evaluators)
    x = quality + bias[:, None] + noise[:, None] * rng.normal(size=(evaluators, cells))
    x = np.clip(np.rint(1 + x * (top - 1)), 1, top)
    x[-1] = top + 1 - x[-1]
    x[-2] = x[-2, 0]
    x[rng.random(x.shape) < 0.02] = np.nan
    out = csv.writer(sys.stdout)
    out.writerow(["rater"] + [f"c{j + 1}" for j in range(cells)])
    for i, row in enumerate(x):
        out.writerow([f"R{i + 1:02}"] + ["" if np.isnan(v) else int(v) for v in row])


def number(value):
    return None if value is None or not np.isfinite(value) else float(value)


def numbers(values):
    return [number(v) for v in values]


def longest_run(row):
    best = run = 0
    last = None
    for value in row[~np.isnan(row)]:
        run = run + 1 if value == last else 1
        last, best = value, max(best, run)
    return best


def leave_one_out(x, i):
    others = np.delete(x, i, 0)
    ok = ~np.isnan(x[i]) & (~np.isnan(others)).any(0)
    a, b = x[i, ok], np.nanmean(others[:, ok], 0)
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) < 1e-12:
        return None
    return stats.pearsonr(a, b)[0]


def mahalanobis(x):
    means = np.nanmean(x, 0)
    filled = np.where(np.isnan(x), means, x)
    inverse = np.linalg.pinv(np.atleast_2d(np.cov(filled, rowvar=False, ddof=1)),
                             rcond=1e-12, hermitian=True)
    d = filled - filled.mean(0)
    return np.einsum("ij,jk,ik->i", d, inverse, d)


def bt500(x, ddof):
    rated = ~np.isnan(x)
    mean, sd = np.nanmean(x, 0), np.nanstd(x, 0, ddof=ddof)
    kurtosis = stats.kurtosis(x, 0, fisher=False, nan_policy="omit")
    k = np.where((kurtosis >= 2) & (kurtosis <= 4), 2, np.sqrt(20))
    used = rated & (sd > 0)
    p = (used & (x >= mean + k * sd)).sum(1)
    q = (used & (x <= mean - k * sd)).sum(1)
    rejected = [i for i in range(len(x)) if p[i] + q[i] > 0
                and (p[i] + q[i]) / rated[i].sum() > .05
                and abs(p[i] - q[i]) / (p[i] + q[i]) < .3]
    return {"above": p.tolist(), "below": q.tolist(), "flagged": rejected}


def projection(x, floored):
    psi = np.nanmean(x, 0)
    iterations, delta = 0, np.inf
    while delta >= 1e-8 and iterations < 1000:
        b = np.nanmean(x - psi, 1)
        b -= b.mean()
        v = np.nanstd(x - psi - b[:, None], 1)
        if floored:
            v = np.maximum(v, .5 * np.sqrt(np.mean(v ** 2)))
        w = 1 / (v ** 2 + 1e-8)
        masked = np.where(np.isnan(x), 0, w[:, None])
        new = (masked * np.nan_to_num(x - b[:, None])).sum(0) / masked.sum(0)
        delta, psi, iterations = np.linalg.norm(new - psi), new, iterations + 1
    b = np.nanmean(x - psi, 1)
    share = w / w.sum()
    return {"scores": numbers(psi), "bias": numbers(b - b.mean()), "inconsistency": numbers(v),
            "iterations": iterations, "converged": bool(delta < 1e-8),
            "effective": number(1 / (share ** 2).sum()), "largest": number(share.max())}


def sureal_models(x):
    """The library's own P.910 (without our floor) and BT.500 (ddof 0); its scores keep a constant."""
    from sureal.dataset_reader import RawDatasetReader
    from sureal.subjective_model import MosModel, SubjectMLEModelProjectionSolver

    class Dataset:
        ref_videos = [{"content_id": j, "content_name": f"c{j}", "path": f"c{j}"}
                      for j in range(x.shape[1])]
        dis_videos = [{"content_id": j, "asset_id": j, "path": f"c{j}",
                       "os": {f"{i:06}": float(v) for i, v in enumerate(x[:, j]) if v == v}}
                      for j in range(x.shape[1])]

    reader = RawDatasetReader(Dataset)
    with contextlib.redirect_stdout(io.StringIO()):
        result = SubjectMLEModelProjectionSolver(reader).run_modeling()
        rejection = MosModel(reader).run_modeling(subject_rejection=True)
    scores = np.array(result["quality_scores"], float)
    bias = np.array(result["observer_bias"], float)
    rejected = rejection.get("observer_rejected", [])
    return {"scores": numbers(scores - scores.mean()), "bias": numbers(bias - bias.mean()),
            "rejected": [i for i, r in enumerate(rejected) if r]}


def alpha(x):
    out = {}
    for level in ("nominal", "ordinal", "interval"):
        try:
            out[level] = number(krippendorff.alpha(x, level_of_measurement=level))
        except (ValueError, AssertionError, ZeroDivisionError):
            out[level] = None
    return out


def icc(x):
    y = x[~np.isnan(x).any(1)].T
    (n, k), grand = y.shape, y.mean()
    msr = k * ((y.mean(1) - grand) ** 2).sum() / (n - 1)
    msc = n * ((y.mean(0) - grand) ** 2).sum() / (k - 1)
    rest = y - y.mean(1, keepdims=True) - y.mean(0, keepdims=True) + grand
    mse = (rest ** 2).sum() / ((n - 1) * (k - 1))
    single = (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n)
    average = (msr - mse) / (msr + (msc - mse) / n)
    a = k * single / (n * (1 - single))
    b = 1 + k * single * (n - 1) / (n * (1 - single))
    v = (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1)))
    fl, fu = stats.f.ppf(.975, n - 1, v), stats.f.ppf(.975, v, n - 1)
    low = n * (msr - fl * mse) / (fl * (k * msc + (k * n - k - n) * mse) + n * msr)
    high = n * (fu * msr - mse) / (k * msc + (k * n - k - n) * mse + n * fu * msr)
    low_k = n * (msr - fl * mse) / (fl * (msc - mse) + n * msr)
    high_k = n * (fu * msr - mse) / (msc - mse + n * fu * msr)
    return {"single": number(single), "average": number(average), "single_ci": numbers([low, high]),
            "average_ci": numbers([low_k, high_k]), "mean_squares": numbers([msr, msc, mse])}


def pingouin_icc(x):
    """The package's own table; its intervals are rounded to two decimals."""
    y = x[~np.isnan(x).any(1)]
    k, n = y.shape
    table = pandas.DataFrame({"r": np.repeat(range(k), n), "t": np.tile(range(n), k),
                              "y": y.ravel()})
    out = pingouin.intraclass_corr(table, "t", "r", "y").set_index("Type")
    names = {"single": ("ICC(A,1)", "ICC2"), "average": ("ICC(A,k)", "ICC2k")}
    return {key: number(next(out.loc[n, "ICC"] for n in known if n in out.index))
            for key, known in names.items()}


def kendall(x):
    y = x[~np.isnan(x).any(1)]
    m, n = y.shape
    ranks = np.apply_along_axis(stats.rankdata, 1, y)
    s = ((ranks.sum(0) - m * (n + 1) / 2) ** 2).sum()
    ties = sum((c ** 3 - c).sum() for c in (np.unique(r, return_counts=True)[1] for r in y))
    w = 12 * s / (m ** 2 * (n ** 3 - n) - m * ties)
    out = {"w": number(w), "chi2": number(m * (n - 1) * w),
           "p": number(stats.chi2.sf(m * (n - 1) * w, n - 1))}
    if n > 2:
        out["friedman"] = number(stats.friedmanchisquare(*y.T)[0])
    return out


def statistics(x):
    return {
        "long_string": [longest_run(r) for r in x],
        "variability": numbers(np.nanstd(x, 1, ddof=1)),
        "leave_one_out": numbers(np.nan if r is None else r
                                 for r in (leave_one_out(x, i) for i in range(len(x)))),
        "mahalanobis": numbers(mahalanobis(x)),
        "mahalanobis_threshold": number(stats.chi2.ppf(.99, x.shape[1])),
        "bt500_population": bt500(x, 0),
        "bt500_sample": bt500(x, 1),
        "projection_floor": projection(x, True),
        "projection": projection(x, False),
        "alpha": alpha(x),
        "icc": icc(x),
        "kendall": kendall(x),
        "sureal": sureal_models(x),
        "pingouin": pingouin_icc(x),
    }


def differences(path, expected, actual, tolerance):
    if isinstance(expected, dict):
        for key, value in expected.items():
            if key not in actual:
                yield f"{path}/{key}: missing"
            else:
                yield from differences(f"{path}/{key}", value, actual[key],
                                       TOLERANCE.get(key, tolerance))
    elif isinstance(expected, list):
        if len(expected) != len(actual):
            yield f"{path}: {len(actual)} values, expected {len(expected)}"
        for i, (e, a) in enumerate(zip(expected, actual)):
            yield from differences(f"{path}/{i}", e, a, tolerance)
    elif expected is None or actual is None or isinstance(expected, (bool, int)):
        if expected != actual:
            yield f"{path}: {actual}, expected {expected}"
    elif abs(actual - expected) > tolerance * max(abs(expected), 1e-3):
        yield f"{path}: {actual}, expected {expected}, off by {abs(actual - expected):.2g}"


def against_packages(peer, ours):
    """Our values against the packages' own, as far as those define the same thing."""
    psi = np.array(ours["projection"]["scores"], float)
    same = {"scores": numbers(psi - psi.mean()), "bias": ours["projection"]["bias"],
            "rejected": ours["bt500_population"]["flagged"]}
    # The library does not centre within its iteration and so stops at another point.
    yield from differences("sureal", peer["sureal"], same, 1e-7)
    yield from differences("pingouin", peer["pingouin"],
                           {k: ours["icc"][k] for k in ("single", "average")}, 1e-12)
    if "friedman" in peer["kendall"]:
        yield from differences("friedman", peer["kendall"]["friedman"], ours["kendall"]["chi2"], 1e-9)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("csv", nargs="?")
    parser.add_argument("--against")
    parser.add_argument("--random", type=int)
    arguments = parser.parse_args()
    if arguments.random is not None:
        random_panel(arguments.random)
        return 0
    peer = statistics(read(arguments.csv))
    if not arguments.against:
        json.dump(peer, sys.stdout, indent=1)
        return 0
    with open(arguments.against) as file:
        ours = json.load(file)
    found = list(against_packages(peer, ours))
    for key in ("sureal", "pingouin"):
        del peer[key]
    peer["kendall"].pop("friedman", None)
    found += differences("", peer, ours, 1e-9)
    print("\n".join(found) or "same")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
