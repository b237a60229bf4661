"""Rules about the project itself: nothing forgotten, nothing untranslated, nothing imported upwards."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command
from django_migration_linter import MigrationLinter

from lms.privacy import keyring

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": os.urandom(40).hex(),
    "ALLOWED_HOSTS": "infou.example",
    "FIELD_ENCRYPTION_KEYS": keyring.new_entry(),
}
APPS = [
    "accounts",
    "jobs",
    "live",
    "idempotency",
    "llm",
    "privacy",
    "curriculum",
    "personalization",
    "articles",
    "teacher",
]
PYTHON_FILES = [path for path in ROOT.rglob("*.py") if not {".venv", "var"} & set(path.parts)]

# Unique in a column that the version before never fills, or where its own rows are unique by another constraint.
HARMLESS = ["0006_generated_once_a_session", "0002_risk", "0010_feedback_a_reader"]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    env = os.environ | environment
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_every_model_has_its_migration(db):
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_no_migration_breaks_a_version_that_still_serves(django_db_setup, django_db_blocker):
    """Outside of a transaction, which those that build an index concurrently refuse; nothing is written."""
    with django_db_blocker.unblock():
        linter = MigrationLinter(
            str(ROOT), include_apps=APPS, ignore_name=HARMLESS, quiet=["ok", "ignore", "warning", "error"]
        )
        linter.lint_all_migrations()
    assert linter.nb_total
    assert linter.nb_erroneous == 0


def test_apps_import_downwards_only():
    done = run(str(Path(sys.executable).parent / "lint-imports"))
    assert done.returncode == 0, done.stdout


def test_no_import_hides_in_a_function():
    hidden = re.compile(r"^\s{4,}(from [\w.]+ import|import \w)", re.M)
    found = [path.name for path in PYTHON_FILES if "tests" not in path.parts and hidden.search(path.read_text())]
    assert found == ["providers.py"], "LiteLLM alone may be imported late"


def test_every_text_is_translated_into_korean():
    with (ROOT / "locale/ko/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="ko")
    open_ones = [message.id for message in catalogue if message.id and (not message.string or message.fuzzy)]
    assert not open_ones


def used_texts() -> set[str]:
    """The literal texts of templates and code that ask for translation."""
    texts = set()
    for path in (ROOT / "templates").rglob("*.html"):
        texts |= set(re.findall(r"{% translate (?:\"([^\"]+)\")", path.read_text()))
    for path in PYTHON_FILES:
        texts |= set(re.findall(r"\b_\(\"((?:[^\"\\]|\\.)+)\"\)", path.read_text()))
    return {text for text in texts if text}


def test_the_catalogue_knows_every_text():
    with (ROOT / "locale/ko/LC_MESSAGES/django.po").open("rb") as file:
        known = {message.id.replace("%%", "%") for message in read_po(file, locale="ko") if isinstance(message.id, str)}
    assert {text for text in used_texts() if text.replace("%%", "%") not in known} == set()


def called_at_import(node: ast.AST) -> Iterator[str]:
    """The names of functions that are called when a module is imported."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield node.func.id
    for child in ast.iter_child_nodes(node):
        yield from called_at_import(child)


def translates_at_import(path: Path) -> bool:
    text = path.read_text()
    if "gettext" not in text:
        return False
    tree = ast.parse(text)
    imported = [name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names]
    eager = {one.asname or one.name for one in imported if one.name in ("gettext", "ngettext")}
    return not eager.isdisjoint(called_at_import(tree))


def test_no_text_is_translated_at_import():
    """It would stay in the language of whoever came first."""
    assert not [path.name for path in PYTHON_FILES if translates_at_import(path)]


def test_the_readme_names_every_setting_of_the_environment():
    names = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "lms/settings.py").read_text()))
    names |= set(re.findall(r'required_in_production\(\s*"([A-Z_]+)"', (ROOT / "lms/settings.py").read_text()))
    readme = (ROOT / "README.md").read_text()
    assert names
    assert {name for name in names if f"`{name}`" not in readme} == set()


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "FIELD_ENCRYPTION_KEYS"])
def test_production_does_not_start_without_its_secrets(missing):
    done = run(sys.executable, "manage.py", "check", **(PRODUCTION | {missing: ""}))
    assert done.returncode != 0
    assert f"Set {missing}" in done.stderr


def test_production_refuses_to_run_without_limits():
    done = run(sys.executable, "manage.py", "check", **(PRODUCTION | {"RATE_LIMIT_IP": "off"}))
    assert "RATE_LIMIT" in done.stderr


def test_a_production_configuration_passes_the_deploy_check():
    done = run(sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_the_web_process_never_loads_litellm():
    done = run(sys.executable, "-c", "import lms.asgi, sys; print('litellm' in sys.modules)")
    assert done.stdout.strip() == "False", done.stderr
