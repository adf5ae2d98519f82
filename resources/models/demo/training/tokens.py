"""The vocabulary, and upstream's tokens of a text.

92 printable ASCII characters (the first model's), Chinese punctuation, then pinyin syllables with their tone digit as
upstream spells them (pypinyin TONE3). A syllable is initial + final + tone; TokenTable learns by these parts.
"""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from f5_tts.model.utils import convert_char_to_pinyin
from pypinyin import Style, lazy_pinyin, pinyin_dict
from pypinyin.contrib.tone_convert import to_finals, to_initials

CHARACTERS = " " + "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "\\`|")
MARKS = "，。！？、：；"
_WHISTLED = ("z", "c", "s")
_HUSHED = ("zh", "ch", "sh", "r")


def to_tokens(text: str) -> list[str]:
    return convert_char_to_pinyin([text])[0]


def is_syllable(token: str) -> bool:
    return len(token) > 1 and token.isascii()


def parts(syllable: str) -> tuple[str, str, str] | None:
    """(initial, final, tone), or None for what is no syllable of Mandarin."""
    base, tone = (syllable[:-1], syllable[-1]) if syllable[-1].isdigit() else (syllable, "0")
    initial, final = to_initials(base), to_finals(base)
    if base == "yo":
        final = "io"
    if not final or base in ("hm", "hng", "ng", "m", "n") or tone not in "01234":
        return None
    if final == "i" and initial in _WHISTLED + _HUSHED:
        final = "-i" if initial in _WHISTLED else "-ri"
    return initial, final, tone


@lru_cache(maxsize=1)
def syllables() -> list[str]:
    found = set()
    for code in pinyin_dict.pinyin_dict:
        if 0x4E00 <= code <= 0x9FFF:
            found.update(lazy_pinyin(chr(code), style=Style.TONE3))
    bases = {syllable.rstrip("01234") for syllable in found}
    every = {base + tone for base in bases for tone in ("", "1", "2", "3", "4")}
    return sorted(s for s in every if is_syllable(s) and parts(s))


def vocabulary() -> list[str]:
    return list(CHARACTERS) + list(MARKS) + syllables()


def write_vocabulary(file: Path) -> list[str]:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(token + "\n" for token in vocabulary()), encoding="utf-8")
    return read_vocabulary(file)


def read_vocabulary(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split("\n")[:-1]
