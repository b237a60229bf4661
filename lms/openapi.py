"""The API's description of itself, beyond what drf-spectacular reads out of the views."""

from drf_spectacular.openapi import AutoSchema

from lms.api import ProblemOutput
from lms.problems import CONTENT_TYPE


class SchemaWithProblems(AutoSchema):
    """Whatever else an endpoint answers is a problem, in one shape for all."""

    def _get_response_bodies(self, direction: str = "response") -> dict:
        problem = self._get_response_for_code(ProblemOutput, "default", [CONTENT_TYPE], direction)
        return super()._get_response_bodies(direction) | {"default": problem}
