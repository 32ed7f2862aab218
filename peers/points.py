"""From ratings to points in exact fractions, from docs/statistics alone; and the bootstrap over them.

A panel is a dictionary: `models`, `criteria` (id, points), `items` (id, criterion, weight), `lowest`,
`highest`, and `ratings[rater][model][item]`: a whole number, or None for anything else. A rule is a
dictionary with the words of a survey file.
"""
from fractions import Fraction as F
from math import ceil, floor

import numpy as np
from scipy.stats import norm

import location


def value_of(word, x, full_marks):
    """The estimate of a rule as a fraction (of the binary number where it cannot be exact), or None."""
    if not x:
        return None
    kind, _, argument = word.partition("=")
    # The two most frequent rules, without the cost of the general functions.
    if kind == "none":
        return sum(x) / F(len(x))
    if kind in ("trimmed", "winsorised"):
        g, s = floor(F(argument) * len(x)), sorted(x)
        kept = s[g:len(s) - g]
        return (sum(kept) / F(len(kept)) if kind == "trimmed"
                else (sum(kept) + g * (kept[0] + kept[-1])) / F(len(s)))
    out = location.estimate(word, [F(v) for v in x], full_marks)
    if out["value"] is None:
        return None
    return F(out["exact"]) if out["exact"] else F(out["value"])


def rounded(x, words):
    """The text of a number rounded by `2,halfUp`."""
    places, mode = words.split(",")
    scaled = abs(x) * 10 ** int(places)
    whole, rest = floor(scaled), scaled - floor(scaled)
    if mode == "halfUp":
        # Away from zero; points below zero do not occur, but the word has a meaning there.
        whole += rest >= F(1, 2)
    elif mode == "halfEven":
        whole += rest > F(1, 2) or (rest == F(1, 2) and whole % 2 == 1)
    digits = str(whole).rjust(int(places) + 1, "0")
    text = digits[:-int(places)] + "." + digits[-int(places):] if int(places) else digits
    return ("-" if x < 0 and whole else "") + text


