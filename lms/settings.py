"""Wiring: all settings, from the environment where an operator may want to say something. Names: README, "Settings"."""

import fcntl
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from lms import logs
from lms.embedded.places import Places
from lms.privacy import keyring
from lms.redis import CONNECTION_OPTIONS

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"
env = environ.Env()

# --- Where and how this instance runs -------------------------------------------------------------------------------
MODE = env("MODE", default="development")
if MODE not in ("development", "production"):
    raise ImproperlyConfigured(f"MODE is {MODE!r}; it must be development or production.")
PRODUCTION = MODE == "production"
DEBUG = False  # in development too: people see the product's own error pages
HOST = env("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
PUBLIC_URL = env("PUBLIC_URL", default=f"http://{HOST}:{PORT}").rstrip("/")
PLACES = Places.of(env("VAR_DIR", default=str(BASE_DIR / "var")))
DEMO = env.bool("DEMO", default=False)
METRICS_TOKEN = env("METRICS_TOKEN", default="")


def required_in_production(name: str, development: str) -> str:
    """The variable's value; in production it must be set, so that no default is ever trusted there."""
    value = env(name, default="")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"Set {name}: MODE=production does not start without it.")
    return value or development


def generated_secret(path: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(50)) -> str:
    """A secret of this instance, made at its first start and kept beside its data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # processes start side by side: the second one reads what the first one made
        secret = file.read()
        if not secret:
            secret = make()
            file.write(secret)
    return secret


def refuse_malformed_keys(text: str) -> None:
    """Refused here and not by a system check: a worker and the web server run none."""
    try:
        keyring.Keyring.parse(text)
    except keyring.MalformedRing as error:
        raise ImproperlyConfigured(f"FIELD_ENCRYPTION_KEYS is malformed: {error}") from None


SECRET_KEY = required_in_production("SECRET_KEY", "" if PRODUCTION else generated_secret(PLACES.secret_key))
ALLOWED_HOSTS = required_in_production("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{HOST}").split(",")
FIELD_ENCRYPTION_KEYS = required_in_production(
    "FIELD_ENCRYPTION_KEYS",
    "" if PRODUCTION else generated_secret(PLACES.var / "field_encryption_keys", keyring.new_entry),
)
refuse_malformed_keys(FIELD_ENCRYPTION_KEYS)
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- Applications ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",  # before admin
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "rest_framework",
    "lms.accounts.apps.TokensConfig",  # knox
    "axes",
    "corsheaders",
    "csp",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "lms",
    "lms.accounts",
    "lms.jobs",
    "lms.live",
    "lms.idempotency",
    "lms.privacy",
    "lms.llm",
    "curriculum",
    "personalization",
    "articles",
    "teacher",
]
MIDDLEWARE = [
    "lms.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.security.ContentSecurityPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "lms.problems.ProblemsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.accounts.middleware.TokenMiddleware",
    "lms.accounts.middleware.SeenMiddleware",
    "lms.accounts.middleware.LanguageMiddleware",
    "lms.limits.RequestLimitMiddleware",
    "lms.api.UniversalTimeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "lms.urls"
APPEND_SLASH = False
ASGI_APPLICATION = "lms.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.pages.context",
            ],
            "builtins": ["lms.templatetags.parts", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- Database: PostgreSQL, embedded unless DATABASE_URL is set ------------------------------------------------------
DATABASE_URL = env("DATABASE_URL", default="")
DB_POOL_MIN = env.int("DB_POOL_MIN", default=2)
DB_POOL_MAX = env.int("DB_POOL_MAX", default=10)
DB_POOL_TIMEOUT_SECONDS = env.float("DB_POOL_TIMEOUT", default=5)
_connection = env.db_url_config(DATABASE_URL) if DATABASE_URL else PLACES.database
DATABASES = {
    "default": _connection
    | {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,  # the pool keeps connections; both at once exclude each other
        "CONN_HEALTH_CHECKS": True,  # a database that came back is used at once, not after the pool's dead connections
        "OPTIONS": {
            "pool": {
                "min_size": DB_POOL_MIN,
                "max_size": DB_POOL_MAX,
                "timeout": DB_POOL_TIMEOUT_SECONDS,
                "reconnect_timeout": 1,  # else its back-off can outlive the outage by more than that time limit
            },
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis-protocol server: cache, channel layer, Celery broker -----------------------------------------------------
REDIS_URL = env("REDIS_URL", default="") or PLACES.redis_url
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
        "OPTIONS": CONNECTION_OPTIONS,
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        # redis-py's default time limit equals the layer's blocking read and would close idle sockets
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None}], "prefix": "live"},
    }
}
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,  # longer than the longest task; task rows come back sooner by themselves
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "priority_steps": [0, 3, 6, 9],
    "queue_order_strategy": "priority",
    "sep": ":",
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "maintenance"
CELERY_TASK_ROUTES = {
    **{
        f"{app}.tasks.*": {"queue": "ai_processing"} for app in ("curriculum", "personalization", "articles", "teacher")
    },
    "personalization.upkeep.score_corrected": {"queue": "scoring"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "lms.jobs.tasks.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "book-lost-calls": {"task": "lms.llm.tasks.book_lost", "schedule": timedelta(minutes=1)},
    "erase-unused-notes": {"task": "lms.privacy.tasks.erase_unused", "schedule": timedelta(hours=1)},
    "clear-idempotency-keys": {"task": "lms.idempotency.tasks.clear_expired", "schedule": timedelta(hours=1)},
    "expire-sessions": {"task": "articles.upkeep.expire_sessions", "schedule": timedelta(hours=1)},
    "statistics": {"task": "articles.upkeep.refresh_statistics", "schedule": timedelta(minutes=10)},
    "score-corrected": {"task": "personalization.upkeep.score_corrected", "schedule": 15.0, "options": {"expires": 15}},
    "refill-questions": {"task": "personalization.upkeep.refill_questions", "schedule": timedelta(hours=1)},
    "partitions": {"task": "articles.upkeep.make_partitions", "schedule": timedelta(days=1)},
    "clear-sign-ins": {"task": "lms.accounts.tasks.clear_expired", "schedule": timedelta(hours=1)},
    "erase-people": {"task": "lms.accounts.tasks.erase_people", "schedule": 15.0, "options": {"expires": 15}},
    "erase-unused-guests": {"task": "lms.accounts.tasks.erase_unused_guests", "schedule": timedelta(hours=1)},
    "erase-rosters": {"task": "teacher.upkeep.erase_rosters", "schedule": timedelta(hours=1)},
    "assess-risk": {
        "task": "teacher.upkeep.assess_risk",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "follow-interventions": {"task": "teacher.upkeep.follow_interventions", "schedule": timedelta(minutes=10)},
    "count-students": {"task": "teacher.upkeep.count_students", "schedule": 15.0, "options": {"expires": 15}},
    "clear-old-connections": {"task": "lms.live.tasks.clear_old", "schedule": timedelta(hours=1)},
}

# --- People ---------------------------------------------------------------------------------------------------------
CSRF_FAILURE_VIEW = "lms.problems.csrf_failure"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["lms.accounts.hashing.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "welcome"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30  # guests unused for 30 days are erased
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
REST_KNOX = {"TOKEN_TTL": timedelta(days=30), "AUTH_HEADER_PREFIX": "Bearer"}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username", ["username", "ip_address"]]  # never the address alone: a class shares one
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "lms.limits.client_address"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # lms.accounts.signing_in answers a locked account itself

# --- Letters: on the console of the web process in development; none in production without EMAIL_URL ----------------
EMAIL_URL = env("EMAIL_URL", default="" if PRODUCTION else "consolemail://")
SENDS_LETTERS = bool(EMAIL_URL)
vars().update(env.email_url_config(EMAIL_URL or "dummymail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="InfoU <infou@localhost>")
PASSWORD_RESET_TIMEOUT = 60 * 60

# --- Limits on use (count/period with s, m, h; "off" for load tests) ------------------------------------------------
RATE_LIMIT_IP = env("RATE_LIMIT_IP", default="100/1m")
RATE_LIMIT_USER = env("RATE_LIMIT_USER", default="300/1m")
RATE_LIMIT_AI = env("RATE_LIMIT_AI", default="5/10m")
RATE_LIMIT_SUBMISSION = env("RATE_LIMIT_SUBMISSION", default="10/5m")
RATE_LIMIT_FEEDBACK = env("RATE_LIMIT_FEEDBACK", default="20/5m")
RATE_LIMIT_AI_GUEST_ADDRESS = "20/10m"
RATE_LIMIT_RESET = "5/1h"
RATE_LIMIT_EXPORT = "10/10m"
RATE_LIMIT_REPORT = "20/1h"
RATE_LIMIT_JOIN, RATE_LIMIT_JOIN_ADDRESS = "20/10m", "200/10m"
if PRODUCTION and "off" in (RATE_LIMIT_IP, RATE_LIMIT_USER, RATE_LIMIT_AI, RATE_LIMIT_SUBMISSION, RATE_LIMIT_FEEDBACK):
    raise ImproperlyConfigured("RATE_LIMIT_*=off is for load tests: MODE=production does not start with it.")

# --- Practice: what counts as mastered, how long an error weighs, what comes next -----------------------------------
MASTERED_FROM, MASTERED_ANSWERS = 0.8, 5
FIRST_CAREER = "saas_fullstack"  # for whoever has not chosen one yet
WEAKNESS_HALF_LIFE_DAYS, WEAKNESS_RECENT_DAYS = 7, 7
RETEST_AGAIN_HOURS, PLACEMENT_AGAIN_HOURS = 24, 7 * 24  # no guessing until the questions suit
RECOMMENDED_SHARES = {"weakness_focused": 60, "review_questions": 20, "challenge_questions": 20}

# --- Who is at risk of slipping away: thresholds (compared strictly), weights, and when nobody is flagged -----------
RISK_ACCURACY_BELOW = env.float("RISK_ACCURACY_BELOW", default=0.6)
RISK_INACTIVE_DAYS = env.int("RISK_INACTIVE_DAYS", default=7)
RISK_COMPLETION_BELOW = env.float("RISK_COMPLETION_BELOW", default=0.3)
RISK_WEAKNESSES = env.int("RISK_WEAKNESSES", default=5)
RISK_WEIGHTS = env.dict("RISK_WEIGHTS", default={})
RISK_FROM = env("RISK_FROM", default="0.6")
RISK_ANSWERS_NEEDED = env.int("RISK_ANSWERS_NEEDED", default=5)
RISK_DAYS_NEEDED = env.int("RISK_DAYS_NEEDED", default=7)
RISK_QUIET_DAYS = env.int("RISK_QUIET_DAYS", default=7)

# --- Language models: names of LiteLLM in the order in which they are asked; keys are read by LiteLLM itself --------
TASK_TYPES = (
    "subtopic_generation",
    "curriculum_generation",
    "article_generation",
    "level_conversion",
    "feedback_generation",
    "question_generation",
)
LLM_MODELS = env.list("LLM_MODELS", default=[])
LLM_MODELS_BY_TYPE = {name: env.list(f"LLM_MODELS_{name.upper()}", default=[]) for name in TASK_TYPES}
LLM_MODELS_PRIVATE = env.list("LLM_MODELS_PRIVATE", default=[])
LLM_RPM = {name: int(number) for name, number in (pair.split("=") for pair in env.list("LLM_RPM", default=[]))}
LLM_PRICES = env("LLM_PRICES", default="")
LLM_DEADLINE_SECONDS = env.float("LLM_DEADLINE_SECONDS", default=60.0)
LLM_MAX_CONCURRENCY = env.int("LLM_MAX_CONCURRENCY", default=5)
LLM_DAILY_BUDGET_USD = env("LLM_DAILY_BUDGET_USD", default="100")
LLM_LEARNER_BUDGET_USD = env("LLM_LEARNER_BUDGET_USD", default="0.50")
LLM_GUESTS_DAILY_BUDGET_USD = env("LLM_GUESTS_DAILY_BUDGET_USD", default="5")

# --- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Seoul"
MODELTRANSLATION_DEFAULT_LANGUAGE = "ko"
MODELTRANSLATION_LANGUAGES = ("ko", "en")

# --- Static files: from our own folder and from PyPI packages -------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
}

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["lms.accounts.authentication.RequestUserAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "lms.openapi.SchemaWithProblems",
    "EXCEPTION_HANDLER": "lms.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "InfoU",
    "DESCRIPTION": "Career-path learning: sessions, articles, progress. Errors are RFC 9457 problems with a stable code.",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "LevelEnum": "curriculum.content_files.LEVEL_CODES",
        "UserRoleEnum": "lms.accounts.models.User.Role",
        "PaceEnum": "articles.choices.PACES",
        "StyleEnum": "personalization.models.LearnerProfile.Style",
        "SubmissionStatusEnum": "personalization.models.Submission.Status",
        "IndustryEnum": "curriculum.models.Industry",
        "WeaknessTypeEnum": "curriculum.models.Question.Weakness",
        "ModuleStatusEnum": "curriculum.unlocking.STATUSES",
        "ReportReasonEnum": "curriculum.models.Reason",
        "RiskFactorEnum": "teacher.models.risk.RiskFactor",
    },
}

# --- Security -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health", r"^metrics"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
X_FRAME_OPTIONS = "DENY"

# --- Logs: JSON lines -----------------------------------------------------------------------------------------------
LOGGING = logs.CONFIG
UNFOLD = {
    "SITE_TITLE": "InfoU",
    "SITE_HEADER": "InfoU",
    "SITE_URL": "/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/icon.svg")}],
}
