from teacher.admin import assignments, classes, risk, summaries

__all__ = ["assignments", "classes", "risk", "summaries"]
