"""Tracks and modules with their resources, questions and prerequisites, from their folders."""

from curriculum.content_files import LANGUAGES
from curriculum.loading.rows import Report, both, columns, remove, save, save_known, taken_from
from curriculum.models import (
    CurriculumCategory,
    LearningModule,
    LearningResource,
    LearningTrack,
    ModulePrerequisite,
    Question,
    fingerprint,
)
from curriculum.track_files import ModuleFolder, QuestionShape, ResourceShape, TrackFolder


def load_track(folder: TrackFolder, report: Report) -> None:
    """Everything but the prerequisites: those may lead to tracks that are not there yet."""
    values = columns(folder.shape, "name", "content", "curriculum_category")
    values["curriculum_category_id"] = CurriculumCategory.objects.get(name=folder.shape.curriculum_category).pk
    track = save(LearningTrack, {"name": folder.shape.name}, values, report)
    known = {module.name: module for module in track.modules.all()}
    for module in folder.modules:
        _load_module(track, module, known.pop(module.shape.name, None), report)
    _remove_modules(known.values(), report)


def _load_module(track: LearningTrack, folder: ModuleFolder, known: LearningModule | None, report: Report) -> None:
    values = columns(folder.shape, "name", "requires", "resources")
    values |= {f"lesson_{language}": folder.lesson[language] for language in LANGUAGES}
    module = save_known(known or LearningModule(track=track, name=folder.shape.name), values, report)
    resources = list(module.resources.all())
    for position, resource in enumerate(folder.shape.resources, start=1):
        _load_resource(module, resource, position, resources, report)
    remove(resources, report)
    questions = {question.slug: question for question in module.questions.all()}
    for position, question in enumerate(folder.questions, start=1):
        row = questions.pop(question.slug, None) or Question(module=module, slug=question.slug)
        save_known(row, _question_columns(question) | {"position": position}, report)
    _retire(questions.values(), report)


def load_prerequisites(folders: list[ModuleFolder], report: Report) -> None:
    """Those that left the files go first, of all modules: turning one round must not look like a circle on the way."""
    plans = []
    for folder in folders:
        module = LearningModule.objects.called(folder.full_name).get()
        known, wanted = list(module.prerequisites.all()), [_required(name) for name in folder.shape.requires]
        plans += [(module, taken_from(known, values), values) for values in wanted]
        remove(known, report)
    for module, row, values in plans:
        save_known(row or ModulePrerequisite(module=module, **values), values, report)


def _required(name: str) -> dict:
    if "." in name:
        return {"required_module_id": LearningModule.objects.called(name).get().pk, "required_track_id": None}
    return {"required_module_id": None, "required_track_id": LearningTrack.objects.get(name=name).pk}


def _load_resource(
    module: LearningModule, shape: ResourceShape, position: int, known: list[LearningResource], report: Report
) -> None:
    values = columns(shape, "type") | {"resource_type": shape.type, "position": position}
    values["industry_focus"] = module.industry_focus
    row = taken_from(known, {"url": shape.url}) or LearningResource(module=module, track_id=module.track_id)
    save_known(row, values, report)


def _question_columns(shape: QuestionShape) -> dict:
    values = columns(shape, "slug", "code", "choices", "correct", "accepted", "patterns", "hints")
    for language in LANGUAGES:
        values[f"choices_{language}"] = [
            {"id": choice.id, "text": getattr(choice.text, language)}
            | ({"weakness_type": choice.weakness} if choice.weakness else {})
            for choice in shape.choices
        ]
    return values | both("hints", shape.hints) | {
        "code_snippet": shape.code,
        "correct_answer": shape.correct,
        "accepted_answers": [one if isinstance(one, str) else one.model_dump() for one in shape.accepted],
        "patterns": [{"answer": one.answer, "weakness_type": one.weakness} for one in shape.patterns],
        "approval_status": Question.Approval.APPROVED,
    }  # fmt: skip


def _retire(questions, report: Report) -> None:
    """Not deleted: somebody's answers hang on them."""
    for question in questions:
        if question.loaded and question.approval_status != Question.Approval.REJECTED:
            question.approval_status = Question.Approval.REJECTED
            question.loaded["approval_status"] = fingerprint(Question.Approval.REJECTED)
            question.save()
            report.removed += 1


def _remove_modules(modules, report: Report) -> None:
    """One that somebody has completed stays: what was earned is not lost with a file."""
    for module in modules:
        if module.completions.exists():
            report.kept.append(f"{module._meta.verbose_name} {module.pk} ({module}): completed by learners")
        else:
            remove([module], report)
