#!/usr/bin/env python3
"""Goldens for engine/text, made by running upstream (f5-tts 1.1.22 with rjieba 0.2.2 and pypinyin 0.55).

  make_text_reference.py golden                 writes tests/data/text/*.jsonl
  make_text_reference.py lines [--count 6000]   prints composed lines without Chinese characters, one per line
  make_text_reference.py parity --program build/release/bin/ishowtts [--count 6000]
                                                runs `ishowtts tokens` on those lines and compares with upstream

The lines are the same on every run. Upstream's two functions are read out of the installed package, because importing
the package pulls in everything its trainer needs.
"""

import argparse
import ast
import importlib.util
import json
import pathlib
import random
import re
import subprocess
import sys

import rjieba

DATA = pathlib.Path(__file__).resolve().parent.parent / "data" / "text"


def upstream_folder():
    spec = importlib.util.find_spec("f5_tts")
    if spec is None:
        sys.exit("f5_tts is not installed: pip install --no-deps f5-tts==1.1.22 rjieba==0.2.2 pypinyin==0.55.0")
    return pathlib.Path(next(iter(spec.submodule_search_locations)))


def load_tokenizer():
    path = upstream_folder() / "model" / "utils.py"
    spec = importlib.util.spec_from_file_location("f5_utils", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda text: module.convert_char_to_pinyin([text])[0]


def load_chunker():
    tree = ast.parse((upstream_folder() / "infer" / "utils_infer.py").read_text(encoding="utf-8"))
    wanted = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "chunk_text"]
    scope = {"re": re}
    exec(compile(ast.Module(wanted, []), "utils_infer.py", "exec"), scope)
    return scope["chunk_text"]


# Composing ------------------------------------------------------------------------------------------------------------

WORDS = (
    "the of and to in is you that it he was for on are as with his they at be this have from or one had by word but "
    "not what all were we when your can said there use an each which she do how their if will up other about out many "
    "then them these so some her would make like him into time has look two more write go see number no way could "
    "people my than first water been call who oil its now find long down day did get come made may part iShowSpeed "
    "Speed STREAM chat GPU RTX TensorRT NFE F5 don't can't it's rock'n'roll O'Neill e-mail well-known semi_final"
).split()
ACCENTED = "café naïve Ångström jalapeño façade über Straße œuvre Łódź Dvořák Škoda İstanbul señor crème brûlée Việt Nguyễn".split()
OTHER_SCRIPTS = (
    "Привет мир Москва ёлка Київ Καλημέρα κόσμε Αθήνα שלום مرحبا नमस्ते สวัสดี გამარჯობა Բարեւ こんにちは カタカナ ひらがな ラーメン "
    "안녕하세요 한국어 ｶﾀｶﾅ ㄅㄆㄇ ㄱㄴㄷ ᚠᚢᚦ ⠓⠑⠇⠇⠕"
).split()
EMOJI = ["😀", "👍🏽", "👨‍👩‍👧", "🇩🇪", "❤️", "🔥🔥", "⚡", "✨", "🎉", "☃", "𝔘", "𝟘", "𐍈"]
NUMBERS = (
    "0 7 42 1,000 1.000.000 3.14 -5 +49 50% 99.9% 100%% 1e9 1.5e-10 12:30 2024-12-31 31.12.2024 1/2 $5.00 €9,99 £3 ¥100 "
    "№5 1st 2nd v1.2-rc.1 1.2.3.4 192.168.0.1 0x1F 5% %5 #1 1_000 10-20 50%-60% 1.5%-2 ½ ²³ ٣٤ ３４"
).split()
SIGNS = list(".,;:!?'\"()[]{}<>/\\|@#$%^&*-_=+~`") + [
    "...", "…", "—", "–", "--", "---", "“", "”", "‘", "’", "«", "»", "„", "‚", "¿", "¡", "·", "•", "§", "°", "™", "®", "©",
    "×", "÷", "±", "≈", "→", "←", "∞", "☺", "′", "″", "‰", "？！", "，", "。", "！", "？", "：", "；", "、", "「", "」", "（",
    "）", "％", "＃", "＆", "＋", "～", "〜", "・", "ー", "々", "〒", "㈱", "㎏", "㍿", "䷀", "\ufffd", "\ufeff", "\u00ad", "\ue000",
]
SPACES = [" ", "  ", "\t", "\n", "\r", "\r\n", "\n\n", "\r\n\r\n", "\u00a0", "\u3000", "\u2003", "\u2009", "\u200b",
          "\u200d", "\u2028", "\u2029", "\u0085", "\u000b", "\u000c", "\u001c", "\u001f", "\u1680", "\u202f", "\u205f"]
