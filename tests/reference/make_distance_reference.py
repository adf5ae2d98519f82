#!/usr/bin/env python3
"""Makes tests/data/distances: what other programs measure between takes that tests/engine/distances makes again.

Needs mel-cepstral-distance 0.0.4 (with fastdtw 0.3.4), librosa 0.11.0, jiwer 4.0.0, numpy, scipy, torch, torchaudio and
safetensors; nothing of it runs in the tests.
Run: python tests/reference/make_distance_reference.py [FOLDER]

The takes are parts of the shipped recordings, one of them with noise from integers, so that no sound is stored here:
take() in tests/engine/distances/known_takes.h gives the same samples. Besides the figures it writes a model of voices
with random weights and where it puts one of the takes.
"""

import json
import sys
import tempfile
import wave
from pathlib import Path

import jiwer
import librosa
import numpy as np
import torch
import torchaudio
from mel_cepstral_distance import compare_audio_files
from safetensors.torch import save_file
from scipy.io import wavfile

ROOT = Path(__file__).resolve().parents[2]
RATE = 24000


def recording(voice, first, count):
    with wave.open(str(ROOT / "voices" / voice / "reference.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")[first : first + count]
    assert len(samples) == count
    return samples.astype(np.int64)


def with_noise(samples):
    """Three quarters as loud, with noise of 1/128 of full scale: integers, then rounded down."""
    state, noise = 1, []
    for _ in samples:
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        noise.append((state >> 23) - 256)
    return (samples * 3 >> 2) + np.array(noise)


def takes():
    slt = recording("slt", 4000, 33000)
    made = {"slt": slt, "noisy": with_noise(slt), "rms": recording("rms", 8000, 41111)}
    return {name: (samples / 32768).astype(np.float32) for name, samples in made.items()}


# --- the measures --------------------------------------------------------------------------------------------------


def cepstral(folder, first, second):
    files = []
    for number, samples in enumerate((first, second)):
        files.append(folder / f"{number}.wav")
        wavfile.write(files[-1], RATE, samples)
    mean, penalty = compare_audio_files(*files)
    return {"mean": mean, "penalty": penalty}


def spectral(first, second):
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(1024) / 1024)
    levels = []
    for samples in (first, second):
        frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), 1024)[::256]
        powers = np.abs(np.fft.rfft(frames * window)) ** 2
        levels.append(10 * np.log10(np.maximum(powers, 1e-10 * 256**2)))
    count = min(map(len, levels))
    apart = np.sqrt(np.mean((levels[0][:count] - levels[1][:count]) ** 2, axis=1))
    return {"mean": apart.mean(), "worst": apart.max(), "frames": count}


def teacher(first, second):
    # f5_tts/model/modules.py get_vocos_mel_spectrogram
    mel = torchaudio.transforms.MelSpectrogram(
        sample_rate=RATE, n_fft=1024, win_length=1024, hop_length=256, n_mels=100, power=1, center=True,
        normalized=False, norm=None,
    )
    logs = [mel(torch.from_numpy(samples)).clamp(min=1e-5).log().T.double().numpy() for samples in (first, second)]
    count = min(map(len, logs))
    apart = np.sqrt(np.mean((10 / np.log(10) * (logs[0][:count] - logs[1][:count])) ** 2, axis=1))
    return {"mean": apart.mean(), "worst": apart.max(), "frames": count}


def track(samples):
    hertz, voiced, _ = librosa.pyin(
        samples.astype(np.float64), fmin=60, fmax=600, sr=RATE, frame_length=1024, hop_length=256
    )
    return np.where(voiced, hertz, 0)


def pitch(first, second):
    count = min(len(first), len(second))
    ours, theirs = first[:count], second[:count]
    both = (ours > 0) & (theirs > 0)
    voicing = np.mean((ours > 0) != (theirs > 0))
    x, y = ours[both], theirs[both]
    gross = np.abs(x - y) > 0.2 * y
    return {
        "voiced": int(both.sum()),
        "rmse_cents": np.sqrt(np.mean((1200 * np.log2(x / y)) ** 2)),
        "rmse_hertz": np.sqrt(np.mean((x - y) ** 2)),
        "correlation": np.corrcoef(x, y)[0, 1],
        "voicing_error": voicing,
        "gross_error": gross.mean(),
        "frame_error": voicing + gross.sum() / count,
    }


