"""Reads words/*.txt: sections "# name"; words apart by blanks, or one sentence a line in the sections named below."""
from __future__ import annotations

from functools import lru_cache

from .settings import HERE, TEST_FOLDER

_WHOLE_LINES = {"chat", "known"}


@lru_cache(maxsize=None)
def sections(name: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (HERE / "words" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            title = line[2:]
            current = lists.setdefault(title, [])
        elif title in _WHOLE_LINES:
            current.append(line)
        else:
            current.extend(line.split())
    return lists


@lru_cache(maxsize=None)
def lines(name: str) -> list[str]:
    return (HERE / "words" / name).read_text(encoding="utf-8").split()


@lru_cache(maxsize=None)
def test_sentences(language: str) -> list[str]:
    """What the checks speak; never in the training data."""
    names = {"en": ("sentences.txt", "speech_sentences_en.txt"), "zh": ("speech_sentences_zh.txt",)}[language]
    found = [line.strip() for name in names for line in (TEST_FOLDER / name).read_text(encoding="utf-8").splitlines()]
    return list(dict.fromkeys(line for line in found if line))
