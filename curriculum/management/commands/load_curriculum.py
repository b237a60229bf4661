from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from curriculum import loading
from curriculum.content_files import CONTENT, ContentError


class Command(BaseCommand):
    help = "Load the curriculum from its files: idempotent, all or nothing; edits made in admin are kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--content", type=Path, default=CONTENT, help="folder with levels.yaml, tracks/, topics/ …")

    def handle(self, *, content: Path, **options) -> None:
        try:
            report = loading.load(content)
        except ContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(str(report))
