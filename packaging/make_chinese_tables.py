#!/usr/bin/env python3
"""Makes the file that engine/text/chinese_tables.h reads: how Chinese is cut into words, and how it is read.

  make_chinese_tables.py --jieba DIR --pypinyin DIR --pypinyin-version VERSION --out FILE

--jieba is the package's folder (Debian's python3-jieba: /usr/lib/python3/dist-packages/jieba), of which dict.txt and
finalseg/ are read; --pypinyin is the folder that holds the package pypinyin, whose own code converts each character and
each phrase once, tone sandhi included, so that the engine needs no rules. Another version than VERSION is refused. The
same input makes the same bytes.

The file is 32-bit words, little-endian. In this order:
  "ISZH", 1 (the version), the number of words of the whole file, the sum of all frequencies
  jieba's words         trie; the value is the word's frequency
  syllables             count, where each begins (one more than there are), the bytes of all, padded with zeros
  characters            count, code points in order, a syllable's number for each
  syllables of phrases  count, a syllable's number for each character of each phrase
  pypinyin's phrases    trie; the value is 1 + where the phrase's syllables begin in the list before
  jieba's hidden Markov model   4 probabilities to start with and 4 × 4 to go on with (doubles; places B E M S), the first
                        character, count, 4 probabilities for each character in millionths; the smallest integer = unseen
A trie is: count, the characters of its nodes, where the children of each begin (one more than there are nodes), values
(0 = no word ends here). Node 0 is the root; nodes are numbered level by level, and children are sorted.
"""

import argparse
import array
import collections
import functools
import os
import pathlib
import runpy
import struct
import sys

VERSION = 1
UNSEEN = 0x80000000  # as a signed integer the smallest one
PLACES = "BEMS"
FIRST, LAST = 0x4E00, 0x9FD5  # what jieba's model is asked about


def frequencies(file):
    result = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        result[word] = int(frequency)
    if not result or min(result.values()) <= 0:
        sys.exit(f"{file}: a word without a frequency")
    return result


def trie(words):
    characters, first, values = [], [], []
    level, depth, longer, nodes = [""], 0, list(words), 1
    while level:
        characters += [ord(prefix[-1]) if prefix else 0 for prefix in level]
        values += [words.get(prefix, 0) for prefix in level]
        longer = [word for word in longer if len(word) > depth]
        depth += 1
        below = sorted({word[:depth] for word in longer})
        children = collections.Counter(prefix[:-1] for prefix in below)
        for prefix in level:
            first.append(nodes)
            nodes += children[prefix]
        level = below
    first.append(nodes)
    return [len(characters), *characters, *first, *values]


def pypinyin_readings(folder, version):
    """{character: syllable} and {phrase: syllables}, as lazy_pinyin(…, Style.TONE3, tone_sandhi=True) says them."""
    os.environ.pop("PYPINYIN_NO_PHRASES", None)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    import pypinyin

    if pypinyin.__version__ != version:
        sys.exit(f"{folder} holds pypinyin {pypinyin.__version__}, which reads some words differently: {version} is wanted")
    from pypinyin import Style, constants
    from pypinyin.contrib import tone_sandhi
    from pypinyin.converter import UltimateConverter

    # The same 1,500 syllables come 190,000 times.
    tone_sandhi.tone_to_tone2 = functools.lru_cache(None)(tone_sandhi.tone_to_tone2)
    tone_sandhi.tone2_to_tone = functools.lru_cache(None)(tone_sandhi.tone2_to_tone)
    converter = UltimateConverter(tone_sandhi=True)
    with_number = functools.lru_cache(None)(lambda pinyin: converter.convert_style("", pinyin, Style.TONE3, True))

    def said(word, readings):
        spoken = converter.post_pinyin(word, False, [[first] for first in readings])
        if len(spoken) != len(word):
            sys.exit(f"{word}: {len(word)} characters, but {spoken}")
        return [with_number(one[0]) for one in spoken]

    # Of several readings the first one counts.
    singles = {}
    for code, readings in sorted(constants.PINYIN_DICT.items()):
        if constants.RE_HANS.match(chr(code)):
            singles[chr(code)] = said(chr(code), readings.split(",")[:1])[0]
    phrases = sorted(constants.PHRASES_DICT.items())
    return singles, {phrase: said(phrase, [one[0] for one in readings]) for phrase, readings in phrases}


def hidden_markov_model(folder):
    start = runpy.run_path(str(folder / "prob_start.py"))["P"]
    step = runpy.run_path(str(folder / "prob_trans.py"))["P"]
    emitted = runpy.run_path(str(folder / "prob_emit.py"))["P"]
    impossible = min(start.values())
    probabilities = [start[place] for place in PLACES]
    probabilities += [step[place].get(after, impossible) for place in PLACES for after in PLACES]
    words = list(struct.unpack("<40I", struct.pack("<20d", *probabilities)))
    words += [FIRST, LAST - FIRST + 1]
    for code in range(FIRST, LAST + 1):
        for place in PLACES:
            value = emitted[place].get(chr(code))
            # jieba-rs carries six decimals.
            words.append(UNSEEN if value is None else round(float(f"{value:.6f}") * 1e6) & 0xFFFFFFFF)
    return words


def as_words(data):
    data += bytes(-len(data) % 4)
    return struct.unpack(f"<{len(data) // 4}I", data)


def tables(jieba, pypinyin, version):
    dictionary = frequencies(jieba / "dict.txt")
    singles, phrases = pypinyin_readings(pypinyin, version)
    syllables = sorted(set(singles.values()).union(*phrases.values()))
    if "" in syllables:
        sys.exit("an empty syllable")
    number = {syllable: i for i, syllable in enumerate(syllables)}

    begins, said = {}, []
    for phrase, spoken in phrases.items():
        begins[phrase] = 1 + len(said)
        said += [number[syllable] for syllable in spoken]
    spelled = [syllable.encode() for syllable in syllables]
    offsets = [0]
    for one in spelled:
        offsets.append(offsets[-1] + len(one))

    words = [sum(dictionary.values())]
    words += trie(dictionary)
    words += [len(syllables), *offsets, *as_words(b"".join(spelled))]
    words += [len(singles), *map(ord, singles), *(number[syllable] for syllable in singles.values())]
    words += [len(said), *said]
    words += trie(begins)
    words += hidden_markov_model(jieba / "finalseg")
    return [*struct.unpack("<I", b"ISZH"), VERSION, len(words) + 3, *words]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jieba", type=pathlib.Path, required=True)
    parser.add_argument("--pypinyin", type=pathlib.Path, required=True)
    parser.add_argument("--pypinyin-version", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()

    content = array.array("I", tables(options.jieba, options.pypinyin, options.pypinyin_version))
    if sys.byteorder == "big":
        content.byteswap()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = options.out.with_name(options.out.name + ".part")
    unfinished.write_bytes(content.tobytes())
    unfinished.replace(options.out)


if __name__ == "__main__":
    main()