CONTROLS = ["\u0000", "\u0001", "\u0007", "\u0008", "\u001b", "\u007f", "\u0080", "\u009f", "\u200e", "\u202e", "\ue0ff"]
CODE = (
    "C++ c++ C# c# AT&T AT& T&T at&t R&D C+ C++17 C#.NET c++/C# xC++ C++x f(x)=x+1 a&&b a||b i++ --i x+=1 #include #hash "
    "%d %s %% foo_bar foo-bar foo.bar __init__ user.name+tag@mail-host.example.com https://example.org/a_b?c=d&e=f#g "
    "C:\\Temp ~/x.txt ../y *.cpp key:value a=b; [0] {1} <b> &amp; 8.5GB 16GB/s i7-9700K x86_64 GPT-4o F5-TTS_v1 -_- ^_^ "
    ":-) ;-) <3 o.O T_T ._. -.- 100%% +1 -1 +-1 a-.b a_-b a.-.b a..b .a a. -a- _a_ %a% #a# &a&"
).split()
ALPHABET = list("abcXYZ0189") + ["c", "C", "+", "++", "#", "&", "&T", "AT", "AT&T", ".", "_", "-", "%", "--", " ", ",", "é", "…"]

FIXED = [
    "", " ", "  ", "a", ".", "..", "\n", "\r\n", "a\r\nb", "a\r\n\r\nb", "a \r\n b", "a\n\rb", "\r\n\r\n", "\r\r\n",
    "Hello, world!", "Hello;world", "He said: hi there", "He said:hi there", "it's 'ok' \"yes\"", "“quoted” ‘text’",
    "C++ and c++ and C# and c#", "AT&T", "xAT&Ty", "AT&TAT&T", "C++C++", "c#c#", "C+++", "C++++", "C##", "cc++", "a.C++",
    "3.5% of 100%", "50%-60%", "5%%", "%5", "%%", "a%%b", "100%C++", "1.5.6", "1..5", "1.5.", ".5", "-5", "a-", "-a",
    "a--b", "a-b-c", "a_-b", "a-_b", "a.-b", "v1.2-rc.1", "well-known", "x86_64", "__init__", "foo_bar.baz-qux%",
    "no.space.here", "end.Start", "wait...what", "wait…what", "wait—what", "a—b—cd", "…", "……", "ab…cd…ef", "€5", "5€", "a€bc",
    "naïve café", "éé", "ab é cd", "abécd", "Привет, мир!", "Приветmir", "😀ab😀", "👨‍👩‍👧", "ab👍🏽cd", "\u0000", "a\u0000bc",
    "\u0007bell", "ab\u200bcd", "ab\u00a0cd", "ab\u3000cd", "\ufeffab", "ＡＢＣ１２３", "，。！？", "ab，cd。ef！", "こんにちは", "abこんにちはcd",
    "カタカナ・テスト", "ー々〆", "안녕 ab", "ㄅㄆab", "㈱ab", "㎏㎏", "䷀䷀ab", "～～", "「ab」", "ab\ufffdcd", "\U0010ffff", "\ufffe",
    "'ab", "'a'bc", "\"ab", ":ab", " ab", ",ab", "(ab)", "ab cd", "ab  cd", "ab\tcd", "a b c", "a1b2c3", "A.B.C.", "e.g. this",
    "R&D", "&&", "a&b", "#tag ##tags", "#1#2", "+1+2", "++i", "i++", "a+b=c", "user.name+tag@mail-host.example.com",
    "https://example.org/a_b?c=d&e=f#g", "~!@#$%^&*()_+`-={}|[]\\:\";'<>?,./",
]


