"""Stage "durations": how long a token is, by its neighbours. engine/text/durations.h says how the table is read.

The unit is the mean length of a token in English; Mandarin is measured against the English of the same voices, so that
one recording can speak both.
"""
from __future__ import annotations

import json
from collections import defaultdict

import numpy as np

from .settings import FRAMES_A_SECOND, LEAD, SILENCE, SPOKEN_TAIL, Work
from .tokens import MARKS, is_syllable

_SEEN = 8  # times, before a context gets an entry of its own
_ANY = "_"
_BETWEEN = (SILENCE + 4) / FRAMES_A_SECOND  # seconds of silence between two sentences said together


def keys(tokens: list[str], at: int) -> list[str]:
    line = [" "] + [token.lower() for token in tokens] + [" "]
    before, self, after = line[at : at + 3]
    return [before + self + after, before + self + _ANY, _ANY + self + after, _ANY + self + _ANY]


def weights(table: dict[str, float], tokens: list[str]) -> np.ndarray:
    return np.array([max(next((table[key] for key in keys(tokens, at) if key in table), 1.0), 0.02)
                     for at in range(len(tokens))])


def seconds(entry) -> float:
    return (entry["frames"] - SILENCE) / FRAMES_A_SECOND


def _of_english(entries) -> dict[str, float]:
    """Mean seconds of a token, by speaker."""
    spoken, tokens = defaultdict(float), defaultdict(int)
    for entry in entries:
        if entry["language"] == "en":
            spoken[entry["speaker"]] += seconds(entry)
            tokens[entry["speaker"]] += len(entry["tokens"])
    return {speaker: spoken[speaker] / tokens[speaker] for speaker in spoken}


def _worth_keeping(key: str, tokens: list[str], at: int) -> bool:
    """The blank before a syllable depends on what follows, not on what came before."""
    chinese_blank = tokens[at] == " " and at + 1 < len(tokens) and is_syllable(tokens[at + 1])
    return not (chinese_blank and key.endswith(_ANY))


def table_of(entries) -> dict[str, float]:
    units = _of_english(entries)
    usual = float(np.mean(list(units.values()))) if units else 0.07
    total, count = defaultdict(float), defaultdict(int)
    for entry in entries:
        tokens, unit = entry["tokens"], units.get(entry["speaker"], usual)
        lengths = np.diff(entry["starts"]) * seconds(entry) / unit
        for at, length in enumerate(lengths):
            for key in keys(tokens, at):
                if _worth_keeping(key, tokens, at):
                    total[key] += length
                    count[key] += 1
    table = {key: round(total[key] / count[key], 3) for key in total
             if count[key] >= (1 if key.startswith(_ANY) and key.endswith(_ANY) else _SEEN)}
    # Sentences said together: the blank after a sign has the silence; in Chinese the sign itself.
    pause = round(_BETWEEN / usual, 3)
    for sign in ".?!":
        for key in [key for key in table if key.startswith(sign + " ")]:
            del table[key]
        table[f"{sign} {_ANY}"] = pause
    for sign in "。？！":
        for key in [key for key in table if sign in key[1:] and not key.endswith(sign)]:
            del table[key]
        table[f"{_ANY}{sign}{_ANY}"] = pause
    return table


def make(work: Work):
    entries = [entry for file in sorted(work.speech.glob("*_*.json")) for entry in json.loads(file.read_text(encoding="utf-8"))]
    table = table_of(entries)
    work.durations.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8")
    print(f"{len(table)} durations from {len(entries)} utterances")


def plan(reference_frames: int, reference: list[float], text: list[float], closing_blank: bool, speed: float = 1.0) -> np.ndarray:
    """Which token each frame belongs to, reference and new speech together; as engine/duration_plan.cpp reckons."""
    spoken, speech = np.asarray(reference[:-1]), max(1.0, reference_frames - SILENCE)
    added = int(max(2.0, np.round(speech * np.sum(text) / max(spoken.sum(), 1e-3) / speed + LEAD + SPOKEN_TAIL)))
    starts = list(LEAD + np.concatenate([[0], np.cumsum(spoken)]) / spoken.sum() * speech)
    passed = np.concatenate([[0], np.cumsum(text)[:-1]]) / np.sum(text)
    starts += list(reference_frames + LEAD + passed * max(added - LEAD - SPOKEN_TAIL, 1.0))
    if closing_blank:
        starts.append(reference_frames + max(added - SPOKEN_TAIL, LEAD + 1))
    starts[0] = 0
    frames = np.arange(reference_frames + added) + 0.5
    return np.maximum(np.searchsorted(starts, frames, side="right") - 1, 0)
