"""The page of API tokens."""

import re
from datetime import timedelta

import time_machine
from django.utils import timezone

from lms.accounts import tokens

PAGE = "/me/tokens"


def key_of(user) -> str:
    return user.auth_token_set.get().token_key


def test_a_new_token_is_shown_once_and_works(api, browser, learner):
    client = browser(learner)
    answer = client.post(PAGE)
    token = re.search(r'id="new-token">\s*(\w+)', answer.text)[1]
    assert tokens.owner_of(token) == learner
    assert "no-store" in answer["Cache-Control"]
    assert token not in client.get(PAGE).text


def test_the_list_shows_the_first_characters_and_the_last_day(browser, learner):
    token, _expires_at = tokens.issue(learner)
    page = browser(learner).get(PAGE).text
    assert f"{token[:8]}…" in page
    assert token not in page


def test_tokens_that_are_over_and_those_of_others_are_not_listed(browser, learner, other_learner):
    other, _expires_at = tokens.issue(other_learner)
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        old, _expires_at = tokens.issue(learner)
    page = browser(learner).get(PAGE).text
    assert old[:8] not in page
    assert other[:8] not in page


def test_an_ended_token_is_nobody_any_more(browser, learner):
    token, _expires_at = tokens.issue(learner)
    answer = browser(learner).post(f"{PAGE}/{key_of(learner)}/end")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert tokens.owner_of(token) is None


def test_a_strangers_token_can_not_be_ended(browser, learner, other_learner, administrator):
    token, _expires_at = tokens.issue(other_learner)
    for person in (learner, administrator):
        assert browser(person).post(f"{PAGE}/{key_of(other_learner)}/end").status_code == 404
    assert tokens.owner_of(token) == other_learner


def test_the_way_back_from_ending_one_can_not_be_a_get(browser, learner):
    tokens.issue(learner)
    assert browser(learner).get(f"{PAGE}/{key_of(learner)}/end").status_code == 405
    assert learner.auth_token_set.exists()
