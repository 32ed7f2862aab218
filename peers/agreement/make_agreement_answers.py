"""Makes agreement_known_answers.json from the fixtures: make_agreement_answers.py FOLDER > out.json"""

import json
import sys

import krippendorff
import mpmath
import numpy as np
from scipy import stats

import peer_statistics as peer

folder = sys.argv[1]
mpmath.mp.dps = 50


def unpaired(x, level, draw):
    """The coincidence matrix written out, without pairs of copies of one evaluator's rating."""
    y = x[draw]
    units = [(y[~np.isnan(y[:, j]), j], draw[~np.isnan(y[:, j])]) for j in range(y.shape[1])]
    units = [(v, who) for v, who in units if len(set(who)) > 1]
    values = np.unique(np.concatenate([v for v, _ in units]))
    o = np.zeros((len(values), len(values)))
    n = np.zeros(len(values))
    copies = 0
    for v, who in units:
        code = np.searchsorted(values, v)
        other = who[:, None] != who[None, :]
        np.add.at(o, (code[:, None] + 0 * code, code + 0 * code[:, None]),
                  other * len(v) / other.sum())
        np.add.at(n, code, 1)
        copies += (~other).sum()
    e = np.outer(n, n) * n.sum() / (n.sum() ** 2 - copies)
    if level == "nominal":
        delta = 1 - np.eye(len(values))
    elif level == "interval":
        delta = (values[:, None] - values) ** 2
    else:
        middle = np.cumsum(n) - n / 2
        delta = (middle[:, None] - middle) ** 2
    return 1 - (o * delta).sum() / (e * delta).sum()


def bootstrap(name):
    x = peer.read(f"{folder}/panel_{name}.csv")
    draws = np.loadtxt(f"{folder}/bootstrap_idx_2000x49.csv", delimiter=",", dtype=int)[:400]
    everyone = np.arange(len(x))
    out = {}
    for level in ("nominal", "ordinal", "interval"):
        paired = lambda draw: krippendorff.alpha(x[draw], level_of_measurement=level)
        for copies, alpha in (("paired", paired), ("unpaired", lambda d: unpaired(x, level, d))):
            estimate = paired(everyone)
            assert abs(alpha(everyone) - estimate) < 1e-14
            values = np.array([alpha(d) for d in draws])
            jack = np.array([alpha(np.delete(everyone, i)) for i in range(len(x))])
            d = jack.mean() - jack
            a = (d ** 3).sum() / (6 * (d ** 2).sum() ** 1.5)
            share = ((values < estimate).sum() + (values <= estimate).sum()) / (2 * len(values))
            answer = {"first5": values[:5].tolist(), "mean": values.mean(),
                      "se": values.std(ddof=1), "a": a,
                      "percentile": np.quantile(values, [.025, .975]).tolist()}
            if 0 < share < 1:
                z0 = stats.norm.ppf(share)
                z = z0 + stats.norm.ppf([.025, .975])
                answer["z0"] = z0
                answer["bca"] = np.quantile(values, stats.norm.cdf(z0 + z / (1 - a * z))).tolist()
            out[f"{level}_{copies}"] = answer
    return out


def f_quantile(p, d1, d2):
    cdf = lambda f: mpmath.betainc(mpmath.mpf(d1) / 2, mpmath.mpf(d2) / 2, 0, d1 * f / (d1 * f + d2),
                                   regularized=True)
    return float(mpmath.exp(mpmath.findroot(lambda t: cdf(mpmath.exp(t)) - mpmath.mpf(p),
                                            mpmath.log(stats.f.ppf(p, d1, d2)))))


def chi_quantile(p, df):
    cdf = lambda x: mpmath.gammainc(mpmath.mpf(df) / 2, 0, x / 2, regularized=True)
    return float(mpmath.exp(mpmath.findroot(lambda t: cdf(mpmath.exp(t)) - mpmath.mpf(p),
                                            mpmath.log(stats.chi2.ppf(p, df)))))


rng = np.random.default_rng(20)
# Evaluator 0 is far off on alternating sides, evaluator 1 always on the same side.
rejected = rng.integers(3, 8, (30, 12)).astype(float)
rejected[0] = np.where(np.arange(12) % 2, 9, 1)
rejected[1] = 9
rejected[5, 3] = np.nan
flat = rng.integers(1, 6, (20, 6)).astype(float)
flat[:, 4] = 3
flat[:, 5] = 6 - flat[:, 0]
flat[2, 1] = np.nan
thin = rng.integers(1, 6, (8, 10)).astype(float)


def table(x):
    return [[None if np.isnan(v) else v for v in row] for row in x]


json.dump({
    "about": "Made with numpy, scipy, krippendorff, sureal and mpmath (50 digits) by "
             "make_agreement_answers.py. alpha_bootstrap: the first 400 lines of "
             "bootstrap_idx_2000x49.csv, all 10 cells; paired with copies of a ballot as distinct "
             "evaluators (krippendorff), unpaired without pairs of copies (numpy). bt500: ddof 0 and "
             "1; sureal rejects the same (ddof 0). mahalanobis: flat has a constant cell and a "
             "mirrored one, thin fewer evaluators than cells; pinv with rcond 1e-12. Quantiles and "
             "tails: arguments, then the value.",
    "alpha_bootstrap": {name: bootstrap(name) for name in ("s5", "s100")},
    "bt500": {"ratings": table(rejected), "population": peer.bt500(rejected, 0),
              "sample": peer.bt500(rejected, 1),
              "sureal_rejected": peer.sureal_models(rejected)["rejected"]},
    "mahalanobis": {name: {"ratings": table(x), "squared": peer.numbers(peer.mahalanobis(x))}
                    for name, x in (("flat", flat), ("thin", thin))},
    "f_quantile": [[p, a, b, f_quantile(p, a, b)] for p in (.005, .025, .5, .975, .995)
                   for a, b in ((1, 1), (2, 9), (9, 378), (5, 259.7799957567367), (259.78, 5),
                                (.8, 3.5), (49, 4.2), (999, 99875.5))],
    "chi_square_quantile": [[p, d, chi_quantile(p, d)] for p in (.01, .5, .95, .99)
                            for d in (1, 2, 9, 10, 12, 49, 1000)],
    "chi_square_upper_tail": [[x, d, float(mpmath.gammainc(mpmath.mpf(d) / 2, mpmath.mpf(x) / 2,
                                                           mpmath.inf, regularized=True))]
                              for x in (.01, 1, 17.74, 74.47, 300) for d in (1, 4, 9, 50)],
}, sys.stdout, indent=1)
