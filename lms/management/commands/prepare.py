from django.conf import settings
from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "What has to be there before the product can be used: tables, curriculum, demo accounts where they are wanted."

    def handle(self, **options) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_curriculum")
        if settings.DEMO:
            call_command("load_demo")
