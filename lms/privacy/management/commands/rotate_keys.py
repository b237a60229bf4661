from django.core.management.base import BaseCommand, CommandError

from lms.privacy import notes


class Command(BaseCommand):
    help = (
        "Bring all private notes under the newest key of FIELD_ENCRYPTION_KEYS. Before: add the new key at the end and "
        "restart every process, so that all can read it; then put it first and restart again. After: take the keys "
        "named here out of the variable; keep them as long as backups from before."
    )

    def handle(self, **options) -> None:
        done = notes.rotate()
        droppable = ", ".join(notes.droppable_keys()) or "none"
        self.stdout.write(f"{done.rotated} notes rotated. Keys that may be dropped now: {droppable}")
        if done.unreadable:
            raise CommandError(f"{len(done.unreadable)} notes can't be read: {', '.join(done.unreadable)}")
