from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.accounts import demo


class Command(BaseCommand):
    help = "Make the demo accounts (development on a loopback address only)."

    def handle(self, **options) -> None:
        try:
            demo.check_allowed(mode=settings.MODE, host=settings.HOST)
        except demo.NotHere as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{demo.load()} demo accounts made")
