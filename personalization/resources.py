"""What to read and build after an answer: resources that fit it, a project where a module is complete, what comes next."""

from collections.abc import Iterable

from curriculum import unlocking
from curriculum.models import LearningModule, LearningResource, ModuleCompletion, ProjectTemplate, Question
from lms.accounts.models import User
from personalization import fitting
from personalization.fitting import Wanted
from personalization.models import LearnerProfile, Submission, SubmissionAnswer
from personalization.subjects import module_rows

AFTER_AN_ANSWER, IN_RECOMMENDATIONS, NEXT_MODULES = 3, 5, 3
BEGINNER_ORDER = 2


def for_questions(user: User, questions: Iterable[Question]) -> dict[int, list[dict]]:
    """Question → {title, url, resource_type} of at least three where there are as many, in the active language.

    2 queries; a third where a track has too few of its own.
    """
    questions = [question for question in questions if question.module_id]
    profile = LearnerProfile.objects.filter(user=user).select_related("current_level").first()
    rows = _rows(questions)
    known = [_as_resource(row) for row in rows.values()]
    wanted = {question.pk: wanted_by(profile, question) for question in questions}
    chosen = {pk: fitting.resources(known, one, AFTER_AN_ANSWER) for pk, one in wanted.items()}
    return {pk: [shown(rows[one.number]) for one in some] for pk, some in chosen.items()}


def recommendations(submission: Submission, answers: list[SubmissionAnswer]) -> dict:
    """`answers`: the last try on each question, with `resources`. Wrong ones come first. `next_modules` only where one
    of the modules is complete."""
    found = [one for answer in sorted(answers, key=lambda row: row.score) for one in answer.resources]
    unique = list({one["url"]: one for one in found}.values())[:IN_RECOMMENDATIONS]
    whole = {"questions": [], "resources": unique, "projects": []}
    completed = _completed(submission.user_id, {answer.question.module_id for answer in answers})
    if completed:
        whole["projects"] = projects(submission.user, completed)
        whole["next_modules"] = _next_modules(submission.user, completed)
    return whole


def projects(user: User, modules: list[LearningModule]) -> list[dict]:
    """Of the learner's level, for modules that are complete: {name, title, difficulty_level, …}. 2 queries."""
    profile = LearnerProfile.objects.filter(user=user).select_related("current_level").first()
    rows = {row.name: row for row in ProjectTemplate.objects.select_related("track")}
    known = [_as_project(row) for row in rows.values()]
    level, industry = _level(profile), profile.industry if profile else "general"
    wanted = [Wanted(module.pk, module.track_id, "", level, industry) for module in modules]
    chosen = [one for each in wanted for one in fitting.projects(known, each)]
    return [_project_shown(rows[name]) for name in dict.fromkeys(one.name for one in chosen)]


def wanted_by(profile: LearnerProfile | None, question: Question) -> Wanted:
    industry = profile.industry if profile else "general"
    return Wanted(question.module_id, question.module.track_id, question.sub_topic, _level(profile), industry)


def shown(row: LearningResource) -> dict:
    return {"title": row.title, "url": row.url, "resource_type": row.resource_type}


def _level(profile: LearnerProfile | None) -> int:
    return profile.current_level.order if profile else BEGINNER_ORDER


def _rows(questions: list[Question]) -> dict[int, LearningResource]:
    """Of the questions' tracks, and of their categories where a track has too few."""
    light = LearningResource.objects.defer("search_text", "search_words", "description")
    tracks = {question.module.track_id for question in questions}
    rows = {row.pk: row for row in light.filter(track__in=tracks)}
    poor = {track for track in tracks if _count(rows, track) < AFTER_AN_ANSWER}
    if poor:
        near = light.filter(track__curriculum_category__tracks__in=poor).distinct()
        rows |= {row.pk: row for row in near}
    return rows


def _count(rows: dict[int, LearningResource], track_id: int) -> int:
    return sum(row.track_id == track_id for row in rows.values())


def _as_resource(row: LearningResource) -> fitting.Resource:
    return fitting.Resource(
        number=row.pk,
        module_id=row.module_id,
        track_id=row.track_id,
        difficulty=row.difficulty_level,
        sub_topic=row.sub_topic,
        industry=row.industry_focus,
        position=row.position,
    )


def _as_project(row: ProjectTemplate) -> fitting.Project:
    return fitting.Project(
        name=row.name,
        track_id=row.track_id,
        difficulty=row.difficulty_level,
        technologies=tuple(row.technologies),
        industry=row.industry_focus,
        position=row.position,
    )


def _project_shown(row: ProjectTemplate) -> dict:
    return {
        "name": row.name,
        "title": row.display_name,
        "difficulty_level": row.difficulty_level,
        "estimated_hours": row.estimated_hours,
        "technologies": row.technologies,
        "github_url": row.github_url,
    }


def _completed(user_id: int, modules: set[int | None]) -> list[LearningModule]:
    done = ModuleCompletion.objects.filter(user=user_id, module__in=[pk for pk in modules if pk])
    rows = LearningModule.objects.filter(pk__in=done.values("module"))
    return list(rows.select_related("track").for_lists())


def _next_modules(user: User, completed: list[LearningModule]) -> list[dict]:
    """Open ones of the same tracks, in the order in which they are learnt."""
    standings = unlocking.standings_of(user)
    tracks = dict.fromkeys(module.track.name for module in completed)
    names = [one.key for track in tracks for one in standings.map.tracks[track].modules]
    following = [name for name in names if standings.of(name).status == unlocking.OPEN][:NEXT_MODULES]
    rows = module_rows(following)
    return [{"module": name, "title": rows[name].display_name} for name in following]
