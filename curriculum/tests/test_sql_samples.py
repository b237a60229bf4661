"""SQL of the curriculum runs in the real PostgreSQL and prints what the text says, by psql, as a reader would see it.

A document's samples run in order, in a schema of its own. Of samples about tables that no sample makes, the grammar is
looked at: PostgreSQL misses a table only after it has read the whole statement.
"""

import re
from collections.abc import Callable, Iterator

import pytest

from curriculum.tests import samples_in_content
from curriculum.tests.psql_session import Session
from curriculum.tests.samples_in_content import Sample

HIVE = "hadoop_ecosystem."
SPEAKERS = re.compile(r"^-- (?:session|세션) ([A-Z])$", flags=re.M)
NOT_SAID = re.compile(r"^(LINE \d+:|HINT:|\s*\^$)")
WRONG_GRAMMAR = re.compile(r"^ERROR: +(syntax error|unterminated|trailing junk|invalid command)")
FRESH = "ROLLBACK; RESET ALL; DROP SCHEMA IF EXISTS samples CASCADE; CREATE SCHEMA samples; SET search_path = samples"
DOCUMENTS = {
    name: samples
    for name, samples in samples_in_content.by_document(samples_in_content.of("sql")).items()
    if not name.startswith(HIVE)
}
TALKED_ABOUT = (
    "database_optimization.query_tuning lesson",
    "databases/sql-queries-joins/inner-and-outer-joins example",
)
PRINTING = [
    name
    for name, samples in DOCUMENTS.items()
    if any(sample.said for sample in samples) and not name.startswith(TALKED_ABOUT)
]
Speaker = Callable[[str], Session]


@pytest.fixture
def speaker(db) -> Iterator[Speaker]:
    """`speaker("A")`: the psql of that session, all in one new schema."""
    sessions = {"": Session("samples")}
    answer(sessions[""], FRESH)
    yield lambda name: sessions.get(name) or sessions.setdefault(name, Session("samples"))
    for name in [*filter(None, sessions)]:
        sessions[name].close()
    answer(sessions[""], "ROLLBACK; DROP SCHEMA samples CASCADE")
    sessions[""].close()


def answer(session: Session, sql: str) -> list[str]:
    session.send(sql)
    return session.answer()


def printed_by(sample: Sample, speaker: Speaker) -> list[str]:
    """What all its sessions print, in the order in which they are asked; who waits for a lock is heard at the end."""
    answers, waiting = [], {}
    for name, sql in _turns(sample.code):
        session = speaker(name)
        session.send(sql)
        answers.append(session.answer(patient=not name or "lock_timeout" in sql))
        if answers[-1] is None:
            waiting[len(answers) - 1] = session
    for place, session in waiting.items():
        answers[place] = session.answer()
    return [line for answer in answers for line in answer if not NOT_SAID.match(line)]


def _turns(code: str) -> list[tuple[str, str]]:
    first, *rest = SPEAKERS.split(code)
    turns = [("", first), *zip(rest[::2], rest[1::2], strict=True)]
    return [(name, sql) for name, sql in turns if sql.strip()]


def said(sample: Sample) -> list[str]:
    return [line.rstrip() for line in sample.said.splitlines() if line.strip()]


def as_asked(printed: list[str], sample: Sample) -> list[str]:
    """A question asks for the value alone."""
    return [line.strip() for line in printed[2:]] if " question " in sample.document else printed


@pytest.mark.parametrize("document", PRINTING)
def test_sql_prints_what_the_text_says(document, speaker):
    printed = {sample.where: as_asked(printed_by(sample, speaker), sample) for sample in DOCUMENTS[document]}
    assert printed == {sample.where: said(sample) for sample in DOCUMENTS[document]}


def test_the_grammar_of_all_sql_is_right(speaker):
    wrong = {}
    for name, samples in DOCUMENTS.items():
        answer(speaker(""), FRESH)
        for sample in samples if name not in PRINTING else ():
            faults = [line for line in answer(speaker(""), sample.code) if WRONG_GRAMMAR.match(line)]
            wrong |= {sample.where: faults} if faults else {}
    assert wrong == {}


def test_a_slip_is_seen(speaker):
    session = speaker("")
    assert WRONG_GRAMMAR.match(answer(session, "SELECT a FORM b WHERE c")[0])
    assert not WRONG_GRAMMAR.match(answer(session, "SELECT a FROM b WHERE c = $1")[0])


def test_who_waits_for_a_lock_is_heard_when_it_is_gone(speaker):
    turns = ("CREATE TABLE a (b int);", "-- session A", "BEGIN; LOCK a;", "-- session B", "SELECT * FROM a;")
    sample = Sample("a", 1, "sql", "\n".join((*turns, "-- session A", "INSERT INTO a VALUES (7); COMMIT;")))
    assert printed_by(sample, speaker) == [" b", "---", " 7"]
