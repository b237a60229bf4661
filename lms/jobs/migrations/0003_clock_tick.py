from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0002_worker_heartbeat'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockTick',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'clock tick',
                'verbose_name_plural': 'clock ticks',
            },
        ),
    ]
