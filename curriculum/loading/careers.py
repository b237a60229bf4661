"""Categories, career paths and projects from their files."""

from curriculum.career_files import CareerFile, CategoryFile, ProjectFile
from curriculum.loading.rows import Report, columns, remove, save, save_known, taken_from
from curriculum.models import CareerPath, CareerPathTrack, CurriculumCategory, LearningTrack, ProjectTemplate


def load_category(shape: CategoryFile, report: Report) -> None:
    save(CurriculumCategory, {"name": shape.name}, columns(shape, "name"), report)


def load_career(shape: CareerFile, report: Report) -> None:
    values = columns(shape, "name", "category", "prerequisite", "core", "specialization", "industry")
    values["category_id"] = CurriculumCategory.objects.get(name=shape.category).pk
    career = save(CareerPath, {"name": shape.name}, values, report)
    known = list(career.steps.all())
    numbers = dict(LearningTrack.objects.values_list("name", "pk"))
    for position, (track, role, industry) in enumerate(shape.steps, start=1):
        key = {"track_id": numbers[track], "role": role, "industry": industry}
        row = taken_from(known, key) or CareerPathTrack(career_path=career, **key)
        save_known(row, key | {"position": position}, report)
    remove(known, report)


def load_project(shape: ProjectFile, report: Report) -> None:
    values = columns(shape, "name", "track", "github_url")
    values |= {"track_id": LearningTrack.objects.get(name=shape.track).pk, "github_url": shape.github_url or ""}
    save(ProjectTemplate, {"name": shape.name}, values, report)
