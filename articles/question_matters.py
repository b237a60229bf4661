"""A generated subtopic as something that questions are made about, and that is practised."""

from articles.models import GeneratedSubTopic
from curriculum.models import Level
from curriculum.question_matters import Matter
from lms.accounts.models import User


def find(person: User | None, number: int) -> Matter | None:
    """As its learner, their teacher or an admin may read it, unless it was rejected or has expired; for nobody in particular
    (a title in somebody's history) whatever there is."""
    rows = GeneratedSubTopic.objects
    rows = rows.choosable().visible_to(person) if person else rows.all()
    row = rows.select_related("generation__user", "main_topic").filter(pk=number).first()
    return _matter(row) if row else None


def _matter(row: GeneratedSubTopic) -> Matter:
    """What was written about it, which is all there is: private to its learner, as it follows their interests."""
    lists = [*row.learning_outcomes, *row.prerequisites, *row.practical_projects]
    return Matter(
        name=row.public_id,
        title=row.name,
        topic=row.main_topic.name,
        text="\n".join([row.description, *(f"* {line}" for line in lists)]),
        level=Level.objects.get(pk=row.difficulty_focus).order,
        learner=row.generation.user,
    )
