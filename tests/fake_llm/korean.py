"""Korean words for the fake model's texts. A clause ends in its verb's stem; `hangul.py` gives it the ending it needs."""

from random import Random

from tests.fake_llm import hangul
from tests.fake_llm.bank import Bank, Term, Theme, Word

JOINTS = (hangul.and_then, hangul.and_also)


def sentence(clauses: list[str], rng: Random) -> str:
    """ "빈 곳을 찾", "이름을 붙이" → "빈 곳을 찾고 이름을 붙입니다."."""
    *before, last = clauses
    first = rng.randrange(2)
    joined = [JOINTS[(first + number) % 2](clause) + "," for number, clause in enumerate(before)]
    return " ".join([*joined, hangul.polite(last)]) + "."


def define(term: Term) -> str:
    return f"{hangul.with_particle(term.word, '은')} {term.definition}입니다."


def quote(title: str) -> Word:
    return Word(f"‘{title}’")


def _term(word: str, definition: str) -> Term:
    return Term(word, Word(word), definition)


TERMS = (
    _term("입력값", "한 단계에 들어가는 자료"),
    _term("결과물", "한 단계가 끝나고 나오는 것"),
    _term("목표", "이 작업으로 얻고 싶은 상태"),
    _term("맥락", "작업을 둘러싼 앞뒤 사정"),
    _term("제약", "작업이 지켜야 하는 한계"),
    _term("기준선", "새 방법과 견주어 볼 단순한 방법"),
    _term("피드백", "결과가 다음 시도에 알려 주는 것"),
    _term("점검표", "빠뜨리지 않으려고 적어 둔 항목"),
)

PURPOSE = Theme(
    "무엇에 쓰이는가",
    (
        "{t:은} {title}의 모양을 분명하게 만들",
        "꼼꼼한 독자는 {t:을} 한눈에 찾",
        "{t:은} 일을 작고 정직하게 유지하",
        "{t:을} 함께 아는 사람들은 덜 다투",
        "{t:은} 막연한 바람을 할 일로 바꾸",
        "좋은 시작은 {t:을} 한 줄로 적",
        "{t:을} 알면 {title:이} 한결 쉬워지",
        "{t:은} 처음 한 시간을 크게 아껴 주",
        "{t:을} 적어 두면 계획이 대체로 나아지",
        "{t:을} 보고 있는 팀은 더 빨리 정하",
    ),
)
STEPS = Theme(
    "순서대로 따라 하기",
    (
        "무엇보다 먼저 {t:을} 글로 적어 두",
        "{t:을} 소리 내어 읽으면서 빈 곳을 찾",
        "{t:을} 지난번 시도와 나란히 놓고 비교하",
        "{t:은} 한 번에 한 부분만 고치",
        "{t:을} 결과 바로 옆에 함께 보관하",
        "동료에게 {t:을} 다시 설명해 달라고 부탁하",
        "{t}에 짧은 이름과 날짜를 붙이",
        "{t:이} 더 바뀌지 않으면 거기서 멈추",
        "{t:을} 팀이 찾을 수 있는 곳에 저장하",
        "{title:이} 필요할 때마다 {t:을} 꺼내 쓰",
    ),
    is_list=True,
)
EXAMPLE = Theme(
    "일하는 현장의 보기",
    (
        "작은 가게는 한 주를 {t}에서 시작하",
        "주인은 카드 한 장에 {t:을} 쓰",
        "동료 두 명이 {t:을} 읽고 다르게 이해하",
        "모두가 한가한 아침에 {t:을} 다시 살펴보",
        "첫 시도에서는 {t:이} 너무 넓었다는 점이 드러나",
        "두 번째 시도에서는 {t:이} 절반으로 줄어들",
        "손님 한 명이 {t:을} 알아보고 물어 오",
        "금요일이면 {t:이} 반 쪽 안에 들어가",
        "가게의 누구도 {t:을} 다시 잊지 않",
        "{t} 덕분에 {title:이} 제값을 하",
    ),
)
MISTAKES = Theme(
    "실수가 생기는 곳",
    (
        "초보자는 급할 때 {t:을} 자주 건너뛰",
        "오래된 {t:이} 모두를 엉뚱한 곳으로 이끌",
        "{t:은} 아무도 읽지 않을 만큼 길어지",
        "말없이 바뀐 {t} 때문에 긴 논쟁이 벌어지",
        "어떤 팀은 {t:을} 기억에만 기대어 짐작하",
        "오류는 {t}에서 멀리 떨어진 곳에 나타나",
        "{t:이} 멀쩡해 보여도 숫자는 틀리",
        "{t:을} 그대로 되풀이해도 도움이 되지 않",
        "낯선 사람은 {t:을} 다른 뜻으로 읽",
        "{t:이} 없으면 {title:은} 소리 없이 무너지",
    ),
)
CHECKS = Theme(
    "결과를 확인하는 법",
    (
        "다른 사람이 먼저 {t:을} 살펴보",
        "실제 사례 세 개면 {t:을} 시험하기에 넉넉하",
        "{t} 옆의 숫자가 나아진 정도를 보여 주",
        "팀은 {t:을} 자기 기록과 견주어 보",
        "뜻밖의 사례 하나가 {t}에 대해 많이 알려 주",
        "{t} 옆의 날짜가 얼마나 새것인지 말해 주",
        "{t:을} 짧게 시험하는 데 오 분이면 되",
        "{t}에 관한 같은 질문이 매주 돌아오",
        "틀린 답은 곧바로 다시 {t:을} 가리키",
        "{title:을} 제대로 확인하는 일은 {t}에서 출발하",
    ),
)
FURTHER = Theme(
    "다음으로 나아가기",
    (
        "다음 프로젝트는 {t:을} 조금 고쳐 다시 쓰",
        "{t:은} 훨씬 더 큰 팀에서도 도움이 되",
        "글로 남긴 {t:은} 쓴 사람보다 오래가",
        "다른 분야에서는 {t:을} 다른 이름으로 부르",
        "간단한 도구가 {t:을} 자동으로 채워 주",
        "전문가는 {t:을} 더 적은 말로 설명하",
        "매달 돌아보면 {t:이} 계속 쓸모 있",
        "{t:을} 남에게 가르치면 약한 곳이 보이",
        "{title:은} {t}에서 자연스럽게 자라나",
        "오늘 배운 {t:은} 내일 다른 일에도 쓰이",
    ),
)

