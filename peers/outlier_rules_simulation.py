#!/usr/bin/env python3
"""Compares the outlier rules on invented panels of 49: the figures of docs/statistics/default-rule.md.

    outlier_rules_simulation.py [--panels 20000] [--seed 1]

Prints Markdown tables. Nothing in it comes from a real evaluation; the panels are drawn from the
distributions written below, and other ones would give other figures. The rules are written here once
more for many panels at a time; `--check` compares them with peers/location.py on some of the panels.
"""
import argparse
from fractions import Fraction

import numpy as np
import scipy.stats as st

N = 49
WORDS = ["none", "dropHighLow=1", "trimmed=0.05", "trimmed=0.10", "trimmed=0.20", "winsorised=0.10", "median", "hodgesLehmann",
         "huber=1.345", "tukey=1.5", "mad=3.5", "gesd=10,0.05", "tInterval"]
I, J = np.triu_indices(N)
T_SQUARE = np.array([np.inf if n < 3 else st.t.isf(0.05 / (2 * n), n - 2) ** 2 for n in range(N + 1)])


def mean_of(x, kept):
    n = kept.sum(1)
    with np.errstate(invalid="ignore"):
        return np.where(n >= 3, np.where(kept, x, 0).sum(1) / np.maximum(n, 1), np.nan)


def huber(x, k=1.345):
    centre = np.median(x, 1, keepdims=True)
    cut = k * 1.482602218505602 * np.median(np.abs(x - centre), 1, keepdims=True)
    m = centre.copy()
    for _ in range(10000):
        with np.errstate(divide="ignore", invalid="ignore"):
            w = np.where(np.abs(x - m) <= cut, 1, cut / np.abs(x - m))
        total = w.sum(1, keepdims=True)
        # No weight at all: the MAD is 0 and nothing lies on the median.
        new = np.where((cut > 0) & (total > 0), (w * x).sum(1, keepdims=True) / np.maximum(total, 1e-300),
                       centre)
        moved = np.abs(new - m).max()
        m = new
        if moved < 1e-12 * max(1, np.abs(x).max()):
            break
    return m[:, 0]


def gesd(x, r=10):
    s = np.sort(x, 1)
    low, high = np.zeros(len(s), int), np.full(len(s), s.shape[1] - 1)
    best = np.stack([low, high])
    rows = np.arange(len(s))
    total, squares = s.sum(1), (s ** 2).sum(1)
    for _ in range(r):
        n = high - low + 1
        m = total / n
        spread = squares - n * m * m
        down = m - s[rows, low] >= s[rows, high] - m - 1e-9
        d = np.where(down, m - s[rows, low], s[rows, high] - m)
        going = (n >= 3) & (spread > 1e-6)
        t2 = T_SQUARE[n]
        with np.errstate(divide="ignore", invalid="ignore"):
            r2 = np.where(going, d * d * (n - 1) / spread, 0)
        limit = (n - 1) ** 2 * t2 / ((n - 2 + t2) * n)
        gone = np.where(down, s[rows, low], s[rows, high])
        total, squares = np.where(going, total - gone, total), np.where(going, squares - gone ** 2, squares)
        low, high = np.where(going & down, low + 1, low), np.where(going & ~down, high - 1, high)
        hit = going & (r2 > limit)
        best = np.where(hit, np.stack([low, high]), best)
    place = np.arange(s.shape[1])
    return mean_of(s, (place >= best[0][:, None]) & (place <= best[1][:, None]))


