"""The fake model's server as a client without any library sees it: each mode, the stream, the statistics."""

import ast
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor

import jsonschema
import pytest

from tests.fake_llm import client
from tests.fake_llm.behaviour import Behaviour
from tests.fake_llm.brief import prompt_hash, tokens
from tests.fake_llm.client import complete, completion_body, json_form, prompt, request

SILENCE_SECONDS = 0.3
SCHEMA = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "maxLength": 60},
        "items": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    },
    "required": ["title", "items"],
    "additionalProperties": False,
}
STREAM = {"stream": True, "stream_options": {"include_usage": True}}


def wait_until(condition) -> None:
    deadline = time.monotonic() + client.SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def hear(fake, **more) -> client.Seen:
    """What comes until there is silence."""
    with client.open_request(fake, "/v1/chat/completions", completion_body(**more)) as line:
        return client.read(line, silence=SILENCE_SECONDS)


def hears_nothing(fake) -> bool:
    """The connection stays open, and not a byte comes."""
    with client.open_request(fake, "/v1/chat/completions", completion_body()) as line:
        return client.read(line, first=SILENCE_SECONDS) == client.Seen(b"", "silent")


def test_a_whole_answer(fake_llm):
    seen = complete(fake_llm)
    assert (seen.status, seen.choice["finish_reason"], seen.json["object"]) == (200, "stop", "chat.completion")
    assert seen.json["usage"]["completion_tokens"] == tokens(seen.text)
    assert "## Summary" in seen.text


def test_a_stream_says_the_same_in_pieces(fake_llm):
    seen = complete(fake_llm, **STREAM)
    *texts, reason, usage = seen.events
    assert seen.headers["Content-Type"] == "text/event-stream"
    assert seen.streamed_text == complete(fake_llm).text
    assert len(texts) > 10
    assert (reason["choices"][0]["finish_reason"], usage["choices"]) == ("stop", [])
    assert usage["usage"] == complete(fake_llm).json["usage"]


def test_a_stream_tells_its_usage_only_when_asked(fake_llm):
    assert not any("usage" in event for event in complete(fake_llm, stream=True).events)


def test_models(fake_llm):
    fake_llm.set(models={"model-a": {"mode": "slow"}})
    names = [model["id"] for model in request(fake_llm, "/v1/models", method="GET").json["data"]]
    assert names == ["fake-model", "model-a"]


def test_a_connection_serves_several_requests(fake_llm):
    one = b"GET /v1/models HTTP/1.1\r\nHost: fake\r\n\r\n"
    with client.open_request(fake_llm, "/", {}) as line:
        assert client.read(line).status == 404
    with client.socket.create_connection(("127.0.0.1", fake_llm.port)) as line:
        line.sendall(one * 2 + one.replace(b"Host: fake", b"Connection: close"))
        assert client.read(line).raw.count(b"HTTP/1.1 200 OK") == 3


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        ("/v1/nothing", "POST", {}, 404),
        ("/v1/chat/completions", "GET", {}, 405),
        ("/v1/chat/completions", "POST", {"model": "a"}, 400),
        ("/v1/chat/completions", "POST", {"messages": prompt("")}, 400),
        ("/control", "POST", {"mode": "nonsense"}, 400),
        ("/control", "POST", {"modes": [["ok"]]}, 400),
        ("/control", "POST", {"fault_rate": 2}, 400),
        ("/control", "POST", {"speed": 2}, 400),
        ("/control", "POST", {"models": {"a": {"mode": "nonsense"}}}, 400),
    ],
)
def test_what_it_does_not_understand_it_says(fake_llm, path, method, body, status):
    seen = request(fake_llm, path, body, method=method)
    assert seen.status == status
    assert seen.json["error"]["message"]


def test_what_is_not_http_is_refused(fake_llm):
    with client.socket.create_connection(("127.0.0.1", fake_llm.port)) as line:
        line.sendall(b"hello\r\n\r\n")
        assert client.read(line).status == 400


def test_json_where_a_schema_asks_for_it(fake_llm):
    seen = complete(fake_llm, "Language: ko", "Count: 4", response_format=json_form(SCHEMA))
    value = json.loads(seen.text)
    jsonschema.validate(value, SCHEMA)
    assert len(value["items"]) == 4


def test_json_comes_as_a_stream_too(fake_llm):
    seen = complete(fake_llm, response_format=json_form(SCHEMA), **STREAM)
    jsonschema.validate(json.loads(seen.streamed_text), SCHEMA)


