from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from curriculum import content_checks
from curriculum.content_files import CONTENT, ContentError


class Command(BaseCommand):
    help = "Check the curriculum's files, needing no database: what fits together, runs, is complete in both languages."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--content", type=Path, default=CONTENT, help="folder with tracks/, topics/ and the others")
        parser.add_argument("--track", default="", help="one track alone")

    def handle(self, *, content: Path, track: str, **options) -> None:
        try:
            faults = content_checks.check(content, track)
        except ContentError as error:
            raise CommandError(str(error)) from error
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"Nothing wrong with {track or 'the curriculum'}.")
