from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from curriculum import catalogue, content_checks, content_figures
from curriculum.content_files import CONTENT, ContentError


class Command(BaseCommand):
    help = "Check the curriculum's files, needing no database: what fits together, runs, is complete in both languages."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--content", type=Path, default=CONTENT, help="folder with tracks/, topics/ and the others")
        parser.add_argument("--track", default="", help="one track alone")

    def handle(self, *, content: Path, track: str, **options) -> None:
        try:
            found = catalogue.read(content)
            faults = content_checks.check(found, content, track)
        except ContentError as error:
            raise CommandError(str(error)) from error
        compared = [] if track else content_figures.compare(found)
        if faults := [*faults, *content_figures.faults(compared)]:
            raise CommandError("\n".join(faults))
        for line in [] if track else [*content_figures.table(found), "", *content_figures.closest(compared), ""]:
            self.stdout.write(line)
        self.stdout.write(f"Nothing wrong with {track or 'the curriculum'}.")
