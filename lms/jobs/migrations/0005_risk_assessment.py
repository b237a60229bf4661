from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0004_tasks_by_end'),
    ]

    operations = [
        migrations.AlterField(
            model_name='task',
            name='task_type',
            field=models.CharField(choices=[('subtopic_generation', 'Subtopic generation'), ('curriculum_generation', 'Outline generation'), ('article_generation', 'Article generation'), ('level_conversion', 'Level conversion'), ('feedback_generation', 'Feedback generation'), ('question_generation', 'Question generation'), ('risk_assessment', 'Risk assessment')], max_length=30),
        ),
    ]
