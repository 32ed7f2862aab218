"""Makes simulation_known_answers.json by simulation.py: make_simulation_answers.py > out.json"""
import io
import json
import sys
from types import SimpleNamespace

import simulation

SMALL = {
    "scale": {"lowest": 1, "highest": 5}, "models": ["A", "B", "C"],
    "criteria": [["usability", "15"], ["cost", "10"]],
    "items": [["U1", "usability", "2"], ["U2", "usability", "1"], ["C1", "cost", "1"]],
    "conversion": "range",
}
NEGATIVE = {
    "scale": {"lowest": -7, "highest": 12}, "models": [f"M{i}" for i in range(13)],
    "criteria": [["one", "12.5"], ["two", "12.5"]],
    "items": [["a", "one", "0.3"], ["b", "two", "0.7"], ["c", "one", "1.25"], ["d", "two", "1"]],
    "conversion": "range",
}
HUNDRED = dict(SMALL, scale={"lowest": 0, "highest": 100}, conversion="proportion")
EVERY = ["straightLine=2", "hostile=2", "hostile=1:B", "favour=2", "favour=1:C", "cartel=2", "cartel=1:A",
         "random=2", "reversed=2", "lenient=2", "severe=2", "central=2", "halo=2", "inattentive=2"]
CASES = [
    ("as it comes", SMALL, {"evaluators": 12}),
    ("every behaviour", SMALL, {"evaluators": 40, "seed": 2**64 - 1, "plant": EVERY, "missing": "0.1",
                                "recused": 3}),
    ("true scores", SMALL, {"evaluators": 6, "truth": "A=4.25,B=2.000001,C:usability=1,C:cost=5",
                            "noise": "0", "severity": "0.000001", "taste": "0", "difficulty": "0.3"}),
    ("below zero", NEGATIVE, {"evaluators": 11, "seed": 3, "noise": "7.5", "plant": ["straightLine=2", "hostile=2", "favour=2", "central=2"]}),
    ("to a hundred", HUNDRED, {"evaluators": 30, "seed": 20261123, "plant": EVERY, "missing": "0.333333333"}),
]
out = []
for name, form, options in CASES:
    survey = {
        "scale": form["scale"], "models": [{"code": m} for m in form["models"]],
        "criteria": [{"id": c, "points": p} for c, p in form["criteria"]],
        "items": [{"id": i, "criterion": c, "weight": w} for i, c, w in form["items"]],
        "scoring": {"conversion": form["conversion"]},
    }
    full = {"seed": 1, "truth": None, "noise": None, "severity": None, "taste": None, "difficulty": None,
            "missing": "0", "recused": 0, "plant": []} | options
    panel = simulation.Panel(survey, SimpleNamespace(**full))
    csv = io.StringIO()
    panel.csv(csv)
    out.append({"name": name, "form": form, "options": full | {"seed": str(full["seed"])},
                "csv": csv.getvalue(), "known": panel.known()})
json.dump({"about": "Made by peers/make_simulation_answers.py, which shares nothing with the program.",
           "cases": out}, sys.stdout, separators=(",", ":"))
