from django.apps import apps
from django.db.models.signals import post_migrate

from articles import generation_progress, generations, partitions, planning, progress, sessions, tasks, writing
from lms import health
from lms.accounts import merging
from lms.jobs import kinds, running
from lms.jobs.models import Task
from lms.live import topics

kinds.register(Task.Type.SUBTOPIC_GENERATION, tasks.make_sub_topics, given_up=generations.give_up)
kinds.register(Task.Type.CURRICULUM_GENERATION, tasks.plan, given_up=planning.give_up)
kinds.register(Task.Type.ARTICLE_GENERATION, tasks.write_article, given_up=writing.give_up)
kinds.register(Task.Type.LEVEL_CONVERSION, tasks.convert_level, given_up=writing.give_up)
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
post_migrate.connect(partitions.make_coming, sender=apps.get_app_config("articles"))
running.also_renew.append(writing.renew_claims)
health.register("active_sessions", sessions.active_count)
