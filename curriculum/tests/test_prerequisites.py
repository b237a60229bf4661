"""Circles are refused wherever prerequisites are written, and named."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from curriculum.models import LearningModule, LearningTrack, ModulePrerequisite
from curriculum.prerequisites import Cycle, missing, module_node, refuse_cycles, track_node

pytestmark = pytest.mark.usefixtures("curriculum")


def module(name: str) -> LearningModule:
    return LearningModule.objects.select_related("track").called(name).get()


def test_a_cycle_between_modules_is_refused_and_named():
    with pytest.raises(ValidationError) as refused:
        ModulePrerequisite.objects.create(
            module=module("python_basics.variables_types"), required_module=module("python_basics.conditions")
        )
    assert "python_basics.variables_types → python_basics.conditions → python_basics.variables_types" in str(
        refused.value
    )


def test_a_cycle_over_a_track_is_refused_and_named():
    with pytest.raises(ValidationError) as refused:
        ModulePrerequisite.objects.create(
            module=module("python_basics.variables_types"),
            required_track=LearningTrack.objects.get(name="data_analysis"),
        )
    assert "data_analysis → data_analysis." in str(refused.value)


def test_a_module_cannot_need_the_track_it_stands_in():
    loops = module("python_basics.loops")
    with pytest.raises(ValidationError, match=r"python_basics\.loops"):
        ModulePrerequisite.objects.create(module=loops, required_track=loops.track)


def test_a_module_is_not_moved_into_a_track_that_needs_it():
    state = module("react_basics.state_events")
    state.track = LearningTrack.objects.get(name="javascript_basics")
    with pytest.raises(ValidationError, match="react_basics"):
        state.clean()


@pytest.mark.parametrize(("modules", "tracks"), [(0, 0), (1, 1)])
def test_exactly_one_of_module_and_track_is_needed(modules, tracks):
    needs = {"required_module": module("javascript_basics.javascript_apis") if modules else None}
    needs["required_track"] = LearningTrack.objects.get(name="html_css") if tracks else None
    with pytest.raises(IntegrityError, match="needs_module_or_track"), transaction.atomic():
        ModulePrerequisite.objects.bulk_create([ModulePrerequisite(module=module("python_basics.loops"), **needs)])


A, B, C, T = module_node("t.a"), module_node("t.b"), module_node("u.c"), track_node("t")
NEEDS = {A: [], B: [A], C: [T], T: [A, B]}


def test_a_cycle_says_who_needs_whom():
    with pytest.raises(Cycle) as cycle:
        refuse_cycles(NEEDS | {A: [C]})
    assert cycle.value.nodes[0] == cycle.value.nodes[-1]
    assert all(
        need in (NEEDS | {A: [C]})[node] for node, need in zip(cycle.value.nodes, cycle.value.nodes[1:], strict=False)
    )


def test_what_is_missing_is_named_once_and_as_a_track_where_a_track_is_needed():
    assert missing(C, NEEDS, done=set(), core={"t.a", "t.b"}) == [T]
    assert missing(B, NEEDS, done=set(), core={"t.a"}) == [A]
    assert missing(C, NEEDS, done={"t.a"}, core={"t.a"}) == []
    assert missing(C, NEEDS, done={"t.a"}, core=set()) == [T]