def test_any_object_where_only_json_is_asked_for(fake_llm):
    assert json.loads(complete(fake_llm, response_format={"type": "json_object"}).text)["title"]


def test_a_schema_it_cannot_fill_is_a_bad_request(fake_llm):
    seen = complete(fake_llm, response_format=json_form({"type": "string", "pattern": "^ZZ!+$"}))
    assert seen.status == 400


def test_max_tokens_cuts_off(fake_llm):
    seen = complete(fake_llm, max_tokens=50)
    assert (seen.choice["finish_reason"], seen.json["usage"]["completion_tokens"]) == ("length", 50)


def test_slow_waits_and_then_answers(fake_llm):
    fake_llm.set(mode="slow", slow_ms=60_000)
    assert hears_nothing(fake_llm)
    fake_llm.set(slow_ms=1)
    assert complete(fake_llm).choice["finish_reason"] == "stop"


@pytest.mark.parametrize("mode", ["ok", "rate_limit"])
def test_latency_comes_before_the_first_byte(fake_llm, mode):
    fake_llm.set(mode=mode, latency_ms=60_000)
    assert hears_nothing(fake_llm)


def test_pieces_of_a_stream_take_their_time(fake_llm):
    fake_llm.set(chunk_ms=60_000)
    seen = hear(fake_llm, stream=True)
    assert seen.body.count(b"data: ") == 2
    assert seen.ending == "silent"


def test_answers_come_at_a_pace_of_their_own():
    uneven = Behaviour(chunk_ms=100, uneven=0.3)
    paces = [uneven.pause_seconds(f"prompt {number}") for number in range(50)]
    assert 0.07 <= min(paces) < 0.08 < 0.12 < max(paces) <= 0.13
    assert paces[0] == uneven.pause_seconds("prompt 0")
    assert Behaviour(chunk_ms=100).pause_seconds("prompt 0") == 0.1


def test_rate_limit(fake_llm):
    fake_llm.set(mode="rate_limit")
    seen = complete(fake_llm)
    assert (seen.status, seen.headers["Retry-After"]) == (429, "1")


def test_error_500(fake_llm):
    fake_llm.set(mode="error_500")
    assert complete(fake_llm).status == 500


@pytest.mark.parametrize(("mode", "status"), [("form_refused", 400), ("form_breaks", 500)])
def test_a_form_is_refused_and_kept_to_where_the_same_is_asked_without_it(fake_llm, mode, status):
    fake_llm.set(mode=mode)
    assert complete(fake_llm, response_format=json_form(SCHEMA)).status == status
    jsonschema.validate(json.loads(complete(fake_llm).text), SCHEMA)


def test_who_refuses_forms_writes_articles(fake_llm):
    fake_llm.set(mode="form_refused")
    asked = prompt("Title: Loops", "Language: en", "Length: short")
    asked[0]["content"] = "You write articles and were never told a form."
    assert "## Summary" in complete(fake_llm, messages=asked).text


def test_reset(fake_llm):
    fake_llm.set(mode="reset")
    seen = complete(fake_llm)
    assert (seen.ending, seen.raw) == ("reset", b"")


def test_hang_before(fake_llm):
    fake_llm.set(mode="hang_before")
    assert hears_nothing(fake_llm)


@pytest.mark.parametrize("stream", [True, False])
def test_hang_in_body(fake_llm, stream):
    fake_llm.set(mode="hang_in_body")
    seen = hear(fake_llm, stream=stream)
    assert (seen.status, seen.ending, seen.whole) == (200, "silent", False)
    assert b'"content":"' in seen.body


@pytest.mark.parametrize("mode", ["hang_before", "hang_in_body", "trickle"])
def test_hangs_end_in_a_reset_when_their_time_is_over(fake_llm, mode):
    fake_llm.set(mode=mode, hang_seconds=0.1)
    assert complete(fake_llm).ending == "reset"
    assert fake_llm.stats()["in_flight"] == 0


@pytest.mark.parametrize("stream", [True, False])
def test_trickle_comes_byte_by_byte(fake_llm, stream):
    fake_llm.set(mode="trickle", trickle_ms=60_000)
    assert len(hear(fake_llm, stream=stream).body) == 1


def test_trickle_says_it_all_in_the_end(fake_llm):
    fake_llm.set(mode="trickle", trickle_ms=0)
    assert complete(fake_llm, response_format=json_form(SCHEMA), **STREAM).events[-1]["usage"]


