"""Small Python programs that run, the longer the higher the level. `WORDS` stands for a list in the reader's language."""

FIRST = """\
words = WORDS
print(len(words))
"""
SECOND = """\
words = WORDS
for word in words:
    print(word, len(word))
print("sum", sum(len(word) for word in words))
"""
THIRD = """\
def longest(words):
    best = words[0]
    for word in words:
        if len(word) > len(best):
            best = word
    return best

print(longest(WORDS))
"""
FOURTH = """\
from collections import Counter


def most_common(words, number):
    counts = Counter(words)
    return [word for word, _ in counts.most_common(number)]


words = WORDS * 2
for word in most_common(words, 2):
    print(word)
print(len(set(words)))
"""
FIFTH = """\
from dataclasses import dataclass, field


@dataclass
class Memory:
    seen: dict = field(default_factory=dict)

    def add(self, word):
        self.seen[word] = self.seen.get(word, 0) + 1
        return self.seen[word]

    def repeated(self):
        return sorted(word for word, times in self.seen.items() if times > 1)


memory = Memory()
for word in WORDS + WORDS[:1]:
    memory.add(word)
print(memory.repeated())
"""
BY_LEVEL = {
    "absolute_beginner": (FIRST,),
    "beginner": (SECOND,),
    "intermediate": (THIRD,),
    "advanced": (FOURTH,),
    "expert": (FIFTH, FOURTH),
}


def programs(level: str, words: tuple[str, ...]) -> list[str]:
    return [program.replace("WORDS", repr(list(words))) for program in BY_LEVEL[level]]
