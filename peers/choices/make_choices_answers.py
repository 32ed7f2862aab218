#!/usr/bin/env python3
"""Makes choices_known_answers.json: make_choices_answers.py > out.json

Robustness: points and order of small synthetic panels under every specification. Manipulation: the
smallest number of colluders, by writing every changed panel out and scoring it from the start, one
number of colluders after the other. A plain reading of docs/statistics in fractions; the outlier rules
are those of ../location.py.
"""
import json
import os
import random
import sys
from fractions import Fraction as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import location  # noqa: E402

WORDS = ["none", "dropHighLow=1", "dropHighLow=2", "trimmed=0.10", "trimmed=0.20", "winsorised=0.10",
         "median", "hodgesLehmann", "huber=1.345", "tukey=1.5", "mad=3.5", "gesd=10,0.05", "tInterval"]
MONOTONE = {"none", "dropHighLow", "trimmed", "winsorised", "median", "hodgesLehmann"}
SEED = 20260717


class Missing(Exception):
    pass


def huber(x, k):
    """The exact root of the broken line of psi; an iteration must end close to it."""
    centre = location.median(x)
    reach = F(k) * F(repr(location.C)) * location.median([abs(v - centre) for v in x])

    def pull(m):
        return sum(min(max(v - m, -reach), reach) for v in x)

    root = centre
    if reach and pull(centre):
        bends = sorted({v + side * reach for v in x for side in (-1, 1)})
        low, high = next((a, b) for a, b in zip(bends, bends[1:]) if pull(a) >= 0 >= pull(b)
                         and pull(a) != pull(b))
        root = low + (high - low) * pull(low) / (pull(low) - pull(high))
    assert abs(float(root) - location.huber(x, k)["value"]) < 1e-9
    return F(float(root))


def estimate(word, values, full_marks):
    if not values:
        raise Missing("noRatings")
    rule, _, argument = word.partition("=")
    if rule == "huber":
        return huber(values, argument)
    if rule == "tInterval":
        found = location.t_interval(values, full_marks)
    else:
        found = location.RULES[rule](values, argument)
    if found["value"] is None:
        raise Missing("tooFewLeft")
    return F(found["exact"]) if found["exact"] else F(found["value"])


def estimate_or_least(word, values, full_marks):
    """An estimate for breaking ties; a model without one ranks after all models with one."""
    try:
        return estimate(word, values, full_marks)
    except Missing:
        return F(-10 ** 9)


def share(form, conversion, x):
    low, high = form["scale"]
    return (x - low) / F(high - low) if conversion == "range" else x / high


def criterion_rating(form, sheet, criterion):
    given = [(F(item["weight"]), sheet[item["id"]]) for item in criterion["items"]
             if isinstance(sheet[item["id"]], int)]
    if not given or len(given) < F(form["minimumAnswered"]) * len(criterion["items"]):
        return None
    return sum(w * x for w, x in given) / sum(w for w, _ in given)


def model_score(form, rule, sheets, quorum):
    """Points before the relative step and criterion estimates of a model, from one sheet a rater."""
    criteria, conversion, word = form["criteria"], rule["conversion"], rule["rule"]
    high = F(form["scale"][1])
    columns = [[criterion_rating(form, s, c) for s in sheets] for c in criteria]
    entered, jobs = [], []
    if rule["unit"] == "item":
        for c in criteria:
            by_item = [[F(s[i["id"]]) for s in sheets if isinstance(s[i["id"]], int)]
                       for i in c["items"]]
            entered += [len(v) for v in by_item]
            jobs.append(by_item)
    else:
        if rule["unit"] == "total":
            complete = [all(col[k] is not None for col in columns) for k in range(len(sheets))]
            columns = [[x if ok else None for x, ok in zip(col, complete)] for col in columns]
        jobs = [[x for x in col if x is not None] for col in columns]
        entered = [len(v) for v in jobs]
    if min(entered) < quorum:
        raise Missing("quorum")
    if rule["unit"] == "total":
        marks = [F(c["points"]) for c in criteria]
        totals = [sum(p * share(form, conversion, col[k]) for p, col in zip(marks, columns))
                  for k in range(len(sheets)) if columns[0][k] is not None]
        # Criteria are for information: one without an estimate takes no points away.
        return estimate(word, totals, sum(marks)), [estimate_or_least(word, v, high) for v in jobs]
    if rule["unit"] == "item":
        estimates = [
            sum(F(i["weight"]) * estimate(word, v, high) for i, v in zip(c["items"], by_item))
            / sum(F(i["weight"]) for i in c["items"]) for c, by_item in zip(criteria, jobs)]
    else:
        estimates = [estimate(word, v, high) for v in jobs]
    return sum(F(c["points"]) * share(form, conversion, e)
               for c, e in zip(criteria, estimates)), estimates


