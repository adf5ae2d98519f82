"""Composes Chinese sentences: a small grammar over words/chinese.txt, and rows of pypinyin's phrases for the syllables
that the grammar lacks."""
from __future__ import annotations

import random
from collections import Counter

from pypinyin.phrases_dict import phrases_dict

from .tokens import is_syllable, to_tokens
from .word_lists import sections, test_sentences

MOST_SYLLABLES = 26


def _phrases() -> list[str]:
    return sorted(p for p in phrases_dict if 1 < len(p) <= 4 and all("\u4e00" <= c <= "\u9fff" for c in p))


class Composer:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.lists = sections("chinese.txt")
        self.phrases = _phrases()

    def one(self, kind: str) -> str:
        if kind == "nouns" and self.random.random() < 0.15:
            return self.random.choice(self.phrases)
        return self.random.choice(self.lists[kind])

    def thing(self) -> str:
        kind = self.random.random()
        if kind < 0.4:
            return self.one("nouns")
        if kind < 0.75:
            return self.one("measures") + self.one("nouns")
        return self.one("measures") + self.one("adjectives") + "的" + self.one("nouns")

    def clause(self) -> str:
        when = self.one("times") if self.random.random() < 0.3 else ""
        where = "在" + self.one("places") if self.random.random() < 0.3 else ""
        who, verb, thing = self.one("people"), self.one("verbs"), self.thing()
        kind = self.random.randrange(7)
        if kind == 0:
            return f"{when}{who}{where}{verb}了{thing}"
        if kind == 1:
            return f"{who}{when}{self.random.choice(['想', '要', '会', '能', '可以', '应该', '打算', '喜欢', '正在', '没有', '不想'])}{where}{verb}{thing}"
        if kind == 2:
            return f"{self.thing()}{self.one('adverbs')}{self.one('adjectives')}"
        if kind == 3:
            return f"{who}把{self.thing()}{self.random.choice(['放在', '送到', '带回', '忘在'])}{self.one('places')}了"
        if kind == 4:
            return f"{self.one('places')}有{self.thing()}"
        if kind == 5:
            return f"{who}觉得{self.thing()}{self.one('adverbs')}{self.one('adjectives')}"
        return f"{who}{when}{where}{verb}{thing}"

    def question(self) -> str:
        who, verb = self.one("people"), self.one("verbs")
        return self.random.choice([f"{who}{verb}{self.thing()}吗？", f"{self.thing()}在哪里？", f"{who}为什么{verb}{self.thing()}？",
                                   f"你什么时候{verb}{self.thing()}？", f"谁{verb}了{self.thing()}？", f"{self.thing()}怎么样？",
                                   f"{self.thing()}{self.one('adjectives')}不{self.one('adjectives')}？"])

    def digits(self) -> str:
        row = "".join(self.one("digits") for _ in range(self.random.randint(3, 8)))
        return self.random.choice([f"他的电话是{row}。", f"密码是{row}。", f"房间号码是{row}。", f"{row}，对不对？"])

    def row(self) -> str:
        words = [self.random.choice(self.phrases) for _ in range(self.random.randint(1, 5))]
        return "".join(word + ("，" if self.random.random() < 0.2 else "") for word in words).rstrip("，") + "。"

    def sentence(self) -> str:
        kind = self.random.choices(range(6), (34, 18, 14, 6, 22, 6))[0]
        if kind == 0:
            return self.clause() + self.random.choice("。。。！")
        if kind == 1:
            return f"{self.clause()}，{self.random.choice(['', '但是', '所以', '因为', '而且', '可是', '然后', '不过'])}{self.clause()}。"
        if kind == 2:
            return self.question()
        if kind == 3:
            return self.digits()
        if kind == 4:
            return self.row()
        return self.random.choice(self.lists["chat"])


def syllable_count(sentence: str) -> int:
    return sum(is_syllable(token) or token in "aeo" for token in to_tokens(sentence))


def sentences(count: int, seed: int) -> list[str]:
    composer = Composer(seed)
    taken = set(test_sentences("zh"))
    result = []
    while len(result) < count:
        sentence = composer.sentence()
        if sentence in taken or syllable_count(sentence) > MOST_SYLLABLES:
            continue
        taken.add(sentence)
        result.append(sentence)
    return result


def rarest(texts: list[str], count: int = 30) -> list[tuple[str, int]]:
    """For a look at what the data hold: the syllables that come least often."""
    counted = Counter(token for text in texts for token in to_tokens(text) if is_syllable(token))
    return sorted(counted.items(), key=lambda item: item[1])[:count]
