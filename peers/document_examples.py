#!/usr/bin/env python3
"""Recomputes the worked examples of docs/statistics with fractions, numpy, scipy and krippendorff.

    document_examples.py            checks every block "```example"; exit status 1 on a difference
    document_examples.py --fill     writes the answer wherever a page has a lone "?" for it

The pages say what a block means (docs/statistics/README.md, "Examples"). The project's tests read the
same blocks and compute them with the program. Nothing here is ported from it.
"""
import math
import re
import sys
from fractions import Fraction as F
from pathlib import Path

import krippendorff
import numpy as np
import scipy.stats as st

import location

sys.path.append(str(Path(__file__).parent / "agreement"))
import peer_statistics as peer  # noqa: E402

PAGES = Path(__file__).parent.parent / "docs" / "statistics"


def number(text):
    return F(text)


def values_of(text):
    out = []
    for word in text.split():
        count, _, value = word.rpartition("*")
        out += [number(value)] * int(count or 1)
    return out


def table_of(lines):
    return [[None if w == "-" else number(w) for w in line.split()] for line in lines]


def fraction(value):
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def about(value):
    return f"≈ {float(value):.12g}"


# Locations

def located(word, x, full):
    rule, _, argument = word.partition("=")
    return location.t_interval(x, full) if rule == "tInterval" else location.RULES[rule](x, argument)


def reason(answer):
    left = re.search(r"fewer than 3 left: (\d+)", answer["reason"])
    return f"no estimate, {left[1]} left" if left else "no estimate"


def result(word, x, full):
    answer = located(word, x, full)
    if answer["value"] is None:
        if word.startswith("dropHighLow"):
            return f"no estimate, {max(0, len(x) - 2 * int(word.split('=')[1]))} left"
        return reason(answer)
    return fraction(F(answer["exact"])) if answer["exact"] else about(answer["value"])


def treated(word, x, full):
    """The entries of the ledger: value, treatment, and the change of the estimate."""
    answer = located(word, x, full)
    if word == "median" or word == "hodgesLehmann":
        return "nothing"
    if word.startswith("winsorised"):
        g = math.floor(F(word.split("=")[1]) * len(x))
        s = sorted(x)
        low, high = s[g], s[len(x) - g - 1]
        out = [(v, "clippedUp" if v < low else "clippedDown", (v - min(max(v, low), high)) / len(x))
               for v in s if v < low or v > high]
    else:
        dropped = sorted(x[i] for i in answer["dropped"])
        kept = [x[i] for i in range(len(x)) if i not in set(answer["dropped"])]
        m = sum(kept, F(0)) / len(kept)
        out = [(v, "droppedLow" if v < m else "droppedHigh", (sum(kept) + v) / (len(kept) + 1) - m)
               for v in dropped]
    return "; ".join(f"{fraction(v)} {what} {'+' if e >= 0 else ''}{fraction(e)}" for v, what, e in out) \
        or "nothing"


def steps(word, x):
    """R and λ of Rosner's steps, from numpy and scipy."""
    r, alpha = word.split("=")[1].split(",")
    left, n, out = sorted(float(v) for v in x), len(x), []
    for i in range(1, int(r) + 1):
        m, s = np.mean(left), np.std(left, ddof=1)
        away = max(left, key=lambda v: (round(abs(v - m), 9), -v))
        t = st.t.isf(float(alpha) / (2 * (n - i + 1)), n - i - 1)
        out.append(f"{about(abs(away - m) / s)} against "
                   f"{about((n - i) * t / math.sqrt((n - i - 1 + t * t) * (n - i + 1)))}")
        left.remove(away)
    return "; ".join(out)


# Screening and agreement

def findings(items):
    out = []
    for value, flagged in items:
        out.append(value if isinstance(value, str) and not value.startswith("≈") and flagged is None
                   else value + (" flagged" if flagged else ""))
    return ", ".join(out)


