import pytest
from hypothesis import given
from hypothesis import strategies as st

from teacher import charts


@pytest.mark.parametrize(("highest", "step"), [(4, 1), (5, 2), (8, 2), (9, 2.5), (100, 25), (101, 50), (0.3, 0.1)])
def test_grid_lines_stand_at_round_numbers(highest, step):
    assert charts.nice_step(highest) == pytest.approx(step)


@given(st.floats(0.001, 1e9))
def test_everything_fits_under_the_top_line(highest):
    frame = charts.Frame.around(highest, width_of=10)
    assert frame.above - 0.1 <= frame.y(highest) <= frame.below


def test_a_line_and_its_area():
    frame = charts.Frame(width_of=1, top=1, left=0, right=100, above=0, below=50)
    assert frame.line([(0, 0), (1, 1)]) == "M0.0,50.0 L100.0,0.0"
    assert frame.area([(0, 0), (1, 1)]) == "M0.0,50.0 L100.0,0.0 L100.0,50.0 L0.0,50.0Z"
    assert frame.line([]) == frame.area([]) == ""
