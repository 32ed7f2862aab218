#!/usr/bin/env python3
"""Which screening measures notice evaluators who quietly favour one model: invented panels of 49.

    quiet_collusion_simulation.py [--panels 1000] [--seed 1]
    quiet_collusion_simulation.py --example    how many change 3 to 5 in the page's worked example

Five models, two criteria, so ten cells. Criterion ratings are means of six and of four items of 1 to 5,
drawn as in outlier_rules_simulation.py. Five evaluators give one model the highest rating throughout and
rate the others honestly ("quiet"); or give the others the lowest rating as well ("blatant"); or a single
one is blatant. Prints a Markdown table with the share of evaluators flagged, for docs/statistics. Nothing
comes from a real evaluation.
"""
import argparse
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import scipy.stats as st

import location
from outlier_rules_simulation import WORDS

sys.path.append(str(Path(__file__).parent / "agreement"))
import peer_statistics as peer  # noqa: E402

N, MODELS, ITEMS, BAD = 49, 5, (6, 4), 5


def panel(rng):
    """Ratings, evaluators × models × criteria."""
    quality = 3.6 + 0.2 * np.arange(MODELS)[::-1]
    own = rng.normal(0, 0.35, N)
    out = np.empty((N, MODELS, len(ITEMS)))
    for criterion, items in enumerate(ITEMS):
        y = quality[None, :, None] + own[:, None, None] + rng.normal(0, 0.6, (N, MODELS, items))
        out[:, :, criterion] = np.clip(np.rint(y), 1, 5).mean(2)
    return out


def flags(x):
    cells = x.reshape(N, -1)
    r = [peer.leave_one_out(cells, i) for i in range(N)]
    sample = np.zeros(N, bool)
    sample[peer.bt500(cells, 1)["flagged"]] = True
    return {
        "longString": np.array([peer.longest_run(row) for row in cells]) >= 0.8 * cells.shape[1],
        "irv": cells.std(1) < 1e-12,
        "leave-one-out correlation": np.array([v is not None and v <= 0 for v in r]),
        "Mahalanobis": peer.mahalanobis(cells) > st.chi2.ppf(.99, cells.shape[1]),
        "BT.500": sample,
    }


def example():
    """For every rule the least number with which M2 passes K7, and the estimates without any."""
    def value(word, *counts):
        x = [Fraction(rating) for rating, count in zip((5, 4, 3, 2), counts) for _ in range(count)]
        rule, _, argument = word.partition("=")
        return (location.t_interval(x, Fraction(5)) if rule == "tInterval"
                else location.RULES[rule](x, argument))["value"]
    for word in WORDS:
        ahead, behind = value(word, 10, 25, 12, 2), value(word, 6, 22, 17, 4)
        least, missing = None, []
        for quiet in range(22):
            threes = min(quiet, 17)
            own = value(word, 6 + quiet, 22, 17 - threes, 4 - max(0, quiet - 17))
            if own is None:
                missing.append(quiet)
            elif own > ahead + 1e-12 and least is None:
                least = quiet
        print(f"{word}: K7 {ahead}, M2 {behind}; {least} quiet; no estimate with {missing}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--panels", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--example", action="store_true")
    options = parser.parse_args()
    if options.example:
        example()
        return
    rng = np.random.default_rng(options.seed)
    counts = {}
    for _ in range(options.panels):
        honest = panel(rng)
        quiet, blatant = honest.copy(), honest.copy()
        # The second of five models is favoured.
        quiet[:BAD, 1] = 5
        blatant[:BAD] = 1
        blatant[:BAD, 1] = 5
        alone = honest.copy()
        alone[0] = blatant[0]
        for name, x in (("honest", honest), ("quiet", quiet), ("blatant", blatant), ("alone", alone)):
            for measure, flag in flags(x).items():
                counts.setdefault(measure, {}).setdefault(name, []).append(
                    flag.mean() if name == "honest" else flag[:1].mean() if name == "alone"
                    else flag[:BAD].mean())
    print(f"{options.panels} panels\n")
    print("| measure | honest, in an honest panel | one of 5 quiet | one of 5 blatant | blatant, alone |")
    print("|---|---|---|---|---|")
    for measure, by in counts.items():
        print(f"| {measure} | " + " | ".join(f"{np.mean(shares):.1%}" for shares in by.values()) + " |")


if __name__ == "__main__":
    main()
