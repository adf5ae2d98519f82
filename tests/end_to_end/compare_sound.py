#!/usr/bin/env python3
"""Is the recording the take? Prints one JSON object: correlation at the best lag, word errors of both, what was heard.

usage: compare_sound.py TEXT TAKE.wav RECORDING.wav
"""
import json
import sys

from hearing import Recogniser, best_correlation, read_wav, resample, stretch_from, word_error


def main():
    text, take_file, recording_file = sys.argv[1:]
    take, rate = read_wav(take_file)
    recording, recording_rate = read_wav(recording_file)
    recording = resample(recording, recording_rate, rate)
    correlation, start = best_correlation(recording, take)
    ear = Recogniser()
    heard_take = ear.hear(take, rate)
    heard_recording = ear.hear(stretch_from(recording, start, len(take)), rate)
    print(json.dumps({
        "correlation": correlation,
        "start_seconds": start / rate,
        "take_seconds": len(take) / rate,
        "recording_seconds": len(recording) / rate,
        "take_word_error": word_error([(text, heard_take)]),
        "recording_word_error": word_error([(text, heard_recording)]),
        "take_heard": heard_take,
        "recording_heard": heard_recording,
    }, indent=1))


if __name__ == "__main__":
    main()
