"""Composes English sentences: a small grammar over words/english.txt, and rows of common words of words/common.txt for
the spelling of everything else."""
from __future__ import annotations

import random

from .word_lists import lines, sections, test_sentences

SHORTEST, LONGEST = 10, 110
_ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
         "seventeen eighteen nineteen").split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth last next".split()
_PEOPLE = [("I", "my"), ("you", "your"), ("he", "his"), ("she", "her"), ("we", "our"), ("they", "their")]
_HELPERS = ["will", "can", "must", "should", "could", "would", "might", "did not", "didn't", "cannot", "can't", "won't",
            "will not"]
_OBJECTS = "it them me us him her something everything nothing anything".split()
_OPENINGS = "well yes no okay oh wow hey so thanks hello hi sorry".split()


def number(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10 - 2] + (" " + _ONES[value % 10] if value % 10 else "")
    unit, name = (100, " hundred") if value < 1000 else (1000, " thousand")
    return number(value // unit) + name + (" " + number(value % unit) if value % unit else "")


class Composer:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.lists = {name: list(words) for name, words in sections("english.txt").items()}
        self.verbs = [verb.split("/") for verb in self.lists["verbs"]]  # make, makes, made, making
        self.common = lines("common.txt")

    def one(self, choices):
        return self.random.choice(choices)

    def word(self, kind: str) -> str:
        if kind in ("nouns", "adjectives") and self.random.random() < 0.2:
            return self.one(self.common)
        return self.one(self.lists[kind])

    def thing(self) -> str:
        noun, adjective = self.word("nouns"), self.word("adjectives")
        article = lambda word: ("an " if word[0] in "aeio" else "a ") + word
        return self.one(["the " + noun] * 5 + [f"the {adjective} {noun}"] * 4 + [article(noun)] * 2 +
                        [article(f"{adjective} {noun}")] * 3 + [f"{self.one(_PEOPLE)[1]} {noun}"] * 3 +
                        [f"{self.one(['this', 'that', 'every', 'another', 'some', 'each'])} {noun}"] * 2 + [self.one(self.lists["names"])] * 2)

    def where(self) -> str:
        place = self.one(self.lists["places"]) if self.random.random() < 0.1 else self.thing()
        return self.one(self.lists["prepositions"]) + " " + place

    def subject(self) -> tuple[str, bool]:
        """And whether it is a third person."""
        kind = self.random.random()
        if kind < 0.4:
            person = self.one(_PEOPLE)[0]
            return person, person in ("he", "she")
        return (self.one(self.lists["names"]) if kind < 0.55 else self.thing()), True

    def clause(self) -> str:
        subject, third = self.subject()
        base, present, past, progressive = self.one(self.verbs)
        being = "am" if subject == "I" else "is" if third else "are"
        was = "was" if third or subject == "I" else "were"
        helper = self.one(_HELPERS)
        verb = self.one([present if third else base] * 3 + [past] * 3 + [f"{helper} {base}"] * 2 +
                        [f"{being} {progressive}", f"{was} {progressive}"])
        thing = self.thing() if self.random.random() < 0.8 else self.one(_OBJECTS)
        rest = self.random.random()
        tail = " " + self.where() if rest < 0.35 else " " + self.word("adverbs") if rest < 0.5 else ""
        return f"{subject} {verb} {thing}{tail}"

    def state(self) -> str:
        subject, third = self.subject()
        being = self.one(["am" if subject == "I" else "is" if third else "are", "was" if third or subject == "I" else "were"])
        return self.one([f"{subject} {being} {self.one(['very ', 'so ', 'really ', 'too ', 'not ', 'quite ', ''])}{self.word('adjectives')}",
                         f"{subject} {being} {self.where()}", f"{subject} {being} {self.word('adjectives')} and {self.word('adjectives')}"])

    def question(self) -> str:
        if self.random.random() < 0.4:
            return f"{self.one('where who what why how when'.split())} is {self.thing()}{self.one(['', ' ' + self.where()])}?"
        start = self.one(["do you", "did they", "can we", "will he", "should I", "could she", "would you", "did you", "can you"])
        return f"{start} {self.one(self.verbs)[0]} {self.thing()}{self.one(['', ' ' + self.where(), ' ' + self.word('adverbs')])}?"

    def counted(self) -> str:
        limit = self.one([20, 100, 1000, 10000])
        start = self.one(["there are", "we have", "they found", "I saw", "she bought", "you need"])
        return (f"{start} {number(self.random.randint(2, limit - 1))} {self.word('nouns')} {self.one(['and', 'or'])} "
                f"{number(self.random.randint(1, 99))} {self.word('nouns')}.")

    def dated(self) -> str:
        when = self.one(["on " + self.one(self.lists["days"]), "in " + self.one(self.lists["months"]), "last night",
                         f"at {number(self.random.randint(1, 12))} o'clock", "this morning", "next week", "yesterday"])
        return f"{when}, {self.clause()}."

    def row(self) -> str:
        words = [self.one(self.common) for _ in range(self.random.randint(2, 9))]
        if len(words) > 5 and self.random.random() < 0.4:
            words[len(words) // 2] += ","
        return " ".join(words) + self.one(".....?!")

    def sentence(self) -> str:
        kind = self.random.choices(range(12), (22, 8, 8, 7, 9, 5, 6, 5, 4, 5, 17, 4))[0]
        if kind == 0:
            return self.clause() + "."
        if kind == 1:
            return self.state() + "."
        if kind == 2:
            return f"{self.state()}, {self.one(['and', 'but', 'so', 'because'])} {self.state()}."
        if kind == 3:
            return f"{self.clause()}, {self.one(['and', 'but', 'so', 'because', 'when', 'while'])} {self.clause()}."
        if kind == 4:
            return self.question()
        if kind == 5:
            return f"{self.one(['please ', '', 'never ', 'always '])}{self.one(self.verbs)[0]} {self.thing()}{self.one(['', ' ' + self.where()])}{self.one('.!')}"
        if kind == 6:
            return self.counted()
        if kind == 7:
            return self.dated()
        if kind == 8:
            return f"{self.one(_OPENINGS)}, {self.clause()}{self.one('.!')}"
        if kind == 9:
            chat = self.one(self.lists["chat"])
            return chat if self.random.random() < 0.4 else f"{chat.rstrip('.?!')}, {self.one(self.lists['names'])}."
        if kind == 10:
            return self.row()
        return (f"the {self.one(_ORDINALS)} {self.word('nouns')} is {self.word('adjectives')}, "
                f"the {self.one(_ORDINALS)} {self.word('nouns')} is {self.word('adjectives')}.")


def sentences(count: int, seed: int) -> list[str]:
    composer = Composer(seed)
    taken = {sentence.lower() for sentence in test_sentences("en")}
    result = []

    def add(sentence: str):
        if SHORTEST <= len(sentence) <= LONGEST and sentence.lower() not in taken:
            taken.add(sentence.lower())
            result.append(sentence)

    for sentence in composer.lists["chat"] + composer.lists["known"]:
        add(sentence)
    while len(result) < count:
        sentence = composer.sentence()
        add(sentence[0].upper() + sentence[1:])
    result = result[:count]
    composer.random.shuffle(result)
    return result