def mad(x, k=3.5):
    d = np.abs(x - np.median(x, 1, keepdims=True))
    m, a = np.median(d, 1, keepdims=True), d.mean(1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(m > 0, 0.6745 * d / m, np.where(a > 0, d / (1.253314 * a), 0))
    return mean_of(x, z <= k)


def tukey(x, k=1.5):
    q1, q3 = np.quantile(x, [0.25, 0.75], axis=1)[:, :, None]
    return mean_of(x, (x >= q1 - k * (q3 - q1)) & (x <= q3 + k * (q3 - q1)))


def t_interval(x, full):
    m, s = x.mean(1, keepdims=True), x.std(1, ddof=1, keepdims=True)
    kept = np.abs(x - m) <= st.t.isf(0.025, N - 1) * s / np.sqrt(N)
    return mean_of(x, kept | (np.ptp(x, 1)[:, None] <= 0.3 * full))


def estimate(word, x, full):
    """One estimate a row of x; nan where the rule gives none. Ratings are whole numbers."""
    s = np.sort(x, 1)
    rule, _, argument = word.partition("=")
    g = int(Fraction(argument) * N) if rule in ("trimmed", "winsorised") else 0
    match rule:
        case "none": return x.mean(1)
        case "dropHighLow": return s[:, 1:-1].mean(1)
        case "trimmed": return s[:, g:N - g].mean(1)
        case "winsorised": return np.clip(s, s[:, g:g + 1], s[:, N - g - 1:N - g]).mean(1)
        case "median": return np.median(x, 1)
        case "hodgesLehmann":
            return np.concatenate([np.median(p[:, I] + p[:, J], 1) / 2
                                   for p in np.array_split(x, max(1, len(x) // 2000))])
        case "huber": return huber(x)
        case "tukey": return tukey(x)
        case "mad": return mad(x)
        case "gesd": return gesd(x)
        case "tInterval": return t_interval(x, full)


# A scale: lowest, highest, how far one model is from the next, evaluator's own level, noise of one item,
# items of which a rating is the sum. Levels and noise are standard deviations in points of one item.
SCALES = {
    "0 to 100": (0, 100, 4, 8, 13, 1),
    "1 to 5, one item": (1, 5, 0.2, 0.35, 0.6, 1),
    "1 to 5, mean of six items": (1, 5, 0.2, 0.35, 0.6, 6),
}


def honest(rng, scale, panels, shift):
    """Sums of the items' ratings, panels × 49 for every model, the models `shift` steps apart."""
    low, high, step, level, noise, items = SCALES[scale]
    middle = low + 0.65 * (high - low)
    own = rng.normal(0, level, (panels, N))
    out = []
    for steps in shift:
        y = middle + steps * step + own[:, :, None] + rng.normal(0, noise, (panels, N, items))
        out.append(np.clip(np.rint(y), low, high).sum(2))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--panels", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    for number, scale in enumerate(SCALES):
        rng = np.random.default_rng([options.seed, number])
        low, high, *_, items = SCALES[scale]
        full = high * items
        better, worse = honest(rng, scale, options.panels, (1, 0))
        if options.check:
            check(better[:100], full)
            continue
        # Five of 49, at random: evaluators are exchangeable, so the first five.
        hostile, quiet, favoured = better.copy(), worse.copy(), worse.copy()
        hostile[:, :5] = low * items
        quiet[:, :5] = high * items
        spread = np.median(np.abs(better - np.median(better, 1, keepdims=True)), 1)
        print(f"\n{scale}: {options.panels} panels; MAD = 0 in {np.mean(spread == 0):.0%} of the cells\n")
        print("| rule | standard error | ratio | error, 5 at the lowest | ratio | no estimate | top two tie "
              "| better model first | with 5 quiet | with 5 blatant |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        base = None
        for word in WORDS:
            a, b = estimate(word, better, full) / items, estimate(word, worse, full) / items
            h, q = estimate(word, hostile, full) / items, estimate(word, quiet, full) / items
            se, centre = np.nanstd(a), np.nanmean(a)
            error = np.sqrt(np.nanmean((h - centre) ** 2))
            base = base or (se, error)
            first = lambda x, y: np.mean(x > y + 1e-9)
            print(f"| `{word}` | {se:.3f} | {se / base[0]:.2f} | {error:.3f} | {error / base[1]:.2f} "
                  f"| {np.mean(np.isnan(a)):.0%} | {np.mean(np.abs(a - b) < 1e-9):.0%} "
                  f"| {first(a, b):.1%} | {first(a, q):.1%} | {first(h, q):.1%} |")


def check(x, full):
    import location
    for word in WORDS:
        rule, _, argument = word.partition("=")
        for row, value in zip(x, estimate(word, x, full)):
            sample = [Fraction(int(v)) for v in row]
            other = location.t_interval(sample, Fraction(full)) if rule == "tInterval" \
                else location.RULES[rule](sample, argument)
            assert np.isnan(value) if other["value"] is None else abs(other["value"] - value) < 1e-9, \
                (word, sample, other, value)
    print(f"{len(x)} panels, {len(WORDS)} rules: the same as peers/location.py")


if __name__ == "__main__":
    main()
