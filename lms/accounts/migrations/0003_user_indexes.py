from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_user_seen_consented_erasing'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('is_guest', True)), fields=['seen_at'], name='guests_by_last_use'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('erasing_since__isnull', False)), fields=['erasing_since'], name='people_to_erase'),
        ),
    ]
