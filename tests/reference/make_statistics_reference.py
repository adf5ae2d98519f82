#!/usr/bin/env python3
"""Random cases of what engine/statistics computes, with the answers of scipy, statsmodels, krippendorff and choix.

  python tests/reference/make_statistics_reference.py [--cases N] [--seed N] tests/data/listening/statistics.json

--cases: so many of each kind (default 12; the file of the tests). Environment:
  python3 -m venv build/statistics && build/statistics/bin/pip install scipy==1.17.1 statsmodels==0.15.0 \\
      krippendorff==0.9.0 choix==0.4.1
tests/engine/statistics/tst_reference.cpp reads the file (or the one named by ISHOWTTS_STATISTICS_CASES) and compares each
answer to 1e-6. tests/data/listening/golden.json is another such file, made once by hand with the same packages.
"""
import argparse
import itertools
import json
import math
import warnings

import choix
import krippendorff
import numpy as np
import scipy
import scipy.stats as st
import statsmodels
import statsmodels.api as sm
from scipy.special import betaln
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import ttost_paired

warnings.simplefilter("ignore")
ALTERNATIVES = ["two-sided", "greater", "less"]


def draws(seed):
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 33


def ratings(rng, n):
    return rng.integers(-3, 4, n)


def distributions(rng):
    p, df, a, b = rng.uniform(0.001, 0.999), rng.uniform(0.7, 120), rng.uniform(0.5, 60), rng.uniform(0.5, 60)
    t, shift = rng.normal(0, 3), rng.uniform(-4, 6)
    return {"p": p, "df": df, "a": a, "b": b, "t": t, "shift": shift, "normal": st.norm.ppf(p), "student": st.t.ppf(p, df),
            "student_tail": st.t.sf(t, df), "chi2_tail": st.chi2.sf(abs(t) * 10, df), "beta": st.beta.ppf(p, a, b),
            "noncentral_tail": st.nct.sf(t, df, shift)}


def binomial(rng):
    n = int(rng.choice([1, 5, 26, 78, 300, 5000]))
    p0 = float(rng.choice([0.5, 1 / 3, 0.1, 0.9]))
    k = int(np.clip(rng.binomial(n, rng.choice([p0, rng.uniform(0, 1)])), 0, n))
    alternative, level = str(rng.choice(ALTERNATIVES)), float(rng.choice([0.9, 0.95, 0.99]))
    test = st.binomtest(k, n, p0, alternative=alternative)
    exact, wilson = test.proportion_ci(level, "exact"), test.proportion_ci(level, "wilson")
    return {"k": k, "n": n, "chance": p0, "alternative": alternative, "level": level, "p": test.pvalue,
            "exact": list(exact), "wilson": list(wilson)}


def signed_rank(rng):
    n = int(rng.integers(3, 12))
    tied = rng.random() < 0.7
    d = ratings(rng, n).astype(float) if tied else np.round(rng.normal(0.3, 1, n), 6)
    if not np.any(d):
        d[0] = 1
    zeros = str(rng.choice(["wilcox", "pratt"]))
    exact = {a: st.wilcoxon(d, zero_method=zeros, alternative=a, method=st.PermutationMethod(n_resamples=np.inf)).pvalue
             for a in ALTERNATIVES}
    about = {f"{a} {c}": st.wilcoxon(d, zero_method=zeros, alternative=a, method="asymptotic", correction=c).pvalue
             for a in ALTERNATIVES for c in (False, True)}
    walsh = np.median([(d[i] + d[j]) / 2 for i in range(n) for j in range(i, n)])
    return {"d": d.tolist(), "zeros": zeros, "exact": exact, "asymptotic": about, "hodges_lehmann": walsh}


def signed_rank_long(rng):
    d = np.round(rng.normal(0.2, 1, int(rng.integers(20, 45))), 9)
    return {"d": d.tolist(), "exact": {a: st.wilcoxon(d, alternative=a, method="exact").pvalue for a in ALTERNATIVES}}


def sign_flip(rng):
    d = ratings(rng, int(rng.integers(2, 11))) * int(rng.integers(1, 4))
    p = {a: st.permutation_test((d,), np.sum, permutation_type="samples", n_resamples=np.inf, alternative=a).pvalue
         for a in ALTERNATIVES}
    return {"d": d.tolist(), "p": p}


def paired_t(rng):
    d = rng.normal(rng.uniform(-1, 1), rng.uniform(0.1, 2), int(rng.integers(2, 60)))
    level, margin = float(rng.choice([0.9, 0.95])), rng.uniform(0.1, 1)
    test = st.ttest_1samp(d, 0)
    ends = test.confidence_interval(level)
    p, low, high = ttost_paired(d, np.zeros(len(d)), -margin, margin)
    return {"d": d.tolist(), "level": level, "margin": margin, "t": test.statistic, "p": test.pvalue,
            "greater": st.ttest_1samp(d, 0, alternative="greater").pvalue, "ci": list(ends),
            "tost": [p, low[1], high[1]]}


