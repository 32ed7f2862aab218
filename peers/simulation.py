#!/usr/bin/env python3
"""A second implementation of `panel simulate`, from its description alone, with whole numbers and fractions. Needs only PyYAML.

    simulation.py SURVEY.yaml [the options of panel simulate but --to] > ratings.csv
    simulation.py SURVEY.yaml … --known > truth.json      what of it does not depend on rounding
"""
import argparse
import json
import sys
from fractions import Fraction as F
from math import floor

import yaml

MASK = 2**64 - 1
MILLION = 10**6


class SplitMix:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
        return z ^ (z >> 31)

    def below(self, bound):
        limit = 2**64 // bound * bound
        while True:
            x = self.next()
            if x < limit:
                return x % bound

    def places(self, count, total):
        order = list(range(total))
        for i in range(count):
            j = i + self.below(total - i)
            order[i], order[j] = order[j], order[i]
        return order[:count]

    def half(self):
        y, times = 2**63, 0
        while (u := self.next()) < y:
            y, times = u, times + 1
        return times % 2 == 0

    def step(self, k, x):
        y, times = x, 0
        while (u := self.next()) < y:
            j = self.below(2 * k + 2)
            if not (j < 2 * k or (j == 2 * k and self.next() < x)):
                break
            y, times = u, times + 1
        return times % 2 == 0

    def normal(self):
        """In units of 2^-32."""
        while True:
            k = 0
            while self.half():
                k += 1
            if not all(self.half() for _ in range(k * (k - 1))):
                continue
            x = self.next()
            if not all(self.step(k, x) for _ in range(k + 1)):
                continue
            z = (k << 32) + (x >> 32)
            return -z if self.next() & 1 else z


def stream(seed, number):
    return SplitMix(SplitMix(SplitMix(seed).next() ^ number).next())


def nearest(x):
    return floor(x + F(1, 2))