def words():
    pairs = [
        ("hello world", "hello world"),
        ("the cow went home after an hour", "the cow want home after hour"),
        ("it's three o'clock", "its three o'clock now"),
        ("one two three", ""),
        ("a b c d e f", "b c x d f f g"),
    ]
    return [{"text": text, "heard": heard, "rate": jiwer.wer(text, heard)} for text, heard in pairs]


# --- a model of voices ---------------------------------------------------------------------------------------------

FEATURES = {"sample_rate": 16000, "fft": 512, "window": 400, "hop": 160, "bands": 40, "lowest_hz": 20, "highest_hz": 7600}
LAYERS = [(12, 40, 5, 1), (12, 12, 3, 2), (16, 12, 1, 1)]  # out, in, kernel, dilation


def random_model():
    torch.manual_seed(8)
    tensors = {}
    for number, (out, into, kernel, _) in enumerate(LAYERS):
        tensors[f"layers.{number}.weight"] = torch.randn(out, into, kernel) / (into * kernel) ** 0.5
        tensors[f"layers.{number}.bias"] = torch.randn(out) * 0.1
    tensors["layers.0.scale"] = 0.5 + torch.rand(12)
    tensors["layers.0.shift"] = torch.randn(12) * 0.1
    tensors["embedding.weight"] = torch.randn(8, 32) / 32**0.5
    tensors["embedding.bias"] = torch.randn(8) * 0.1
    return tensors


def embedding(tensors, samples):
    """Of samples that are taken to be at 16 kHz."""
    window = torch.zeros(512, dtype=torch.float64)
    window[:400] = torch.hann_window(400, dtype=torch.float64)
    wave_ = torch.from_numpy(samples).double()
    count = (len(wave_) - 400) // 160 + 1
    frames = torch.nn.functional.pad(wave_, (0, 512)).unfold(0, 512, 160)[:count]
    powers = torch.fft.rfft(frames * window).abs() ** 2
    bank = torchaudio.functional.melscale_fbanks(257, 20.0, 7600.0, 40, 16000, norm=None, mel_scale="htk").double()
    mel = (powers @ bank).clamp(min=1e-10).log()
    x = (mel - mel.mean(0)).T[None].float()
    for number, (_, _, _, dilation) in enumerate(LAYERS):
        name = f"layers.{number}."
        x = torch.nn.functional.conv1d(x, tensors[name + "weight"], tensors[name + "bias"], dilation=dilation).relu()
        if name + "scale" in tensors:
            x = x * tensors[name + "scale"][:, None] + tensors[name + "shift"][:, None]
    pool = torch.cat([x.mean(2), x.var(2, unbiased=False).clamp(min=1e-10).sqrt()], 1)
    return torch.nn.functional.normalize(pool @ tensors["embedding.weight"].T + tensors["embedding.bias"])[0].tolist()


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests/data/distances"
    folder.mkdir(parents=True, exist_ok=True)
    clips = takes()
    tracks = {name: track(samples) for name, samples in clips.items()}
    pairs = []
    with tempfile.TemporaryDirectory() as temporary:
        for first, second in (("slt", "noisy"), ("slt", "rms"), ("rms", "slt"), ("slt", "slt")):
            a, b = clips[first], clips[second]
            pairs.append({
                "first": first, "second": second,
                "cepstral": cepstral(Path(temporary), a, b),
                "spectral": spectral(a, b),
                "teacher": teacher(a, b),
                "pitch": pitch(tracks[first], tracks[second]),
            })
    model = random_model()
    save_file(model, folder / "speaker.safetensors")
    layers = [{"dilation": dilation} for *_, dilation in LAYERS]
    manifest = {"format": 1, "name": "random", "weights": "speaker.safetensors", "features": FEATURES, "layers": layers}
    (folder / "speaker.json").write_text(json.dumps(manifest, indent=1) + "\n")
    figures = {
        "pairs": pairs,
        "tracks": {name: [float(hertz) for hertz in track_] for name, track_ in tracks.items()},
        "words": words(),
        "embeddings": {name: embedding(model, samples) for name, samples in clips.items()},
    }
    (folder / "distances.json").write_text(json.dumps(figures) + "\n")


if __name__ == "__main__":
    with torch.inference_mode():
        main()