KOREAN = Bank(
    terms=TERMS,
    themes=(PURPOSE, STEPS, EXAMPLE, MISTAKES, CHECKS, FURTHER),
    summary_heading="요약",
    terms_heading="핵심 용어",
    tips_heading="실무 팁",
    related_heading="관련 개념",
    about="여기서 쓰는 말은 {terms} 등입니다.",
    summary=(
        "이 글은 {title:이} 무엇에 쓰이고 어떻게 시작하는지 살펴보았습니다.",
        "첫 메모에서 마지막 결과까지 {t:을} 따라가 보았습니다.",
    ),
    tips=(
        "도구를 열기 전에 {t:을} 먼저 적어 두세요.",
        "{t:을} 그날 안에 동료 한 명에게 보여 주세요.",
        "{t} 옆에 날짜를 적고 일주일 뒤에 다시 보세요.",
        "{t:을} 믿기 전에 실제 사례 세 개로 시험해 보세요.",
    ),
    related=("작은 단계로 일하기", "오류 메시지 읽기", "버전 관리", "동료 검토", "진척 재기"),
    names=(
        "{t} 첫걸음",
        "{t:을} 고르는 법",
        "실무에서 쓰는 {t}",
        "{t}에서 자주 하는 실수",
        "{t} 점검하기",
        "보기로 배우는 {t}",
        "{t} 다듬기",
        "{t:을} 남에게 설명하기",
        "{t:이} 없을 때 생기는 일",
        "{t} 깊이 알기",
    ),
    code_intro=("아래 코드는 같은 생각을 몇 줄로 보여 줍니다.", "다음 프로그램은 여기서 한 걸음 더 나아갑니다."),
    code_words=("사과", "배", "자두"),
    this_topic="이 주제",
    refusal="죄송하지만 그 요청은 도와드릴 수 없습니다.",
    leftover="저는 AI 언어 모델로서 이 주제에 대한 개인적인 의견을 가지고 있지 않습니다.",
    sentence=sentence,
    define=define,
    quote=quote,
)
