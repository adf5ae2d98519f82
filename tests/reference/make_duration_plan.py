#!/usr/bin/env python3
"""The golden of engine/duration_plan: how the demo model was asked to speak when it was judged.

    python3 make_duration_plan.py ../../resources/models/demo/durations.json ../data/durations/plans.json

Each plan holds the reference's frames, one weight per token of the reference (its last token is the closing blank) and
of the new text, the frames of both together, and how many frames each token got. Needs numpy. Silence: 4.7 frames
before an utterance and 8.4 after it, the means of the training data; 12 after the new one, which a closing blank has.
"""

import json
import sys

import numpy as np

LEAD, TAIL, NEW_TAIL = 4.7, 8.4, 12
CASES = [
    (240, "The morning light came slowly over the quiet hills and the river.", "Where is the station?"),
    (199, "A good friend is the one who listens when you have nothing to say.",
     "We walked along the old road until the evening rain began, and nobody said a word."),
    (431, "Hello.", "It's five o'clock. Who wants tea, coffee or water?"),
    (150, "Every player should check the time before the next match begins.", "No."),
]


def weights(table, text):
    """Trigram with back-off; the text stands between blanks."""
    line = " " + text.lower() + " "
    result = []
    for before, self, after in zip(line, line[1:], line[2:]):
        keys = (before + self + after, before + self + "_", "_" + self + after, "_" + self + "_")
        result.append(max(next((table[key] for key in keys if key in table), 1.0), 0.02))
    return np.array(result)


def plan(reference_frames, reference_weights, text_weights):
    spoken = reference_weights[:-1]  # the closing blank gets the silence at the end
    silence = LEAD + TAIL
    speech = reference_frames - silence
    new_frames = int(round(text_weights.sum() / spoken.sum() * speech + LEAD + NEW_TAIL))
    frames = reference_frames + new_frames

    reference_starts = LEAD + np.concatenate([[0], np.cumsum(spoken)]) / spoken.sum() * speech
    reference_starts[-1] = reference_frames - TAIL
    passed = np.concatenate([[0], np.cumsum(text_weights)[:-1]])
    text_starts = reference_frames + LEAD + passed / text_weights.sum() * (new_frames - LEAD - NEW_TAIL)
    starts = np.concatenate([reference_starts, text_starts, [frames - NEW_TAIL]])
    starts[0] = 0

    position = np.interp(np.arange(frames) + 0.5, np.append(starts, frames), np.arange(len(starts) + 1))
    return frames, np.clip(np.floor(position), 0, len(starts) - 1).astype(int)


def main():
    table = json.load(open(sys.argv[1]))
    plans = []
    for reference_frames, reference, text in CASES:
        reference_weights, text_weights = weights(table, reference + " "), weights(table, text)
        frames, token_of_frame = plan(reference_frames, reference_weights, text_weights)
        counts = np.bincount(token_of_frame, minlength=len(reference_weights) + len(text_weights) + 1)
        plans.append({"text": text, "reference_frames": reference_frames, "reference_weights": reference_weights.tolist(),
                      "text_weights": text_weights.tolist(), "frames": frames, "frames_of_token": counts.tolist()})
    with open(sys.argv[2], "w") as out:
        out.write("[\n" + ",\n".join(json.dumps(plan) for plan in plans) + "\n]\n")


if __name__ == "__main__":
    main()
