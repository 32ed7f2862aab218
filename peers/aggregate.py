#!/usr/bin/env python3
"""Measures the time of `panel aggregate` for a million ratings, and that of other software for the same task.

    aggregate.py --panel .build/release/panel [--runs 5] [--bootstrap] [--full] [--ratings 1000000]

Makes long CSVs of synthetic ratings on 1 to 5 (seeded, models A to E), runs the program on them as a
whole process, and prints wall time, processor time and peak memory, the median of the runs. With DuckDB
installed (`pip install duckdb`) the same trimmed means are taken by SQL from the same file, and compared;
with --bootstrap and numpy, 10,000 resamples too. Nothing is written to the working folder.
"""
import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from fractions import Fraction

DUCKDB = """
import duckdb, json, sys
c = duckdb.connect(config={"enable_progress_bar": False})
c.execute("set threads to " + sys.argv[2])
rows = c.execute('''
  with r as (
    select model, item, try_cast(rating as int) as x,
      row_number() over (partition by model, item order by try_cast(rating as int)) as place,
      count(*) over (partition by model, item) as n
    from read_csv(?, header = true, all_varchar = true) where try_cast(rating as int) is not null
  )
  select model, item, sum(x), count(*) from r
  where place > n // 10 and place <= n - n // 10 group by all order by all
''', [sys.argv[1]]).fetchall()
print(json.dumps([[m, i, int(s), n] for m, i, s, n in rows]))
"""

NUMPY = """
import csv, sys
import numpy as np
raters, cells, ratings = {}, {}, []
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        r = raters.setdefault(row["rater"], len(raters))
        c = cells.setdefault((row["model"], row["item"]), len(cells))
        ratings.append((r, c, int(row["rating"]) if row["rating"].isdigit() else 0))
x = np.zeros((len(cells), len(raters)), dtype=np.int8)
for r, c, rating in ratings:
    x[c, r] = rating
import time
start = time.monotonic()
rng = np.random.default_rng(1)
n, values = len(raters), np.arange(1, 6)
for _ in range(int(sys.argv[2])):
    times = np.bincount(rng.integers(0, n, n), minlength=n)
    for column in x:
        counts = np.bincount(column, weights=times, minlength=6)[1:]
        total = counts.sum()
        g = total // 10
        ends = np.cumsum(counts)
        kept = np.clip(np.minimum(ends, total - g) - np.maximum(ends - counts, g), 0, None)
        (kept * values).sum() / kept.sum()
print(time.monotonic() - start)
"""


def make(path, raters, items, seed=1):
    """Ratings of 1 to 5; one in a hundred could not be judged, two in a thousand are recused."""
    draw = random.Random(seed)
    with open(path, "w") as file:
        file.write("rater,model,item,rating\n")
        for rater in range(raters):
            own = draw.gauss(0, 0.6)
            for place, model in enumerate("ABCDE"):
                for item in range(items):
                    rating = round(draw.gauss(3.3 - 0.15 * place + own, 1))
                    kind = draw.random()
                    cell = "" if kind < 0.01 else "R" if kind < 0.012 else min(5, max(1, rating))
                    file.write(f"r{rater + 1:06d},{model},c{item + 1:02d},{cell}\n")


def run(command, output):
    """Wall seconds, processor seconds and peak MiB of a whole process."""
    with open(output, "wb") as out:
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
    if status:
        sys.exit(f"{command[0]} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def median(values):
    return sorted(values)[len(values) // 2]


def report(name, runs):
    wall, cpu, peak = (median(column) for column in zip(*runs))
    print(f"{name:52} {wall:8.2f} {cpu:8.2f} {peak:8.0f}", flush=True)


def compare(found, path):
    """Checks the criteria's estimates against sums and counts from SQL."""
    with open(path) as file:
        means = {(m, i): Fraction(s, n) for m, i, s, n in json.load(file)}
    ours = {
        (model["id"], item): Fraction(criterion["estimate"])
        for model in found["models"]
        for item, criterion in model["criteria"].items()
    }
    print("the means are " + ("equal" if ours == means else "DIFFERENT"), flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--panel", required=True)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--ratings", type=int, default=1_000_000)
    options.add_argument("--bootstrap", action="store_true", help="also with the 10,000 resamples")
    options.add_argument("--full", action="store_true", help="also with agreement, screening and so on")
    options = options.parse_args()
    try:
        import duckdb
    except ImportError:
        duckdb = None
    print(f"{'whole process, median of ' + str(options.runs):52} {'wall s':>8} {'cpu s':>8} {'MiB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        out, peer = os.path.join(folder, "out.json"), os.path.join(folder, "peer.json")
        for items in (10, 2):
            raters = options.ratings // 5 // items
            path = os.path.join(folder, f"{items}.csv")
            make(path, raters, items)
            criteria = ",".join(f"c{item + 1:02d}={25 / items}" for item in range(items))
            shape = f"{raters} evaluators x 5 x {items}"
            command = [options.panel, "aggregate", path, "--criteria", criteria, "--scale", "1..5"]
            scores = command + ["--brief", "--bootstrap", "0"]
            means = [sys.executable, "-c", DUCKDB, path]
            pairs = [("scores and ledger, JSON", scores + ["--json"]), ("scores, table", scores)]
            if duckdb:
                pairs.append(("DuckDB, 1 thread", means + ["1"]))
                pairs.append(("DuckDB, all threads", means + [str(os.cpu_count())]))
            measured = {name: [] for name, _ in pairs}
            for _ in range(options.runs):
                for name, words in pairs:
                    target = peer if name.startswith("DuckDB") else out
                    measured[name].append(run(words, target))
                    if name.endswith("JSON"):
                        with open(out) as file:
                            found = json.load(file)
            for name, runs in measured.items():
                report(f"{shape}: {name}", runs)
            if duckdb:
                compare(found, peer)
            if options.bootstrap:
                report(f"{shape}: with 10,000 resamples", [run(command + ["--brief", "--json"], out)])
                try:
                    import numpy  # noqa: F401
                except ImportError:
                    continue
                count = 200
                run([sys.executable, "-c", NUMPY, path, str(count)], peer)
                with open(peer) as file:
                    seconds = float(file.read()) * 10_000 / count
                print(f"{shape + ': numpy, resamples only':52} {seconds:8.1f}  (those of {count}, times {10_000 // count})")
            if options.full:
                report(f"{shape}: with all analyses, JSON", [run(command + ["--json"], out)])


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
