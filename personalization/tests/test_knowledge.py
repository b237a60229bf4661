"""What is known of questions that nobody has answered yet."""

from personalization import knowledge
from personalization.mastery import QuestionState


def test_an_unanswered_question_is_taken_for_as_hard_as_its_module_turned_out(
    practise, learner, other_learner, questions
):
    fresh = questions[-1]
    level = QuestionState.fresh(fresh.difficulty_level)
    assert knowledge.read(other_learner, [fresh]).question_state(fresh) == level
    practise(learner, *[(question, False) for question in questions[:-1]])
    harder = knowledge.read(other_learner, [fresh]).question_state(fresh)
    assert harder.difficulty > level.difficulty
    assert harder.prior == level.prior


def test_what_other_modules_turned_out_to_be_does_not_matter(practise, learner, questions):
    practise(learner, *[(question, False) for question in questions])
    assert list(knowledge.read(learner, questions).shifts) == [questions[0].module_id]
