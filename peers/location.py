#!/usr/bin/env python3
"""Prints, as JSON, the estimates of other software for the columns of a CSV, under every outlier rule.

    location.py RATINGS.csv [--full-marks 5] [--rule mad=3.5]…

The CSV has a header; every column whose filled cells are all decimal numbers is a sample, blanks left
out. For each sample and rule: `value`, `exact` ("p/q", null for huber), `dropped` (positions after
blanks are taken out, from 0), `reason` where there is no estimate, `by`: the tool the value comes from.
Rules without a tool of their own are written here in exact fractions, from docs/statistics alone.
"""
import argparse
import csv
import json
import math
import sys
from fractions import Fraction as F

import numpy as np
import scipy
import scipy.stats as st
import statsmodels
from statsmodels.robust.norms import HuberT, estimate_location

C = 1.482602218505602


def mean(x):
    return sum(x, F(0)) / len(x)


def median(x):
    s = sorted(x)
    return (s[(len(s) - 1) // 2] + s[len(s) // 2]) / 2


def type7(x, p):
    s = sorted(x)
    h = (len(s) - 1) * p
    i = math.floor(h)
    return s[i] if i + 1 >= len(s) else s[i] + (h - i) * (s[i + 1] - s[i])


def of_kept(x, kept, by):
    kept = sorted(kept)
    dropped = sorted(set(range(len(x))) - set(kept))
    if dropped and len(kept) < 3:
        return {"value": None, "exact": None, "reason": f"fewer than 3 left: {len(kept)}", "by": by}
    m = mean([x[i] for i in kept])
    return result(m, dropped, by)


def result(value, dropped, by, float_value=None):
    exact = f"{value.numerator}/{value.denominator}" if isinstance(value, F) else None
    v = float(value) if float_value is None else float(float_value)
    return {"value": v, "exact": exact, "dropped": dropped, "by": by}


def order(x):
    return sorted(range(len(x)), key=lambda i: (x[i], i))


def none(x, _):
    return result(mean(x), [], "numpy.mean", np.mean([float(v) for v in x]))


def drop_high_low(x, k):
    k = int(k)
    o = order(x)
    if len(x) - 2 * k < 3:
        return {"value": None, "exact": None, "reason": "fewer than 3 left", "by": "fractions"}
    return of_kept(x, o[k:len(x) - k], "fractions")


def trimmed(x, a):
    g = math.floor(F(a) * len(x))
    r = of_kept(x, order(x)[g:len(x) - g], "scipy.stats.trim_mean") if len(x) - 2 * g >= 3 else \
        result(mean([x[i] for i in order(x)[g:len(x) - g]]), sorted(order(x)[:g] + order(x)[len(x) - g:]), "fractions")
    # trim_mean cuts int(a·n) in binary; a is nudged up so that it cuts the exact ⌊a·n⌋.
    r["value"] = float(st.trim_mean([float(v) for v in x], float(F(a)) + 1e-12))
    return r


def winsorised(x, a):
    g = math.floor(F(a) * len(x))
    s = sorted(x)
    low, high = s[g], s[len(x) - g - 1]
    y = [min(max(v, low), high) for v in x]
    share = (g + 0.5) / len(x)
    by_scipy = float(np.mean(st.mstats.winsorize(np.array([float(v) for v in x]), (share, share))))
    return result(mean(y), [], "scipy.stats.mstats.winsorize", by_scipy)


def median_rule(x, _):
    return result(median(x), [], "numpy.median", np.median([float(v) for v in x]))


def hodges_lehmann(x, _):
    pairs = [(x[i] + x[j]) / 2 for i in range(len(x)) for j in range(i, len(x))]
    return result(median(pairs), [], "fractions")


def huber(x, k):
    y = np.array([float(v) for v in x])
    centre = np.median(y)
    scale = C * np.median(np.abs(y - centre))
    if scale == 0:
        return result(float(centre), [], "numpy.median (MAD = 0)")
    v = estimate_location(y, scale, norm=HuberT(float(k)), axis=0, initial=np.array(centre),
                          maxiter=100000, tol=1e-13)
    return result(float(v), [], "statsmodels.robust.norms.estimate_location")


def tukey(x, k):
    q1, q3 = type7(x, F(1, 4)), type7(x, F(3, 4))
    reach = F(k) * (q3 - q1)
    return of_kept(x, [i for i, v in enumerate(x) if q1 - reach <= v <= q3 + reach], "fractions")


def mad(x, k):
    centre = median(x)
    d = [abs(v - centre) for v in x]
    m, a = median(d), mean(d)
    if a == 0:
        return of_kept(x, range(len(x)), "fractions")
    z = [F("0.6745") * v / m if m else v / (F("1.253314") * a) for v in d]
    return of_kept(x, [i for i, v in enumerate(z) if v <= F(k)], "fractions")


def gesd(x, argument):
    r, alpha = argument.split(",")
    left, removed, outliers = order(x), [], 0
    n = len(x)
    for i in range(1, int(r) + 1):
        if len(left) < 3:
            break
        m = mean([x[j] for j in left])
        s2 = sum((x[j] - m) ** 2 for j in left) / (len(left) - 1)
        if s2 == 0:
            break
        furthest = max(abs(x[j] - m) for j in left)
        away = next(j for j in left if abs(x[j] - m) == furthest)
        statistic = float(furthest) / math.sqrt(s2)
        left.remove(away)
        removed.append(away)
        t = st.t.isf(float(F(alpha)) / (2 * (n - i + 1)), n - i - 1)
        if statistic > (n - i) * t / math.sqrt((n - i - 1 + t * t) * (n - i + 1)):
            outliers = i
    return of_kept(x, set(range(n)) - set(removed[:outliers]), "scipy.stats.t, fractions")


def t_interval(x, full_marks):
    if max(x) - min(x) <= F(3, 10) * full_marks:
        return of_kept(x, range(len(x)), "fractions")
    n, m = len(x), mean(x)
    s2 = sum((v - m) ** 2 for v in x) / (n - 1)
    reach2 = F(float(st.t.isf(0.025, n - 1))) ** 2 * s2 / n
    return of_kept(x, [i for i, v in enumerate(x) if (v - m) ** 2 <= reach2], "scipy.stats.t, fractions")


RULES = {"none": none, "dropHighLow": drop_high_low, "trimmed": trimmed, "winsorised": winsorised,
         "median": median_rule, "hodgesLehmann": hodges_lehmann, "huber": huber, "tukey": tukey,
         "mad": mad, "gesd": gesd}
WORDS = ["none", "dropHighLow=1", "trimmed=0.05", "trimmed=0.10", "trimmed=0.20", "winsorised=0.10",
         "median", "hodgesLehmann", "huber=1.345", "tukey=1.5", "mad=3.5", "gesd=10,0.05", "tInterval"]


def estimate(word, x, full_marks):
    """The estimate of a rule such as mad=3.5 for a list of fractions; only tInterval uses the full marks."""
    rule, _, argument = word.partition("=")
    return t_interval(x, F(full_marks)) if rule == "tInterval" else RULES[rule](x, argument)


def samples(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    for place, name in enumerate(rows[0]):
        cells = [row[place].strip() for row in rows[1:] if place < len(row)]
        try:
            x = [F(cell) for cell in cells if cell]
        except ValueError:
            continue
        if x:
            yield name, x


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("csv")
    parser.add_argument("--full-marks", default="5")
    parser.add_argument("--rule", action="append", help="a rule such as mad=3.5; may be repeated")
    options = parser.parse_args()
    out = {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__,
           "samples": {}}
    for name, x in samples(options.csv):
        entry = out["samples"][name] = {"n": len(x), "rules": {}}
        for word in options.rule or WORDS:
            entry["rules"][word] = estimate(word, x, options.full_marks)
    json.dump(out, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
