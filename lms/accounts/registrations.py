from knox.models import AuthToken

from lms.accounts import admin_log, my_data, signing_in
from lms.accounts.models import ClassGroup, Membership

my_data.register("class_memberships", lambda person: Membership.objects.filter(student=person))
my_data.register(
    "taught_classes",
    lambda person: ClassGroup.objects.filter(teachers=person),
    erase=lambda person: person.taught_groups.clear(),  # a class goes on without this teacher
)
my_data.register("api_tokens", lambda person: AuthToken.objects.filter(user=person), omit=("digest",))
my_data.register("failed_log_ins", signing_in.wrong_tries_of, omit=("get_data", "post_data"))
my_data.register("admin_actions", admin_log.by, omit=admin_log.ABOUT_OTHERS, erase=admin_log.erase)
