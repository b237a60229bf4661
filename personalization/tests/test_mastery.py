"""What holds for the mastery model whatever learners answer."""

import json
import math
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personalization import mastery
from personalization.mastery import LearnerState, QuestionState, TopicState, Weights

DAY = 86_400.0
NOW = 1_750_000_000.0
LEVELS = st.integers(1, 5)
SCORES = st.lists(st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1)), max_size=40)
WEIGHTS = Weights.default()


def answered(scores, *, level=3, difficulty=3, at=None, before=()):
    """The states after these scores, each on a question of its own; `before`: scores in another topic."""
    learner, topic, other = LearnerState.fresh(level), TopicState.fresh(), TopicState.fresh()
    for place, series in ((other, before), (topic, scores)):
        for score in series:
            mastery.learn(WEIGHTS, learner, place, QuestionState.fresh(difficulty), score=score, at=at)
    return learner, topic


def mastered(states, *, difficulty=3, at=None):
    return mastery.estimate(WEIGHTS, *states, difficulty=difficulty, at=at)


def logit(chance):
    return math.log(chance / (1 - chance))


@given(scores=SCORES, elsewhere=SCORES, level=LEVELS, difficulty=LEVELS, asked=st.one_of(st.none(), LEVELS))
def test_every_chance_lies_between_0_and_1(scores, elsewhere, level, difficulty, asked):
    states = answered(scores, level=level, difficulty=difficulty, before=elsewhere)
    found = mastered(states, difficulty=difficulty)
    assert 0 < mastery.predict(WEIGHTS, *states, QuestionState.fresh(asked), at=None) < 1
    assert 0 <= found.low <= found.mastery <= found.high <= 1
    assert found.answers == len(scores)


@pytest.mark.parametrize("score", [-1e9, 1e9])
def test_a_score_out_of_range_counts_as_the_nearest(score):
    assert answered([score]) == answered([min(1.0, max(0.0, score))])


@given(scores=SCORES, elsewhere=SCORES, level=LEVELS, difficulty=LEVELS, judged=LEVELS)
def test_a_right_answer_never_lowers_the_estimate(scores, elsewhere, level, difficulty, judged):
    states = answered(scores, level=level, difficulty=difficulty, before=elsewhere)
    before = mastered(states, difficulty=judged).mastery
    mastery.learn(WEIGHTS, *states, QuestionState.fresh(difficulty), score=1, at=None)
    assert mastered(states, difficulty=judged).mastery >= before


@given(right=st.integers(1, 300), level=LEVELS, difficulty=LEVELS)
def test_a_long_run_of_right_answers_never_lowers_it_either(right, level, difficulty):
    states = answered([1] * right, level=level, difficulty=difficulty)
    before = mastered(states).mastery
    mastery.learn(WEIGHTS, *states, QuestionState.fresh(difficulty), score=1, at=None)
    assert mastered(states).mastery >= before


@given(scores=SCORES, level=LEVELS)
def test_the_better_score_leaves_the_higher_estimate(scores, level):
    by_score = [mastered(answered([*scores, score], level=level)).mastery for score in (0, 0.5, 1)]
    assert by_score == sorted(by_score)
    assert by_score[0] < by_score[-1]


@given(scores=SCORES, level=LEVELS, difficulty=LEVELS)
def test_a_harder_question_is_predicted_lower(scores, level, difficulty):
    states = answered(scores, level=level, difficulty=difficulty)
    chances = [mastery.predict(WEIGHTS, *states, QuestionState.fresh(asked), at=None) for asked in range(1, 6)]
    assert chances == sorted(chances, reverse=True)
    assert len(set(chances)) == 5


@given(scores=SCORES, level=LEVELS, at=st.one_of(st.none(), st.floats(0, 2e9)))
def test_states_survive_json(scores, level, at):
    learner, topic = answered(scores, level=level, at=at)
    question = QuestionState.fresh(2, shift=0.3)
    for state in (learner, topic, question, WEIGHTS):
        again = type(state).from_json(json.loads(json.dumps(state.as_json())))
        assert again.as_json() == state.as_json()


@pytest.mark.parametrize("nothing", [None, {}])
@pytest.mark.parametrize("kind", [LearnerState, TopicState, QuestionState, Weights])
def test_nothing_reads_as_a_fresh_state(kind, nothing):
    assert kind.from_json(nothing) == kind()


@pytest.mark.parametrize("kind", [LearnerState, TopicState, QuestionState])
def test_what_another_version_remembered_is_passed_over(kind):
    assert kind.from_json({"answers": 3, "mood": 0.5}) == kind(answers=3)


