#!/usr/bin/env python3
"""Compares every estimator with independent Python on fresh random panels: make peers [SEED=…] [PANELS=…].

Prints what was compared, how often, and the largest difference; keeps the files of each panel with a
disagreement, and then ends with status 1. Tolerances: exact points as fractions; location rules,
agreement and the bootstrap with supplied indices 1e-12; Huber, P.910, Mahalanobis and BCa ends 1e-9;
relative to the value, or to the size of what it is made of where the value is near zero.
"""
import argparse
import json
import secrets
import shutil
import subprocess
import sys
import warnings
from fractions import Fraction as F
from pathlib import Path

import numpy as np

import location
import points
import screening

warnings.filterwarnings("ignore")
RULES = location.WORDS + ["dropHighLow=2", "trimmed=0.29", "huber=0.7", "tukey=3", "mad=2", "gesd=3,0.1"]
STEPS = {"unit": ["item", "criterion", "total"], "conversion": ["range", "proportion"],
         "relative": ["none", "best", "rankSteps=1.5", "rankSteps=7"],
         "round": ["2,halfUp", "0,halfUp", "3,truncate", "1,halfEven", "9,halfEven", "4,halfUp"]}


class Tally:
    """Counts comparisons by what was compared, and remembers what differed."""

    def __init__(self):
        self.rows, self.found = {}, []

    def row(self, name):
        return self.rows.setdefault(name, {"count": 0, "none": 0, "worst": 0.0, "tolerance": 0.0, "failed": 0})

    def fail(self, name, where, ours, theirs):
        self.row(name)["failed"] += 1
        self.found.append(f"{name} {where}: panel {ours!r}, peer {theirs!r}")

    def check(self, name, ours, theirs, tolerance=0.0, size=0.0, where=""):
        row = self.row(name)
        if isinstance(theirs, dict):
            for key, value in theirs.items():
                if not isinstance(ours, dict) or key not in ours:
                    self.fail(name, f"{where}/{key}", None, value)
                else:
                    self.check(name, ours[key], value, tolerance, size, f"{where}/{key}")
            return
        if isinstance(theirs, (list, tuple)):
            if not isinstance(ours, list) or len(ours) != len(theirs):
                self.fail(name, where, ours, theirs)
                return
            for i, (a, b) in enumerate(zip(ours, theirs)):
                self.check(name, a, b, tolerance, size, f"{where}/{i}")
            return
        row["count"] += 1
        row["tolerance"] = max(row["tolerance"], tolerance)
        if theirs is None or ours is None:
            row["none"] += theirs is None
            if ours is not None or theirs is not None:
                self.fail(name, where, ours, theirs)
        elif isinstance(theirs, float) and not isinstance(ours, (bool, str)):
            off = abs(ours - theirs) / max(abs(theirs), size, 1e-300) if ours != theirs else 0.0
            row["worst"] = max(row["worst"], off)
            if not off <= tolerance:
                self.fail(name, f"{where} (off by {off:.2g})", ours, theirs)
        elif ours != theirs:
            self.fail(name, where, ours, theirs)