def bt500(rows, divisor):
    """Uses fractions and squares, because with floats the result for a rating on the bound is arbitrary."""
    above, below, answered = ([0] * len(rows) for _ in range(3))
    for column in zip(*rows):
        x = [v for v in column if v is not None]
        for i, v in enumerate(column):
            answered[i] += v is not None
        if len(x) < 2 or len(set(x)) == 1:
            continue
        m = sum(x) / len(x)
        m2, m4 = (sum((v - m) ** k for v in x) / len(x) for k in (2, 4))
        variance = m2 if divisor == "population" else m2 * len(x) / (len(x) - 1)
        k2 = 4 if 2 <= m4 / m2 ** 2 <= 4 else 20
        for i, v in enumerate(column):
            if v is not None and (v - m) ** 2 >= k2 * variance:
                (above if v > m else below)[i] += 1
    return [("undefined", None) if not n else
            (fraction(F(p + q, n)), F(p + q, n) > F(1, 20) and abs(p - q) < F(3, 10) * (p + q))
            for p, q, n in zip(above, below, answered)]


def measured(measure, rows):
    x = np.array([[np.nan if v is None else float(v) for v in row] for row in rows])
    name, _, rest = measure.partition(" ")
    answered = [[v for v in row if v is not None] for row in rows]
    if name == "longString":
        shares = [F(peer.longest_run(r), len(a)) if len(a) > 1 else None for r, a in zip(x, answered)]
        return findings([("undefined", None) if s is None else (fraction(s), s >= F(4, 5)) for s in shares])
    if name == "irv":
        return findings([("undefined", None) if len(a) < 2 else
                         (about(np.std([float(v) for v in a], ddof=1)), len(set(a)) == 1) for a in answered])
    if name == "leaveOneOut":
        rs = [peer.leave_one_out(x, i) for i in range(len(x))]
        return findings([("undefined", None) if r is None else (about(r), r <= 0) for r in rs])
    if name == "mahalanobis":
        d = peer.mahalanobis(x)
        return findings([(about(v), v > st.chi2.ppf(.99, x.shape[1])) for v in d])
    if name == "bt500":
        return findings(bt500(rows, rest))
    if name == "p910":
        which, _, free = rest.partition(" ")
        r = peer.projection(x, free != "without floor")
        value = r[{"scores": "scores", "bias": "bias", "inconsistency": "inconsistency",
                   "evaluators": "effective"}[which]]
        return ", ".join(about(v) for v in (value if isinstance(value, list) else [value]))
    if name == "alpha":
        return about(krippendorff.alpha(x, level_of_measurement=rest))
    if name in ("icc21", "icc2k"):
        key, ours = {"icc21": "single", "icc2k": "average"}[name], peer.icc(x)
        assert abs(ours[key] - peer.pingouin_icc(x)[key]) < 1e-9
        return about(ours[key]) if not rest else " to ".join(about(v) for v in ours[key + "_ci"])
    if name == "kendallW":
        w = peer.kendall(x)
        assert abs(w["friedman"] - w["chi2"]) < 1e-9
        return f"{about(w['w'])}, p {about(w['p'])}"
    raise ValueError(measure)


# Bootstrap

def split_mix(seed):
    mask = (1 << 64) - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        yield z ^ (z >> 31)


def resamples_of(seed, n, count):
    bits = split_mix(seed)
    limit = (1 << 64) // n * n

    def draw():
        while (x := next(bits)) >= limit:
            pass
        return x % n
    return [[draw() for _ in range(n)] for _ in range(count)]


def mean_scores(rows, draw):
    return [sum((rows[i][m] for i in draw), F(0)) / len(draw) for m in range(len(rows[0]))]


def ranks(points):
    return [1 + sum(q > p for q in points) for p in points]


