"""The results of numpy, scipy, krippendorff, pingouin and sureal for a table of fractions, None for a blank.

Like agreement/peer_statistics.py, whose functions it uses, but for any table: where a statistic has no
value, None is found here by the definition alone, and comparisons that decide a flag are exact.
"""
import sys
from fractions import Fraction as F
from pathlib import Path

import krippendorff
import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).parent / "agreement"))
import peer_statistics as peer  # noqa: E402


def floats(table):
    return np.array([[np.nan if v is None else float(v) for v in row] for row in table], float)


def answered(row):
    return [v for v in row if v is not None]


def columns(table):
    return [[row[j] for row in table] for j in range(len(table[0]))]


def finding(values, flagged):
    return {"values": [None if v is None else float(v) for v in values], "flagged": flagged}


def long_string(table):
    runs, values, flags = [], [], []
    for row in table:
        x = answered(row)
        run = best = 0
        for i, v in enumerate(x):
            run = run + 1 if i and x[i - 1] == v else 1
            best = max(best, run)
        runs.append(best)
        values.append(best / len(x) if len(x) > 1 else None)
        flags.append(F(best, len(x)) >= F(4, 5) if len(x) > 1 else None)
    return runs, finding(values, flags)


def variability(table):
    rows = [answered(row) for row in table]
    return finding([np.std([float(v) for v in x], ddof=1) if len(set(x)) > 1 else 0 if len(x) > 1 else None
                    for x in rows], [len(set(x)) == 1 if len(x) > 1 else None for x in rows])


def leave_one_out(table):
    values, flags = [], []
    totals = [(len(answered(c)), sum(answered(c))) for c in columns(table)]
    for row in table:
        pairs = [(v, (totals[j][1] - v) / F(totals[j][0] - 1)) for j, v in enumerate(row)
                 if v is not None and totals[j][0] > 1]
        own, others = [a for a, _ in pairs], [b for _, b in pairs]
        if len(pairs) < 2 or len(set(own)) < 2 or len(set(others)) < 2:
            values.append(None)
            flags.append(None)
            continue
        sign = len(pairs) * sum(a * b for a, b in pairs) - sum(own) * sum(others)
        flags.append(sign <= 0)
        r = stats.pearsonr([float(a) for a in own], [float(b) for b in others])[0]
        values.append(0.0 if sign == 0 else r)
    return finding(values, flags)


def mahalanobis(table):
    rated = [j for j, c in enumerate(columns(table)) if answered(c)]
    kept = [[row[j] for j in rated] for row in table]
    if not rated or len(table) < 2 or all(len(set(answered(c))) == 1 for c in columns(kept)):
        return None, None
    squared = peer.mahalanobis(floats(kept))
    bound = stats.chi2.ppf(.99, len(rated))
    has = [bool(answered(row)) for row in table]
    return finding([d if h else None for d, h in zip(squared, has)],
                   [bool(d > bound) if h else None for d, h in zip(squared, has)]), bound


def bt500(table, ddof):
    """Exact: x ≥ m + kS is (x − m)² ≥ k²S² above the mean."""
    bounds = []
    for column in columns(table):
        x = answered(column)
        if len(set(x)) < 2:
            bounds.append(None)
            continue
        m = sum(x) / F(len(x))
        m2, m4 = (sum((v - m) ** p for v in x) / len(x) for p in (2, 4))
        k2 = 4 if 2 <= m4 / m2 ** 2 <= 4 else 20
        bounds.append((m, k2 * m2 * len(x) / (len(x) - ddof)))
    above, below, flagged = [], [], []
    for row in table:
        p = q = 0
        for v, bound in zip(row, bounds):
            if v is not None and bound and (v - bound[0]) ** 2 >= bound[1]:
                p += v > bound[0]
                q += v < bound[0]
        count = len(answered(row))
        above.append(p)
        below.append(q)
        flagged.append(None if not count else p + q > 0 and F(p + q, count) > F(1, 20)
                       and F(abs(p - q), p + q) < F(3, 10))
    return {"above": above, "below": below, "flagged": flagged}


def projection(table, floored):
    rows = [i for i, row in enumerate(table) if answered(row)]
    cells = [j for j, c in enumerate(columns(table)) if answered(c)]
    if len(rows) < 2 or len(cells) < 2:
        return None
    found = peer.projection(floats([[table[i][j] for j in cells] for i in rows]), floored)

    def spread(values, places, length):
        out = [None] * length
        for place, value in zip(places, values):
            out[place] = value
        return out

    found["scores"] = spread(found["scores"], cells, len(table[0]))
    for key in ("bias", "inconsistency"):
        found[key] = spread(found[key], rows, len(table))
    return found


