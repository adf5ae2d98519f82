"""Makes tests/data/listening/results.json: votes of listening tests and what they say, computed with NumPy, SciPy and
krippendorff after the rules that app/listening/vote_grids.h, engine/statistics/two_way.h and
engine/statistics/decision_rule.h put into words, not after their code: variances by the mean squares of an analysis of
variance, resamples one by one.

    python3 -m venv build/statistics && build/statistics/bin/pip install numpy scipy krippendorff
    build/statistics/bin/python tests/reference/make_listening_results.py GOLDEN tests/data/listening/results.json

GOLDEN: listening_golden.json, whose ratings of NFE 6 and 7 by three listeners are the first case.
"""
import json
import sys
from itertools import product

import krippendorff
import numpy as np
from scipy import stats

ROWS = [("short", 5), ("medium", 5), ("long", 3), ("tech", 3), ("emotion", 5), ("stream", 5)]
CATEGORIES = [name for name, count in ROWS for _ in range(count)]
SENTENCES = len(CATEGORIES)
LEVEL, ACCEPT, REJECT, FEWEST = 0.05, 0.4, 0.6, 26


class Lcg:
    def __init__(self, seed):
        self.x = seed

    def below(self, n):
        self.x = (self.x * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.x >> 33) % n


def grid_means(grid, seed=20250930, resamples=2000):
    listeners, sentences = grid.shape
    lcg, means = Lcg(seed), []
    for _ in range(resamples):
        rows = [lcg.below(listeners) for _ in range(listeners)]
        columns = [lcg.below(sentences) for _ in range(sentences)]
        means.append(np.mean([grid[i, j] for i, j in product(rows, columns)]))
    return np.array(means)


def bounds(grid):
    """(mean, upper at 1 - LEVEL, lower, lower of the panel)."""
    listeners, sentences = grid.shape
    n, mean = grid.size, grid.mean()
    means = grid_means(grid)
    if listeners == 1:
        error = panel = grid.std(ddof=1) / np.sqrt(n)
        freedom = panel_freedom = n - 1
    else:
        of_listener, of_sentence = grid.mean(axis=1), grid.mean(axis=0)
        ms_l = sentences * np.sum((of_listener - mean) ** 2) / (listeners - 1)
        ms_s = listeners * np.sum((of_sentence - mean) ** 2) / (sentences - 1)
        rest = (listeners - 1) * (sentences - 1)
        ms_e = np.sum((grid - of_listener[:, None] - of_sentence[None, :] + mean) ** 2) / rest
        variance = (max(ms_l, ms_e) + max(ms_s, ms_e) - ms_e) / n
        parts = 0.0
        if ms_l > ms_e:
            parts += (ms_l / n) ** 2 / (listeners - 1)
        if ms_s > ms_e:
            parts += (ms_s / n) ** 2 / (sentences - 1)
        if (ms_l > ms_e) == (ms_s > ms_e):
            parts += (ms_e / n) ** 2 / rest
        error, freedom = np.sqrt(variance), variance**2 / parts if parts > 0 else rest
        panel, panel_freedom = np.sqrt(ms_s / n), sentences - 1
    if error == 0:
        return mean, mean, mean, mean
    reach = stats.t.ppf(1 - LEVEL, freedom) * error
    upper = max(mean + reach, np.quantile(means, 1 - LEVEL))
    lower = min(mean - reach, np.quantile(means, LEVEL))
    return mean, upper, lower, mean - stats.t.ppf(1 - LEVEL, panel_freedom) * panel


def wilson_low(hits, n):
    z = stats.norm.ppf(1 - LEVEL)
    return (hits + z * z / 2) / (n + z * z) - z / (n + z * z) * np.sqrt(hits * (n - hits) / n + z * z / 4)


def verdict(drops, ratings, artifacts):
    """drops: the deciding scales; ratings: of the candidate's naturalness, or None."""
    against, undecided, better = False, False, False
    for drop in drops:
        if drop.size < FEWEST:
            undecided = True
            continue
        _, upper, lower, panel = bounds(drop)
        if panel > REJECT:
            against = True
        elif upper >= ACCEPT:
            undecided = True
        better = better or lower <= -ACCEPT
    if ratings is not None:
        medians = np.median(ratings, axis=0)
        if wilson_low(int(np.sum(medians < 3)), len(medians)) > 0.2:
            against = True
        elif wilson_low(int(np.sum(medians >= 4)), len(medians)) <= 0.5:
            undecided = True
    if artifacts is not None:
        only_candidate, only_baseline = artifacts
        if sum(artifacts) and stats.binomtest(only_candidate, sum(artifacts), 0.5, alternative="greater").pvalue < LEVEL:
            against = True
    return "rejected" if against else "undecided" if undecided else "accepted" if better else "equivalent"


def signs(sums):
    """Two-sided shares of all signs: of the sum, and of the sum of the signed mid-ranks."""
    sums = np.array([s for s in sums if s != 0])

    def share(sizes, observed):
        ways = {0: 1}
        for size in sizes:
            more = {}
            for total, count in ways.items():
                for sign in (-1, 1):
                    more[total + sign * size] = more.get(total + sign * size, 0) + count
            ways = more
        return sum(count for total, count in ways.items() if abs(total) >= abs(observed)) / 2 ** len(sizes)

    ranks = [int(r) for r in np.rint(2 * stats.rankdata(np.abs(sums)))]
    return (share([abs(int(s)) for s in sums], int(sums.sum())),
            share(ranks, sum(int(np.sign(s)) * r for s, r in zip(sums, ranks))))


