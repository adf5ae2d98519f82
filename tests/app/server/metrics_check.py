"""Reads figures as Prometheus does, with its own reader, and holds a board of Grafana against them: metrics_check.py
BOARD < FIGURES. Prints what is wrong, a line each; nothing: nothing. Ends with 1 then."""

import json
import math
import re
import sys

from prometheus_client.parser import text_string_to_metric_families

wrong = []
labels = {}  # of each name, those of all its samples
kinds = {}
families = list(text_string_to_metric_families(sys.stdin.read()))
for family in families:
    if not family.documentation or family.type == "unknown":
        wrong.append(f"{family.name}: no HELP or no TYPE")
    seen = set()
    for sample in family.samples:
        key = (sample.name, tuple(sorted(sample.labels.items())))
        if key in seen:
            wrong.append(f"{sample.name}: twice")
        seen.add(key)
        kinds[sample.name] = family.type
        if family.type != "summary" and "quantile" in sample.labels or family.type != "histogram" and "le" in sample.labels:
            wrong.append(f"{sample.name}: a label of another kind of figure")
        labels.setdefault(sample.name, {"instance", "job"}).update(sample.labels)
        if family.type == "counter" and not sample.value >= 0:
            wrong.append(f"{sample.name}: counts {sample.value}")
    if family.type == "histogram":
        steps = [(float(s.labels["le"]), s.value) for s in family.samples if s.name.endswith("_bucket")]
        count = [s.value for s in family.samples if s.name.endswith("_count")]
        if steps != sorted(steps) or [n for _, n in steps] != sorted(n for _, n in steps):
            wrong.append(f"{family.name}: its steps do not rise")
        if not steps or steps[-1][0] != math.inf or [steps[-1][1]] != count:
            wrong.append(f"{family.name}: the last step is not all")

board = json.load(open(sys.argv[1], encoding="utf-8"))
drawn = 0
for panel in board["panels"]:
    for target in panel["targets"]:
        expression, title = target["expr"], panel["title"]
        used = re.findall(r"\b(ishowtts_[a-z_]+)(\{[^}]*\})?(\[[^\]]+\])?", expression)
        if not used:
            wrong.append(f"{title}: draws nothing")
        told = set.union(*(labels.get(name, set()) for name, _, _ in used)) if used else set()
        for name, selector, window in used:
            drawn += 1
            if name not in kinds:
                wrong.append(f"{title}: {name} is not served")
                continue
            for label in re.findall(r"([a-z_]+)\s*(?:=~|!~|!=|=)", selector):
                if label not in labels[name]:
                    wrong.append(f"{title}: {name} has no label {label}")
            if bool(window) != (kinds[name] in ("counter", "histogram")):
                wrong.append(f"{title}: {name} is a {kinds[name]}")
        if "histogram_quantile" in expression and not re.search(r"by \(le\) \(rate\(ishowtts_\w+_bucket", expression):
            wrong.append(f"{title}: a quantile of what is no histogram")
        for label in re.findall(r"\bby \(([a-z_, ]+)\)", expression) + re.findall(r"\{\{(\w+)\}\}",
                                                                                 target.get("legendFormat", "")):
            if label not in told:
                wrong.append(f"{title}: there is no label {label}")
for variable in board["templating"]["list"]:
    for name in re.findall(r"ishowtts_[a-z_]+", variable["query"]):
        if name not in kinds:
            wrong.append(f"variable {variable['name']}: {name} is not served")
if drawn < 20 or len(families) < 15:
    wrong.append(f"only {len(families)} figures are served and {drawn} drawn")
print("\n".join(wrong), end="")
sys.exit(1 if wrong else 0)