def resampled(block):
    """Every model's points are the mean of its column."""
    rows = table_of(block["evaluators"])
    n, models = len(rows), len(rows[0])
    draws = [[int(w) for w in line.split()] for line in block["resamples"]] if "resamples" in block \
        else resamples_of(int(block["seed"]), n, int(block["count"]))
    points = mean_scores(rows, range(n))
    replicates = [mean_scores(rows, d) for d in draws]
    without = [mean_scores(rows, [j for j in range(n) if j != i]) for i in range(n)]
    out = {}
    percentile, bca = [], []
    for m in range(models):
        own = [r[m] for r in replicates]
        floats = np.array([float(v) for v in own])
        lower, upper = np.quantile(floats, [.025, .975])
        percentile.append(f"{about(lower)} to {about(upper)}")
        share = F(sum(v < points[m] for v in own) + sum(v <= points[m] for v in own), 2 * len(own))
        jack = [w[m] for w in without]
        d = [float(sum(jack) / n - v) for v in jack]
        if 0 < share < 1 and any(d) and len(set(own)) > 1:
            z0 = st.norm.ppf(float(share))
            a = sum(v ** 3 for v in d) / (6 * sum(v * v for v in d) ** 1.5)
            z = z0 + st.norm.ppf([.025, .975])
            lower, upper = np.quantile(floats, st.norm.cdf(z0 + z / (1 - a * z)))
            bca.append(f"{about(lower)} to {about(upper)}")
        else:
            bca.append("percentile")
    all_ranks = [ranks(r) for r in replicates]
    matrix = [[F(sum(r[m] == k + 1 for r in all_ranks), len(draws)) for k in range(models)]
              for m in range(models)]
    for m in range(models):
        matrix[m][0] = sum((F(1, r.count(1)) for r in all_ranks if r[m] == 1), F(0)) / len(draws)
    out["points"] = ", ".join(fraction(p) for p in points)
    out["percentile"] = ", ".join(percentile)
    out["bca"] = ", ".join(bca)
    out["rank probability"] = "; ".join(" ".join(fraction(v) for v in row) for row in matrix)
    if models > 1:
        difference = [float(r[0] - r[1]) for r in replicates]
        lower, upper = np.quantile(difference, [.025, .975])
        out["difference"] = f"{fraction(points[0] - points[1])}, {about(lower)} to {about(upper)}"
    out["largest shift"] = ", ".join(fraction(max(abs(w[m] - points[m]) for w in without))
                                     for m in range(models))
    out["rank changes"] = str(sum(ranks(w) != ranks(points) for w in without))
    return out


# Scores

def scored(block):
    low, high = (int(v) for v in block["scale"].split(".."))
    criteria = []
    for line in block["criteria"]:
        name, points, *items = line.split()
        criteria.append((name, F(points), [(i.split("*")[0], F(i.split("*")[1])) for i in items]))
    rows = [line.split(",") for line in block["csv"]]
    head = rows[0][1:]
    ratings = {(row[0], column): F(cell) for row in rows[1:] for column, cell in zip(head, row[1:])
               if cell not in ("", "R")}
    evaluators = [row[0] for row in rows[1:]]
    models = list(dict.fromkeys(column.split("_")[0] for column in head))
    least = F(block.get("minimum answered", "0.5"))
    full = sum(p for _, p, _ in criteria)
    word, unit = block["rule"], block["unit"]

    def share(x):
        return (x - low) / (high - low) if block["conversion"] == "range" else x / high

    def estimate(x, marks):
        if not x:
            return None
        answer = located(word, x, marks)
        return F(answer["exact"]) if answer["value"] is not None else None

    def rating(e, m, items):
        have = [(w, ratings[e, f"{m}_{i}"]) for i, w in items if (e, f"{m}_{i}") in ratings]
        if not have or len(have) < least * len(items):
            return None
        return sum(w * x for w, x in have) / sum(w for w, _ in have)

    absolute, counts = {}, {}
    for m in models:
        own = {e: [rating(e, m, items) for _, _, items in criteria] for e in evaluators}
        if unit == "total":
            x = [sum(p * share(r) for (_, p, _), r in zip(criteria, rs))
                 for rs in own.values() if None not in rs]
            counts[m], absolute[m] = len(x), estimate(x, full)
            continue
        total, entering = F(0), []
        for place, (_, points, items) in enumerate(criteria):
            if unit == "criterion":
                x = [rs[place] for rs in own.values() if rs[place] is not None]
                entering.append(len(x))
                value = estimate(x, F(high))
            else:
                each = []
                for item, weight in items:
                    x = [ratings[e, f"{m}_{item}"] for e in evaluators if (e, f"{m}_{item}") in ratings]
                    entering.append(len(x))
                    each.append((weight, estimate(x, F(high))))
                value = None if any(v is None for _, v in each) else \
                    sum(w * v for w, v in each) / sum(w for w, _ in each)
            total = None if value is None or total is None else total + points * share(value)
        counts[m], absolute[m] = min(entering), total
    quorum = int(block.get("quorum", "1"))
    absolute = {m: v if counts[m] >= quorum else None for m, v in absolute.items()}
    present = [v for v in absolute.values() if v is not None]
    step, _, distance = block.get("relative", "none").partition("=")
    places, mode = block.get("round", "2,halfUp").split(",")

    def final(v):
        if v is None:
            return None
        if step == "best":
            return v * full / max(present)
        if step == "rankSteps":
            return max(F(0), full - sum(w > v for w in present) * F(distance))
        return v

    def rounded(v):
        scale = 10 ** int(places)
        below = math.floor(v * scale)
        rest = v * scale - below
        up = {"truncate": False, "halfUp": rest >= F(1, 2),
              "halfEven": rest > F(1, 2) or rest == F(1, 2) and below % 2}[mode]
        text = str(below + bool(up)).rjust(int(places) + 1, "0")
        return text[:-int(places)] + "." + text[-int(places):] if int(places) else text

    out = []
    for m in models:
        v = final(absolute[m])
        if v is None:
            out.append(f"{m} none, n {counts[m]}")
        else:
            rank = 1 + sum(w > absolute[m] for w in present)
            out.append(f"{m} {rounded(v)} = {fraction(v)}, rank {rank}, n {counts[m]}")
    return "; ".join(out)


