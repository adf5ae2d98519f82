"""Stage "speech": shards of utterances with mels and timings. A shard that is there is kept, so the stage resumes.

NAME.json lists the utterances (text, tokens, speaker, frames, samples, starts), NAME.mel.npy holds their mels one after
the other (float16, [frames, 100]), NAME.wav.npy their samples (int16).
"""
from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from . import chinese, english
from .alignment import align
from .settings import SAMPLE_RATE, Recipe, SpeechSet, Work
from .sound import at_factor, heard_mel, to_16_bits, trimmed
from .speakers import speakers
from .teachers import speak
from .tokens import to_tokens

_SHORTEST, _LONGEST = 0.4, 9.0  # seconds


def _sentences(one: SpeechSet, recipe: Recipe) -> list[str]:
    seed = 100 + [s.name for s in recipe.sets].index(one.name)
    return (chinese if one.language == "zh" else english).sentences(one.utterances, seed)


def utterance(job, speech, dice):
    """(entry, mel, pcm) of one spoken sentence, or None when it is of no use."""
    speaker, language, text = job
    samples = None if speech is None else trimmed(at_factor(speech.samples, speech.rate, speaker.factor))
    if samples is None or not _SHORTEST <= len(samples) / SAMPLE_RATE <= _LONGEST:
        return None
    tokens = to_tokens(text)
    starts = align(language, tokens, speech.spoken())
    if starts is None:
        return None
    pcm = to_16_bits(samples)
    mel = heard_mel(pcm, speaker.noise, dice).astype(np.float16)
    return dict(text=text, tokens=tokens, language=language, speaker=speaker.name, frames=len(mel), samples=len(pcm), starts=starts), mel, pcm


def make_shard(folder, name: str, jobs, seed: int) -> str:
    if (folder / f"{name}.json").exists():
        return f"{name}: there"
    dice = np.random.default_rng(seed)
    spoken = speak(jobs)
    made = [one for one in (utterance(job, speech, dice) for job, speech in zip(jobs, spoken)) if one]
    np.save(folder / f"{name}.mel.npy", np.concatenate([mel for _, mel, _ in made]))
    np.save(folder / f"{name}.wav.npy", np.concatenate([pcm for _, _, pcm in made]))
    temporary = folder / f".{name}.json.{os.getpid()}"
    temporary.write_text(json.dumps([entry for entry, _, _ in made], ensure_ascii=False), encoding="utf-8")
    temporary.replace(folder / f"{name}.json")  # last: a shard is there when its list is
    seconds = sum(entry["samples"] for entry, _, _ in made) / SAMPLE_RATE
    return f"{name}: {len(made)} of {len(jobs)} utterances, {seconds:.0f} s"


def _shards(work: Work):
    """(name, jobs, seed), the sets mixed so that a part of the data is a fair part."""
    people = speakers()
    shards = []
    for number, one in enumerate(work.recipe.sets):
        texts = _sentences(one, work.recipe)
        size = work.recipe.utterances_a_shard
        of_set = people[one.name]
        for index in range(len(texts) // size):
            jobs = [(of_set[k % len(of_set)], one.language, texts[k]) for k in range(index * size, (index + 1) * size)]
            shards.append(((index + 0.5) * size / len(texts), f"{one.name}_{index:03d}", jobs, 10000 * number + index))
    return [shard[1:] for shard in sorted(shards, key=lambda shard: shard[0])]


def make(work: Work, workers: int = 1):
    import torch

    work.speech.mkdir(parents=True, exist_ok=True)
    todo = [shard for shard in _shards(work) if not (work.speech / f"{shard[0]}.json").exists()]
    torch.set_num_threads(1)
    with ProcessPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        for told in pool.map(make_shard, *zip(*[(work.speech, *shard) for shard in todo])) if todo else ():
            print(told, flush=True)
