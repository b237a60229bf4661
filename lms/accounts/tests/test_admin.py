"""The admin site as a whole: who gets in, whose rows a teacher sees, and that no list asks more for more rows."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Model
from django.forms.models import _get_foreign_key
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from model_bakery import baker

from lms import ids
from lms.accounts import teachers
from lms.accounts.models import ClassGroup, User
from lms.admin import AdminsOnly, VisibleRows

APPS = ("lms.", "curriculum.", "personalization.", "articles.", "teacher.")
FEW, MANY = 1, 6
OURS = {
    model: admin.site.get_model_admin(model)
    for model in apps.get_models()
    if admin.site.is_registered(model) and model.__module__.startswith(APPS)
}
INLINES = [
    (model, inline) for model, model_admin in OURS.items() for inline in model_admin.inlines if model is not User
]
ONE_OF = {
    "personalization.Assignment": "group",  # rows that point to one of several, or to none
    "articles.LearningSession": "module",
    "articles.Content": "session",
    "articles.SessionSubTopic": "generated",
    "curriculum.ModulePrerequisite": "required_track",
    "curriculum.Question": "learner",
}
OF_PEOPLE = [model for model, model_admin in OURS.items() if isinstance(model_admin, VisibleRows)]
CLOSED = [model for model in admin.site._registry if isinstance(admin.site.get_model_admin(model), AdminsOnly)]
OF_CLASSES = ("teacher.RosterImport", "teacher.TeacherInvitation")
ABOUT_CONTENTS = {"articles.Content": "", "articles.ContentVersion": "content", "articles.ReviewEvent": "version"}


def make(model: type[Model], owner: User, **given) -> Model:
    """A row with every row it points to; where it points to a person, that is the owner."""
    if model is User:
        given.setdefault("username", ids.new("user"))
    if model._meta.label == "jobs.ClockTick":
        given.setdefault("id", model.objects.count() + 1)
    if model._meta.label == "articles.ArticleLevel":
        given.setdefault("level", ids.new("level")[-20:])
    if left_out := ONE_OF.get(model._meta.label):
        given.setdefault(left_out, None)
    if model._meta.label == "personalization.LearnerProfile":
        level = apps.get_model("curriculum.Level")
        if not level.objects.filter(code="beginner").exists():
            baker.make(level, code="beginner")
        return model.objects.get_or_create(user=owner)[0]
    for field in model._meta.concrete_fields:
        if (field.many_to_one or field.one_to_one) and field.related_model is not model and field.name not in given:
            given[field.name] = owner if field.related_model is User else make(field.related_model, owner)
    return baker.make(model, **given)


def make_for(model: type[Model], owner: User) -> Model:
    """A row that is about this person; a content is where they have an article with it, a question where it is for them."""
    if model._meta.label == "curriculum.Question":
        return make(model, owner, module=None, learner=owner, made_for="generated_1")
    if model._meta.label in OF_CLASSES:
        return make(model, make(User, owner), group=class_of(owner))
    if model._meta.label not in ABOUT_CONTENTS:
        return make(model, owner)
    content = make(apps.get_model("articles.ArticleLevel"), owner).content
    if model._meta.label == "articles.Content":
        return content
    version = make(apps.get_model("articles.ContentVersion"), owner, content=content)
    return version if model._meta.label == "articles.ContentVersion" else make(model, owner, version=version)


def class_of(owner: User) -> ClassGroup:
    return ClassGroup.objects.filter(memberships__student=owner).first() or make(ClassGroup, owner)


def make_another(model: type[Model], owner: User) -> Model:
    """Where there is one row a person, for somebody else."""
    single = any(field.one_to_one and field.related_model is User for field in model._meta.concrete_fields)
    return make_for(model, make(User, owner) if single else owner)


def page(model: type[Model], what: str = "changelist", *arguments: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=arguments)


def label(model: type[Model]) -> str:
    return model._meta.label


def queries_of(client, address: str) -> int:
    client.get(address)  # the first call also fills caches of content types
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def rights(db) -> None:
    teachers.grant()


def give(teacher: User, model: type[Model]) -> None:
    """Every right on this model, whatever the group says."""
    rights = Permission.objects.filter(content_type__app_label=model._meta.app_label)
    teacher.user_permissions.set(rights.filter(content_type__model=model._meta.model_name))


def test_every_model_of_ours_is_in_the_admin_site_by_itself_or_in_another_ones_page():
    inside = {inline.model for _model, inline in INLINES}
    models = [model for model in apps.get_models() if model.__module__.startswith(APPS)]
    assert [label(model) for model in models if model not in OURS and model not in inside] == []


@pytest.mark.parametrize("model", OURS, ids=label)
def test_a_list_asks_no_more_for_more_rows(browser, administrator, learner, model):
    client = browser(administrator)
    make_for(model, learner)
    few = queries_of(client, page(model))
    for _row in range(MANY - FEW):
        make_another(model, learner)
    assert queries_of(client, page(model)) <= few


@pytest.mark.parametrize(("model", "inline"), INLINES)
def test_a_page_asks_no_more_for_more_rows_inside(browser, administrator, learner, model, inline):
    client, row = browser(administrator), make(model, learner)
    address, parent = page(model, "change", row.pk), _get_foreign_key(model, inline.model, fk_name=inline.fk_name).name
    make(inline.model, make(User, learner), **{parent: row})
    few = queries_of(client, address)
    for _row in range(MANY - FEW):
        make(inline.model, make(User, learner), **{parent: row})
    assert queries_of(client, address) <= few


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_page_and_search_opens_in_both_languages(browser, administrator, learner, model):
    row = make_for(model, learner)
    for language in ("ko", "en"):
        client = browser(administrator, language)
        assert client.get(page(model, "change", row.pk)).status_code == 200
        assert client.get(page(model), {"q": "x"}).status_code == 200


@pytest.mark.parametrize("model", [model for model in OURS if OURS[model].list_filter], ids=label)
def test_every_filter_answers(browser, administrator, learner, model):
    """The last choice of each: the first one is all."""
    client = browser(administrator)
    for _row in range(2):
        make_another(model, learner)
    shown = client.get(page(model)).context["cl"]
    for spec in shown.filter_specs:
        last = list(spec.choices(shown))[-1]
        answer = client.get(page(model) + last["query_string"])
        assert answer.status_code == 200, f"{spec.title}: what can't be looked up is sent elsewhere"


@pytest.mark.parametrize("model", OF_PEOPLE, ids=label)
def test_a_teacher_sees_the_rows_of_own_students_alone(
    browser, rights, teacher, teacher_of_nobody, learner, other_learner, model
):
    own, foreign = make_for(model, learner), make_for(model, other_learner)
    for person, seen in ((teacher, {own}), (teacher_of_nobody, set())):
        give(person, model)
        client = browser(person)
        assert set(client.get(page(model)).context["cl"].queryset) & {own, foreign} == seen
        assert client.get(page(model, "change", own.pk)).status_code == (200 if seen else 302)
        assert client.get(page(model, "change", foreign.pk)).status_code == 302
        assert set(client.get(page(model), {"q": "i"}).context["cl"].queryset) & {foreign} == set()


@pytest.mark.parametrize("model", [model for model in OURS if OURS[model].teachers_may], ids=label)
def test_nothing_a_teacher_opens_names_the_students_or_classes_of_others(
    browser, rights, teacher_of_nobody, learner, model
):
    """Lists with their filters, the form of a new row, and what its fields look up."""
    group = ClassGroup.objects.create(name="남의 반")
    group.memberships.create(student=learner)
    make_for(model, learner)
    client = browser(teacher_of_nobody)
    answers = [client.get(page(model)), client.get(page(model, "add"))]
    lookup = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "term": "i"}
    fields = [field.name for field in model._meta.get_fields() if field.concrete and field.is_relation]
    answers += [client.get("/admin/autocomplete/", lookup | {"field_name": name}) for name in fields]
    assert answers[0].status_code == 200
    for answer in answers:
        assert answer.status_code in (200, 403), answer.request
        assert learner.username not in answer.text
        assert learner.display_name not in answer.text
        assert group.name not in answer.text


@pytest.mark.parametrize("model", CLOSED, ids=label)
def test_what_is_for_admins_stays_closed_whatever_rights_a_teacher_is_given(browser, rights, teacher, model):
    give(teacher, model)
    assert browser(teacher).get(page(model)).status_code == 403
    assert page(model) not in browser(teacher).get(reverse("admin:index")).text


def test_rows_of_people_are_walled_or_closed():
    """A new model that leads to a person has to say which."""
    open_to_teachers = [model for model, model_admin in OURS.items() if model_admin.teachers_may]
    assert [label(model) for model in open_to_teachers if leads_to_people(model) and model not in OF_PEOPLE] == []


def leads_to_people(model: type[Model]) -> bool:
    others = {field.related_model for field in model._meta.concrete_fields if field.many_to_one} - {model}
    return any(other is User or leads_to_people(other) for other in others)


def test_teachers_may_build_the_curriculum_look_at_articles_and_review_what_is_made(rights, teacher):
    rights = {right.split("_")[0] for right in teacher.get_all_permissions()}
    built = {"curriculum.view", "curriculum.add", "curriculum.change"}
    of_students = {f"personalization.{right}" for right in ("view", "change", "delete")}
    of_classes = {"teacher.view", "teacher.change"}
    assert rights == {*built, "curriculum.delete", "articles.view", *of_students, *of_classes}
    assert taking_part(teacher, "delete") == {"modulecompletion", "assignment"}, "taking back what was given"
    assert taking_part(teacher, "change") >= {"assignment", "intervention"}


def taking_part(person: User, action: str) -> set[str]:
    """The models this person has that right on."""
    rights = (right.rpartition(".")[2] for right in person.get_all_permissions())
    return {right.removeprefix(f"{action}_") for right in rights if right.startswith(f"{action}_")}


def test_granting_again_heals_the_group(rights, teacher, learner):
    group = teacher.groups.get()
    before = set(group.permissions.all())
    group.permissions.set(Permission.objects.filter(codename="delete_user"))
    group.user_set.set([learner])
    teachers.grant()
    assert set(group.user_set.all()) == {teacher}
    assert set(group.permissions.all()) == before


@pytest.mark.parametrize("address", ["/admin/", "/admin/accounts/user/", "/admin/articles/learningsession/"])
def test_a_student_and_nobody_are_sent_to_the_log_in(browser, learner, address):
    for person in (learner, None):
        answer = browser(person).get(address)
        assert (answer.status_code, answer.url) == (302, f"/admin/login/?next={address}")


def log_in(client, password: str):
    return client.post("/admin/login/?next=/admin/", {"username": "root", "password": password})


def test_the_log_in_page_says_when_an_account_is_locked(browser, administrator):
    client = browser(language="en")
    for _try in range(10):
        assert log_in(client, "wrong").status_code == 200
    assert "Too many wrong tries. Try again in 15 minutes." in log_in(client, "correct-horse-battery").text


def test_the_log_in_page_lets_an_admin_in(browser, administrator):
    client = browser()
    assert log_in(client, "correct-horse-battery").status_code == 302
    assert client.get("/admin/").status_code == 200


NEW_USER = {"username": "haeun", "role": "teacher", "password1": "long-enough-1", "password2": "long-enough-1"}


def test_an_admin_makes_a_teacher_who_can_work_at_once(browser, rights, administrator):
    answer = browser(administrator).post(page(User, "add"), NEW_USER)
    made = User.objects.get(username="haeun")
    assert (answer.status_code, made.is_staff, made.is_superuser) == (302, True, False)
    assert browser(made).get("/admin/curriculum/maintopic/").status_code == 200


def test_a_user_needs_a_name(browser, administrator):
    answer = browser(administrator).post(page(User, "add"), NEW_USER | {"username": ""})
    assert answer.status_code == 200
    assert "username" in answer.context["adminform"].form.errors


def test_a_guest_can_be_opened_and_saved_without_a_name(browser, administrator, guest):
    client = browser(administrator)
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    answer = client.post(page(User, "change", guest.pk), {"is_active": "on", "language": "en", **inline})
    guest.refresh_from_db()
    assert (answer.status_code, guest.language, guest.username, guest.is_guest) == (302, "en", None, True)


def test_an_account_is_deleted_with_everything_it_made(browser, administrator, learner):
    session = make(apps.get_model("articles.LearningSession"), learner)
    answer = browser(administrator).post(page(User, "delete", learner.pk), {"post": "yes"})
    assert answer.status_code == 302
    assert not type(session).objects.exists()


def test_a_student_joins_and_leaves_a_class(browser, administrator, teacher, other_learner):
    group = ClassGroup.objects.get()
    old = group.memberships.get()
    form = {"name": "1반", "language": "ko", "join_code": group.join_code, "teachers": [teacher.pk]}
    rows = {"memberships-TOTAL_FORMS": "2", "memberships-INITIAL_FORMS": "1", "memberships-1-student": other_learner.pk}
    gone = {"memberships-0-id": old.pk, "memberships-0-group": group.pk, "memberships-0-DELETE": "on"}
    browser(administrator).post(page(ClassGroup, "change", group.pk), form | rows | gone)
    assert [membership.student for membership in group.memberships.all()] == [other_learner]


def test_only_teachers_teach(browser, administrator, teacher, learner):
    form = {"name": "2반", "language": "ko", "join_code": "ABCDEFGH", "teachers": [learner.pk]}
    rows = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    answer = browser(administrator).post(page(ClassGroup, "add"), form | rows)
    assert "teachers" in answer.context["adminform"].form.errors


def test_tokens_are_never_made_by_hand(browser, administrator):
    assert browser(administrator).get("/admin/knox/authtoken/add/").status_code == 403
