"""Halves of sentences for feedback: any beginning goes with any end of its pair; `{name}` is a fact, `{name:을}` one with its
particle."""

from dataclasses import dataclass

Half = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Pairs of beginnings and ends. Every pair has beginnings that name nothing."""

    wrong: tuple[Half, Half]
    right: tuple[Half, Half]
    mend: tuple[Half, Half]
    standing: tuple[Half, Half]
    work: tuple[Half, Half]
    next: tuple[Half, Half]
    project: tuple[Half, Half]


ENGLISH = Words(
    wrong=(
        (
            "Your answer “{answer}” has an idea behind it",
            "Saying “{answer}” shows that you made up your mind",
            "With “{answer}” you took hold of one end of it",
            "The question about {module} asks for one step more",
            "In {module} a small word often decides",
            "You stayed with a question that is easy to hurry through",
            "One end of the thread is in your hand already",
        ),
        (
            ", so look at the words that limit the question.",
            ", and one condition doesn't fit it yet.",
            ", and a small case on paper would show where it bends.",
            ", so say the rule aloud before you choose again.",
            ", and going through it line by line pays off now.",
            ", so ask what has to hold at the very end.",
        ),
    ),
    right=(
        (
            "Your answer “{answer}” holds",
            "You read the question about {module} to its end",
            "That was the right step in {module}",
            "You saw what was asked",
        ),
        (
            ", and the reason behind it is what you should keep.",
            ", so put the reason in a sentence of your own.",
            ", and it will hold in a harder case, too.",
            ", and the next one may be a step harder.",
        ),
    ),
    mend=(
        (
            "What shows here is this: {weakness}",
            "The spot to mend has a name, {weakness}",
            "This mistake is of a known kind, {weakness}",
            "There is a gap between reading and doing",
            "A habit of slow first reading would help",
            "One link of the chain is still loose",
        ),
        (
            "; two minutes with the smallest example close it.",
            "; write down what you expect before you look.",
            "; change one thing at a time and watch what moves.",
            "; explain the example to an empty chair.",
            "; cover the options and answer freely first.",
            "; draw what is where after every step.",
        ),
    ),
    standing=(
        (
            "You have {right} of {total} right in this module",
            "{right} of {total} is where this module stands",
            "So far it is {right} of {total} here",
            "Every careful try adds to what you know",
            "What is unclear today has an address now",
            "Going wrong once shows the border of a rule",
        ),
        (
            ", and the picture changes with each honest try.",
            ", so the next one is worth a slow minute.",
            ", and that is a place to begin from.",
            ", which says where the next half hour should go.",
            ", and one repaired idea moves it at once.",
        ),
    ),
    work=(
        (
            "For the goal {career} this comes up in code reviews",
            "On the way to {career} you will meet it in other people's code",
            "In the daily work behind {career} such details cost hours",
            "Teams meet this in every review",
        ),
        (
            ", where a clear reason counts more than a quick guess.",
            ", and noticing it early saves a night of searching.",
            ", often on the day before a release.",
            ", and a test that is written first would catch it.",
            ", so practise saying why, and not only what.",
            ", mostly in the place nobody looked at.",
        ),
    ),
    next=(
        (
            "Open “{resource}”",
            "Take “{resource}” next",
            "Read a page of “{resource}”",
            "Spend five minutes on “{resource}”",
            "Go back to the lesson",
        ),
        (
            " and try this question again after it.",
            " and note one sentence that was new.",
            " and change its first example by hand.",
            ", then close it and retell it.",
            ", with this question beside it.",
            " and stop as soon as it clicks.",
        ),
    ),
    project=(
        ("Then build “{project}”", "After that begin “{project}”", "“{project}” is a good place for it"),
        (
            ", one small part a day.",
            ", and meet this idea in it again.",
            ", since it needs exactly this.",
            ", step by step.",
        ),
    ),
)

KOREAN = Words(
    wrong=(
        (
            "‘{answer}’ 쪽을 떠올린 데에는 나름의 까닭이 있을 테니, ",
            "‘{answer}’ 쪽으로 답을 정해 본 것은 좋은 출발이니, ",
            "{module:은} 작은 낱말 하나가 답을 가르는 주제라서, ",
            "{module:을} 다룬 이 문제는 한 걸음을 더 묻고 있어서, ",
            "서두르기 쉬운 문제를 끝까지 붙들었으니, ",
            "실마리 한쪽은 벌써 손에 쥐었으니, ",
        ),
        (
            "조건을 적은 낱말부터 다시 살펴보세요.",
            "아직 맞지 않는 조건 하나를 찾아보세요.",
            "작은 예를 종이에 그려 어디서 어긋나는지 보세요.",
            "다시 고르기 전에 규칙을 소리 내어 말해 보세요.",
            "한 줄씩 따라가며 견주어 보세요.",
            "마지막에 무엇이 성립해야 하는지 물어보세요.",
        ),
    ),
    right=(
        (
            "‘{answer}’ 쪽으로 정한 판단이 맞았으니, ",
            "{module:을} 묻는 글을 끝까지 읽어 냈으니, ",
            "무엇을 묻는지 제대로 보았으니, ",
        ),
        (
            "그 까닭을 자기 말로 한 문장 남겨 두세요.",
            "조금 더 어려운 예에도 통하는지 살펴보세요.",
            "다음에는 한 단계 높은 문제를 골라 보세요.",
            "왜 그런지도 함께 기억해 두세요.",
        ),
    ),
    mend=(
        (
            "이번에 드러난 약점은 {weakness} 쪽이라서, ",
            "고칠 자리의 이름은 {weakness} 쪽이니, ",
            "이 실수는 {weakness} 갈래에 들어가므로, ",
            "읽는 것과 해 보는 것 사이에 틈이 있으니, ",
            "첫 읽기를 천천히 하는 버릇이 도움이 되니, ",
            "고리 하나가 아직 느슨하니, ",
        ),
        (
            "가장 작은 예로 이 분만 연습해 보세요.",
            "결과를 보기 전에 예상을 먼저 적어 보세요.",
            "한 번에 한 가지만 바꾸고 무엇이 움직이는지 보세요.",
            "빈 의자에게 설명하듯 말로 풀어 보세요.",
            "보기를 가리고 먼저 스스로 답해 보세요.",
            "단계마다 무엇이 어디 있는지 그려 보세요.",
        ),
    ),
    standing=(
        (
            "이 모듈에서는 {total}문제 중 {right}문제를 맞혔고, ",
            "지금까지 {total}문제 중 {right}문제가 맞았으며, ",
            "여기까지의 기록은 {total}문제 중 {right}문제이고, ",
            "꼼꼼한 시도는 하나하나 쌓이고, ",
            "오늘 흐릿한 것에도 이제 주소가 생겼고, ",
            "한 번 어긋나 보면 규칙의 경계가 보이고, ",
        ),
        (
            "솔직한 시도를 할 때마다 그림이 달라져요.",
            "다음 문제는 천천히 볼 만해요.",
            "출발점으로는 충분해요.",
            "앞으로의 반 시간을 어디에 쓸지 알려 줘요.",
            "생각 하나만 바로잡아도 금방 움직여요.",
        ),
    ),
    work=(
        (
            "{career} 목표로 가는 길의 코드 리뷰에서도 이런 일을 만나고, ",
            "{career:을} 향해 가다 보면 남의 코드에서 자주 보게 되고, ",
            "{career:이} 하는 하루 일에서도 이런 차이가 시간을 잡아먹고, ",
            "어느 팀이든 리뷰 때마다 마주치고, ",
        ),
        (
            "빠른 짐작보다 또렷한 이유가 값져요.",
            "일찍 알아차리면 밤새 찾는 일을 덜어요.",
            "하필 배포 전날에 드러나곤 해요.",
            "먼저 쓴 테스트가 이것을 잡아 줘요.",
            "무엇인지보다 왜인지를 말하는 연습이 남아요.",
            "아무도 보지 않은 곳에서 주로 생겨요.",
        ),
    ),
    next=(
        (
            "‘{resource}’ 자료를 열고 ",
            "다음으로 ‘{resource}’ 자료를 골라 ",
            "‘{resource}’ 자료를 한 쪽만 읽고 ",
            "오 분만 ‘{resource}’ 자료에 쓰고 ",
            "수업 글로 돌아가 ",
        ),
        (
            "이 문제를 다시 풀어 보세요.",
            "새로웠던 문장 하나를 적어 두세요.",
            "첫 예제를 손으로 바꾸어 보세요.",
            "덮은 뒤에 자기 말로 옮겨 보세요.",
            "이 문제와 나란히 놓고 견주어 보세요.",
            "이해되는 순간 멈추어도 좋아요.",
        ),
    ),
    project=(
        (
            "이어서 ‘{project}’ 프로젝트를 ",
            "그다음에는 ‘{project}’ 프로젝트를 ",
            "배운 것을 쓰기 좋은 ‘{project}’ 프로젝트를 ",
        ),
        (
            "하루에 한 조각씩 만들어 보세요.",
            "열어 이 생각을 다시 만나 보세요.",
            "작게 시작해 보세요.",
            "한 걸음씩 해 보세요.",
        ),
    ),
)
WORDS = {"en": ENGLISH, "ko": KOREAN}
