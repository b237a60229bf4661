from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Concurrently: people read on while they are built."""

    atomic = False

    dependencies = [
        ('articles', '0007_module_sessions'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='reading',
            index=models.Index(condition=models.Q(('completed_at__isnull', False)), fields=['completed_at'], name='readings_by_end'),
        ),
        AddIndexConcurrently(
            model_name='contentversion',
            index=models.Index(condition=models.Q(('source', 'llm')), fields=['created_at'], name='paid_texts_by_time'),
        ),
    ]
