import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from personalization import evaluation
from personalization.evaluation import answers
from personalization.evaluation.answers import Answer, BadFile


class Command(BaseCommand):
    help = "Say how well the mastery model predicts logged answers, needing no database."
    requires_migrations_checks = False
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--train", type=Path, required=True, help=f"a file with {', '.join(answers.COLUMNS)}")
        parser.add_argument("--test", type=Path, help="other students; without it a fifth of the first is held out")
        parser.add_argument("--cold", action="store_true", help="classes of 20 without history instead")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *, train: Path, test: Path | None, cold: bool, **options) -> None:
        try:
            known, judged = _parts(train, test)
            results = (evaluation.cold if cold else evaluation.warm)(known, judged)
        except BadFile as error:
            raise CommandError(str(error)) from error
        except ZeroDivisionError as error:
            raise CommandError("Too few answers to judge by.") from error
        if options["json"]:
            self.stdout.write(json.dumps([result.as_json() for result in results]))
        else:
            self.stdout.write(evaluation.table(results))


def _parts(train: Path, test: Path | None) -> tuple[list[Answer], list[Answer]]:
    known = answers.read(train)
    return (known, answers.read(test)) if test else answers.hold_out(known)