class Scorer:
    """A panel under a rule; `own`, the evaluators' criterion ratings, may be those of another scorer."""

    def __init__(self, panel, rule, own=None):
        self.panel, self.rule = panel, rule
        self.full = sum((F(p) for _, p in panel["criteria"]), F(0))
        self.raters = range(len(panel["ratings"]))
        self.parts = [[i for i, item in enumerate(panel["items"]) if item[1] == c]
                      for c, _ in panel["criteria"]]
        self.weights = [F(w) for _, _, w in panel["items"]]
        self.worth = [F(p) for _, p in panel["criteria"]]
        self.own = own or [[[self.criterion(r, m, part) for part in self.parts] for r in self.raters]
                           for m in range(len(panel["models"]))]

    def criterion(self, rater, model, part):
        row = self.panel["ratings"][rater][model]
        answered = [i for i in part if row[i] is not None]
        if not answered or len(answered) < F(self.rule["minimumAnswered"]) * len(part):
            return None
        weight = sum(self.weights[i] for i in answered)
        return sum(self.weights[i] * row[i] for i in answered) / weight

    def share(self, x):
        lo, hi = self.panel["lowest"], self.panel["highest"]
        return (x - lo) / F(hi - lo) if self.rule["conversion"] == "range" else x / F(hi)

    def absolute(self, raters, model):
        """Points, estimates by criterion, evaluators entering each; points None without an estimate."""
        word, hi = self.rule["rule"], self.panel["highest"]
        complete = lambda r: all(v is not None for v in self.own[model][r])
        estimates, entering = [], []
        for c, part in enumerate(self.parts):
            if self.rule["unit"] == "item":
                by_item, counts = [], []
                for i in part:
                    x = [self.panel["ratings"][r][model][i] for r in raters]
                    x = [v for v in x if v is not None]
                    counts.append(len(x))
                    by_item.append(value_of(word, x, hi))
                entering.append(min(counts))
                estimates.append(None if None in by_item else
                                 sum(self.weights[i] * v for i, v in zip(part, by_item))
                                 / sum(self.weights[i] for i in part))
            else:
                x = [self.own[model][r][c] for r in raters
                     if self.rule["unit"] == "criterion" or complete(r)]
                x = [v for v in x if v is not None]
                entering.append(len(x))
                estimates.append(value_of(word, x, hi))
        if self.rule["unit"] == "total":
            # The criteria are for information here and take no points away.
            totals = [sum(p * self.share(v) for p, v in zip(self.worth, self.own[model][r]))
                      for r in raters if complete(r)]
            return value_of(word, totals, self.full), estimates, entering
        if None in estimates:
            return None, estimates, entering
        return sum(p * self.share(v) for p, v in zip(self.worth, estimates)), estimates, entering

    def relative(self, points, word):
        known = [p for p in points if p is not None]
        kind, _, step = word.partition("=")
        if kind == "none" or not known:
            return points
        if kind == "best":
            best = max(known)
            return points if best <= 0 else [p if p is None else p * self.full / best for p in points]
        return [p if p is None else max(F(0), self.full - F(step) * sum(q > p for q in known))
                for p in points]

    def ranks(self, points, estimates):
        """Competition ranks before the relative step, equal points told apart by the rule's `ties`."""
        ids = [c for c, _ in self.panel["criteria"]]
        # A criterion without an estimate ranks after all others.
        keys = [None if p is None else
                [p] + [(e is not None, e or F(0)) for e in (line[ids.index(t)] for t in self.rule["ties"])]
                for p, line in zip(points, estimates)]
        return [k and 1 + sum(q is not None and q > k for q in keys) for k in keys]

    def official(self, raters=None):
        """The result; with `raters`, of these alone, by the quorum of the whole panel."""
        raters = self.raters if raters is None else raters
        models = range(len(self.panel["models"]))
        found = [self.absolute(raters, m) for m in models]
        quorum = self.rule["quorum"] or max(5, ceil(F(len(self.raters), 3)))
        points = [None if min(entering) < quorum else p for p, _, entering in found]
        return {
            "absolute": points,
            "points": self.relative(points, self.rule["relative"]),
            "beside": self.relative(points, "best" if self.rule["relative"] == "none"
                                    else self.rule["relative"]),
            "rank": self.ranks(points, [estimates for _, estimates, _ in found]),
            "estimates": [None if points[m] is None else found[m][1] for m in models],
            "n": [entering for _, _, entering in found],
        }

    def ledger(self, model):
        """The ratings that the rule dropped or clipped: subject, value, treatment, points gained by keeping it."""
        def treated(subject, x, full_marks, slope):
            word = self.rule["rule"]
            value = value_of(word, x, full_marks)
            if value is None:
                return []
            x = [F(v) for v in x]
            if word.startswith("winsorised"):
                g, s = floor(F(word.partition("=")[2]) * len(x)), sorted(x)
                low, high = s[g], s[len(s) - g - 1]
                return [(subject, v, "clipped", (v - min(max(v, low), high)) / len(x) * slope)
                        for v in x if not low <= v <= high]
            if word in ("median", "hodgesLehmann"):
                return []
            dropped = location.estimate(word, x, full_marks)["dropped"]
            kept = len(x) - len(dropped)
            return [(subject, x[i], "dropped", ((value * kept + x[i]) / (kept + 1) - value) * slope)
                    for i in dropped]

        hi, unit = self.panel["highest"], self.share(F(1)) - self.share(F(0))
        out = []
        if self.rule["unit"] == "total":
            totals = [sum(p * self.share(v) for p, v in zip(self.worth, row))
                      for row in self.own[model] if None not in row]
            return treated("total", totals, self.full, F(1))
        for c, part in enumerate(self.parts):
            worth = self.worth[c] * unit
            if self.rule["unit"] == "criterion":
                x = [row[c] for row in self.own[model] if row[c] is not None]
                out += treated(self.panel["criteria"][c][0], x, hi, worth)
                continue
            weight = sum(self.weights[i] for i in part)
            for i in part:
                x = [ballot[model][i] for ballot in self.panel["ratings"] if ballot[model][i] is not None]
                out += treated(self.panel["items"][i][0], x, hi, worth * self.weights[i] / weight)
        return out

    def replicate(self, raters, scored):
        """Points after the relative step, and ranks, of the models that officially have points."""
        found = [self.absolute(raters, m)[:2] if s else (None, None) for m, s in enumerate(scored)]
        absolute = [p for p, _ in found]
        return self.relative(absolute, self.rule["relative"]), self.ranks(absolute, [e for _, e in found])


