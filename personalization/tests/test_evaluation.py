"""Metrics against what can be worked out by hand, files that can't be read, and the command."""

import json
import math
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from personalization import evaluation
from personalization.evaluation import answers, metrics, models, small_classes
from personalization.evaluation.answers import Answer, BadFile

HEADER = "user_id\titem_id\ttimestamp\tcorrect\tskill_id\n"


@pytest.fixture
def log(tmp_path):
    """`log(text)`: a file with these lines after the header."""

    def log(text, header=HEADER):
        path = tmp_path / "answers.csv"
        path.write_text(header + text)
        return path

    return log


def made(students=60, items=12):
    """Learners who know more and less, on items that are easier and harder."""
    return [
        Answer(f"learner {student}", f"item {item}", f"skill {item % 3}", int((student * 7) % 12 >= item))
        for student in range(students)
        for item in range(items)
    ]


def written(rows):
    return "".join(f"{row.user}\t{row.item}\t0\t{row.right}\t{row.skill}\n" for row in rows)


def test_auc_counts_pairs_in_the_right_order_and_half_of_the_ties():
    assert metrics.auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) == 0.75
    assert metrics.auc([0.5, 0.5, 0.5], [1, 0, 1]) == 0.5
    assert metrics.auc([0.2, 0.9], [1, 0]) == 0
    assert math.isnan(metrics.auc([0.2, 0.9], [1, 1]))


def test_the_other_metrics_on_two_answers():
    chances, right = [0.8, 0.4], [1, 1]
    assert metrics.accuracy(chances, right) == 0.5
    assert metrics.rmse(chances, right) == pytest.approx(math.sqrt((0.04 + 0.36) / 2))
    assert metrics.log_loss(chances, right) == pytest.approx(-(math.log(0.8) + math.log(0.4)) / 2)


def test_calibration_weighs_each_bin_by_its_answers():
    chances, right = [0.72, 0.78, 0.31, 1.0], [1, 0, 0, 1]
    assert metrics.ece(chances, right) == pytest.approx((abs(1 - 1.5) + 0.31) / 4)


def test_certainty_that_was_wrong_has_a_finite_loss():
    assert metrics.log_loss([0.0], [1]) == pytest.approx(-math.log(metrics.NEAREST))


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("1\t2\t0\tyes\t3\n", "line 3, column correct: 'yes' is not a number"),
        ("1\t2\t0\t0.5\t3\n", "line 3, column correct: '0.5' is neither 0 nor 1"),
        ("1\t2\tnoon\t1\t3\n", "line 3, column timestamp: 'noon' is not a number"),
        ("1\t2\tinf\t1\t3\n", "line 3, column timestamp: 'inf' is not a number"),
        ("1\t2\t0\t1\n", "line 3, column skill_id: nothing there"),
        ("\t2\t0\t1\t3\n", "line 3, column user_id: nothing there"),
    ],
)
def test_a_bad_value_is_named_by_line_and_column(log, row, place):
    with pytest.raises(BadFile, match=place):
        answers.read(log("1\t2\t0\t1\t3\n" + row))


def test_a_missing_column_is_named(log):
    with pytest.raises(BadFile, match="line 1: no column correct"):
        answers.read(log("", header="user_id\titem_id\ttimestamp\tskill_id\n"))


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadFile):
        answers.read(path)


def test_columns_may_come_in_any_order_and_with_commas(log):
    path = log("1,3,60,7,a,b\n", header="correct,skill_id,timestamp,user_id,item_id,more\n")
    assert answers.read(path) == [Answer("7", "a", "3", 1, 60.0)]


def test_a_time_of_0_is_unknown(log):
    assert answers.read(log("1\t2\t0\t1\t3\n"))[0].at is None


def test_a_student_is_held_out_with_all_answers_or_none():
    train, test = answers.hold_out(made())
    assert not {row.user for row in train} & {row.user for row in test}
    assert len(train) + len(test) == len(made())
    assert 0 < len(test) < len(train)


def test_the_product_s_model_ranks_better_than_its_controls():
    results = {result.model: result for result in evaluation.warm(*answers.hold_out(made(300)))}
    assert list(results) == ["infou", "infou, fixed weights", "item mean", "plain Elo", "accuracy x score"]
    assert results["infou"].auc > results["item mean"].auc > 0.5


def test_nothing_of_an_answer_is_known_before_it_is_predicted():
    for make in models.ALL:
        chances = []
        for outcome in (0, 1):
            model = make()
            model.fit(made(5))
            chances.append(model.step(Answer("learner 1", "item 1", "skill 1", outcome)))
        assert chances[0] == chances[1], make.name


def test_levels_are_fifths_of_the_items_from_easy_to_hard():
    found = small_classes.levels(made(items=10))
    assert [found[f"item {item}"] for item in range(10)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_some_levels_are_moved_by_one_and_the_same_ones_each_time():
    exact = {str(item): 3 for item in range(1000)}
    moved = small_classes.off_by_one(exact)
    assert moved == small_classes.off_by_one(exact)
    assert {2, 3, 4} == set(moved.values())
    assert 340 < sum(level != 3 for level in moved.values()) < 460
    assert small_classes.off_by_one({"a": 5, "b": 1}, share=1.0).keys() == {"a", "b"}
    assert set(small_classes.off_by_one({str(item): 5 for item in range(50)}, share=1.0).values()) == {4, 5}


def test_classes_are_whole_and_keep_the_order_of_answers():
    found = small_classes.classes(made(students=47))
    assert [len({row.user for row in one}) for one in found] == [20, 20]
    order = {row: place for place, row in enumerate(made(students=47))}
    assert all([order[row] for row in one] == sorted(order[row] for row in one) for one in found)


def test_the_command_prints_a_table(log):
    out = StringIO()
    call_command("evaluate_mastery", train=log(written(made())), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].split() == list(evaluation.COLUMNS)
    assert [line.split()[0] for line in lines[1:]] == ["infou", "infou,", "item", "plain", "accuracy"]


def test_the_command_prints_json(log):
    out = StringIO()
    path = log(written(made()))
    call_command("evaluate_mastery", train=path, test=path, json=True, stdout=out)
    assert json.loads(out.getvalue())[0].keys() == {"model", *evaluation.COLUMNS}


def test_the_command_judges_classes_without_history(log):
    out = StringIO()
    path = log(written(made(students=200)))
    call_command("evaluate_mastery", train=path, cold=True, json=True, stdout=out)
    results = {row["model"]: row for row in json.loads(out.getvalue())}
    assert len(results) == 6
    assert results["infou, exact levels"]["auc"] > results["infou, no levels"]["auc"]


def test_the_command_says_what_is_wrong_with_a_file(log):
    with pytest.raises(CommandError, match="line 2, column correct"):
        call_command("evaluate_mastery", train=log("1\t2\t0\t7\t3\n"))


def test_the_command_needs_answers(log):
    with pytest.raises(CommandError, match="Too few answers"):
        call_command("evaluate_mastery", train=log(""))
