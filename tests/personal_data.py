"""Every table with rows of people: where the export shows them, and what erasing somebody leaves of them.

A model that leads to a person and isn't in this table fails the build.
"""

from dataclasses import dataclass

GONE = "gone"  # the row is deleted
NAMELESS = "nameless"  # the row stays and leads to nobody


@dataclass(frozen=True)
class Rows:
    """`section` of the export; `left` after erasing; `shown` is the column by which a row is known there."""

    section: str
    left: str = GONE
    shown: str = "id"


TABLES = {
    "accounts.ClassGroup": Rows("taught_classes", NAMELESS),
    "accounts.Membership": Rows("class_memberships"),
    "admin.LogEntry": Rows("admin_actions"),
    "articles.Article": Rows("articles"),
    "articles.ArticleFeedback": Rows("article_feedback"),
    "articles.ArticleLevel": Rows("article_texts"),
    "articles.ArticleReport": Rows("article_reports", NAMELESS),
    "articles.Content": Rows("texts_for_one_session"),
    "articles.ContentVersion": Rows("texts_written", NAMELESS),
    "articles.EarlierVersion": Rows("earlier_texts"),
    "articles.GeneratedSubTopic": Rows("sub_topics_made"),
    "articles.LearningSession": Rows("learning_sessions"),
    "articles.ProgressLog": Rows("reading_log"),
    "articles.Reading": Rows("readings"),
    "articles.ReviewEvent": Rows("reviews", NAMELESS),
    "articles.SubTopicReview": Rows("sub_topics_reviewed"),
    "articles.SessionSubTopic": Rows("session_sub_topics"),
    "articles.SubTopicGeneration": Rows("sub_topic_generations", shown="generation_batch_id"),
    "axes.AccessAttempt": Rows("failed_log_ins"),
    "curriculum.ModuleCompletion": Rows("completed_modules"),
    "curriculum.Question": Rows("questions_asked_for", NAMELESS),
    "curriculum.QuestionReport": Rows("question_reports", NAMELESS),
    "curriculum.QuestionReview": Rows("question_reviews", NAMELESS),
    "idempotency.IdempotencyKey": Rows("repeatable_answers"),
    "jobs.Task": Rows("tasks", shown="task_id"),
    "knox.AuthToken": Rows("api_tokens", shown="token_key"),
    "live.WebSocketConnection": Rows("session_connections", shown="connection_id"),
    "llm.Budget": Rows("language_model_budgets"),
    "llm.LLMCall": Rows("language_model_calls", NAMELESS),
    "personalization.Assignment": Rows("assignments"),
    "personalization.LearnerProfile": Rows("learner_profile"),
    "personalization.MasteryOverride": Rows("mastery_overrides"),
    "personalization.PlacementRun": Rows("placements"),
    "personalization.ReviewCard": Rows("review_cards"),
    "personalization.Submission": Rows("submissions"),
    "personalization.SubmissionAnswer": Rows("answers"),
    "personalization.TopicProgress": Rows("progress_in_modules"),
    "personalization.Weakness": Rows("weaknesses"),
    "privacy.PrivateNote": Rows("private_notes"),
    "teacher.Intervention": Rows("interventions"),
    "teacher.RiskAssessment": Rows("risk_assessments"),
    "teacher.StudentSummary": Rows("student_summary", shown="student_id"),
    "teacher.RosterImport": Rows("roster_imports"),
    "teacher.TeacherInvitation": Rows("invitations_made"),
}
WITHOUT_KEY = ("axes.AccessAttempt", "live.WebSocketConnection", "llm.Budget")  # known by a name, a topic, a number
NOT_LISTED = (
    "personalization.QuestionRecord",  # how hard a question is, from everybody's answers
    "accounts.User",  # the account itself: the export's first section, erased last
)