def scale(name, drop, steps=1.0):
    mean, upper, lower, panel = bounds(drop)
    headline = np.quantile(grid_means(drop), [LEVEL / 2, 1 - LEVEL / 2])
    flip, wilcoxon = signs(np.rint(drop.sum(axis=0) * steps).astype(int))
    return {"scale": name, "drop": mean, "headline": list(headline), "upper": upper, "lower": lower,
            "panel_lower": panel, "sign_flip": flip, "wilcoxon": wilcoxon,
            "categories": [float(np.mean(drop[:, [i for i, c in enumerate(CATEGORIES) if c == name_]]))
                           for name_, _ in ROWS]}


def alpha(units, level):
    return float(krippendorff.alpha(reliability_data=units, level_of_measurement=level))


def pairwise(mode, votes):
    """votes [listener][sentence], above 0: the candidate is better."""
    drop = -votes.astype(float)
    better, worse = int(np.sum(votes > 0)), int(np.sum(votes < 0))
    case = {"mode": mode, "votes": votes.tolist(), "scales": [scale("comparison", drop)],
            "verdict": verdict([drop], None, None),
            "preference": {"candidate": better, "baseline": worse, "none": int(np.sum(votes == 0))}}
    test = stats.binomtest(better, better + worse, 0.5)
    interval = test.proportion_ci(0.95, method="wilson")
    case["preference"].update(p=test.pvalue, low=interval.low, high=interval.high)
    if len(votes) > 1:
        case["alpha"] = alpha(drop, "ordinal")
    return case


def form(baseline, candidate):
    """Each [listener][sentence][naturalness, clarity, prosody, artifacts]."""
    drops = [(baseline[:, :, i] - candidate[:, :, i]).astype(float) for i in range(3)]
    only = (int(np.sum((candidate[:, :, 3] == 1) & (baseline[:, :, 3] == 0))),
            int(np.sum((candidate[:, :, 3] == 0) & (baseline[:, :, 3] == 1))))
    case = {"mode": "form", "baseline": baseline.tolist(), "candidate": candidate.tolist(),
            "scales": [scale(n, d) for n, d in zip(["naturalness", "clarity", "prosody"], drops)],
            "artifacts": list(only), "verdict": verdict([drops[0], drops[2]], candidate[:, :, 0], only)}
    if len(baseline) > 1:
        case["alpha"] = alpha(np.concatenate([baseline[:, :, 0], candidate[:, :, 0]], axis=1), "ordinal")
    return case


def mushra(baseline, candidate):
    drop = (baseline - candidate) / 25
    return {"mode": "mushra", "baseline": baseline.tolist(), "candidate": candidate.tolist(),
            "scales": [scale("quality", drop, 25)], "verdict": verdict([drop], None, None)}


def ratings(rng, listeners, mean, spread=0.7):
    return np.clip(np.rint(rng.normal(mean, spread, (listeners, SENTENCES))), 1, 5).astype(int)


def rated(rng, listeners, means, artifact_share):
    parts = [ratings(rng, listeners, mean) for mean in means]
    parts.append((rng.random((listeners, SENTENCES)) < artifact_share).astype(int))
    return np.stack(parts, axis=2)


def main(golden, target):
    rng = np.random.default_rng(8)
    data = json.load(open(golden))["data"]
    nfe7, nfe6 = np.array(data["nfe7"]), np.array(data["nfe6"])
    quiet = np.zeros_like(nfe7)
    compare = lambda listeners, mean, sd: np.clip(np.rint(rng.normal(mean, sd, (listeners, SENTENCES))), -3, 3).astype(int)
    prefer = lambda listeners, worse, better: rng.choice([-1, 0, 1], (listeners, SENTENCES), p=[worse, 1 - worse - better, better])
    cases = [form(np.stack([nfe7, nfe7, nfe7, quiet], axis=2), np.stack([nfe6, nfe6, nfe6, quiet], axis=2)),
             form(rated(rng, 5, [4.6, 4.6, 4.6], 0.02), rated(rng, 5, [4.6, 4.6, 4.6], 0.02)),
             form(rated(rng, 5, [4.3, 4.4, 4.2], 0.02), rated(rng, 5, [3.4, 4.0, 3.2], 0.05)),
             form(rated(rng, 3, [4.7, 4.7, 4.7], 0.01), rated(rng, 3, [4.7, 4.7, 4.7], 0.25)),
             form(rated(rng, 1, [4.2, 4.2, 4.2], 0.02), rated(rng, 1, [3.9, 4.0, 3.8], 0.02)),
             pairwise("cmos", compare(5, 0.0, 0.7)), pairwise("cmos", compare(5, -0.9, 0.7)),
             pairwise("cmos", compare(1, -0.4, 0.8)), pairwise("cmos", compare(4, 0.7, 0.8)),
             pairwise("ab", prefer(5, 0.3, 0.3)), pairwise("ab", prefer(3, 0.85, 0.05)), pairwise("ab", prefer(1, 0.4, 0.3)),
             mushra(rng.integers(60, 90, (3, SENTENCES)), rng.integers(60, 90, (3, SENTENCES))),
             mushra(rng.integers(70, 90, (4, SENTENCES)), rng.integers(45, 65, (4, SENTENCES)))]
    with open(target, "w") as out:
        json.dump({"cases": cases}, out, separators=(",", ":"))
    for case in cases:
        print(case["mode"], len(case.get("votes", case.get("baseline"))), case["verdict"],
              [round(float(s["drop"]), 3) for s in case["scales"]], case["scales"][0]["sign_flip"], case["scales"][0]["wilcoxon"])


if __name__ == "__main__":
    main(*sys.argv[1:])
