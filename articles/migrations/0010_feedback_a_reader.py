import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_review'),
    ]

    operations = [
        migrations.AlterField(
            model_name='articlefeedback',
            name='session',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='articles.learningsession'),
        ),
        migrations.AddConstraint(
            model_name='articlefeedback',
            constraint=models.UniqueConstraint(fields=('article', 'user'), name='one_feedback_a_reader'),
        ),
        migrations.RemoveConstraint(
            model_name='articlefeedback',
            name='one_feedback_an_article',
        ),
    ]
