"""The order of a path: every prerequisite before what needs it."""

from hypothesis import given
from hypothesis import strategies as st

from curriculum.path_order import Module, Track, months, path


def track(name: str, *modules: tuple[str, tuple[str, ...]], difficulty: int = 3) -> Track:
    return Track(name, difficulty, tuple(Module(name, module, 10, needs) for module, needs in modules))


def named(*tracks: Track) -> dict[str, Track]:
    return {one.name: one for one in tracks}


def shown(steps) -> list[tuple[str, str]]:
    return [(step.track, step.role) for step in steps]


JS = track("js", ("values", ()), ("apis", ("js.values",)), difficulty=1)
REACT = track("react", ("jsx", ("js",)), ("state", ("react.jsx",)), difficulty=2)
PERFORMANCE = track("performance", ("profiling", ("react",)), difficulty=4)


def test_what_is_needed_comes_in_before_and_says_for_what():
    steps = path([("performance", "core")], named(PERFORMANCE, REACT, JS), level=2)
    assert shown(steps) == [("js", "prerequisite"), ("react", "prerequisite"), ("performance", "core")]
    assert [step.wanted_by for step in steps] == ["react", "performance", ""]


def test_a_track_has_the_first_of_its_roles():
    steps = path([("js", "core"), ("react", "core"), ("js", "specialization")], named(REACT, JS), level=1)
    assert shown(steps) == [("js", "core"), ("react", "core")]


def test_two_levels_below_is_assumed_and_costs_nothing():
    steps = path([("performance", "core")], named(PERFORMANCE, REACT, JS), level=3)
    assert shown(steps) == [("js", "assumed"), ("react", "prerequisite"), ("performance", "core")]
    assert [step.counted_hours for step in steps] == [0, 20, 10]


def test_tracks_that_need_each_other_in_turn_come_in_pieces():
    left = track("left", ("first", ()), ("second", ("right.first",)))
    right = track("right", ("first", ("left.first",)))
    steps = path([("left", "core")], named(left, right), level=1)
    assert [(step.track, [module.name for module in step.modules]) for step in steps] == [
        ("left", ["first"]),
        ("right", ["first"]),
        ("left", ["second"]),
    ]


def test_months_are_told_by_halves():
    assert [months(hours, 3) for hours in (0, 1, 26, 270)] == [0.0, 0.5, 2.0, 20.5]


@st.composite
def curricula(draw) -> dict[str, Track]:
    """Up to six tracks; a module needs modules and tracks that were made before it, so there is no circle."""
    tracks: list[Track] = []
    for number in range(draw(st.integers(1, 6))):
        keys = [module.key for one in tracks for module in one.modules] + [one.name for one in tracks]
        needs = st.lists(st.sampled_from(keys), max_size=3) if keys else st.just([])
        modules = [(f"m{place}", tuple(draw(needs))) for place in range(draw(st.integers(1, 4)))]
        tracks.append(track(f"t{number}", *modules))
    return named(*tracks)


@given(curricula(), st.randoms(use_true_random=False))
def test_no_module_ever_stands_before_what_it_needs(tracks, random):
    wanted = [(name, "core") for name in random.sample(sorted(tracks), len(tracks))]
    seen: list[str] = []
    for module in (module for step in path(wanted, tracks, level=1) for module in step.modules):
        for need in module.needs:
            inner = [need] if "." in need else [one.key for one in tracks[need].modules]
            assert set(inner) <= set(seen)
        seen.append(module.key)
    assert len(seen) == len(set(seen)) == sum(len(one.modules) for one in tracks.values())