def bootstrap(rng):
    x = (rng.gamma(1.5, 1, int(rng.integers(5, 40))) if rng.random() < 0.5 else
         ratings(rng, int(rng.integers(8, 40))).astype(float))
    if len(set(x)) == 1:
        x[0] += 1
    seed, level = int(rng.integers(0, 2**62)), float(rng.choice([0.9, 0.95]))
    draw = draws(seed)
    means = np.array([np.mean([x[next(draw) % len(x)] for _ in x]) for _ in range(400)])
    # scipy counts means that are equal, and sums in another order differ in their last bits.
    means[abs(means - np.mean(x)) < 1e-12] = np.mean(x)
    kept = type("Result", (), {"bootstrap_distribution": means})()
    out = {m: list(st.bootstrap((x,), np.mean, n_resamples=0, bootstrap_result=kept, confidence_level=level,
                                method=m).confidence_interval) for m in ("percentile", "BCa")}
    return {"x": x.tolist(), "seed": seed, "level": level, **out}


def grid(rng, listeners, sentences, missing):
    values = np.clip(np.round(rng.normal(4, 0.8, (listeners, sentences)) + rng.normal(0, 0.5, (1, sentences)) +
                              rng.normal(0, 0.4, (listeners, 1))), 1, 5)
    values[rng.random(values.shape) < missing] = np.nan
    return values


def cells(values):
    return [[None if np.isnan(v) else v for v in row] for row in values.tolist()]


def two_way_bootstrap(rng):
    values = grid(rng, int(rng.integers(1, 7)), int(rng.integers(2, 20)), rng.choice([0, 0.2]))
    values = values[~np.isnan(values).all(axis=1)][:, ~np.isnan(values).all(axis=0)]
    seed, means = int(rng.integers(0, 2**62)), []
    draw = draws(seed)
    while len(means) < 300:
        rows = [next(draw) % values.shape[0] for _ in range(values.shape[0])]
        columns = [next(draw) % values.shape[1] for _ in range(values.shape[1])]
        mean = np.nanmean(values[np.ix_(rows, columns)])
        if not np.isnan(mean):
            means.append(mean)
    return {"grid": cells(values), "seed": seed, "error": np.std(means, ddof=1),
            "percentile": np.percentile(means, [2.5, 97.5]).tolist()}


def two_way(rng):
    listeners, sentences = int(rng.integers(2, 8)), int(rng.integers(2, 30))
    values = rng.normal(0.3, 0.7, (listeners, sentences)) + rng.normal(0, rng.choice([0, 0.4]), (listeners, 1)) + \
        rng.normal(0, rng.choice([0, 0.4]), (1, sentences))
    names = list(itertools.product(range(listeners), range(sentences)))
    table = sm.stats.anova_lm(sm.OLS.from_formula("y ~ C(l) + C(s)", {
        "y": values.ravel(), "l": [n[0] for n in names], "s": [n[1] for n in names]}).fit())
    squares = table["sum_sq"] / table["df"]
    return {"grid": cells(values), "ms": [squares["C(l)"], squares["C(s)"], squares["Residual"]], "mean": values.mean(),
            "panel": st.ttest_1samp(values.mean(axis=0), 0).confidence_interval(0.9).low}


def agreement(rng):
    values = grid(rng, int(rng.integers(2, 7)), int(rng.integers(4, 30)), rng.choice([0, 0.15, 0.4]))
    out = {}
    for scale in ("nominal", "ordinal", "interval"):
        try:
            out[scale] = float(krippendorff.alpha(values, level_of_measurement=scale))
        except ValueError:
            out[scale] = None
    return {"grid": cells(values), **out}


def bradley_terry(rng):
    n = int(rng.integers(2, 8))
    skill = rng.normal(0, 0.7, n)
    wins, ties = np.zeros((n, n)), np.zeros((n, n))
    for i, j in itertools.combinations(range(n), 2):
        votes, equal = int(rng.integers(2, 30)), int(rng.integers(1, 4))
        wins[i, j] = rng.binomial(votes, 1 / (1 + math.exp(skill[j] - skill[i])))
        wins[j, i] = votes - wins[i, j]
        ties[i, j] = ties[j, i] = equal
    half = wins + ties / 2
    pairs = list(itertools.combinations(range(n), 2))
    design = np.zeros((len(pairs), n - 1))
    for row, (i, j) in enumerate(pairs):
        for place, sign in ((i, 1), (j, -1)):
            if place > 0:
                design[row, place - 1] = sign
    fit = sm.GLM(np.array([[half[i, j], half[j, i]] for i, j in pairs]), design, family=sm.families.Binomial()).fit(tol=1e-14)
    strength = np.concatenate([[0], fit.params])
    strength -= strength.mean()
    chance = 1 / (1 + np.exp(-(strength[:, None] - strength[None, :])))
    weight = (half + half.T) * chance * (1 - chance)
    information = np.diag(weight.sum(axis=1)) - weight
    covariance = np.linalg.pinv(information)
    whole = choix.mm_pairwise(n, [(i, j) for i in range(n) for j in range(n) for _ in range(int(2 * half[i, j]))],
                              max_iter=100000, tol=1e-12)
    assert np.allclose(whole - whole.mean(), strength, atol=1e-7)
    return {"wins": wins.tolist(), "ties": ties.tolist(), "strength": strength.tolist(),
            "error": np.sqrt(np.diag(covariance)).tolist(), "difference": float(fit.bse[-1])}