class Panel:
    def __init__(self, survey, o):
        self.lowest, self.highest = survey["scale"]["lowest"], survey["scale"]["highest"]
        self.models = [str(m["code"]) for m in survey["models"]]
        self.criteria = [(str(c["id"]), F(str(c["points"]))) for c in survey["criteria"]]
        self.items = [(str(i["id"]), str(i["criterion"]), F(str(i["weight"])))
                      for i in survey["items"]]
        self.conversion = survey["scoring"]["conversion"]
        self.evaluators, self.seed = o.evaluators, o.seed
        length = self.highest - self.lowest
        self.quarter = length * MILLION // 4

        def deviation(given, share):
            return int(F(given if given is not None else share * length) * MILLION)

        self.noise = deviation(o.noise, F(3, 20))
        self.severity = deviation(o.severity, F(1, 10))
        self.taste = deviation(o.taste, F(1, 10))
        self.missing = F(o.missing)
        ids = [c for c, _ in self.criteria]
        if o.truth is None:
            count = len(self.models)
            order = stream(o.seed, 0).places(count, count)
            gap = min(length * MILLION // 20, length * MILLION // 2 // max(1, count - 1))
            top = self.lowest * MILLION + length * MILLION * 3 // 4
            self.truth = [None] * count
            for place, model in enumerate(order):
                self.truth[model] = dict.fromkeys(ids, top - gap * place)
        else:
            words = dict(w.split("=") for w in o.truth.split(","))
            self.truth = [{c: int(F(words.get(f"{m}:{c}", words.get(m))) * MILLION) for c in ids}
                          for m in self.models]
        draw = stream(o.seed, 1)
        deviation_of_items = deviation(o.difficulty, F(1, 20))
        self.difficulty = [nearest(F(deviation_of_items * draw.normal(), 2**32)) for _ in self.items]
        for c in ids:
            mine = [i for i, item in enumerate(self.items) if item[1] == c]
            if mine:
                weight = sum(self.items[i][2] for i in mine)
                mean = nearest(sum(self.items[i][2] * self.difficulty[i] for i in mine) / weight)
                for i in mine:
                    self.difficulty[i] -= mean
        best = sorted(range(len(self.models)), key=lambda m: (-self.points(m, "range"), m))
        roles = []
        for word in o.plant:
            kind, rest = word.split("=")
            count, _, model = rest.partition(":")
            target = None
            if kind in ("hostile", "favour", "cartel"):
                target = (self.models.index(model) if model
                          else best[0] if kind == "hostile" or len(best) == 1 else best[1])
            roles += [(kind, target, None)] * int(count)
        draw = stream(o.seed, 3)
        roles += [("honest", None, draw.below(len(self.models))) for _ in range(o.recused)]
        self.special = dict(zip(stream(o.seed, 2).places(len(roles), o.evaluators), roles))

    def points(self, model, conversion):
        lo, hi = (self.lowest, self.highest) if conversion == "range" else (0, self.highest)
        return sum(p * (F(self.truth[model][c], MILLION) - lo) / (hi - lo) for c, p in self.criteria)

    def role(self, rater):
        return self.special.get(rater, ("honest", None, None))

    def label(self, rater):
        return f"r{rater + 1:0{len(str(self.evaluators))}}"

    def rating(self, seen):
        return min(self.highest, max(self.lowest, nearest(F(seen, MILLION))))

    def ballot(self, rater):
        kind, target, recused = self.role(rater)
        common, own = stream(self.seed, 16 + 2 * rater), stream(self.seed, 17 + 2 * rater)

        def even():
            return self.lowest + own.below(self.highest - self.lowest + 1)

        severity = nearest(F(self.severity * common.normal(), 2**32))
        severity += {"lenient": -self.quarter, "severe": self.quarter}.get(kind, 0)
        line = even() if kind == "straightLine" else None
        tastes, cells = [], []
        for model in range(len(self.models)):
            taste = nearest(F(self.taste * common.normal(), 2**32))
            tastes.append(taste)
            seen_of = {c: self.truth[model][c] - severity + taste for c, _ in self.criteria}
            overall = self.rating(floor(F(sum(seen_of.values()), len(seen_of))))
            for i, (_, criterion, _) in enumerate(self.items):
                chance = F(common.next(), 2**64)
                seen = (seen_of[criterion] - self.difficulty[i]
                        + nearest(F(self.noise * common.normal(), 2**32)))
                if recused == model:
                    cells.append("R")
                    continue
                given = None
                if kind == "straightLine":
                    given = line
                elif kind == "random":
                    given = even()
                elif kind == "cartel":
                    given = self.highest if model == target else self.lowest
                elif kind == "favour" and model == target:
                    given = self.highest
                elif kind == "hostile" and model == target:
                    given = self.lowest
                elif kind == "inattentive":
                    drawn = even()
                    given = None if own.next() & 1 else drawn
                if given is None and chance < self.missing:
                    given = ""
                elif given is None:
                    honest = self.rating(seen)
                    middle = floor(F((self.lowest + self.highest) * MILLION, 2))
                    given = {"reversed": self.lowest + self.highest - honest, "halo": overall,
                             "central": self.rating(floor(F(seen + middle, 2)))}.get(kind, honest)
                cells.append(str(given))
        return severity, tastes, cells

    def csv(self, out):
        out.write("rater,model,item,rating\n")
        for rater in range(self.evaluators):
            cells = iter(self.ballot(rater)[2])
            for model in self.models:
                for item, _, _ in self.items:
                    out.write(f"{self.label(rater)},{model},{item},{next(cells)}\n")

    def known(self):
        points = [self.points(m, self.conversion) for m in range(len(self.models))]
        raters = []
        for rater in range(self.evaluators):
            kind, target, recused = self.role(rater)
            severity, tastes, _ = self.ballot(rater)
            line = {"rater": self.label(rater), "behaviour": kind, "severity": severity / MILLION,
                    "taste": {m: t / MILLION for m, t in zip(self.models, tastes)}}
            if target is not None:
                line["model"] = self.models[target]
            if recused is not None:
                line["recused"] = self.models[recused]
            raters.append(line)
        return {
            "models": [{"id": m, "truth": {c: t / MILLION for c, t in self.truth[i].items()},
                        "exact": f"{points[i].numerator}/{points[i].denominator}",
                        "rank": 1 + sum(p > points[i] for p in points)}
                       for i, m in enumerate(self.models)],
            "items": [{"id": i, "criterion": c, "difficulty": d / MILLION}
                      for (i, c, _), d in zip(self.items, self.difficulty)],
            "raters": raters,
        }


def panel(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("survey")
    parser.add_argument("--evaluators", type=int, default=49)
    parser.add_argument("--seed", type=int, default=1)
    for name in ("truth", "noise", "severity", "taste", "difficulty"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--missing", default="0")
    parser.add_argument("--recused", type=int, default=0)
    parser.add_argument("--plant", action="append", default=[])
    parser.add_argument("--known", action="store_true")
    o = parser.parse_args(words)
    with open(o.survey, encoding="utf-8") as file:
        # Every scalar as text, so that 0.10 stays what it is; the few whole numbers are made here.
        survey = yaml.load(file, yaml.BaseLoader)
    survey["scale"] = {k: int(survey["scale"][k]) for k in ("lowest", "highest")}
    return Panel(survey, o), o.known


if __name__ == "__main__":
    made, known = panel(sys.argv[1:])
    if known:
        json.dump(made.known(), sys.stdout, indent=1)
    else:
        made.csv(sys.stdout)
