"""What is wrong with a text, worded so that it can stand in the next prompt. Pure."""

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    code: str
    message: str
    penalty: float = 0.0  # of a soft fault


def quoted(text: str) -> str:
    return textwrap.shorten(text, 60, placeholder="…").replace('"', "'")
