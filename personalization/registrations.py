from lms.accounts import merging, my_data
from lms.jobs import kinds
from lms.jobs.models import Task
from lms.live import connections, topics
from personalization import feedback, owners, rebuilding, tasks, watching, watching_progress

kinds.register(Task.Type.FEEDBACK_GENERATION, tasks.write_feedback, given_up=feedback.give_up)
topics.register(topics.Kind("submissions", may_see=watching.may_see, snapshot=watching.snapshot, word=watching.word))
topics.register(
    topics.Kind(
        "learners",
        may_see=watching_progress.may_see,
        snapshot=watching_progress.snapshot,
        word=watching_progress.word,
    )
)
merging.register(rebuilding.merge)
my_data.register("practice_connections", owners.connections_of, omit=connections.WHO_IT_WAS)
my_data.register("answers", owners.answers_of)
my_data.register("placements", owners.placements_of)
my_data.register("submissions", owners.submissions_of)
my_data.register("assignments", owners.assignments_of)
my_data.register("review_cards", owners.reviews_of)
my_data.register("weaknesses", owners.weaknesses_of)
my_data.register("progress_in_modules", owners.progress_of)
my_data.register("mastery_overrides", owners.overrides_of)
my_data.register("learner_profile", owners.profile_of)
