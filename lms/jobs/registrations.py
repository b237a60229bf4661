from lms.accounts import merging
from lms.jobs import watching
from lms.jobs.models import Task
from lms.live import topics

topics.register(topics.Kind("tasks", may_see=watching.may_see, snapshot=watching.snapshot, word=watching.word))
merging.register(lambda guest, account: Task.objects.filter(user=guest).update(user=account))
