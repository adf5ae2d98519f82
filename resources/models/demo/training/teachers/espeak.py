"""eSpeak NG through libespeak-ng: English from text, Mandarin from pinyin (so that its reading is upstream's), the time
of every sound from its events."""
from __future__ import annotations

import ctypes
from functools import lru_cache

import numpy as np

from ..tokens import is_syllable, to_tokens
from . import Phone, Speech

_WORD, _PHONEME = 1, 7
_RATE, _PITCH = 1, 3
_WORDS_A_MINUTE = {"en": 165, "zh": 170}
_VOICE = {"en": "en-us", "zh": "cmn-latn-pinyin"}
_SIGNS = {"，": ",", "。": ".", "！": "!", "？": "?", "、": ",", "：": ",", "；": ","}

# eSpeak's English sounds by CMU's names, without digits and marks.
_CMU = {"I": "ih", "i": "iy", "i:": "iy", "E": "eh", "a": "ae", "aa": "ae", "A:": "aa", "A@": "aa", "0": "aa", "O:": "ao", "O": "ao",
        "O@": "ao", "o@": "ao", "oU": "ow", "U": "uh", "u:": "uw", "u": "uw", "V": "ah", "3:": "er", "3": "er", "@": "ax", "@L": "l",
        "e@": "eh", "i@": "iy", "U@": "uh", "aI": "ay", "eI": "ey", "aU": "aw", "OI": "oy", "aI@": "ay", "aU@": "aw", "S": "sh",
        "Z": "zh", "tS": "ch", "dZ": "jh", "T": "th", "D": "dh", "N": "ng", "h": "hh", "j": "y", "*": "t", "n-": "n", "r-": "r"}
_VOWELS = "aeiouyAEIOUVY03@&"


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("text", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("identifier", ctypes.c_uint), ("position", ctypes.c_int), ("length", ctypes.c_int),
                ("milliseconds", ctypes.c_int), ("sample", ctypes.c_int), ("data", ctypes.c_void_p), ("id", _Id)]


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class _Library:
    def __init__(self):
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        self.rate = self._library.espeak_Initialize(2, 0, None, 1)  # to the callback; with phoneme events
        if self.rate <= 0:
            raise RuntimeError("libespeak-ng did not start: is espeak-ng-data installed?")
        self._callback = _CALLBACK(self._hear)
        self._library.espeak_SetSynthCallback(self._callback)

    def _hear(self, samples, count, events) -> int:
        if samples and count > 0:
            self._sound.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while events[index].type:
            event = events[index]
            self._events.append((event.type, event.milliseconds / 1000, event.id.text.decode("utf-8", "replace")))
            index += 1
        return 0

    def say(self, voice: str, text: str, words_a_minute: int, pitch: int):
        self._sound, self._events = [], []
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise RuntimeError(f"eSpeak NG has no voice {voice}")
        self._library.espeak_SetParameter(_RATE, words_a_minute, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        told = text.encode() + b"\0"
        self._library.espeak_Synth(told, len(told), 0, 1, 0, 1, None, None)
        self._library.espeak_Synchronize()
        return np.concatenate(self._sound).astype(np.float32) / 32768, self._events


@lru_cache(maxsize=1)
def _library() -> _Library:
    return _Library()


def is_vowel(name: str) -> bool:
    return name[0] in _VOWELS


def _name(sound: str, language: str) -> str:
    if sound.startswith("_"):
        return "pau"
    if language == "zh":
        return sound
    for known in (sound, sound.rstrip("2#-;'")):
        if known in _CMU:
            return _CMU[known]
    plain = sound.rstrip("0123456789#-;'")
    return _CMU.get(plain, "ax" if not plain or is_vowel(plain) else plain)


def pinyin_text(tokens: list[str]) -> str:
    """What eSpeak is given for upstream's tokens of a Chinese sentence."""
    words = ""
    for token in tokens:
        if is_syllable(token) or token.isalpha() and token.isascii():
            words += " " + token
        elif token in _SIGNS:
            words += _SIGNS[token]
    return words.strip()


def speak(jobs) -> list[Speech | None]:
    """A Chinese text may be given as tokens."""
    library, result = _library(), []
    for speaker, language, text in jobs:
        told = pinyin_text(text if isinstance(text, list) else to_tokens(text)) if language == "zh" else text
        pace = round(_WORDS_A_MINUTE[language] / (speaker.factor * speaker.tempo))
        samples, events = library.say(f"{_VOICE[language]}+{speaker.voice}", told, max(80, pace), speaker.pitch)
        ends = [time for _, time, _ in events[1:]] + [len(samples) / library.rate]
        word, phones = -1, []
        for (kind, start, sound), end in zip(events, ends):
            if kind == _WORD:
                word += 1
            elif kind == _PHONEME and sound.strip(";|,'%=") not in ("", "_"):
                phones.append(Phone(_name(sound.strip("',%="), language), start, max(end, start), word))
        result.append(Speech(samples, library.rate, phones))
    return result
