"""Stage "curve": the training's loss as a picture (SVG), from its log."""
from __future__ import annotations

import json
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 320, 56, 16, 34, 44
COLOURS = {"loss_en": "#2a6fdb", "loss_zh": "#c2452d", "validation_en": "#12305f", "validation_zh": "#6b2114"}
NAMES = {"loss_en": "English, training", "loss_zh": "Mandarin, training", "validation_en": "English, unseen",
         "validation_zh": "Mandarin, unseen"}


def read(log: Path) -> dict[str, list[tuple[float, float]]]:
    """By kind of loss: (million frames, loss). Lines that a resumed run repeats count once, the last time."""
    found: dict[str, dict[int, float]] = {}
    frames = {0: 0}
    for line in log.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if "frames" in entry:
            frames[entry["step"]] = entry["frames"]
        for kind in COLOURS:
            if kind in entry:
                found.setdefault(kind, {})[entry["step"]] = entry[kind]
    return {kind: [(frames[step] / 1e6, value) for step, value in sorted(values.items()) if step in frames]
            for kind, values in found.items()}


def smoothed(points: list[tuple[float, float]], width: int) -> list[tuple[float, float]]:
    middle = range(len(points))
    near = lambda at: points[max(0, at - width) : at + width + 1]
    return [(points[at][0], sum(value for _, value in near(at)) / len(near(at))) for at in middle]


def picture(curves: dict[str, list[tuple[float, float]]]) -> str:
    every = [point for points in curves.values() for point in points]
    right, top = max(x for x, _ in every) or 1, max(y for _, y in every)
    bottom = min(y for _, y in every)
    low, high = int(bottom * 10) / 10, int(top * 10 + 1) / 10
    across = lambda x: LEFT + x / right * (WIDTH - LEFT - RIGHT)
    up = lambda y: TOP + (high - y) / (high - low) * (HEIGHT - TOP - BOTTOM)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    for index in range(6):
        value, frames = low + (high - low) * index / 5, right * index / 5
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{up(value):.1f}" y2="{up(value):.1f}" stroke="#e2e2e2"/>')
        out.append(f'<text x="{LEFT - 6}" y="{up(value) + 4:.1f}" text-anchor="end">{value:.2f}</text>')
        out.append(f'<text x="{across(frames):.1f}" y="{HEIGHT - 24}" text-anchor="middle">{frames:.1f}</text>')
    out.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 6}" text-anchor="middle">million frames (93.75 are one second)</text>')
    for index, (kind, points) in enumerate(curves.items()):
        line = points if kind.startswith("validation") else smoothed(points, 4)
        path = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line)
        dash = ' stroke-dasharray="5 3"' if kind.startswith("validation") else ""
        out.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[kind]}" stroke-width="1.6"{dash}/>')
        out.append(f'<text x="{LEFT + 168 * index}" y="18" fill="{COLOURS[kind]}">{NAMES[kind]}</text>')
    return "\n".join(out + ["</svg>", ""])


def make(log: Path, out: Path):
    out.write_text(picture(read(log)), encoding="utf-8")
    print(out)
