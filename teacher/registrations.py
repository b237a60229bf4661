from lms.accounts import my_data
from lms.jobs import kinds
from lms.jobs.models import Task
from teacher import assessing, owners, tasks

kinds.register(Task.Type.RISK_ASSESSMENT, tasks.assess_risk, given_up=assessing.give_up)
my_data.register("risk_assessments", owners.assessments_of)
my_data.register("interventions", owners.interventions_of)
my_data.register("interventions_made", owners.interventions_by, erase=owners.forget_teacher)
my_data.register("invitations_made", owners.invitations_by, omit=owners.SECRET)
my_data.register("roster_imports", owners.imports_by, omit=owners.OF_OTHERS)
my_data.register("student_summary", owners.summary_of)
