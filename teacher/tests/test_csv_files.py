import pytest

from teacher import csv_files


@pytest.mark.parametrize("name", ["=1+1", "+82", "-x", "@SUM(A1)", "\tx"])
def test_a_formula_in_a_name_stays_text(name):
    assert csv_files.safe(name) == f"'{name}"


def test_a_file_has_a_header_and_its_rows():
    answer = csv_files.response("class", ["이름", "점수"], [["한지우", 0.5], ['a,"b"', None]])
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text == '이름,점수\r\n한지우,0.5\r\n"a,""b""",\r\n'
    assert answer.headers["Content-Disposition"] == 'attachment; filename="class.csv"'
