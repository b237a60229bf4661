from django.conf import settings
from django.core.management import BaseCommand, call_command

from lms.accounts import teachers


class Command(BaseCommand):
    help = (
        "What has to be there before the product can be used: tables, rights, curriculum, demo accounts where wanted."
    )

    def handle(self, **options) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        teachers.grant()
        call_command("load_curriculum")
        if settings.DEMO:
            call_command("load_demo")
