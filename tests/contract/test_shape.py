"""The contract tests see what differs."""

import pytest

from tests.contract.shape import MOMENT, Nullable, differences, relative_addresses

SHAPE = {"id": int, "status": ("ready", "failed"), "at": MOMENT, "tags": [str], "next": Nullable(str), "error?": str}
FITS = {"id": 1, "status": "ready", "at": "2026-11-22T04:00:00.5Z", "tags": ["a"], "next": None}


def test_what_fits_has_no_differences():
    assert differences(FITS, SHAPE) == differences(FITS | {"error": "broken"}, SHAPE) == []


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"more": 1}, "answer: more too much"),
        ({"id": True}, "answer.id: True is no int"),
        ({"status": "done"}, "answer.status: 'done' is none of 'ready', 'failed'"),
        ({"at": "2026-11-22T04:00:00+09:00"}, f"answer.at: '2026-11-22T04:00:00+09:00' is no {MOMENT.pattern}"),
        ({"tags": ["a", 2]}, "answer.tags.1: 2 is no str"),
        ({"tags": {}}, "answer.tags: no list: {}"),
        ({"next": 3}, "answer.next: 3 is no str"),
        ({"error": None}, "answer.error: None is no str"),
    ],
)
def test_a_difference_is_named(change, difference):
    assert differences(FITS | change, SHAPE) == [difference]


def test_what_is_missing_is_named():
    assert differences({}, SHAPE) == [f"answer: no {name}" for name in ("at", "id", "next", "status", "tags")]
    assert differences([], SHAPE) == ["answer: no object: []"]


def test_an_address_without_its_host_is_named():
    page = {"websocket_url": "ws://host/x", "sources": [{"url": "/docs"}], "content_html": '<a href="/a">…</a>'}
    assert relative_addresses(page) == ["answer.sources.0.url: /docs", "answer.content_html: /a"]