def is_chinese(c):
    """Han characters, and what pypinyin reads aloud besides them: not compared, they need the dictionary."""
    n = ord(c)
    return (
        0x3400 <= n <= 0x4DBF or 0x4E00 <= n <= 0x9FFF or 0xF900 <= n <= 0xFAFF or 0x20000 <= n <= 0x2EBEF
        or 0x2F800 <= n <= 0x323AF or n == 0x3007 or 0xE815 <= n <= 0xE864
    )


def random_character(rng):
    while True:
        top = rng.choice([0x80, 0x250, 0x600, 0x2000, 0x3400, 0x10000, 0x20000, 0x110000])
        n = rng.randrange(top)
        if not 0xD800 <= n < 0xE000 and not is_chinese(chr(n)):
            return chr(n)


def compose(rng, kind):
    pick = rng.choice
    if kind == 0:  # prose
        parts = [pick(WORDS) + pick(["", "", "", ",", ".", "!", "?", ":", ";", "…", " -"]) for _ in range(rng.randrange(3, 16))]
        return " ".join(parts)
    if kind == 1:  # prose with numbers, accents and code
        pools = [WORDS, WORDS, NUMBERS, ACCENTED, CODE]
        return " ".join(pick(pick(pools)) for _ in range(rng.randrange(2, 12)))
    if kind == 2:  # the run alphabet, the segmenter's heart
        return "".join(pick(ALPHABET) for _ in range(rng.randrange(1, 24)))
    if kind == 3:  # everything without blanks
        pools = [WORDS, NUMBERS, ACCENTED, CODE, SIGNS, OTHER_SCRIPTS, EMOJI]
        return "".join(pick(pick(pools)) for _ in range(rng.randrange(1, 9)))
    if kind == 4:  # everything with odd white space and controls
        pools = [WORDS, NUMBERS, ACCENTED, CODE, SIGNS, OTHER_SCRIPTS, EMOJI, CONTROLS]
        return "".join(pick(pick(pools)) + pick(SPACES + [" "] * 8 + [""] * 12) for _ in range(rng.randrange(1, 12)))
    if kind == 5:  # quotes and punctuation around words
        return "".join(pick([pick(WORDS), pick(SIGNS), pick(SIGNS), " "]) for _ in range(rng.randrange(2, 16)))
    return "".join(pick([pick(WORDS), random_character(rng), random_character(rng)]) for _ in range(rng.randrange(1, 16)))


def lines(count, seed=20):
    rng = random.Random(seed)
    result = list(FIXED)
    while len(result) < count:
        line = compose(rng, len(result) % 7)
        if not any(is_chinese(c) for c in line):
            result.append(line)
    return result[:count]


def chunk_cases(count, seed=21):
    rng = random.Random(seed)
    fixed = ["", " ", "\n", ".", "a.", "a. b", "a.b", "。", "a。b", "a。 b", "a， b。\n", " a. ", "a.  \u3000b", "a.\u00a0b", "a!?  b",
             "...   ...", ". . .", "，，，", "a.\u001cb", "a.\u200bb", "\u0000. \u0000", "x" * 50 + ". y. z"]
    cases = [(text, most) for text in fixed for most in (0, 3, 1000)]
    ends = [". ", ", ", "; ", ": ", "! ", "? ", ".\n", "?\r\n", "。", "，", "！", "？", "；", "： ", ".", ".\u3000", " ", "…", ""]
    while len(cases) < count:
        pools = [WORDS, WORDS, ACCENTED, OTHER_SCRIPTS, NUMBERS, EMOJI]
        text = "".join(
            " ".join(rng.choice(rng.choice(pools)) for _ in range(rng.randrange(1, 6))) + rng.choice(ends)
            for _ in range(rng.randrange(1, 9))
        )
        cases.append((text, rng.choice([-5, 0, 1, 10, 20, 40, 60, 100, 135, 400])))
    return cases[:count]


