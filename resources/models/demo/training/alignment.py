"""When each token of a text begins, from the times of a synthesizer's sounds.

English: the cheapest pairing of letters and sounds. Mandarin: the blank before a syllable takes its initial, the
syllable its final. Result: one number per token and one for the end, as shares of the spoken stretch (0…1, rising).
"""
from __future__ import annotations

import numpy as np

from .teachers import Phone
from .teachers.espeak import is_vowel
from .tokens import MARKS

_SOUNDS = {
    "a": "ae aa ah ax ey ao eh", "b": "b", "c": "k s ch", "d": "d", "e": "eh iy ih ax ah er ey", "f": "f", "g": "g jh", "h": "hh",
    "i": "ih iy ay ax y", "j": "jh y", "k": "k", "l": "l", "m": "m", "n": "n ng", "o": "ao aa ow ax ah uw uh aw oy", "p": "p f",
    "q": "k", "r": "r er", "s": "s z sh zh", "t": "t th dh ch sh", "u": "ah uh uw ax er y w", "v": "v", "w": "w", "x": "k s z",
    "y": "y iy ay ih", "z": "z"}
_SOUNDS = {letter: set(sounds.split()) for letter, sounds in _SOUNDS.items()}
_VOWELS = set("ae aa ah ax ey ao eh iy ih ay er ow uw uh aw oy".split())
_SILENT_SIGNS = " '.,?!-"


def _likeness(letter: str, sound: str) -> float:
    if sound == "pau":
        return 1.0 if letter in ",;:.?!" else -2.0
    if letter not in _SOUNDS:
        return -2.0
    if sound in _SOUNDS[letter]:
        return 2.0
    return 1.2 if letter in "aeiouy" and sound in _VOWELS else -1.0


def _pairs(letters: list[str], phones: list[Phone]) -> list[tuple[int, int]]:
    """The best path of letters and sounds that belong together; either may be skipped at a price."""
    rows, columns = len(letters), len(phones)
    score = np.full((rows + 1, columns + 1), -1e9)
    step = np.zeros((rows + 1, columns + 1), int)
    score[0] = -1.0 * np.arange(columns + 1)
    score[:, 0] = -0.3 * np.arange(rows + 1)
    for row in range(1, rows + 1):
        price = 0.1 if letters[row - 1] in _SILENT_SIGNS else 0.3
        for column in range(1, columns + 1):
            choices = (score[row - 1, column - 1] + _likeness(letters[row - 1], phones[column - 1].name),
                       score[row - 1, column] - price, score[row, column - 1] - 0.6)
            step[row, column] = int(np.argmax(choices))
            score[row, column] = choices[step[row, column]]
    row, column, pairs = rows, columns, []
    while row > 0 and column > 0:
        if step[row, column] == 0:
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif step[row, column] == 1:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]


def _shares(starts: np.ndarray, phones: list[Phone]) -> list[float]:
    first, last = phones[0].start, phones[-1].end
    shares = np.clip((starts - first) / max(last - first, 1e-6), 0, 1)
    return [round(float(share), 4) for share in np.maximum.accumulate(shares)]


def align_letters(tokens: list[str], phones: list[Phone]) -> list[float]:
    letters = [token.lower() for token in tokens]
    starts = np.full(len(letters) + 1, np.nan)
    for letter, phone in _pairs(letters, phones):
        starts[letter] = phones[phone].start
    starts[0], starts[-1] = phones[0].start, phones[-1].end
    known = np.flatnonzero(~np.isnan(starts))
    return _shares(np.interp(np.arange(len(starts)), known, starts[known]), phones)


def align_syllables(tokens: list[str], phones: list[Phone]) -> list[float] | None:
    """None when the synthesizer spoke another number of syllables."""
    words: dict[int, list[Phone]] = {}
    for phone in phones:
        if phone.name != "pau":
            words.setdefault(phone.word, []).append(phone)
    spoken = [words[index] for index in sorted(words)]
    places = [place for place, token in enumerate(tokens) if token != " " and token not in MARKS]
    if len(places) != len(spoken):
        return None
    starts = np.full(len(tokens) + 1, np.nan)
    end = phones[0].start
    following = dict(zip(places, spoken))
    for place, token in enumerate(tokens):
        if place in following:
            sounds = following[place]
            final = next((sound.start for sound in sounds if is_vowel(sound.name)), sounds[0].start)
            starts[place], end = final, sounds[-1].end
        elif token == " " and place + 1 in following:
            starts[place] = following[place + 1][0].start
        else:
            starts[place] = end  # a sign has the pause
    starts[-1] = phones[-1].end
    return _shares(np.maximum.accumulate(starts), phones)


def align(language: str, tokens: list[str], phones: list[Phone]) -> list[float] | None:
    if not phones or phones[-1].end <= phones[0].start:
        return None
    return align_syllables(tokens, phones) if language == "zh" else align_letters(tokens, phones)