def alpha(table):
    units = [answered(c) for c in columns(table) if len(answered(c)) > 1]
    if len({v for unit in units for v in unit}) < 2:
        return dict.fromkeys(("nominal", "ordinal", "interval"))
    # Cells with a single rating take no part; the package would otherwise count their values.
    x = floats([[v if len(answered(c)) > 1 else None for v, c in zip(row, columns(table))]
                for row in table])
    return {level: float(krippendorff.alpha(x, level_of_measurement=level))
            for level in ("nominal", "ordinal", "interval")}


def complete(table):
    rows = [row for row in table if None not in row]
    return rows if len(rows) > 1 and len(rows[0]) > 1 else None


def icc(table):
    """McGraw and Wong, mean squares in fractions, F quantiles by scipy."""
    rows = complete(table)
    if not rows or len({v for row in rows for v in row}) < 2:
        return None
    k, n = len(rows), len(rows[0])
    grand = sum(map(sum, rows)) / F(n * k)
    cell = [sum(c) / F(k) for c in columns(rows)]
    own = [sum(row) / F(n) for row in rows]
    msr = k * sum((c - grand) ** 2 for c in cell) / (n - 1)
    msc = n * sum((r - grand) ** 2 for r in own) / (k - 1)
    mse = sum((v - cell[j] - own[i] + grand) ** 2 for i, row in enumerate(rows)
              for j, v in enumerate(row)) / F((n - 1) * (k - 1))
    single = lambda r: (n * (r - mse), k * msc + (k * n - k - n) * mse + n * r)
    average = lambda r: (n * (r - mse), msc - mse + n * r)
    combined = msc + (n - 1) * mse
    v = None
    if combined > 0:
        a = (msr - mse) / combined
        b = 1 + a * (n - 1)
        below = (a * msc) ** 2 / F(k - 1) + (b * mse) ** 2 / F((n - 1) * (k - 1))
        v = (a * msc + b * mse) ** 2 / below if below > 0 else None
    out = {"mean_squares": [float(msr), float(msc), float(mse)]}
    for name, fraction in (("single", single), ("average", average)):
        top, bottom = fraction(msr)
        if bottom <= 0:
            out[name], out[f"{name}_ci"] = None, [None, None]
            continue
        out[name], ends = float(top / bottom), []
        for tail in ((.025, .975) if v else ()):
            # Lower: MSR over the upper F quantile with n − 1 and v; upper: times that with v and n − 1.
            factor = (1 / stats.f.ppf(.975, n - 1, float(v)) if tail == .025
                      else stats.f.ppf(.975, float(v), n - 1))
            top, bottom = fraction(F(float(factor)) * msr)
            ends.append(float(top / bottom) if bottom > 0 else None)
        out[f"{name}_ci"] = ends if len(ends) == 2 and None not in ends else [None, None]
    return out


def kendall(table):
    rows = complete(table)
    if not rows or all(len(set(row)) == 1 for row in rows):
        return None
    found = peer.kendall(floats(rows))
    return {key: found[key] for key in ("w", "chi2", "p")}


def all_of(table):
    runs, long_strings = long_string(table)
    distances, bound = mahalanobis(table)
    out = {
        "longest_run": runs, "long_string": long_strings, "variability": variability(table),
        "leave_one_out": leave_one_out(table), "mahalanobis": distances,
        "bt500_population": bt500(table, 0), "bt500_sample": bt500(table, 1),
        "projection_floor": projection(table, True), "projection": projection(table, False),
        "alpha": alpha(table), "icc": icc(table), "kendall": kendall(table),
    }
    if bound is not None:
        out["mahalanobis_threshold"] = float(bound)
    return out


def by_packages(table):
    """The results of pingouin and sureal themselves, for a table that they accept."""
    out = {}
    rows = complete(table)
    if rows and len(rows) * len(rows[0]) >= 12 and all(len(set(c)) > 1 for c in columns(rows)):
        out["pingouin"] = peer.pingouin_icc(floats(rows))
    usable = len(table) >= 8 and len(table[0]) >= 3 and all(answered(row) for row in table) \
        and all(len(set(answered(c))) > 1 for c in columns(table))
    if usable:
        try:
            import sureal  # noqa: F401
        except ImportError:
            return out
        out["sureal"] = peer.sureal_models(floats(table))
    return out