def mcnemar_exact(rng):
    b, c = int(rng.integers(0, 30)), int(rng.integers(0, 30))
    return {"b": b, "c": c, "p": mcnemar([[5, b], [c, 5]], exact=True).pvalue}


def columns(rng):
    rows = np.clip(np.round(rng.normal(3.5, 0.9, (int(rng.integers(2, 25)), int(rng.integers(3, 7))))), 1, 5)
    if rng.random() < 0.3:
        rows = rng.normal(0, 1, rows.shape)
    friedman = st.friedmanchisquare(*rows.T)
    page = st.page_trend_test(rows, method="asymptotic")
    exact = st.page_trend_test(rows, method="exact").pvalue if rows.shape[1] < 6 and rows.shape[0] < 13 else None
    return {"rows": rows.tolist(), "chi2": friedman.statistic, "p": friedman.pvalue, "L": page.statistic,
            "page": page.pvalue, "page_exact": exact}


def multiple(rng):
    p = rng.uniform(0, 0.2, int(rng.integers(1, 10))).tolist()
    return {"p": p, "holm": multipletests(p, method="holm")[1].tolist(), "bh": multipletests(p, method="fdr_bh")[1].tolist()}


def evidence(rng):
    n, p0 = int(rng.integers(0, 200)), float(rng.choice([0.5, 1 / 3]))
    k = int(rng.integers(0, n + 1))
    return {"k": k, "n": n, "chance": p0, "log": betaln(1 + k, 1 + n - k) - k * math.log(p0) - (n - k) * math.log(1 - p0)}


def association(rng):
    n = int(rng.integers(3, 45))
    x, y = rng.normal(0, 1, n), rng.normal(0, 1, n)
    y += rng.uniform(-1, 1) * x
    if rng.random() < 0.5:
        x, y = np.round(x), np.round(2 * y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        x[0], y[0] = x[0] + 1, y[0] + 1
    rho, tau = st.spearmanr(x, y), st.kendalltau(x, y)
    return {"x": x.tolist(), "y": y.tolist(), "rho": rho.statistic, "rho_p": rho.pvalue, "tau": tau.statistic,
            "tau_p": tau.pvalue}


def power(rng):
    n, sd, drop, margin = int(rng.integers(5, 120)), rng.uniform(0.3, 1.5), rng.uniform(-0.2, 0.3), rng.uniform(0.3, 0.6)
    share = rng.uniform(0.5, 0.9)
    critical = next(k for k in range(n + 2) if k > n or (2 * k >= n and st.binomtest(k, n, 0.5).pvalue <= 0.05))
    return {"n": n, "sd": sd, "drop": drop, "margin": margin, "share": share, "critical": critical,
            "preference": st.binom.sf(critical - 1, n, share),
            "non_inferiority": st.nct.sf(st.t.ppf(0.95, n - 1), n - 1, (margin - drop) / sd * math.sqrt(n))}


KINDS = [distributions, binomial, signed_rank, signed_rank_long, sign_flip, paired_t, bootstrap, two_way_bootstrap, two_way,
         agreement, bradley_terry, mcnemar_exact, columns, multiple, evidence, association, power]


def is_number(value):
    """Whether no part of a case is NaN or infinite."""
    if isinstance(value, dict):
        return all(map(is_number, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(is_number, value))
    return value is None or isinstance(value, str) or math.isfinite(value)


def drawn(kind, rng):
    """A case with an answer: where scipy gives none (all ratings equal), tst_few_votes.cpp says what ours is."""
    while True:
        case = kind(rng)
        if is_number(case):
            return case


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--cases", type=int, default=12)
    parser.add_argument("--seed", type=int, default=8)
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    result = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__}}

    def plain(value):
        return value.item() if isinstance(value, np.generic) else value

    for kind in KINDS:
        result[kind.__name__] = [drawn(kind, rng) for _ in range(arguments.cases)]
    text = json.dumps(result, default=plain, separators=(",", ":"), allow_nan=False).replace("},{", "},\n{").replace("}],", "}],\n")
    with open(arguments.file, "w", encoding="utf-8") as out:
        out.write(text + "\n")


if __name__ == "__main__":
    main()
