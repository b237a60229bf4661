"""The headings of an article's fixed sections, under the many names that models give them. Pure."""

import re
from functools import lru_cache
from typing import NamedTuple

from articles.markdown_lines import ATX, ITEM

HEADINGS = {
    "ko": {"summary": "요약", "terms": "핵심 용어", "tips": "실무 팁", "related": "관련 개념"},
    "en": {"summary": "Summary", "terms": "Key terms", "tips": "Practical tips", "related": "Related concepts"},
}
SECTIONS = ("summary", "terms", "tips", "related")
BOLD_LEVEL = 7  # a bold line stands below every real heading

# Matched against a heading with nothing but its letters and digits left, in lower case.
NAMES = {
    "summary": r"(글|내용|전체|핵심|최종|본문|간단|세줄)?요약(정리|하기|및정리|및결론)?"
    r"|(quick|brief|short|final|article|in|executive)?summary|tldr|inshort",
    "terms": r"(핵심|주요|중요|기본|필수|알아둘|알아두면좋은|꼭알아야할)(용어|키워드|단어)"
    r"(들|정리|설명|해설|사전|목록|와정의|및정의|와설명|및설명)?|용어(정리|설명|해설|사전|집)|키워드"
    r"|(key|important|main|core|essential)(terms?|terminology|vocabulary|keywords?|words?|definitions?)"
    r"((and)?(definitions|meanings|concepts|explained|toknow))?|keywords|glossary(ofterms)?|terminology"
    r"|terms(anddefinitions)?|definitions",
    "tips": r"(실무|실용|실전|실제|현업|활용|유용한|추천|추가|학습|개발|사용|적용)?"
    r"(에서의|에서쓰는|에서유용한|을위한|를위한|적인|활용|적용)?꿀?팁(들|모음|및주의사항|과주의사항|과요령)?|실무조언"
    r"|(some)?(practical|pro|useful|helpful|quick|handy|expert|realworld|handson|implementation|additional)?"
    r"tips?((and)?(tricks|bestpractices)|forpractice|forbeginners|forsuccess)?",
    "related": r"(관련|연관|연결|함께알면좋은|함께알아두면좋은|함께보면좋은|같이보면좋은|더알아볼|추가로알아볼)(된|되는)?"
    r"(개념|주제|용어|토픽|키워드|내용|지식|기술|자료|글)(들|목록|정리)?|더알아보기|함께보기|같이보기"
    r"|related(key)?(concepts?|topics?|terms?|ideas?|subjects?|readings?|technologies|areas?|articles)"
    r"(and(concepts|topics|terms))?|seealso|furtherreading|furthertopics",
}
# Names a body's own section may have as well: used only where no sure one was found, and never for the first section.
UNSURE_NAMES = {
    "summary": r"결론|결론및요약|마무리|정리|정리하며|맺음말|마치며|conclusions?|wrappingup|wrapup|(key)?takeaways?",
    "terms": r"(핵심|주요|기본)개념(들|정리)?|(key|core|main|important)concepts?",
    "tips": r"모범사례|권장사항|조언|(주요)?bestpractices",
    "related": r"다음단계|추가학습(주제)?|nextsteps",
}
PATTERNS = [(section, re.compile(names), True) for section, names in NAMES.items()]
PATTERNS += [(section, re.compile(names), False) for section, names in UNSURE_NAMES.items()]

BOLD_LINE = re.compile(r"(?:\d{1,2}[.)]\s+)?(?:\*\*|__)([^*]{1,80}?)\s*(?:\*\*|__)\s*[:：]?$")
LABEL = re.compile(r"(?:\*\*|__)?([^*_:：]{1,60})(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)?\s*[:：])\s*(.*)$")


class Heading(NamedTuple):
    level: int
    section: str = ""  # of SECTIONS; "" for a heading of the body's own
    sure: bool = False
    rest: str = ""  # text after it, on its line


def heading_in(text: str, *, after_blank: bool) -> Heading | None:
    if atx := ATX.match(text):
        return _titled(len(atx[1]), re.sub(r"\s#+$", "", atx[2]))
    if bold := BOLD_LINE.match(text):
        section, sure = _named(bold[1])
        return Heading(BOLD_LEVEL - 1, section, sure) if section else Heading(BOLD_LEVEL)
    if ITEM.match(text) or not (after_blank or text.startswith(("**", "__"))):
        return None
    label = LABEL.match(text)
    section, sure = _named(label[1] if label else text)
    if not sure or (label and label[2] and squeezed(label[1]) in ("tip", "팁")):  # **Tip:** is a remark in the body
        return None
    return Heading(BOLD_LEVEL - 1, section, sure, label[2] if label else "")


def _titled(level: int, title: str) -> Heading:
    section, sure = _named(title)
    label = LABEL.match(title)
    if not section and label and _named(label[1])[1]:
        return Heading(level, _named(label[1])[0], sure=True, rest=label[2])
    return Heading(level, section, sure)


@lru_cache(1024)
def _named(title: str) -> tuple[str, bool]:
    """The section a title stands for, and whether it can't be a body's own. Of `요약 (Summary)` either half will do."""
    if len(title) > 80:
        return "", False
    for name in map(squeezed, (title, re.split(r"[(/|（]", title)[0])):
        for section, pattern, sure in PATTERNS:
            if pattern.fullmatch(name):
                return section, sure
    return "", False


def squeezed(title: str) -> str:
    """Nothing but its letters and digits, without a number in front."""
    return re.sub(r"^[\d①-⑳]+", "", re.sub(r"[\W_]+", "", title.casefold()))
