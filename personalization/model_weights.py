"""The weights of the mastery model in use."""

from personalization.mastery import Weights

_default = Weights.default()


def current() -> Weights:
    """Those that ship with the product."""
    return _default