def keys(form, rule, raters, quorum):
    found, why = [], []
    names = [c["id"] for c in form["criteria"]]
    for model in form["models"]:
        try:
            points, estimates = model_score(form, rule, [r[model] for r in raters], quorum)
            found.append([points] + [estimates[names.index(t)] for t in rule["ties"]])
            why.append(None)
        except Missing as reason:
            found.append(None)
            why.append(str(reason))
    return found, why


def order(found):
    ranked = sorted((k for k in range(len(found)) if found[k]), key=lambda k: (found[k], -k),
                    reverse=True)
    groups = []
    for k in ranked:
        if groups and found[groups[-1][0]] == found[k]:
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups


def relative(form, step, points):
    full = sum(F(c["points"]) for c in form["criteria"])
    known = [p for p in points if p is not None]
    word, _, size = step.partition("=")
    if word == "best" and known and max(known) > 0:
        return [p if p is None else p * full / max(known) for p in points]
    if word == "rankSteps":
        return [p if p is None else max(F(0), full - F(size) * sum(q > p for q in known))
                for p in points]
    return points


def last(groups, count):
    ranked = [k for g in groups for k in g]
    if not 0 < count < len(ranked):
        return None
    tail = set(ranked[-count:])
    return tail if all(set(g) <= tail or not set(g) & tail for g in groups) else None


def text(x, is_exact):
    return None if x is None else f"{x.numerator}/{x.denominator}" if is_exact else float(x)


def robustness(panel):
    form, base, raters = panel["form"], panel["rule"], panel["raters"]
    words = list(WORDS)
    if base["rule"] not in words:
        name = base["rule"].partition("=")[0]
        words.insert(max(k for k, w in enumerate(words) if w.partition("=")[0] == name) + 1,
                     base["rule"])
    if len(raters) > 12:
        words.remove("tInterval")
    results = []
    for word in words:
        for unit in ("item", "criterion", "total"):
            for conversion in ("range", "proportion"):
                if conversion == "proportion" and form["scale"][0] < 0:
                    continue
                for without in ([False, True] if panel["flagged"] else [False]):
                    rule = dict(base, rule=word, unit=unit, conversion=conversion)
                    some = [r for k, r in enumerate(raters)
                            if not (without and k in panel["flagged"])]
                    found, why = keys(form, rule, some, panel["quorum"])
                    points = relative(form, base["relative"], [f and f[0] for f in found])
                    results.append({
                        "rule": word, "unit": unit, "conversion": conversion, "without": without,
                        "official": rule == base and not without,
                        "points": [text(p, not word.startswith("huber")) for p in points],
                        "missing": why, "order": order(found)})
    official = next(r for r in results if r["official"])
    scored = {k for g in official["order"] for k in g}
    complete = [r for r in results if scored and scored <= {k for g in r["order"] for k in g}]
    cut = last(official["order"], panel["eliminate"])
    summary = {
        "specifications": len(results), "complete": len(complete),
        "sameOrder": sum(r["order"] == official["order"] for r in complete),
        "sameWinner": sum(r["order"][:1] == official["order"][:1] for r in complete),
        "sameLast": None if cut is None else
        sum(last(r["order"], panel["eliminate"]) == cut for r in complete)}
    return results, summary


def changed(form, raters, colluders, target, strategy):
    low, high = form["scale"]
    out = []
    for k, rater in enumerate(raters):
        new = {m: dict(sheet) for m, sheet in rater.items()}
        if k in colluders:
            for model, sheet in new.items():
                rating = high if model == target else low
                if model == target or strategy == "blatant":
                    for item in sheet:
                        if sheet[item] != "R":
                            sheet[item] = rating
        out.append(new)
    return out


def manipulation(panel, rule, orders):
    form, raters, quorum, eliminate = (panel[k] for k in ("form", "raters", "quorum", "eliminate"))
    before, _ = keys(form, rule, raters, quorum)
    groups = order(before)
    ranked = [k for g in groups for k in g] + [k for k in range(len(before)) if not before[k]]
    is_monotone = rule["rule"].partition("=")[0] in MONOTONE
    out = {}
    winner = groups[0][0] if groups and len(groups[0]) == 1 else None
    cut = last(groups, eliminate)

    def search(targets, is_reached):
        both = {}
        for strategy in ("quiet", "blatant"):
            smallest, best = [], None
            for colluding in orders:
                fewest = None
                for size in range(1, len(raters) + 1):
                    for place, target in enumerate(targets):
                        after, _ = keys(form, rule, changed(
                            form, raters, set(colluding[:size]), form["models"][target], strategy),
                            quorum)
                        if is_reached(after, target):
                            fewest = (size, place)
                            break
                    if fewest:
                        break
                smallest.append(fewest and fewest[0])
                best = min((b for b in (best, fewest) if b), default=None)
            both[strategy] = {"smallest": smallest, "target": best and targets[best[1]]}
        return both

    def is_overturned(after, _):
        return not after[winner] or any(k and k > after[winner] for k in after)

    def is_passed(after, target):
        return bool(after[target]) and after[target] > after[winner]

    def is_rescued(after, target):
        return bool(after[target]) and sum(bool(k) and k < after[target] for k in after) >= eliminate

    if winner is not None:
        targets = [k for k in ranked if k != winner]
        out["overturning"] = search(targets, is_overturned)
        if is_monotone:
            # The program looks at the target alone there; it must not matter for the numbers.
            alone = search(targets, is_passed)
            for strategy in alone:
                assert alone[strategy]["smallest"] == out["overturning"][strategy]["smallest"]
            out["overturning"] = alone
    if cut is not None:
        out["rescuing"] = search([k for k in ranked if k in cut], is_rescued)
    return out


