"""What the flow model is shown: utterances of one speaker one after the other, most of it to be filled in, every frame
with the token that is spoken there."""
from __future__ import annotations

import json
import math
from dataclasses import dataclass

import numpy as np
import torch

from .settings import LEAD, SILENCE, TAIL, Work
from .tokens import read_vocabulary

DIGITAL_SILENCE = math.log(1e-5)
# Frames of a row, how often; a row of several utterances or of one.
SEVERAL = ((256, 3), (320, 4), (384, 4), (448, 4), (544, 3), (704, 2), (960, 1), (1280, 1))
SINGLE = ((112, 1), (144, 2), (176, 3), (208, 3), (256, 3), (320, 2), (400, 1))
SINGLE_SHARE = 0.25
TRIES = 500
BOTH_LANGUAGES = 0.15  # of the rows of a speaker who has two


@dataclass(frozen=True)
class Utterance:
    mel: np.ndarray  # [frames, bands], float16 on the disk
    ids: np.ndarray
    shares: np.ndarray  # when each token begins, 0…1
    language: str

    @property
    def frames(self) -> int:
        return len(self.mel)


@dataclass
class Batch:
    mel: torch.Tensor  # [rows, frames, bands]
    text: torch.Tensor  # [rows, tokens], 0 is filler
    lengths: torch.Tensor  # of the texts
    token_of_frame: torch.Tensor
    mask: torch.Tensor  # what is to be filled in
    languages: list[str]


class Speech:
    """The utterances of all shards but the first of each set, which the validation has."""

    def __init__(self, work: Work, validation: bool = False):
        self._ids = {token: index for index, token in enumerate(read_vocabulary(work.vocabulary))}
        self.by_speaker: dict[str, dict[str, list[Utterance]]] = {}
        self.shards = []
        for one in work.recipe.sets:
            files = sorted(work.speech.glob(f"{one.name}_*.json"))
            kept = files[:1] if validation else files[1:] or files
            people: dict[str, list[Utterance]] = {}
            for file in kept:
                self._read(file, people)
            if people:
                self.by_speaker[one.name] = {name: sorted(said, key=lambda u: u.frames) for name, said in people.items()}
            self.shards += [file.stem for file in kept]
        self.share = {one.name: one.share for one in work.recipe.sets if one.name in self.by_speaker}
        self._lengths = {name: {who: np.array([u.frames for u in said]) for who, said in people.items()}
                         for name, people in self.by_speaker.items()}

    def _read(self, file, people):
        mels, at = np.load(file.with_suffix(".mel.npy"), mmap_mode="r"), 0
        for entry in json.loads(file.read_text(encoding="utf-8")):
            ids = np.array([self._ids.get(token, 0) for token in entry["tokens"]])
            people.setdefault(entry["speaker"], []).append(
                Utterance(mels[at : at + entry["frames"]], ids, np.array(entry["starts"][:-1]), entry["language"]))
            at += entry["frames"]

    def hours(self) -> dict[str, float]:
        return {name: sum(int(lengths.sum()) for lengths in people.values()) * 256 / 24000 / 3600
                for name, people in self._lengths.items()}

    def candidates(self, dice: np.random.Generator):
        """Everything one speaker said that may stand in one row, by length."""
        names = list(self.share)
        share = np.array([self.share[name] for name in names])
        name = names[dice.choice(len(names), p=share / share.sum())]
        people = self.by_speaker[name]
        who = list(people)[dice.integers(len(people))]
        other = {"espeak_en": "espeak_zh", "espeak_zh": "espeak_en"}.get(name)
        if other in self.by_speaker and who in self.by_speaker[other] and dice.random() < BOTH_LANGUAGES:
            both = sorted(people[who] + self.by_speaker[other][who], key=lambda u: u.frames)
            return both, np.array([u.frames for u in both])
        return people[who], self._lengths[name][who]


def _fill(speech: Speech, frames: int, dice) -> list[Utterance] | None:
    """Utterances that leave 4 to 28 frames of `frames` free."""
    for _ in range(TRIES):
        said, lengths = speech.candidates(dice)
        room, chosen = frames, []
        while room > 0:
            fits = int(np.searchsorted(lengths, room - 4, "right"))
            tight = int(np.searchsorted(lengths, room - 28))
            if chosen and fits > tight:
                return chosen + [said[dice.integers(tight, fits)]]
            shorter = int(np.searchsorted(lengths, room - lengths[0] - 8, "right"))
            if shorter == 0:
                break
            chosen.append(said[dice.integers(shorter)])
            room -= chosen[-1].frames + 4
    return None


