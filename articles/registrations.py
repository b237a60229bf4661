from django.apps import apps
from django.db.models.signals import post_migrate

from articles import (
    generation_progress,
    generations,
    owners,
    partitions,
    planning,
    progress,
    question_matters,
    read_articles,
    sessions,
    tasks,
    writing,
)
from curriculum import question_matters as matters
from lms import health
from lms.accounts import merging, my_data
from lms.jobs import kinds, running
from lms.jobs.models import Task
from lms.live import connections, topics
from lms.metrics import registry
from personalization import assignment_standings

kinds.register(Task.Type.SUBTOPIC_GENERATION, tasks.make_sub_topics, given_up=generations.give_up)
kinds.register(Task.Type.CURRICULUM_GENERATION, tasks.plan, given_up=planning.give_up)
kinds.register(Task.Type.ARTICLE_GENERATION, tasks.write_article, given_up=writing.give_up)
kinds.register(Task.Type.LEVEL_CONVERSION, tasks.convert_level, given_up=writing.give_up)
matters.register("generated", question_matters.find)
topics.register(
    topics.Kind(
        "sessions",
        may_see=progress.may_see,
        snapshot=progress.snapshot,
        word=progress.word,
        watch=progress.watch,
    )
)
topics.register(
    topics.Kind(
        "sub-topics/generated",
        may_see=generation_progress.may_see,
        snapshot=generation_progress.snapshot,
        word=generation_progress.word,
    )
)
merging.register(sessions.merge)
assignment_standings.register(read_articles.of)
post_migrate.connect(partitions.make_coming, sender=apps.get_app_config("articles"))
running.also_renew.append(writing.renew_claims)
health.register("active_sessions", sessions.active_count)
registry.gauge("active_sessions", "Learning sessions used in the last half hour.", sessions.active_count)
my_data.register("session_connections", owners.connections_of, omit=connections.WHO_IT_WAS)
my_data.register("article_feedback", owners.feedback_of)
my_data.register("article_reports", owners.reports_by, erase=owners.forget_reporter)
my_data.register("reading_log", owners.log_of)
my_data.register("readings", owners.readings_of)
my_data.register("articles", owners.articles_of)
my_data.register("earlier_texts", owners.earlier_of)
my_data.register("article_texts", owners.levels_of, rows=owners.texts_of)
my_data.register("session_sub_topics", owners.sub_topics_of)
my_data.register("texts_for_one_session", owners.private_contents_of, rows=owners.private_texts_of)
my_data.register("learning_sessions", owners.sessions_of)
my_data.register("sub_topics_made", owners.generated_of)
my_data.register("sub_topic_generations", owners.generations_of)
my_data.register("texts_written", owners.versions_by, omit=owners.LONG, erase=owners.forget_author)
my_data.register("reviews", owners.reviews_by, erase=owners.forget_reviewer)
my_data.register("sub_topics_reviewed", owners.sub_topic_reviews_by, erase=owners.forget_sub_topic_reviewer)
