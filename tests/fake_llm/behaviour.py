"""How the fake behaves: its settings, and which mode the next request gets."""

import copy
from dataclasses import dataclass, field, fields, replace
from random import Random
from typing import Any

from tests.fake_llm.answers import TEXTS

TRANSPORT_FAULTS = ("rate_limit", "error_500", "reset", "hang_before", "hang_in_body", "trickle", "redirect")
FORM_REFUSALS = {"form_refused": 400, "form_breaks": 500}  # what comes back for a request with `response_format`
MODES = ("ok", "slow", *FORM_REFUSALS, *TRANSPORT_FAULTS, *TEXTS)
FAULTS = (*TRANSPORT_FAULTS, *TEXTS)


class BadSettingError(ValueError):
    """Somebody asked for a behaviour that doesn't exist."""


@dataclass
class Behaviour:
    """`modes` are for the next requests, one each, then it is `mode`, or with `fault_rate` one of `fault_modes`."""

    mode: str = "ok"
    modes: list[str] = field(default_factory=list)
    fault_rate: float = 0.0
    fault_modes: list[str] = field(default_factory=lambda: list(FAULTS))
    seed: int = 0
    latency_ms: float = 0
    chunk_ms: float = 0
    uneven: float = 0.0  # share by which some answers come faster and others more slowly than that
    piece_characters: int = 24  # of a stream's pieces; models send one for each token
    slow_ms: float = 5000
    trickle_ms: float = 1000
    hang_seconds: float = 120
    requests: int = 0

    def next_mode(self) -> str:
        """The n-th request of a seed always has the same luck."""
        self.requests += 1
        if self.modes:
            return self.modes.pop(0)
        luck = Random(f"{self.seed}/{self.requests}")
        return luck.choice(self.fault_modes) if luck.random() < self.fault_rate else self.mode

    def pause_seconds(self, prompt_hash: str) -> float:
        """Between the pieces of a stream; for the same prompt always the same."""
        return self.chunk_ms * (1 + self.uneven * Random(prompt_hash).uniform(-1, 1)) / 1000


SETTINGS = {known.name for known in fields(Behaviour)} - {"requests"}


def changed(behaviour: Behaviour, settings: dict[str, Any]) -> Behaviour:
    """A copy with other settings. Raises BadSettingError."""
    if unknown := set(settings) - SETTINGS:
        raise BadSettingError(
            f"No such setting: {', '.join(sorted(unknown))}. There are: {', '.join(sorted(SETTINGS))}"
        )
    new = replace(copy.deepcopy(behaviour), **settings)
    try:
        _check(new)
    except TypeError as error:
        raise BadSettingError(f"A setting has the wrong type: {error}") from error
    return new


def _check(new: Behaviour) -> None:
    if unknown := {new.mode, *new.modes, *new.fault_modes} - set(MODES):
        raise BadSettingError(f"No such mode: {', '.join(sorted(map(str, unknown)))}. There are: {', '.join(MODES)}")
    if not 0 <= new.fault_rate <= 1 or not new.fault_modes:
        raise BadSettingError("fault_rate is a share from 0 to 1 of at least one fault mode")
    if not 0 <= new.uneven <= 1:
        raise BadSettingError("uneven is a share from 0 to 1")
    if new.piece_characters < 1:
        raise BadSettingError("A piece has at least one character")
    if min(new.latency_ms, new.chunk_ms, new.slow_ms, new.trickle_ms, new.hang_seconds) < 0:
        raise BadSettingError("Times are not negative")


class Behaviours:
    """The common behaviour, and that of models which got one of their own (beginning as a copy of the common one)."""

    def __init__(self, first: Behaviour) -> None:
        self.first = first
        self.reset()

    def reset(self) -> None:
        self.common = copy.deepcopy(self.first)
        self.models: dict[str, Behaviour] = {}

    def set(self, settings: dict[str, Any]) -> None:
        """`models`: {name: settings}, None takes its own behaviour away. Changes all or, with BadSettingError, nothing."""
        settings = dict(settings)
        own = settings.pop("models", {})
        common = changed(self.common, settings)
        models = {
            name: changed(self.models.get(name) or replace(common, modes=[], requests=0), of_model)
            for name, of_model in own.items()
            if of_model is not None
        }
        self.common = common
        self.models = {name: kept for name, kept in self.models.items() if name not in own} | models

    def of(self, model: str) -> Behaviour:
        return self.models.get(model, self.common)