def byte_strings(count, seed=22):
    rng = random.Random(seed)
    good = [s.encode() for s in ("a", "é", "€", "中", "😀", "\U0010ffff", "\ud7ff", "\ue000", "\u0000")]
    bad = [b"\xff", b"\xc0\x80", b"\xc2", b"\xe0\x80\x80", b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xf0\x80\x80\x80",
           b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\x80", b"\xbf\xbf", b"\xe2\x28\xa1", b"\xf1\x80"]
    result = good + bad
    while len(result) < count:
        result.append(b"".join(rng.choice(good + bad + [bytes([rng.randrange(256)])]) for _ in range(rng.randrange(1, 9))))
    return result[:count]


def duration_table(seed=23):
    """A table with keys of all four kinds, so that every step of the back-off is taken somewhere."""
    rng = random.Random(seed)
    letters = "aeinorst é ж.,'_"
    table = {}
    for _ in range(400):
        before, this, after = (rng.choice(letters) for _ in range(3))
        key = rng.choice([before + this + after, before + this + "_", "_" + this + after, "_" + this + "_"])
        table[key] = rng.choice([0, 0.001, 0.02, round(rng.uniform(0.2, 4), 3), 1000])
    return dict(sorted(table.items()))


def duration_weights(table, text):
    around = " " + text.lower() + " "
    weights = []
    for before, this, after in zip(around, around[1:], around[2:]):
        keys = (before + this + after, before + this + "_", "_" + this + after, "_" + this + "_")
        weights.append(max(next((table[key] for key in keys if key in table), 1.0), 0.02))
    return weights


# Verbs ----------------------------------------------------------------------------------------------------------------


def write_jsonl(name, rows):
    path = DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows), encoding="utf-8")
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes")


def golden():
    tokens, chunk = load_tokenizer(), load_chunker()
    rows = lines(len(FIXED) + 280)
    write_jsonl("tokens.jsonl", [{"text": t, "words": rjieba.cut(t), "tokens": tokens(t)} for t in rows])
    # Chunks of nothing are left out on purpose: upstream would speak an empty text.
    write_jsonl("chunks.jsonl",
                [{"text": t, "max": m, "chunks": [c for c in chunk(t, m) if c]} for t, m in chunk_cases(200)])
    write_jsonl("ill_formed.jsonl", [{"hex": b.hex(), "text": b.decode("utf-8", "replace")} for b in byte_strings(200)])
    table = duration_table()
    (DATA / "durations.json").write_text(json.dumps(table, separators=(",", ":")), encoding="utf-8")
    rng = random.Random(24)
    texts = ["", " ", "a", "STRESSED É ЖЖ", "xyz"] + [
        "".join(rng.choice("aeinorstAEST éÉжЖ.,'_xz") for _ in range(rng.randrange(1, 30))) for _ in range(60)
    ]
    write_jsonl("durations.jsonl", [{"text": t, "weights": duration_weights(table, t)} for t in texts])


def parity_lines(count):
    """What can be handed over line by line."""
    return [t for t in lines(count * 3) if t and "\n" not in t and "\r" not in t and "\0" not in t][:count]


def parity(program, count):
    tokens = load_tokenizer()
    texts = parity_lines(count)
    done = subprocess.run([program, "tokens"], input="".join(t + "\n" for t in texts).encode(), stdout=subprocess.PIPE, check=True)
    answers = done.stdout.decode().split("\n")[:-1]
    if len(answers) != len(texts):
        sys.exit(f"{len(texts)} lines went in, {len(answers)} came out")
    wrong = [(t, json.loads(a)) for t, a in zip(texts, answers) if json.loads(a) != tokens(t)]
    for text, got in wrong[:10]:
        print(json.dumps({"text": text, "upstream": tokens(text), "ours": got}))
    print(f"{len(texts) - len(wrong)} of {len(texts)} lines equal ({100 * (1 - len(wrong) / len(texts)):.3f} %)")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["golden", "lines", "parity"])
    parser.add_argument("--program", default="build/release/bin/ishowtts")
    parser.add_argument("--count", type=int, default=6000)
    options = parser.parse_args()
    if options.verb == "golden":
        return golden()
    if options.verb == "lines":
        sys.stdout.buffer.write("".join(t + "\n" for t in parity_lines(options.count)).encode())
        return 0
    return parity(options.program, options.count)


if __name__ == "__main__":
    sys.exit(main())