def split_mix(seed):
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) % 2 ** 64
        z = state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2 ** 64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2 ** 64
        yield z ^ (z >> 31)


def drawn_orders(n, count, seed):
    numbers = split_mix(seed)

    def below(bound):
        limit = 2 ** 64 // bound * bound
        return next(x for x in numbers if x < limit) % bound

    orders = []
    for _ in range(count):
        left, order = list(range(n)), []
        while left:
            # The drawn entry is exchanged with the first remaining one.
            k = below(len(left))
            order.append(left[k])
            left[k] = left[0]
            left.pop(0)
        orders.append(order)
    return orders


def synthetic(draw, form, n, quality, blank, recused):
    low, high = form["scale"]
    raters = []
    for _ in range(n):
        mood = draw.gauss(0, 0.6)
        rater = {}
        for model, good in zip(form["models"], quality):
            if draw.random() < recused:
                rater[model] = {i["id"]: "R" for c in form["criteria"] for i in c["items"]}
                continue
            rater[model] = {
                i["id"]: None if draw.random() < blank else
                min(high, max(low, round(low + good * (high - low) + mood + draw.gauss(0, 0.9))))
                for c in form["criteria"] for i in c["items"]}
        raters.append(rater)
    return raters


def criterion(name, points, weights):
    return {"id": name, "points": points,
            "items": [{"id": f"{name}{k + 1}", "weight": w} for k, w in enumerate(weights)]}


def main():
    draw = random.Random(SEED)
    panels = []
    for name, models, n, scale, criteria, quality, blank, recused, rule, flagged, quorum, cut in [
        ("nine", "ABC", 9, (1, 5), [("u", "15", ["3", "2"]), ("c", "10", ["0.5", "1"])],
         [.70, .64, .55], .12, .08,
         dict(rule="dropHighLow=1", unit="criterion", conversion="range", relative="none", ties=[]),
         [1, 6], 6, 1),
        ("fourteen", "ABCD", 14, (0, 10), [("u", "12.5", ["1"]), ("c", "12.5", ["1", "2"])],
         [.62, .66, .60, .52], .05, .03,
         dict(rule="trimmed=0.15", unit="total", conversion="proportion", relative="best",
              ties=["c"]), [], 5, 2),
        ("six", "ABCD", 6, (-2, 2), [("u", "25", ["1", "1"])], [.6, .6, .55, .4], .1, .1,
         dict(rule="median", unit="item", conversion="range", relative="rankSteps=1.5", ties=["u"]),
         [0], 3, 1),
    ]:
        form = {"models": list(models), "scale": scale, "minimumAnswered": "0.5",
                "criteria": [criterion(*c) for c in criteria]}
        raters = synthetic(draw, form, n, quality, blank, recused)
        panel = {"name": name, "form": form, "raters": raters, "rule": rule, "flagged": flagged,
                 "quorum": quorum, "eliminate": cut}
        results, summary = robustness(panel)
        orders = [draw.sample(range(n), n) for _ in range(5)]
        attacks = []
        for word in ["none", "dropHighLow=1", "trimmed=0.20", "winsorised=0.10", "median",
                     "hodgesLehmann", "huber=1.345", "tukey=1.5", "mad=3.5", "tInterval"]:
            for unit in ("item", "criterion", "total"):
                other = dict(rule, rule=word, unit=unit)
                attacks.append(dict(rule=word, unit=unit, **manipulation(panel, other, orders)))
        rows = [",".join([f"p{k:02}", m, i, "" if x is None else str(x)])
                for k, r in enumerate(raters) for m in r for i, x in r[m].items()]
        panels.append({
            "name": name, "ratings": rows, "scale": scale, "models": form["models"],
            "criteria": form["criteria"], "minimumAnswered": "0.5", "rule": rule,
            "flagged": flagged, "quorum": quorum, "eliminate": cut, "robustness": results,
            "summary": summary, "orders": orders, "manipulation": attacks})
    json.dump({
        "about": "Synthetic panels under every specification, and the smallest coalitions that change "
                 "their results, by peers/choices/make_choices_answers.py; blank = cannot judge, "
                 "R = recused.",
        "panels": panels,
        "drawn": {"evaluators": 7, "count": 4, "seed": 11, "orders": drawn_orders(7, 4, 11)}},
        sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