def type7(values, tails=(.025, .975)):
    return [float(v) for v in np.quantile(np.sort(values), tails)] if len(values) else None


def bca(values, estimate, without_one):
    """z0, a and the interval, None where each is not defined; exact comparisons on fractions."""
    share = F(sum(v < estimate for v in values) + sum(v <= estimate for v in values), 2 * len(values))
    z0 = float(norm.ppf(float(share))) if 0 < share < 1 else None
    known = [v for v in without_one if v is not None]
    a = None
    if known:
        mean = sum(known) / F(len(known))
        d = np.array([float(mean - v) for v in known])
        if (d != 0).any():
            a = float((d ** 3).sum() / (6 * (d ** 2).sum() ** 1.5))
    interval = None
    floats = np.array([float(v) for v in values])
    if z0 is not None and a is not None and floats.min() < floats.max():
        z = z0 + norm.ppf([.025, .975])
        if (1 - a * z > 0).all():
            interval = type7(floats, norm.cdf(z0 + z / (1 - a * z)))
    return z0, a, interval


def stability(points, rank, complete, draws, without):
    """Ranks of the resamples, and the panel without one evaluator at a time."""
    shifts = [None if p is None else
              max((abs(line[m] - p) for line, _ in without if line[m] is not None), default=F(0))
              for m, p in enumerate(points)]
    top = lambda line: [r == 1 for r in line]
    matrix = [None if p is None else
              [sum(line[m] == r + 1 for line in complete) / len(complete) if complete else 0.0
               for r in range(len(points))] for m, p in enumerate(points)]
    return {
        "resamples": len(draws), "incomplete": len(draws) - len(complete), "rankMatrix": matrix,
        "largestShift": [None if s is None else rounded(s, "4,halfUp") for s in shifts],
        "rankChanges": sum(line != rank for _, line in without),
        "topChanges": sum(top(line) != top(rank) for _, line in without),
    }


def bootstrap(scorer, points, rank, order, draws):
    """The output of `panel aggregate` on resamples: by model, for neighbours in the ranking, and stability."""
    scored = [p is not None for p in points]
    replicates = [scorer.replicate(draw, scored) for draw in draws]
    made = [line for line, _ in replicates]
    without = [scorer.replicate([r for r in scorer.raters if r != out], scored) for out in scorer.raters]
    models = []
    complete = [line for _, line in replicates
                if all(r is not None for r, s in zip(line, scored) if s)]
    for m, p in enumerate(points):
        values = [line[m] for line in made if line[m] is not None]
        if p is None:
            models.append(None)
            continue
        shares = [F(0)] * len(points)
        for line in complete:
            shares[line[m] - 1] += F(1, line.count(1)) if line[m] == 1 else 1
        shares = [float(s / len(complete)) if complete else 0.0 for s in shares]
        entry = {"rankProbability": shares, "mean": None, "standardError": None, "percentile": None,
                 "bias": None, "acceleration": None, "interval": None, "method": None}
        if values:
            floats = [float(v) for v in values]
            entry["mean"] = float(sum(values) / F(len(values)))
            entry["standardError"] = float(np.std(floats, ddof=1)) if len(values) > 1 else None
            entry["percentile"] = type7(floats)
            z0, a, interval = bca(values, p, [line[m] for line, _ in without])
            entry.update(bias=z0, acceleration=a, interval=interval or entry["percentile"],
                         method="bca" if interval else "percentile")
        models.append(entry)
    neighbours = []
    for first, second in zip(order, order[1:]):
        both = [float(line[first] - line[second]) for line in made
                if line[first] is not None and line[second] is not None]
        if both:
            lower, upper = type7(both)
            neighbours.append({"first": first, "second": second,
                               "difference": float(points[first] - points[second]),
                               "lower": lower, "upper": upper,
                               "separable": lower > 0 or upper < 0})
    return models, neighbours, stability(points, rank, complete, draws, without)
