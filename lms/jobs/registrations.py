from lms.accounts import merging, my_data
from lms.jobs import metrics, owners, watching
from lms.jobs.models import Task
from lms.live import connections, topics

topics.register(topics.Kind("tasks", may_see=watching.may_see, snapshot=watching.snapshot, word=watching.word))
merging.register(lambda guest, account: Task.objects.filter(user=guest).update(user=account))
my_data.register("task_connections", owners.connections_of, omit=connections.WHO_IT_WAS)
my_data.register("tasks", owners.tasks_of, erase=owners.erase)
metrics.register()
