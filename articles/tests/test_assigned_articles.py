"""An article that a teacher assigned counts as begun and as done by its reading."""

from django.utils import timezone

from articles.choices import Options
from articles.models import Article, Reading
from articles.sessions import open_session
from personalization import assignments
from personalization.models import Assignment


def test_an_assigned_article_is_done_when_it_is_read(learner, topic, run_tasks):
    sub_topics, options = list(topic.curated_sub_topics.all()[:1]), Options(max_articles_per_subtopic=1)
    open_session(user=learner, topic=topic, sub_topics=sub_topics, level="beginner", options=options)
    run_tasks()
    article = Article.objects.first()
    row = Assignment.objects.create(title="Read this", student=learner, article_id=article.pk)

    def status() -> str:
        return assignments.get(learner, row.pk).standing.status

    assert status() == "open"
    reading = Reading.objects.create(user=learner, article=article, started_at=timezone.now())
    assert status() == "begun"
    Reading.objects.filter(pk=reading.pk).update(completed_at=timezone.now())
    assert status() == "done"
