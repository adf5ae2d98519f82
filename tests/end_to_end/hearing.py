"""Ears for the tests: reads 16-bit WAV, aligns two sounds, recognises English speech (pocketsphinx, PyPI)."""
import re
import wave

import numpy as np

RECOGNISER_RATE = 16000


def read_wav(path):
    """Mono samples in -1…1 and the sample rate."""
    with wave.open(str(path)) as file:
        if file.getsampwidth() != 2:
            raise ValueError(f"{path}: 16-bit samples expected")
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64) / 32768
        return samples.reshape(-1, file.getnchannels()).mean(1), file.getframerate()


def resample(samples, rate, wanted):
    """Band-limited, through the spectrum; exact enough for speech that starts and ends in silence."""
    length = int(round(len(samples) * wanted / rate))
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(length // 2 + 1, complex)
    count = min(len(kept), len(spectrum))
    kept[:count] = spectrum[:count]
    return np.fft.irfft(kept, length) * (length / len(samples))


def best_correlation(recording, original, fineness=8):
    """Normalised correlation of the original with the best-fitting stretch of the recording, and where that starts (in
    samples, fractions included)."""
    size = 1 << int(np.ceil(np.log2(len(recording) + len(original))))
    product = np.fft.rfft(recording, size) * np.conj(np.fft.rfft(original, size))
    fine = np.zeros(size * fineness // 2 + 1, complex)
    fine[: len(product)] = product
    inner = np.fft.irfft(fine, size * fineness) * fineness
    energy = np.concatenate([[0], np.cumsum(recording**2)])
    lags = np.arange(0, max(1, len(recording) - len(original) + 1))
    stretch = energy[np.minimum(lags + len(original), len(recording))] - energy[lags]
    scale = np.sqrt(np.maximum(stretch, 1e-12) * max(float(np.sum(original**2)), 1e-12))
    score = inner[: len(lags) * fineness] / np.repeat(scale, fineness)
    best = int(np.argmax(score))
    return float(score[best]), best / fineness


def stretch_from(samples, start, length):
    """`length` samples from a start between two samples."""
    whole = int(start)
    turns = np.fft.rfftfreq(len(samples)) * (start - whole)
    shifted = np.fft.irfft(np.fft.rfft(samples) * np.exp(2j * np.pi * turns), len(samples))
    return shifted[whole : whole + length]


def words(text):
    return re.sub(r"[^a-z' ]", " ", text.lower()).split()


def edits(wanted, heard):
    """Fewest insertions, deletions and replacements from one list to the other."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted):
        diagonal, row[0] = row[0], i + 1
        for j, other in enumerate(heard):
            diagonal, row[j + 1] = row[j + 1], min(row[j + 1] + 1, row[j] + 1, diagonal + (word != other))
    return row[-1]


def word_error(pairs):
    """Of (text, heard) pairs: errors through words wanted."""
    pairs = [(words(text), words(heard)) for text, heard in pairs]
    return sum(edits(text, heard) for text, heard in pairs) / sum(len(text) for text, _ in pairs)


class Recogniser:
    def __init__(self):
        from pocketsphinx import Decoder

        self._decoder = Decoder(samprate=RECOGNISER_RATE, loglevel="FATAL")

    def hear(self, samples, rate):
        """The words understood. A little silence around and a faint noise under the speech: pocketsphinx stumbles over
        digital silence."""
        silence = np.zeros(RECOGNISER_RATE // 5)
        speech = np.concatenate([silence, resample(samples, rate, RECOGNISER_RATE), silence])
        speech += np.random.default_rng(0).normal(0, 2e-4, len(speech))
        self._decoder.start_utt()
        self._decoder.process_raw((np.clip(speech, -1, 1) * 32767).astype("<i2").tobytes(), full_utt=True)
        self._decoder.end_utt()
        hypothesis = self._decoder.hyp()
        return re.sub(r"\(\d+\)", "", hypothesis.hypstr) if hypothesis else ""
