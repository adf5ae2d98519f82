#!/usr/bin/env python3
"""Makes tests/data/audio: what upstream's own code does to recordings composed here.

Needs f5-tts 1.1.22 and vocos without their dependencies, torch 2.11, torchaudio, pydub 0.25, soundfile, rjieba, pypinyin.
Run: python make_audio_reference.py [FOLDER]

The recordings are composed from integers alone, so that tests/engine/audio/composed_sound.h makes the same samples.
"""

import hashlib
import json
import random
import sys
import tempfile
import types
import wave
from pathlib import Path

import numpy as np
import soundfile
import torch


def import_upstream():
    # Upstream imports these for training, plots, downloads, recognition and BigVGAN; nothing here calls them.
    unused = "matplotlib matplotlib.pylab huggingface_hub transformers wandb librosa librosa.filters f5_tts.model.trainer"
    for name in unused.split():
        module = types.ModuleType(name)
        module.hf_hub_download = module.pipeline = module.mel = module.Trainer = None
        module.use = lambda backend: None
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent in sys.modules:
            setattr(sys.modules[parent], child, module)
    from f5_tts.infer import utils_infer
    from f5_tts.model.modules import get_vocos_mel_spectrogram

    return utils_infer, get_vocos_mel_spectrogram


# --- recordings, integers only -------------------------------------------------------------------------------------


