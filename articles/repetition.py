"""What a small model that runs in circles says again and again. Pure."""

import re
from collections import Counter
from collections.abc import Iterator

from articles import markdown_lines

SAME_SENTENCE_TIMES = 4
SAME_LONG_SENTENCE_TIMES, LONG_SENTENCE_WORDS = 3, 8
LEAST_WORDS_TO_REPEAT = 4  # "Output:" may stand in a text as often as it likes
LOOP_WORDS = 5
LOOP_SHARE = 0.35  # of all runs of LOOP_WORDS words that were there before; 0.02 in real prose
ALIKE_WORDS, ALIKE_SHARE = 6, 0.6  # two items of a list share a third of their words when they say different things
LAST_CHARACTERS = 6_000
HOPELESS_SHARE = 0.5
HOPELESS_WORDS = 250  # a shorter piece of text may well say its code or a table twice


def repetition(prose: str) -> str:
    """The first sentence that comes too often, else the commonest run of words in a loop; "" for neither."""
    said = Counter(sentence for line in prose.split("\n") for sentence in _normal_sentences(line))
    repeated = next((sentence for sentence, times in said.items() if times >= _most_times(sentence)), "")
    if repeated:
        return repeated
    runs = _runs(prose)
    return " ".join(runs.most_common(1)[0][0]) if _share(runs) > LOOP_SHARE else ""


def alike(one: str, other: str) -> bool:
    """Whether two items of a list are the same but for a few words, or quite the same."""
    first, second = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    least = min(len(first), len(second))
    return first == second or (least >= ALIKE_WORDS and len(first & second) / least > ALIKE_SHARE)


def is_hopeless(written: str) -> bool:
    """Whether the end of a text that is still being written is mostly one loop."""
    runs = _runs(written[-LAST_CHARACTERS:])
    return runs.total() >= HOPELESS_WORDS and _share(runs) > HOPELESS_SHARE


def _runs(text: str) -> Counter:
    words = re.findall(r"\w+", text.casefold())
    return Counter(zip(*(words[start:] for start in range(LOOP_WORDS)), strict=False))


def _share(runs: Counter) -> float:
    """Of all runs, those that were there before."""
    return 1 - len(runs) / runs.total() if runs else 0.0


def _most_times(sentence: str) -> int:
    return SAME_LONG_SENTENCE_TIMES if len(sentence.split()) >= LONG_SENTENCE_WORDS else SAME_SENTENCE_TIMES


def plain_sentences(prose: str, *, least_words: int) -> Iterator[str]:
    """Those of so many words and more, in lower case, with nothing but their words."""
    found = (sentence for line in prose.split("\n") for sentence in _normal_sentences(line))
    return (sentence for sentence in found if len(sentence.split()) >= least_words)


def _normal_sentences(line: str) -> Iterator[str]:
    for sentence in markdown_lines.sentences(line.strip(" #>*-+|")):
        words = re.findall(r"\w+", sentence.casefold())
        if len(words) >= LEAST_WORDS_TO_REPEAT:
            yield " ".join(words)
