"""Limits on use: exact under parallel requests, not to be widened, gone when Redis is."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import RequestFactory

from lms import limits, redis
from lms.problems import Problem

ADDRESS = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def five_a_minute(settings) -> None:
    settings.RATE_LIMIT_IP = settings.RATE_LIMIT_USER = settings.RATE_LIMIT_AI = "5/1m"


def statuses(client, times: int, **more) -> list[int]:
    return [client.get("/api/v1/levels", **more).status_code for _turn in range(times)]


def test_signed_out_requests_are_counted_by_address(api, curriculum, five_a_minute):
    assert statuses(api(), 7, **ADDRESS) == [200] * 5 + [429] * 2
    assert statuses(api(), 1, REMOTE_ADDR="203.0.113.10") == [200]


def test_the_refusal_says_when_to_go_on(api, curriculum, five_a_minute):
    statuses(api(), 5, **ADDRESS)
    answer = api().get("/api/v1/levels", **ADDRESS)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "rate_limited"
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_a_page_says_it_in_words(browser, curriculum, five_a_minute):
    client = browser()
    for _turn in range(5):
        client.get("/topics", **ADDRESS)
    answer = client.get("/topics", **ADDRESS)
    assert answer.status_code == 429
    assert "요청이 잦아요" in answer.content.decode()


def test_users_behind_one_address_do_not_share_a_limit(api, curriculum, learner, other_learner, five_a_minute):
    assert statuses(api(learner), 5, **ADDRESS) == statuses(api(other_learner), 5, **ADDRESS) == [200] * 5


def test_a_made_up_forwarded_address_does_not_widen_the_limit(api, curriculum, five_a_minute):
    answers = [statuses(api(), 1, **ADDRESS, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")[0] for n in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_behind_a_trusted_proxy_the_nearest_foreign_address_counts(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.5, 10.0.0.7")
    assert limits.client_address(request) == "203.0.113.5"


def test_of_two_hundred_parallel_requests_exactly_a_hundred_pass():
    def hit(_number: int) -> bool:
        try:
            limits._hit("ip", "203.0.113.77", "100/1m")
        except Problem:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(hit, range(200))) == 100


def test_guests_that_are_made_anew_share_the_limit_of_their_address(api, topic, settings):
    settings.RATE_LIMIT_AI_GUEST_ADDRESS = "2/10m"
    body = {"main_topic_id": topic.pk, "sub_topic_ids": ["curated_0"], "level": "beginner"}
    answers = [api().post("/api/v1/sessions", body, format="json", **ADDRESS).status_code for _turn in range(4)]
    assert answers == [400, 400, 429, 429]


def test_without_redis_nothing_is_limited(api, curriculum, five_a_minute):
    redis.breaker.failed(ConnectionError())
    assert statuses(api(), 8, **ADDRESS) == [200] * 8


@pytest.mark.parametrize("wrong", ["", "100", "100/m", "off/1m", "1/1d"])
def test_a_limit_that_cannot_be_read_is_refused(wrong):
    with pytest.raises(ValueError, match="is not a limit"):
        limits.parse(wrong)
