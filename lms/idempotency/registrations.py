from lms.accounts import my_data
from lms.idempotency.models import IdempotencyKey

my_data.register("repeatable_answers", lambda person: IdempotencyKey.objects.filter(user=person))
