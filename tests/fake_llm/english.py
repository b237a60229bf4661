"""English words for the fake model's texts: clauses that stay true of any subject, so that every article reads well."""

from random import Random

from tests.fake_llm.bank import Bank, Term, Theme, Word

JOINTS = (", and ", ", while ")


def sentence(clauses: list[str], rng: Random) -> str:
    """ "a" → "A."; "a", "b", "c" → "A, while b, and c."."""
    text = clauses[0]
    first = rng.randrange(2)
    for number, clause in enumerate(clauses[1:]):
        text += JOINTS[(first + number) % 2] + clause
    return text[0].upper() + text[1:] + "."


def define(term: Term) -> str:
    return f"The {term.word} is {term.definition}."


def quote(title: str) -> Word:
    return Word(f"“{title}”")


def _term(word: str, definition: str) -> Term:
    return Term(word, Word(f"the {word}"), definition)


TERMS = (
    _term("input", "what goes into a step"),
    _term("output", "what comes out of a step"),
    _term("goal", "the result that you want to reach"),
    _term("context", "the facts that surround a task"),
    _term("constraint", "a limit that the work must respect"),
    _term("baseline", "the simple version that you compare with"),
    _term("feedback", "what a result says about the next try"),
    _term("checklist", "a short list of points to look at"),
)

PURPOSE = Theme(
    "What it is for",
    (
        "{t} gives {title} a clear shape",
        "a careful reader can point to {t} at once",
        "{t} keeps the work small and honest",
        "people who share {t} argue much less",
        "{t} turns a vague wish into a task",
        "a good start names {t} in one line",
        "{title} becomes easier once {t} is known",
        "{t} saves time in the very first hour",
        "most plans improve when {t} is written down",
        "a team with {t} in view decides faster",
    ),
)
STEPS = Theme(
    "How it works, step by step",
    (
        "the work begins by writing {t} down",
        "somebody reads {t} aloud and listens for gaps",
        "everybody compares {t} with the last attempt",
        "only one part of {t} changes at a time",
        "a copy of {t} stays next to the result",
        "a colleague explains {t} back in plain words",
        "{t} receives a short name and a date",
        "the round ends when {t} no longer changes",
        "the team saves {t} in a shared place",
        "{t} comes out again whenever {title} is needed",
    ),
    is_list=True,
)
EXAMPLE = Theme(
    "An example from work",
    (
        "a small shop begins its week with {t}",
        "the owner writes {t} on one card",
        "two colleagues read {t} and disagree politely",
        "they look at {t} again on a quiet morning",
        "the first round shows that {t} was too wide",
        "a second round makes {t} half as long",
        "one customer notices {t} and asks about it",
        "by Friday {t} fits on half a page",
        "nobody in the shop forgets {t} again",
        "{title} starts to pay off because of {t}",
    ),
)
MISTAKES = Theme(
    "Where mistakes happen",
    (
        "beginners often skip {t} in a hurry",
        "an old copy of {t} misleads everybody",
        "{t} grows longer until nobody reads it",
        "a silent change to {t} causes long debates",
        "some teams guess {t} from memory alone",
        "the error appears far away from {t}",
        "{t} looks fine although the numbers are wrong",
        "repeating {t} word for word helps nobody",
        "a stranger reads {t} in another way",
        "{title} fails quietly without {t}",
    ),
)
CHECKS = Theme(
    "How to check the result",
    (
        "a second person looks at {t} first",
        "three real cases are enough to test {t}",
        "a number next to {t} shows the progress",
        "the team compares {t} with its own notes",
        "one surprising case says a lot about {t}",
        "a date beside {t} shows how fresh it is",
        "a short test of {t} takes five minutes",
        "the same question about {t} returns every week",
        "a wrong answer points straight back to {t}",
        "a good check of {title} begins with {t}",
    ),
)
FURTHER = Theme(
    "Where to go from here",
    (
        "the next project reuses {t} with small changes",
        "{t} also helps in much larger teams",
        "a written record of {t} outlives its author",
        "other fields know {t} under another name",
        "a simple tool can fill in {t} automatically",
        "experts describe {t} in fewer words",
        "a monthly review keeps {t} useful",
        "teaching {t} to others reveals weak spots",
        "{title} grows naturally out of {t}",
        "the lesson of {t} serves other tasks tomorrow",
    ),
)

ENGLISH = Bank(
    terms=TERMS,
    themes=(PURPOSE, STEPS, EXAMPLE, MISTAKES, CHECKS, FURTHER),
    summary_heading="Summary",
    terms_heading="Key terms",
    tips_heading="Practical tips",
    related_heading="Related concepts",
    about="Its terms are {terms}.",
    summary=(
        "This article showed what {title} is for and how to begin with it.",
        "It followed {t} from the first note to the finished result.",
    ),
    tips=(
        "Write {t} down before you open any tool.",
        "Show {t} to one colleague on the same day.",
        "Put a date beside {t} and look at it again in a week.",
        "Try {t} on three real cases before you trust it.",
    ),
    related=(
        "Working in small steps",
        "Reading error messages",
        "Version control",
        "Peer review",
        "Measuring progress",
    ),
    names=(
        "First steps with {t}",
        "Choosing {t}",
        "How {t} is used at work",
        "Common mistakes with {t}",
        "Checking {t}",
        "A worked example of {t}",
        "Improving {t}",
        "Explaining {t} to others",
        "When {t} is missing",
        "A deeper look at {t}",
    ),
    code_intro=("The code below shows the idea in a few lines.", "The next program goes one step further."),
    code_words=("apple", "pear", "plum"),
    this_topic="this subject",
    refusal="I'm sorry, but I can't help with that request.",
    leftover="As an AI language model, I don't have personal opinions about this subject.",
    sentence=sentence,
    define=define,
    quote=quote,
)