# Blocks

ANSWERS = {"result", "treated", "steps", "scores", "points", "percentile", "bca", "rank probability", "difference",
           "largest shift", "rank changes", "indices"}
LISTS = {"ratings", "evaluators", "resamples", "csv", "criteria"}


def computed(lines):
    """Yields (number of line, key, the answer on the page, the correct answer)."""
    block, bootstrap, key = {}, None, None
    for place, line in enumerate(lines):
        if line.startswith("  "):
            block[key].append(line.strip())
            continue
        key, _, value = (part.strip() for part in line.partition(":"))
        if key in LISTS:
            assert not value, line
            block[key] = []
            continue
        if key not in ANSWERS:
            block[key] = value
            continue
        if key in ("result", "treated"):
            full = F(block.get("full marks", "1"))
            if "measure" in block:
                right = measured(block["measure"], table_of(block["ratings"]))
            else:
                right = (result if key == "result" else treated)(block["rule"], values_of(block["values"]), full)
        elif key == "steps":
            right = steps(block["rule"], values_of(block["values"]))
        elif key == "scores":
            right = scored(block)
        elif key == "indices":
            right = "; ".join(" ".join(map(str, d)) for d in
                              resamples_of(int(block["seed"]), int(block["n"]), int(block["count"])))
        else:
            bootstrap = bootstrap or resampled(block)
            right = bootstrap[key]
        yield place, key, value, right


def same(page, right):
    pattern = r"≈ (\S+?)(?=[,;]|\s|$)"
    one, two = re.findall(pattern, page), re.findall(pattern, right)
    return re.sub(pattern, "≈", page) == re.sub(pattern, "≈", right) and len(one) == len(two) and all(
        abs(float(a) - float(b)) <= 1e-9 * max(1, abs(float(b))) for a, b in zip(one, two))


def main():
    fill, wrong, count = "--fill" in sys.argv, 0, 0
    for page in sorted(PAGES.glob("*.md")):
        lines = page.read_text(encoding="utf-8").split("\n")
        starts = [i for i, line in enumerate(lines) if line == "```example"]
        for start in starts:
            end = lines.index("```", start)
            for place, key, said, right in computed(lines[start + 1:end]):
                count += 1
                if said == "?" and fill:
                    lines[start + 1 + place] = f"{key}: {right}"
                elif not same(said, right):
                    wrong += 1
                    print(f"{page.name}:{start + 2 + place}: {key}: {said}\n    should be: {right}")
        if fill:
            page.write_text("\n".join(lines), encoding="utf-8")
    print(f"{count} answers, {wrong} wrong")
    sys.exit(wrong > 0)


main()
