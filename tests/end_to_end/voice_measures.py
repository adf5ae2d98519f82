"""What the speech check measures of a voice besides its words: pitch, and likeness to other voices."""
import numpy as np

from hearing import resample

LOWEST, HIGHEST = 55, 450  # Hz


def pitch_track(samples, rate, hop=None):
    """F0 in Hz every `hop` samples (10 ms), 0 where nothing is voiced, by normalised autocorrelation."""
    width, hop = int(0.045 * rate), hop or int(0.010 * rate)
    if len(samples) < 2 * width:
        return np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(samples, width)[::hop]
    frames = frames - frames.mean(1, keepdims=True)
    energy = (frames**2).mean(1)
    frames = frames * np.hanning(width)
    size = 1 << int(np.ceil(np.log2(2 * width)))
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(width), size)) ** 2)[:width]
    product = np.fft.irfft(np.abs(np.fft.rfft(frames, size)) ** 2)[:, :width]
    score = product / np.maximum(product[:, :1], 1e-12) / np.maximum(window / window[0], 1e-3)
    near, far = int(rate / HIGHEST), int(rate / LOWEST)
    found = np.zeros(len(frames))
    for index, one in enumerate(score[:, near:far]):
        best = one.max()
        peaks = np.flatnonzero((one[1:-1] >= one[:-2]) & (one[1:-1] >= one[2:]) & (one[1:-1] > 0.9 * best)) + 1
        if energy[index] > 0.05 * energy.max() and best > 0.6 and len(peaks):
            found[index] = rate / (near + peaks[0])  # the first high peak: later ones are its octaves
    return found


def pitch(samples, rate):
    """Median F0 of the voiced parts in Hz; None when nothing is voiced."""
    track = pitch_track(samples, rate)
    voiced = track[track > 0]
    return float(np.median(voiced)) if len(voiced) else None


class Likeness:
    """Cosine of speaker embeddings (PyPI resemblyzer, its weights come with it). Without the package nothing is
    measured."""

    def __init__(self, references):
        try:
            from resemblyzer import VoiceEncoder
        except ImportError as missing:
            print(f"likeness is not measured: {missing} (pip install --no-deps resemblyzer webrtcvad-wheels; it needs torch and librosa)")
            self._encoder = None
            return
        self._encoder = VoiceEncoder("cpu", verbose=False)
        self._references = {name: self._embedding(*sound) for name, sound in references.items()}

    def _embedding(self, samples, rate):
        speech = resample(samples, rate, 16000)
        speech = speech * (0.1 / max(1e-6, np.sqrt(np.mean(speech**2))))
        return self._encoder.embed_utterance(speech.astype(np.float32))

    def closer(self, name, samples, rate):
        """For each other voice: is the speech more like the reference of `name`?"""
        if self._encoder is None:
            return []
        spoken = self._embedding(samples, rate)
        own = float(spoken @ self._references[name])
        return [own > float(spoken @ other) for voice, other in self._references.items() if voice != name]