def draw(seed, index):
    """A panel: sizes, scale, blanks, ties and constant parts, each drawn."""
    rng = np.random.default_rng([seed, index])
    pick = lambda values: values[int(rng.integers(len(values)))]
    raters = pick([1, 2, 3, 4, 5, 6, 7, 9, 12, 15, 20, 21, 30, 49, 50, 100, int(rng.integers(1, 201)), 200])
    lowest, highest = pick([(1, 5), (1, 5), (0, 10), (0, 100), (1, 7)])
    models = [chr(65 + i) for i in range(pick([1, 2, 2, 3, 4, 5, 5, 8]))]
    criteria, items = [], []
    for c in range(pick([1, 2, 2, 3])):
        criteria.append((f"c{c}", pick(["15", "10", "12.5", "7.3", "1"])))
        for i in range(1 if len(models) == 1 else pick([1, 2, 3])):
            items.append((f"c{c}" if len(models) == 1 else f"i{c}{i}", f"c{c}",
                          "1" if len(models) == 1 else pick(["1", "1", "2", "3", "0.5"])))
    length = highest - lowest
    true = lowest + length * (pick([.5, .7, .95]) - rng.uniform(0, pick([.02, .2, .6]), len(models)))
    x = (true[None, :, None] + rng.normal(0, .1 * length, (raters, 1, 1))
         + rng.normal(0, .08 * length, (raters, len(models), 1))
         + rng.normal(0, pick([.02, .15, .4]) * length, (raters, len(models), len(items))))
    step = pick([1, 1, 1, max(1, length // 2), max(1, length // 10)])
    x = np.clip(lowest + step * np.rint((x - lowest) / step), lowest, highest).astype(int)
    if rng.random() < .25:
        x[:, int(rng.integers(len(models))), int(rng.integers(len(items)))] = pick([lowest, highest])
    if rng.random() < .15:
        x[:, int(rng.integers(len(models)))] = highest
    if rng.random() < .05:
        x[:] = pick([lowest, highest])
    for _ in range(pick([0, 1, 2, 5])):
        who = int(rng.integers(raters))
        kind = pick(["line", "reversed", "random", "hostile", "copy"])
        if kind == "line":
            x[who] = rng.integers(lowest, highest + 1)
        elif kind == "reversed":
            x[who] = lowest + highest - x[who]
        elif kind == "random":
            x[who] = rng.integers(lowest, highest + 1, x[who].shape)
        elif kind == "hostile":
            x[who] = lowest
            x[who, -1] = highest
        else:
            x[who] = x[0]
    blank = rng.random(x.shape) < pick([0, 0, .02, .1, .5])
    if rng.random() < .2:
        blank[:, int(rng.integers(len(models)))] |= rng.random((raters, len(items))) < pick([.7, .95])
    if rng.random() < .1:
        blank[int(rng.integers(raters))] = True
    ratings = [[[None if blank[r, m, i] else int(x[r, m, i]) for i in range(len(items))]
                for m in range(len(models))] for r in range(raters)]
    # With --criteria the quorum is left to the size of the panel; a survey names it.
    base = {"minimumAnswered": "0.5", "ties": [], "quorum": None}
    if len(models) > 1:
        base["quorum"] = pick([1, 3, 5])
        base["minimumAnswered"] = pick(["0.5", "0.5", "0", "1", "0.67"])
        base["ties"] = [c for c, _ in criteria][::-1] if rng.random() < .5 else []
    panel = {"models": models, "criteria": criteria, "items": items, "lowest": lowest,
             "highest": highest, "ratings": ratings}
    return rng, pick, panel, base


def survey(panel, base):
    """A survey file that gives the form; JSON is YAML."""
    both = lambda text: {"ko": text, "en": text}
    levels = panel["highest"] - panel["lowest"] + 1
    words = [f"level {i}" for i in range(levels)]
    labels = {"labels": {"ko": words, "en": words}} if levels <= 10 else {}
    anchors = {"anchors": {"ko": words, "en": words}} if levels <= 10 else {}
    full = sum(F(p) for _, p in panel["criteria"])
    raw = lambda text: float(text) if "." in text else int(text)
    return {
        "format": "panel.survey.v1", "id": "peers", "version": 1, "title": both("Peers"), "blind": True,
        "points": raw(points.rounded(full, "1,halfUp")),
        "scale": {"lowest": panel["lowest"], "highest": panel["highest"]} | labels,
        "criteria": [{"id": c, "title": both(c), "points": raw(p)} for c, p in panel["criteria"]],
        "items": [{"id": i, "criterion": c, "weight": raw(w), "title": both(i), "text": both(i + "?")}
                  | anchors for i, c, w in panel["items"]],
        "cannotJudge": [{"id": "N1", "title": both("not used")}],
        "models": [{"code": m} for m in panel["models"]],
        "scoring": {"rule": "none", "unit": "criterion", "conversion": "range", "relative": "none",
                    "round": "2,halfUp", "quorum": base["quorum"], "minimumAnswered": raw(base["minimumAnswered"]),
                    "ties": base["ties"], "bootstrap": 0, "seed": 1},
        "minimumPanel": 5,
    }


def write_ratings(path, panel, rng, pick):
    """Long or wide; what is not rated is empty or R."""
    missing = lambda: pick(["", "", "R"])
    with open(path, "w") as out:
        if rng.random() < .5:
            out.write("rater,model,item,rating\n")
            for r, ballot in enumerate(panel["ratings"]):
                for model, row in zip(panel["models"], ballot):
                    for item, v in zip(panel["items"], row):
                        out.write(f"R{r},{model},{item[0]},{missing() if v is None else v}\n")
        else:
            names = [f"{m}_{i[0]}" for m in panel["models"] for i in panel["items"]]
            out.write(",".join(["rater", *names]) + "\n")
            for r, ballot in enumerate(panel["ratings"]):
                cells = [missing() if v is None else str(v) for row in ballot for v in row]
                out.write(",".join([f"R{r}", *cells]) + "\n")


def write_cells(path, table):
    with open(path, "w") as out:
        out.write(",".join(["rater", *(f"x{j}" for j in range(len(table[0])))]) + "\n")
        for r, row in enumerate(table):
            out.write(",".join([f"R{r}", *("" if v is None else str(v) for v in row)]) + "\n")


def run(command, folder):
    with open(folder / "commands.txt", "a") as log:
        log.write(" ".join(map(str, command)) + "\n")
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def compare_statistics(tally, name, table, ours, packages):
    """Screening and agreement of a table of fractions; returns the peer's."""
    theirs = screening.all_of(table)
    top = max((abs(float(v)) for row in table for v in row if v is not None), default=1.0) or 1.0
    for key in ("longest_run", "long_string", "variability"):
        tally.check(f"{key} ({name})", ours[key], theirs[key], 1e-12, top)
    tally.check(f"leave-one-out r ({name})", ours["leave_one_out"], theirs["leave_one_out"], 1e-12, 1.0)
    peer, mine = theirs["mahalanobis"], ours["mahalanobis"]
    if peer and mine:
        # If a distance equals the threshold in nine digits, rounding decides.
        bound = theirs["mahalanobis_threshold"]
        for i, v in enumerate(peer["values"]):
            if v is not None and abs(v - bound) < 1e-9 * bound:
                peer["flagged"][i] = mine["flagged"][i]
        tally.check(f"Mahalanobis ({name})", ours["mahalanobis_threshold"], bound, 1e-12)
    tally.check(f"Mahalanobis ({name})", mine, peer, 1e-9, 1.0)
    for key in ("bt500_population", "bt500_sample"):
        tally.check(f"BT.500, {key[6:]} ({name})", ours[key], theirs[key])
    for key, label in (("projection_floor", "P.910, floor"), ("projection", "P.910, no floor")):
        tally.check(f"{label} ({name})", ours[key], theirs[key], 1e-9, top)
    for key in ("nominal", "ordinal", "interval"):
        tally.check(f"alpha, {key} ({name})", ours["alpha"][key], theirs["alpha"][key], 1e-12, 1.0)
    tally.check(f"ICC(2,1), ICC(2,k), intervals ({name})", ours["icc"], theirs["icc"], 1e-12, 1.0)
    tally.check(f"Kendall W ({name})", ours["kendall"], theirs["kendall"], 1e-12, 1e-3)
    known = screening.by_packages(table) if packages else {}
    # The package also gives a coefficient if the variance that it divides by is not above zero.
    defined = [k for k in ("single", "average") if (theirs["icc"] or {}).get(k) is not None]
    if "pingouin" in known:
        tally.check(f"ICC by pingouin ({name})", ours["icc"],
                    {k: known["pingouin"][k] for k in defined}, 1e-12, 1.0)
    if "sureal" in known and ours["projection"] and ours["projection"]["converged"]:
        psi = np.array(ours["projection"]["scores"], float)
        tally.check(f"P.910 by sureal ({name})",
                    {"scores": (psi - psi.mean()).tolist(), "bias": ours["projection"]["bias"]},
                    {k: known["sureal"][k] for k in ("scores", "bias")}, 1e-6, top)
        # It divides by all cells where the Recommendation's J are those that somebody rated.
        full = [r for r, row in enumerate(table) if None not in row]
        tally.check(f"BT.500 by sureal ({name})",
                    [ours["bt500_population"]["flagged"][r] for r in full],
                    [r in known["sureal"]["rejected"] for r in full])
    return theirs


def compare_locations(tally, table, ours, full_marks):
    for j, column in enumerate(screening.columns(table)):
        x = screening.answered(column)
        for word in RULES:
            mine = ours["location"][f"x{j}"][word]
            name = f"location, {word.partition('=')[0]}"
            if not x:
                tally.check(name, mine["value"], None)
                continue
            theirs = location.estimate(word, x, full_marks)
            size = max(abs(float(v)) for v in x)
            tally.check(name, mine["value"], theirs["value"], 1e-9 if "huber" in word else 1e-12, size)
            if theirs["exact"]:
                tally.check(f"{name}, exact", F(mine["exact"]), F(theirs["exact"]))
                tally.check(f"{name}, dropped", mine["dropped"], theirs["dropped"])


def compare_points(tally, ours, rule, scorer, panel):
    """Points, ranks and estimates of one run of `panel aggregate`; returns the peer's."""
    theirs = scorer.official()
    exact = "huber" not in rule["rule"]
    label = f"points, unit {rule['unit']}"
    for m, model in enumerate(ours["models"]):
        entering = theirs["n"][m]
        tally.check("evaluators entering", model["n"], min(entering))
        for (c, _), n in zip(panel["criteria"], entering):
            tally.check("evaluators entering", model["criteria"][c]["n"], n)
        for key, found, text in (("points", theirs["points"][m], model),
                                 ("absolute", theirs["absolute"][m], model.get("absolute", {})),
                                 ("beside", theirs["beside"][m], model.get("relative", {}))):
            name = f"{label}, {'exact' if exact else 'huber'}"
            if found is None or "points" not in text:
                tally.check(name, text.get("points"), None if found is None else str(found), where=key)
            elif exact:
                tally.check(name, F(text["exact"]), found, where=key)
                tally.check("rounded points", text["points"], points.rounded(found, rule["round"]),
                            where=key)
            else:
                # There is no fraction: these runs are rounded to nine places.
                tally.check(name, float(text["points"]), float(found), 1e-9, max(1.0, float(scorer.full)), key)
        if exact:
            tally.check("rank", model.get("rank"), theirs["rank"][m])
        for (c, _), estimate in zip(panel["criteria"], theirs["estimates"][m] or []):
            mine = model["criteria"][c].get("estimate")
            if exact:
                tally.check("estimates of criteria, exact", mine and F(mine), estimate)
    return theirs


def compare_bootstrap(tally, ours, scorer, theirs, draws, panel):
    order = sorted((m for m, r in enumerate(theirs["rank"]) if r), key=lambda m: (theirs["rank"][m], m))
    models, neighbours, stability = points.bootstrap(
        scorer, theirs["points"], theirs["rank"], order, draws)
    full = float(scorer.full)
    for model, found in zip(ours["models"], models):
        if found is None:
            tally.check("bootstrap", model.get("bootstrap"), None)
            continue
        mine = model.get("bootstrap", {})
        tally.check("bootstrap, mean and standard error",
                    [mine.get("mean"), mine.get("standardError")],
                    [found["mean"], found["standardError"]], 1e-12, full)
        interval = lambda b: [b["lower"], b["upper"]] if b else None
        tally.check("bootstrap, percentile interval", interval(mine.get("percentile")),
                    found["percentile"], 1e-12, full)
        tally.check("bootstrap, z0 and a", [mine.get("bias"), mine.get("acceleration")],
                    [found["bias"], found["acceleration"]], 1e-9, 1e-3)
        tally.check("bootstrap, BCa interval", interval(model.get("interval")), found["interval"],
                    1e-9, full)
        tally.check("bootstrap, method", (model.get("interval") or {}).get("method"), found["method"])
        tally.check("bootstrap, rank probabilities", model.get("rankProbability"),
                    found["rankProbability"], 1e-12, 1.0)
    names = panel["models"]
    tally.check("bootstrap, neighbours",
                [{k: line[k] for k in ("first", "second", "separable")} for line in ours["separable"]],
                [{"first": names[l["first"]], "second": names[l["second"]], "separable": l["separable"]}
                 for l in neighbours])
    tally.check("bootstrap, differences",
                [[line[k] for k in ("difference", "lower", "upper")] for line in ours["separable"]],
                [[l[k] for k in ("difference", "lower", "upper")] for l in neighbours], 1e-12, full)
    mine, left = ours["stability"], ours["stability"]["leaveOneOut"]
    tally.check("stability, counts", [mine["resamples"], mine["incomplete"], left["rankChanges"],
                                      left["topChanges"], left["of"]],
                [stability[k] for k in ("resamples", "incomplete", "rankChanges", "topChanges")]
                + [len(panel["ratings"])])
    for m, model in enumerate(names):
        tally.check("stability, rank matrix", mine["rankMatrix"].get(model), stability["rankMatrix"][m],
                    1e-12, 1.0)
        tally.check("stability, largest shift", left["largestShift"].get(model),
                    stability["largestShift"][m])


def compare_analysis(tally, ours, statistics, rule, scorer, panel, rng):
    """Agreement, screening, the ledger and some lines of the robustness table of one run."""
    agreement = ours["agreement"]
    measures = {line["name"]: line for line in agreement["measures"]}
    interval = lambda name: [measures[name].get("interval", {}).get(k) for k in ("lower", "upper")]
    for level in ("nominal", "ordinal", "interval"):
        tally.check("JSON, alpha", agreement[f"alpha{level.capitalize()}"], statistics["alpha"][level],
                    1e-12, 1.0)
    icc = statistics["icc"] or {}
    for name, key in (("icc21", "single"), ("icc2k", "average")):
        tally.check("JSON, ICC", agreement[name], icc.get(key), 1e-12, 1.0)
        tally.check("JSON, ICC, interval", interval(name), icc.get(f"{key}_ci", [None, None]), 1e-12, 1.0)
    kendall = statistics["kendall"] or {}
    tally.check("JSON, Kendall W", [agreement["kendallW"], measures["kendallW"].get("pValue")],
                [kendall.get("w"), kendall.get("p")], 1e-12, 1e-3)

    rows = {line["rater"]: {f["kind"]: f for f in line["findings"]} for line in ours["screening"]}
    flags = set()
    top = float(panel["highest"])
    sample, floor = statistics["bt500_sample"], statistics["projection_floor"]
    for r in range(len(panel["ratings"])):
        found = rows[f"R{r}"]
        of = lambda key: [statistics[key][k][r] for k in ("values", "flagged")] if statistics[key] \
            else [None, None]
        longest, answered = statistics["longest_run"][r], sum(
            v is not None for m in scorer.own for v in m[r])
        share = of("long_string")
        expected = {
            "longString": (None if share[0] is None else float(longest), share[1], 0.0),
            "irv": (*of("variability"), 1e-12), "leaveOneOut": (*of("leave_one_out"), 1e-12),
            "mahalanobis": (*of("mahalanobis"), 1e-9),
            "bt500": ((sample["above"][r] + sample["below"][r]) / answered if answered else None,
                      sample["flagged"][r], 1e-12),
            "bias": (floor and floor["bias"][r], False, 1e-9),
            "inconsistency": (floor and floor["inconsistency"][r], False, 1e-9),
        }
        for kind, (value, flagged, tolerance) in expected.items():
            size = top if kind in ("irv", "bias", "inconsistency") else 1.0
            tally.check(f"JSON, {kind}", found[kind].get("value"), value, tolerance, size, f"R{r}")
            outcome = "undefined" if value is None else "flagged" if flagged else \
                "shown" if kind in ("bias", "inconsistency") else "clear"
            tally.check(f"JSON, {kind}, outcome", found[kind]["outcome"], outcome, where=f"R{r}")
            if outcome == "flagged":
                flags.add((f"R{r}", kind))
    tally.check("JSON, flags", sorted([f["rater"], f["kind"]] for f in ours["flags"]),
                sorted(map(list, flags)))

    if "huber" not in rule["rule"]:
        for m, model in enumerate(panel["models"]):
            theirs = scorer.ledger(m) if "points" in ours["models"][m] else []
            mine = [[o["criterion"], F(o["value"]), o["treatment"], F(o["effectExact"])]
                    for o in ours["outliers"] if o["model"] == model]
            tally.check("ledger: subject, value, treatment, exact effect", sorted(mine), sorted(map(list, theirs)))

    quorum = ours["quorum"]
    lines = [line for line in ours["robustness"]
             if ("hodges" not in line["rule"] or len(panel["ratings"]) <= 30)
             and (line["exact"] or "rankSteps" not in rule["relative"])]
    flagged = {rater for rater, _ in flags}
    for place in rng.permutation(len(lines))[:10]:
        line = lines[place]
        changed = rule | {k: line[k] for k in ("rule", "unit", "conversion")} | {"quorum": quorum}
        who = [r for r in range(len(panel["ratings"])) if not line["withoutFlagged"] or f"R{r}" not in flagged]
        theirs = points.Scorer(panel, changed, scorer.own).official(who)
        for m, model in enumerate(panel["models"]):
            value, mine = theirs["points"][m], line["points"].get(model)
            where = f"{line['rule']} {line['unit']} {line['conversion']} {line['withoutFlagged']} {model}"
            if not line["exact"] and value is not None and mine is not None:
                unit = 10.0 ** -int(rule["round"].split(",")[0])
                tally.check("robustness, huber", abs(float(mine) - float(value)) < unit * 1.001, True,
                            where=where)
            else:
                tally.check("robustness, points", mine,
                            None if value is None else points.rounded(value, rule["round"]), where=where)
            if line["exact"]:
                tally.check("robustness, ranks", line["ranks"].get(model), theirs["rank"][m], where=where)



def one_panel(options, index, tally, folder):
    rng, pick, panel, base = draw(options.seed, index)
    n = len(panel["ratings"])
    ratings = folder / "ratings.csv"
    write_ratings(ratings, panel, rng, pick)
    if len(panel["models"]) == 1:
        form = ["--criteria", ",".join(f"{c}={p}" for c, p in panel["criteria"]),
                "--scale", f"{panel['lowest']}..{panel['highest']}"]
    else:
        path = folder / "survey.yaml"
        path.write_text(json.dumps(survey(panel, base), indent=1))
        form = ["--survey", path]

    plain = base | {"rule": "none", "unit": "criterion", "conversion": "range"}
    own = points.Scorer(panel, plain).own
    tables = {
        "items": [[None if v is None else F(v) for row in ballot for v in row]
                  for ballot in panel["ratings"]],
        "criteria": [[own[m][r][c] for m in range(len(panel["models"]))
                      for c in range(len(panel["criteria"]))] for r in range(n)],
    }
    for name, table in tables.items():
        cells = folder / f"{name}.csv"
        write_cells(cells, table)
        ours = run([options.probe, cells, panel["highest"], *RULES], folder)
        statistics = compare_statistics(tally, name, table, ours, n <= 100)
        compare_locations(tally, table, ours, panel["highest"])

    for i in range(options.rules):
        rule = base | {key: pick(words) for key, words in STEPS.items()} | {
            "rule": pick([w for w in RULES if "hodges" not in w or n <= 50])}
        if "huber" in rule["rule"]:
            # Not exact: equal points may differ in the last bit, which rank steps would show.
            rule.update(round="9,halfUp", relative=rule["relative"].replace("rankSteps=7", "none")
                        .replace("rankSteps=1.5", "best"))
        command = [options.panel, "aggregate", ratings, *form, "--json"]
        if i:
            command.append("--brief")
        for key in ("rule", "unit", "conversion", "relative", "round"):
            command += [f"--{key}", rule[key]]
        if rng.random() < .5:
            rule["quorum"] = pick([1, 2, 5])
            command += ["--quorum", rule["quorum"]]
        resampled = i == 0 and "huber" not in rule["rule"] and ("hodges" not in rule["rule"] or n <= 12)
        if resampled:
            count = pick([1, 2, 30, 60]) if n > 60 else pick([1, 2, 50, 120])
            draws = rng.integers(0, n, (count, n))
            np.savetxt(folder / "indices.csv", draws, "%d", ",")
            command += ["--bootstrap-indices", folder / "indices.csv"]
        else:
            command += ["--bootstrap", 0]
        ours = run(command, folder)
        scorer = points.Scorer(panel, rule, own)
        theirs = compare_points(tally, ours, rule, scorer, panel)
        if i == 0:
            compare_analysis(tally, ours, statistics, rule, scorer, panel, rng)
        if resampled:
            compare_bootstrap(tally, ours, scorer, theirs, draws.tolist(), panel)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--panel", type=Path, required=True, help="the program panel")
    parser.add_argument("--probe", type=Path, required=True, help="the program statistics-probe")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--panels", type=int, default=40)
    parser.add_argument("--only", type=int, help="the number of one panel, to look at it again")
    parser.add_argument("--rules", type=int, default=6, help="scoring rules drawn for each panel")
    parser.add_argument("--keep", type=Path, default=Path(".build/peers-disagreements"))
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.panels} panels", flush=True)
    tally = Tally()
    for index in [options.only] if options.only is not None else range(options.panels):
        folder = options.keep / f"{options.seed}-{index}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        before = len(tally.found)
        try:
            one_panel(options, index, tally, folder)
        except RuntimeError as error:
            tally.fail("the programs ran", "", str(error), "status 0")
        found = tally.found[before:]
        if found:
            (folder / "differences.txt").write_text("\n".join(found) + "\n")
            print(f"panel {index}: {len(found)} disagreements, see {folder}/differences.txt; the first:")
            print(f"  {found[0][:300]}", flush=True)
        else:
            shutil.rmtree(folder)

    width = max(map(len, tally.rows))
    print(f"\n{'compared':{width}}  {'values':>8} {'undefined':>9} {'largest difference':>18} {'allowed':>8}")
    for name, row in sorted(tally.rows.items()):
        allowed = f"{row['tolerance']:.0e}" if row["tolerance"] else "none"
        off = f"{row['worst']:.1e}" if row["tolerance"] else ("none" if not row["failed"] else "some")
        mark = f"  {row['failed']} DISAGREE" if row["failed"] else ""
        print(f"{name:{width}}  {row['count']:8} {row['none']:9} {off:>18} {allowed:>8}{mark}")
    total = sum(row["count"] for row in tally.rows.values())
    print(f"\n{total} values compared, {len(tally.found)} disagreements (seed {options.seed})")
    return 1 if tally.found else 0


if __name__ == "__main__":
    sys.exit(main())