def _one(speech: Speech, frames: int, dice) -> list[Utterance] | None:
    for _ in range(TRIES):
        said, lengths = speech.candidates(dice)
        low, high = np.searchsorted(lengths, frames - 20), np.searchsorted(lengths, frames, "right")
        if high > low:
            return [said[dice.integers(low, high)]]
    return None


def _gaps(free: int, count: int, dice) -> np.ndarray:
    """`free` frames parted at random, two at least to each but the last."""
    least = np.array([2] * (count - 1) + [0])
    if free < least.sum():
        return np.bincount(np.arange(free) % count, minlength=count)
    return least + dice.multinomial(free - least.sum(), dice.dirichlet(np.ones(count)))


def row(chosen: list[Utterance], frames: int, dice):
    """(mel, ids, token of frame, mask) of utterances that follow each other."""
    free = frames - sum(u.frames for u in chosen)
    single = len(chosen) == 1
    before = int(dice.integers(0, free + 1)) if single else 0
    gaps = [free - before] if single else _gaps(free, len(chosen), dice)
    first = chosen[0]
    mel, ids, starts, at = [], [], [], before
    quiet = np.concatenate([np.concatenate([u.mel[:2], u.mel[-3:]]) for u in chosen]).astype(np.float32)

    def silence(count):
        if dice.random() < 0.2:
            return np.full((count, quiet.shape[1]), DIGITAL_SILENCE, np.float32)
        return quiet[dice.integers(0, len(quiet), count)]

    mel.append(silence(before))
    for index, (utterance, gap) in enumerate(zip(chosen, gaps)):
        starts.append(at + LEAD + utterance.shares * (utterance.frames - SILENCE))
        ids.append(utterance.ids)
        mel += [utterance.mel.astype(np.float32), silence(int(gap))]
        last = index + 1 == len(chosen)
        if not last and not (utterance.language == chosen[index + 1].language == "zh"):
            starts.append(np.array([at + utterance.frames - TAIL]))  # the blank between two texts
            ids.append(np.array([0]))
        at += utterance.frames + int(gap)
    mel = np.concatenate(mel)
    mask = np.zeros(frames, bool)
    if not single and dice.random() < 0.6:
        begin = int(np.clip(first.frames + dice.integers(-4, gaps[0] + 4), 8, frames - 20))
        mask[begin:] = True
    else:
        span = int(frames * dice.uniform(0.7 if single else 0.6, 1.0))
        begin = dice.integers(0, frames - span + 1)
        mask[begin : begin + span] = True
    return mel, np.concatenate(ids), token_of_frame(np.concatenate(starts), frames), mask


def token_of_frame(starts: np.ndarray, frames: int) -> np.ndarray:
    starts = np.maximum.accumulate(starts)
    return np.maximum(np.searchsorted(starts, np.arange(frames) + 0.5, side="right") - 1, 0)


def _any(choices, dice) -> int:
    lengths, often = zip(*choices)
    often = np.array(often, float)
    return int(lengths[dice.choice(len(lengths), p=often / often.sum())])


def batch(speech: Speech, frames_a_step: int, dice: np.random.Generator) -> Batch:
    chosen = [None]
    while None in chosen:  # a length that the speech at hand cannot fill: another
        single = dice.random() < SINGLE_SHARE
        frames = _any(SINGLE if single else SEVERAL, dice)
        chosen = [(_one if single else _fill)(speech, frames, dice) for _ in range(max(1, round(frames_a_step / frames)))]
    rows = [row(utterances, frames, dice) for utterances in chosen]
    longest = max(len(ids) for _, ids, _, _ in rows)
    text = np.zeros((len(rows), longest), np.int64)
    for index, (_, ids, _, _) in enumerate(rows):
        text[index, : len(ids)] = ids + 1
    return Batch(torch.from_numpy(np.stack([r[0] for r in rows])), torch.from_numpy(text),
                 torch.tensor([len(r[1]) for r in rows]), torch.from_numpy(np.stack([r[2] for r in rows])),
                 torch.from_numpy(np.stack([r[3] for r in rows])), [utterances[-1].language for utterances in chosen])
