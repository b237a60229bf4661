from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Concurrently: jobs go on while it is built."""

    atomic = False

    dependencies = [
        ('jobs', '0003_clock_tick'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='task',
            index=models.Index(condition=models.Q(('completed_at__isnull', False)), fields=['completed_at'], name='tasks_by_end'),
        ),
    ]