@pytest.mark.parametrize("mode", ["slow", "hang_before", "hang_in_body", "trickle"])
def test_nothing_waits_for_a_client_that_left(fake_llm, mode):
    fake_llm.set(mode=mode)
    with client.open_request(fake_llm, "/v1/chat/completions", completion_body(stream=True)):
        wait_until(lambda: fake_llm.stats()["in_flight"] == 1)
    wait_until(lambda: fake_llm.stats()["in_flight"] == 0)
    assert (fake_llm.stats()["broken"], fake_llm.stats()["finished"]) == (1, 0)


def test_invalid_json(fake_llm):
    fake_llm.set(mode="invalid_json")
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(complete(fake_llm, response_format=json_form(SCHEMA)).text)
    assert "\x00" in complete(fake_llm).text


def test_wrong_schema(fake_llm):
    fake_llm.set(mode="wrong_schema")
    value = json.loads(complete(fake_llm, response_format=json_form(SCHEMA)).text)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, SCHEMA)
    assert "## Summary" not in complete(fake_llm).text


def test_empty(fake_llm):
    fake_llm.set(mode="empty")
    assert complete(fake_llm).text == ""
    assert complete(fake_llm, **STREAM).streamed_text == ""


@pytest.mark.parametrize("more", [{}, {"response_format": json_form(SCHEMA)}])
def test_cut_off_in_mid_sentence(fake_llm, more):
    whole = complete(fake_llm, **more).text
    fake_llm.set(mode="cut_off")
    seen = complete(fake_llm, **more)
    assert seen.choice["finish_reason"] == "length"
    assert whole.startswith(seen.text.strip())
    assert not seen.text.rstrip().endswith((".", "}"))


@pytest.mark.parametrize(("language", "said"), [("ko", "죄송하지만"), ("en", "I'm sorry, but I can't")])
def test_refusal(fake_llm, language, said):
    fake_llm.set(mode="refusal")
    assert complete(fake_llm, f"Language: {language}").text.startswith(said)


@pytest.mark.parametrize("stream", [True, False])
def test_huge(fake_llm, stream):
    fake_llm.set(mode="huge")
    seen = complete(fake_llm, stream=stream)
    text = seen.streamed_text if stream else seen.text
    assert len(text.encode()) > 10 * 1024 * 1024
    assert "## Summary" in text


def test_html_and_script(fake_llm):
    fake_llm.set(mode="html_script")
    for text in (complete(fake_llm).text, complete(fake_llm, response_format=json_form(SCHEMA)).text):
        assert [mark for mark in ("<script>", "onerror=", "javascript:") if mark not in text] == []


def test_wrong_usage(fake_llm):
    right = complete(fake_llm).json["usage"]
    fake_llm.set(mode="wrong_usage")
    assert complete(fake_llm).json["usage"] == {name: 50 * number for name, number in right.items()}


def test_no_usage(fake_llm):
    fake_llm.set(mode="no_usage")
    assert "usage" not in complete(fake_llm).json
    assert not any("usage" in event for event in complete(fake_llm, **STREAM).events)


def test_redirect_leads_to_another_port_that_counts_who_comes(fake_llm):
    fake_llm.set(mode="redirect")
    seen = complete(fake_llm)
    port, path = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/.*)", seen.headers["Location"]).groups()
    assert seen.status == 302
    assert int(port) != fake_llm.port
    with client.socket.create_connection(("127.0.0.1", int(port))) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nAuthorization: Bearer key\r\nConnection: close\r\n\r\n".encode())
        assert client.read(line).status == 200
    stats = fake_llm.stats()
    assert (stats["elsewhere"], stats["elsewhere_with_key"]) == (1, 1)


@pytest.mark.parametrize(("language", "hangul"), [("ko", False), ("en", True)])
def test_wrong_language(fake_llm, language, hangul):
    fake_llm.set(mode="wrong_language")
    text = complete(fake_llm, f"Language: {language}", "Title: Python").text
    assert bool(re.search("[가-힣]", text)) is hangul


@pytest.mark.parametrize(("language", "said"), [("ko", "AI 언어 모델로서"), ("en", "As an AI language model")])
def test_ai_leftover(fake_llm, language, said):
    fake_llm.set(mode="ai_leftover")
    text = complete(fake_llm, f"Language: {language}").text
    assert said in text.partition("## 요약" if language == "ko" else "## Summary")[0]


def test_bad_code(fake_llm):
    fake_llm.set(mode="bad_code")
    program = re.search(r"```python\n(.*?)```", complete(fake_llm).text, flags=re.S)[1]
    with pytest.raises(SyntaxError):
        ast.parse(program)


