from curriculum import owners, question_generation, tasks, unlocking
from lms.accounts import merging, my_data
from lms.jobs import kinds
from lms.jobs.models import Task

kinds.register(Task.Type.QUESTION_GENERATION, tasks.make_questions, given_up=question_generation.give_up)
merging.register(unlocking.merge)
merging.register(owners.merge)
my_data.register("completed_modules", unlocking.completions_of)
my_data.register("question_reviews", owners.reviews_by, erase=owners.forget_reviewer)
my_data.register("question_reports", owners.reports_by, erase=owners.forget_reporter)
my_data.register("questions_asked_for", owners.questions_of, rows=owners.shown_of, erase=owners.forget_questions)