def test_weights_of_other_signals_are_not_used():
    assert Weights.from_json({"rating": 5.0}) == Weights.default()


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_levels_set_the_first_chance(level):
    easy, hard = QuestionState.fresh(level), QuestionState.fresh(level + 1)
    lower, higher = LearnerState.fresh(level), LearnerState.fresh(level + 1)
    chance = mastery.predict(WEIGHTS, lower, TopicState.fresh(), easy, at=None)
    assert mastery.predict(WEIGHTS, lower, TopicState.fresh(), hard, at=None) < chance
    assert mastery.predict(WEIGHTS, higher, TopicState.fresh(), easy, at=None) > chance


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("difficulty", [1, 2, 3, 4, 5])
def test_eight_right_answers_master_a_module_and_six_of_ten_do_not(level, difficulty):
    right = answered([1] * 8, level=level, difficulty=difficulty)
    mixed = answered([1, 0, 1, 1, 0] * 4, level=level, difficulty=difficulty)
    assert mastered(right, difficulty=difficulty).mastery >= 0.8
    assert mastered(mixed, difficulty=difficulty).mastery < 0.8


def test_six_right_answers_master_a_module_at_the_learners_own_level():
    for level in range(1, 6):
        states = answered([1] * 6, level=level, difficulty=level)
        assert mastered(states, difficulty=level).mastery >= 0.8


@given(scores=SCORES)
def test_answers_make_the_ability_surer(scores):
    learner, _ = answered([*scores, 1])
    assert learner.variance < LearnerState.fresh(3).variance


@given(days=st.floats(0, 2000), more=st.floats(0, 2000), right=st.integers(1, 20))
def test_time_lowers_what_was_known_and_makes_it_less_sure(days, more, right):
    states = answered([1] * right, at=NOW)
    sooner = mastered(states, at=NOW + days * DAY)
    later = mastered(states, at=NOW + (days + more) * DAY)
    assert later.mastery <= sooner.mastery
    assert logit(later.high) - logit(later.low) >= 0.999 * (logit(sooner.high) - logit(sooner.low))


@given(days=st.floats(0, 5000), right=st.integers(1, 20))
def test_what_is_forgotten_is_the_topic_and_not_the_learner(days, right):
    learner, topic = answered([1] * right, at=NOW)
    unseen = mastered((learner, TopicState.fresh())).mastery
    assert mastered((learner, topic), at=NOW + days * DAY).mastery >= unseen - 0.02


def test_half_of_the_evidence_is_left_after_a_half_life():
    learner, topic = answered([1, 1, 0], at=NOW)
    later = deepcopy(topic)
    mastery.learn(WEIGHTS, learner, later, QuestionState.fresh(3), score=1, at=NOW + mastery.HALF_LIFE_DAYS * DAY)
    assert later.right == pytest.approx(topic.right / 2 + 1)
    assert later.wrong == pytest.approx(topic.wrong / 2)


def test_answers_elsewhere_fade_the_offset():
    learner, topic = answered([1, 1, 1, 1])
    elsewhere = TopicState.fresh()
    before = mastery.signals(learner, topic, QuestionState.fresh(3), at=None)
    learner.answers += 50
    after = mastery.signals(learner, topic, QuestionState.fresh(3), at=None)
    assert after[1] < before[1]
    assert mastery.signals(learner, elsewhere, QuestionState.fresh(3), at=None)[1] < after[1]


def test_a_clock_that_goes_back_changes_nothing():
    states = answered([1, 1, 0], at=NOW)
    assert mastered(states, at=NOW - DAY) == mastered(states, at=NOW)


def test_learning_leaves_the_weights_alone_and_adapting_moves_them():
    weights = Weights.default()
    states = LearnerState.fresh(3), TopicState.fresh(), QuestionState.fresh(3)
    seen = mastery.signals(*states, at=None)
    before = weights.chance(seen)
    mastery.learn(weights, *states, score=0, at=None)
    assert weights == Weights.default()
    mastery.adapt(weights, seen, score=0)
    assert weights.chance(seen) < before


def test_adapting_keeps_what_a_right_answer_raises_from_turning_round():
    weights = Weights.default()
    seen = mastery.signals(*answered([1] * 30), QuestionState.fresh(1), at=None)
    for _ in range(20_000):
        mastery.adapt(weights, seen, score=0)
    named = weights.as_json()
    assert min(named[name] for name in ("rating", "ability", "right", "last", "form")) >= 0
    assert named["bias"] < Weights.default().as_json()["bias"]


def test_a_question_learns_from_answers():
    learner, topic, question = LearnerState.fresh(3), TopicState.fresh(), QuestionState.fresh(3)
    mastery.learn(WEIGHTS, learner, topic, question, score=0, at=None)
    assert question.difficulty > QuestionState.fresh(3).difficulty
    assert question.variance < QuestionState.fresh(3).variance


def test_a_new_question_starts_near_what_its_topic_turned_out_to_be():
    assert mastery.typical_shift(1.5, 2) == 0.5
    assert QuestionState.fresh(4, shift=0.5).difficulty == QuestionState.fresh(4).difficulty + 0.5