def test_modes_for_the_next_requests_one_each(fake_llm):
    fake_llm.set(modes=["error_500", "rate_limit"])
    assert [complete(fake_llm).status for _ in range(4)] == [500, 429, 200, 200]


def test_a_model_can_have_a_behaviour_of_its_own(fake_llm):
    fake_llm.set(mode="error_500", models={"model-a": {"mode": "ok", "modes": ["rate_limit"]}})
    assert [complete(fake_llm, model="model-a").status for _ in range(2)] == [429, 200]
    assert complete(fake_llm, model="model-b").status == 500
    fake_llm.set(models={"model-a": None})
    assert complete(fake_llm, model="model-a").status == 500


def test_faults_are_mixed_in_by_the_seed(fake_llm):
    def statuses(seed: int) -> list[int]:
        fake_llm.reset()
        fake_llm.set(fault_rate=0.5, fault_modes=["error_500", "rate_limit"], seed=seed)
        return [complete(fake_llm).status for _ in range(30)]

    first = statuses(1)
    assert set(first) == {200, 429, 500}
    assert statuses(1) == first
    assert statuses(2) != first


def test_stats_add_up_to_what_clients_were_told(fake_llm):
    told = [complete(fake_llm, f"Title: {title}").json["usage"] for title in ("Loops", "Lists")]
    told += [complete(fake_llm, model="model-a", **STREAM).events[-1]["usage"]]
    stats = fake_llm.stats()
    for name in ("prompt_tokens", "completion_tokens"):
        assert stats[name] == stats[f"reported_{name}"] == sum(usage[name] for usage in told)
    assert stats["by_model"]["model-a"] == {"requests": 1} | {name: told[2][name] for name in list(told[2])[:2]}
    assert (stats["requests"], stats["started"], stats["finished"], stats["broken"]) == (3, 3, 3, 0)


def test_stats_keep_the_truth_when_the_usage_is_wrong(fake_llm):
    fake_llm.set(mode="wrong_usage")
    usage = complete(fake_llm).json["usage"]
    stats = fake_llm.stats()
    assert (stats["completion_tokens"] * 50, stats["reported_completion_tokens"]) == (usage["completion_tokens"],) * 2


def test_refused_calls_cost_nothing_and_broken_ones_what_was_written(fake_llm):
    fake_llm.set(modes=["rate_limit", "error_500", "reset", "hang_before"], hang_seconds=0.05)
    assert [complete(fake_llm).ending for _ in range(4)] == ["closed", "closed", "reset", "reset"]
    assert (fake_llm.stats()["prompt_tokens"], fake_llm.stats()["completion_tokens"]) == (0, 0)
    fake_llm.set(mode="hang_in_body")
    complete(fake_llm, stream=True)
    assert fake_llm.stats()["completion_tokens"] == 3 * 24 // 4


def test_stats_know_every_prompt(fake_llm):
    for title in ("Loops", "Loops", "Lists"):
        complete(fake_llm, f"Title: {title}")
    counts = {prompt_hash(prompt("Title: Loops")): 2, prompt_hash(prompt("Title: Lists")): 1}
    assert fake_llm.stats()["by_prompt_hash"] == counts
    assert [asked["messages"] for asked in fake_llm.prompts()][2] == prompt("Title: Lists")


def test_many_calls_at_once_are_served_at_once(fake_llm):
    fake_llm.set(latency_ms=300)
    with ThreadPoolExecutor(40) as pool:
        assert {seen.status for seen in pool.map(lambda _: complete(fake_llm), range(40))} == {200}
    stats = fake_llm.stats()
    assert (stats["by_mode"], stats["in_flight"], stats["finished"]) == ({"ok": 40}, 0, 40)
    assert 2 <= stats["most_in_flight"] <= 40


def test_a_reset_breaks_off_what_still_runs_and_forgets(fake_llm):
    fake_llm.set(mode="hang_before")
    with client.open_request(fake_llm, "/v1/chat/completions", completion_body()) as line:
        wait_until(lambda: fake_llm.stats()["in_flight"] == 1)
        fake_llm.reset()
        assert client.read(line).ending == "closed"
    stats = fake_llm.stats()
    assert (stats["requests"], stats["in_flight"], stats["broken"], fake_llm.prompts()) == (0, 0, 0, [])
    assert complete(fake_llm).status == 200


def test_it_can_go_away_and_come_back_on_its_port(fake_llm):
    port = fake_llm.port
    fake_llm.stop()
    with pytest.raises(ConnectionRefusedError):
        complete(fake_llm)
    fake_llm.start()
    assert (fake_llm.port, complete(fake_llm).status) == (port, 200)