def wobble(index, frequency, rate):
    """A parabolic sine, -32768…32768."""
    phase = (index * ((frequency << 32) // rate)) & 0xFFFFFFFF
    upper = phase >> 16
    half = upper & 0x7FFF
    height = (half * (32768 - half)) >> 13
    return np.where(upper & 0x8000, -height, height)


def hiss(index, channel, seed):
    """White, -32768…32767."""
    x = (index * 0x9E3779B1 + seed * 0x85EBCA77 + channel * 0xC2B2AE3D) & 0xFFFFFFFF
    x ^= x >> 15
    x = (x * 0x2C1B3C6D) & 0xFFFFFFFF
    x ^= x >> 12
    x = (x * 0x297A2D39) & 0xFFFFFFFF
    x ^= x >> 15
    return (x & 0xFFFF) - 32768


def part_of(kind, index, channel, level, rate, seed):
    if kind == "zero":
        return np.zeros(len(index), np.int64)
    if kind == "hiss":
        return (hiss(index, channel, seed) * level) >> 15
    pitch = 140 + 35 * channel + seed % 40  # "voice": five harmonics, four syllables a second
    tone = sum((6 - h) * wobble(index, pitch * h, rate) for h in range(1, 6)) >> 4
    syllables = np.abs(wobble(index, 2, rate))
    return ((((tone * syllables) >> 15) * level) >> 15) + ((hiss(index, channel, seed) * (level >> 10)) >> 15)


def compose(case):
    rate, channels, seed = case["rate"], case["channels"], case["seed"]
    ends, ms = [], 0
    for _, length, _ in case["parts"]:
        ms += length
        ends.append(ms * rate // 1000)
    ends[-1] += case.get("extra", 0)
    columns = []
    for channel in range(channels):
        begin, pieces = 0, []
        for (kind, _, level), end in zip(case["parts"], ends):
            index = np.arange(begin, end, dtype=np.int64)
            pieces.append(part_of(kind, index, channel, level >> channel, rate, seed))
            begin = end
        columns.append(np.clip(np.concatenate(pieces), -32768, 32767))
    return np.stack(columns, 1).astype("<i2")


def cases():
    voice, zero, hiss_ = "voice", "zero", "hiss"

    def case(name, rate, parts, channels=1, seed=1, extra=0):
        return dict(name=name, rate=rate, channels=channels, seed=seed, extra=extra, parts=[list(p) for p in parts])

    yield case("plain", 24000, [(voice, 5000, 12000)])
    yield case("loud", 24000, [(voice, 3000, 40000)])
    yield case("quiet", 24000, [(voice, 4000, 1200)])
    yield case("silent edges", 24000, [(zero, 730, 0), (voice, 3210, 9000), (zero, 1500, 0)])
    yield case("hissing edges", 24000, [(hiss_, 900, 200), (voice, 3000, 9000), (hiss_, 700, 420)])
    yield case("long pauses", 24000, [(voice, 2000, 9000), (hiss_, 3000, 60), (voice, 2500, 9000), (zero, 1200, 0), (voice, 1500, 9000)])
    yield case("24 s with long pauses", 24000, [(voice, 7000, 9000), (zero, 2600, 0), (voice, 6000, 9000), (zero, 1000, 0), (voice, 8000, 9000)])
    yield case("16 s with short pauses", 24000, [(voice, 5000, 9000), (hiss_, 240, 90), (voice, 4500, 9000), (zero, 150, 0), (voice, 6000, 9000)])
    yield case("20 s without a pause", 24000, [(hiss_, 20000, 9000)])
    yield case("20 s without a pause, 44.1 kHz stereo", 44100, [(hiss_, 20000, 9000)], channels=2)
    yield case("pause of a second exactly", 24000, [(voice, 1500, 9000), (zero, 1000, 0), (voice, 1500, 9000)])
    yield case("pause at the end only", 24000, [(voice, 2300, 9000), (zero, 4000, 0)], extra=13)
    yield case("half a second", 24000, [(hiss_, 500, 9000)])
    yield case("odd length", 24000, [(voice, 2345, 9000)], extra=17)
    yield case("stereo", 24000, [(zero, 400, 0), (voice, 4000, 16000), (zero, 400, 0)], channels=2)
    yield case("three channels", 24000, [(voice, 2500, 16000), (zero, 200, 0)], channels=3)
    yield case("8 kHz", 8000, [(zero, 300, 0), (voice, 4000, 9000), (zero, 1700, 0), (voice, 900, 9000)], extra=3)
    yield case("11.025 kHz", 11025, [(zero, 300, 0), (voice, 3000, 9000), (zero, 300, 0)])
    yield case("16 kHz", 16000, [(voice, 3000, 9000), (zero, 1300, 0), (voice, 1000, 5000)])
    yield case("22.05 kHz", 22050, [(voice, 8000, 9000), (zero, 330, 0), (voice, 6000, 9000)], extra=11)
    yield case("44.1 kHz stereo", 44100, [(hiss_, 500, 150), (voice, 4100, 9000), (hiss_, 600, 150)], channels=2, extra=20)
    yield case("48 kHz", 48000, [(voice, 3500, 2000), (zero, 2000, 0)])
    yield case("96 kHz stereo", 96000, [(zero, 250, 0), (voice, 3000, 9000), (zero, 333, 0)], channels=2)
    draw = random.Random(7)
    for number in range(40):
        rate = draw.choice([24000, 24000, 24000, 8000, 16000, 22050, 44100, 48000])
        parts, length = [], draw.choice([2000, 6000, 11500, 14000, 22000])
        while sum(p[1] for p in parts) < length:
            parts.append((voice, draw.randrange(60, draw.choice([500, 3000, 9000])), draw.choice([600, 3000, 9000, 20000])))
            # Levels around the thresholds of -50, -42 and -40 dBFS.
            parts.append((draw.choice([zero, hiss_]), draw.randrange(5, draw.choice([60, 300, 1300, 4000])), draw.choice([90, 175, 185, 440, 460, 560, 580])))
        if draw.random() < 0.5:
            parts.insert(0, (hiss_, draw.randrange(1, 1500), draw.choice([60, 175, 450])))
        yield case(f"drawn {number}", rate, parts, channels=draw.choice([1, 1, 2]), seed=number + 2, extra=draw.randrange(0, 30))


# --- what upstream makes of them -----------------------------------------------------------------------------------


class Heard(Exception):
    pass


class ListeningModel:
    """Stands where the model stands, to see what upstream hands to it."""

    def sample(self, cond, text, **_):
        self.cond, self.text = cond, text
        raise Heard


def prepared(upstream, case, folder):
    path = folder / "case.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(case["channels"])
        file.setsampwidth(2)
        file.setframerate(case["rate"])
        file.writeframes(compose(case).tobytes())
    messages = []
    result, text = upstream.preprocess_ref_audio_text(str(path), "Some words", show_info=messages.append)
    samples, rate = soundfile.read(result, dtype="int16", always_2d=True)
    Path(result).unlink()
    audio = torch.from_numpy(samples.T.astype(np.float32) / 32768)
    expected = dict(
        rate=rate,
        frames=len(samples),
        md5=hashlib.md5(samples.astype("<i2").tobytes()).hexdigest(),
        shortened=any("clipping short" in m for m in messages),
        text=text,
    )
    mono = audio.mean(0)
    expected["rms"] = float(mono.square().mean().sqrt())
    model = ListeningModel()
    try:
        list(upstream.infer_batch_process((audio, rate), text, ["more"], model, None, progress=None, device="cpu"))
    except Heard:
        pass
    expected["samples"] = model.cond.shape[-1]
    expected["prompt"] = "".join(model.text[0])[: -len("more")]
    return expected, model.cond[0].numpy()


def crossfaded(upstream, waves, fade):
    class Model:
        def sample(self, cond, text, **_):
            frames = cond.shape[-1] // 256 + 1
            return torch.full((1, frames, 100), float("abcdefghij".index("".join(text[0]).strip()[-1]))), None

    class Vocoder:
        def decode(self, mel):
            return torch.from_numpy(waves[int(mel[0, 0, 0])])[None]

    texts = list("abcdefghij"[: len(waves)])
    loud = torch.full((1, 24000), 0.5)
    results = upstream.infer_batch_process((loud, 24000), "x. ", texts, Model(), Vocoder(), progress=None,
                                           cross_fade_duration=fade / 24000, device="cpu")
    return next(iter(results))[0]


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "data" / "audio"
    folder.mkdir(parents=True, exist_ok=True)
    upstream, mel_of = import_upstream()

    windows, listed = [], []
    with tempfile.TemporaryDirectory() as temporary:
        for case in cases():
            expected, wave24k = prepared(upstream, case, Path(temporary))
            # Where the rate changes, pieces of the result let the test correlate; at 24 kHz the checksum says all.
            # White noise is left out: upstream's short filter dulls the top of the band.
            spoken = any(kind == "voice" for kind, _, _ in case["parts"])
            if expected["rate"] != 24000 and spoken and not case["name"].startswith("drawn"):
                starts = [int(len(wave24k) * share) for share in (0.05, 0.3, 0.5)]
                expected["windows"] = [dict(at=s, stored=sum(map(len, windows)) + 2048 * i) for i, s in enumerate(starts)]
                for start in starts:
                    piece = wave24k[start : start + 2048]
                    assert len(piece) == 2048 and piece.std() > 0.01
                windows += [np.clip(np.round(wave24k[s : s + 2048] * 16384), -32768, 32767).astype("<i2") for s in starts]
            listed.append(dict(case, expected=expected))

    lengths = [1000, 100, 240, 2, 241, 7, 900, 300]
    chunks = dict(rate=24000, channels=1, seed=5, parts=[["voice", 1, 9000]])
    fades = []
    for fade in (240, 1, 100):
        waves, begin = [], 0
        for length in lengths:
            chunks["extra"] = begin + length - 24
            waves.append(compose(chunks)[begin:, 0].astype(np.float32) / 32768)
            begin += length
        result = crossfaded(upstream, waves, fade).astype("<f4")
        fades.append((fade, result))
    (folder / "crossfaded.f32").write_bytes(b"".join(r.tobytes() for _, r in fades))

    mels, mel_values = [], []
    for parts, extra in (
        [[["hiss", 21, 9000]], 9],
        [[["voice", 400, 12000], ["hiss", 200, 8], ["zero", 150, 0], ["hiss", 200, 20000]], 17],
    ):
        case = dict(rate=24000, channels=1, seed=3, extra=extra, parts=parts)
        samples = torch.from_numpy(compose(case)[:, 0].astype(np.float32) / 32768)[None]
        mel = mel_of(samples)[0].T.contiguous().numpy().astype("<f4")
        mels.append(dict(case, frames=mel.shape[0]))
        mel_values.append(mel.tobytes())
    (folder / "mel.f32").write_bytes(b"".join(mel_values))

    (folder / "windows.s16").write_bytes(np.concatenate(windows).tobytes())
    document = dict(
        cases=listed,
        mels=mels,
        crossfades=dict(lengths=lengths, seed=5, results=[dict(fade=f, samples=len(r)) for f, r in fades]),
    )
    lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in listed)
    rest = json.dumps(dict(mels=mels, crossfades=document["crossfades"]), separators=(",", ":"))
    (folder / "references.json").write_text('{"cases":[\n' + lines + "\n],\n" + rest[1:] + "\n")
    print(len(listed), "recordings;", sum(f.stat().st_size for f in folder.iterdir()), "bytes")


if __name__ == "__main__":
    main()
