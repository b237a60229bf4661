"""A category that the product doesn't know: Flutter, with two tracks, as files."""

from pathlib import Path

import yaml

RESOURCES = [
    {
        "type": "documentation",
        "title": {"ko": f"Flutter 공식 문서 - {name}", "en": f"Flutter docs: {name}"},
        "url": f"https://docs.flutter.dev/{name}",
        "description": {"ko": "공식 문서입니다.", "en": "The official documentation."},
        "difficulty_level": 1,
    }
    for name in ("ui", "cookbook", "testing")
]
CHOICES = {
    "a": ("위젯은 늘 바뀐다", "A widget keeps changing"),
    "b": ("위젯은 설계도이다", "A widget is a plan"),
    "c": ("위젯은 화면의 점이다", "A widget is a pixel"),
    "d": ("위젯은 서버에 있다", "A widget is on a server"),
}
QUESTION = {
    "slug": "what-a-widget-is",
    "kind": "multiple_choice",
    "difficulty_level": 1,
    "prompt": {"ko": "위젯이란 무엇인가요?", "en": "What is a widget?"},
    "choices": [
        {"id": letter, "text": {"ko": korean, "en": english}} | ({"weakness": "concept_gap"} if letter != "b" else {})
        for letter, (korean, english) in CHOICES.items()
    ],
    "correct": "b",
    "hints": {
        "ko": ["바뀌나요?", "무엇을 적나요?", "그림이 아니라 적힌 것입니다."],
        "en": ["Does it change?", "What does it say?", "Not the picture, but what it is drawn from."],
    },
    "explanation": {"ko": "화면은 설계도를 보고 그려집니다.", "en": "The screen is drawn from it."},
}


def write(content: Path) -> None:
    """The category's files below `content`, touching no other file."""
    _write(
        content / "categories" / "flutter_mobile.yaml",
        name="flutter_mobile",
        position=9,
        target_audience="beginner_to_professional",
        estimated_total_months=6,
        **_texts("Flutter 모바일", "Flutter mobile"),
    )
    for number, track in enumerate(("dart_basics", "flutter_widgets"), start=1):
        _write_track(content / "tracks" / track, track, number, [] if number == 1 else ["dart_basics"])


def _write_track(folder: Path, track: str, position: int, requires: list[str]) -> None:
    _write(
        folder / "track.yaml",
        name=track,
        curriculum_category="flutter_mobile",
        category="foundation",
        specialization_level="general",
        difficulty_level=1,
        position=position,
        content="short",
        **_texts("Flutter 트랙", "A Flutter track"),
    )
    for number, module in enumerate(("first", "second"), start=1):
        _write(
            folder / module / "module.yaml",
            name=module,
            position=number,
            estimated_hours=4,
            difficulty_level=1,
            requires=requires if number == 1 else [f"{track}.first"],
            resources=RESOURCES,
            **_texts("Flutter 모듈", "A Flutter module"),
        )
        _write(folder / module / "questions.yaml", questions=[QUESTION])


def _texts(korean: str, english: str) -> dict:
    return {
        "display_name": {"ko": korean, "en": english},
        "description": {"ko": f"{korean}을 배웁니다.", "en": f"{english}."},
    }


def _write(path: Path, **values) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
