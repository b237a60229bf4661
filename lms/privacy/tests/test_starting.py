"""What the variable FIELD_ENCRYPTION_KEYS has to be before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lms.privacy.keyring import Keyring

ROOT = Path(__file__).resolve().parents[3]
SHOW = "from django.conf import settings; print(settings.FIELD_ENCRYPTION_KEYS)"


def start(code: str, **environment: str) -> subprocess.Popen:
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "lms.settings", "FIELD_ENCRYPTION_KEYS": ""} | environment
    command = [sys.executable, "-c", code]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("ring", ["oops", "a:c2hvcnQ="])
def test_a_malformed_ring_does_not_start(ring):
    process = start(SHOW, FIELD_ENCRYPTION_KEYS=ring)
    _out, error = process.communicate()
    assert process.returncode != 0
    assert "FIELD_ENCRYPTION_KEYS is malformed: " in error


def test_production_does_not_start_without_a_ring():
    process = start(SHOW, MODE="production", SECRET_KEY="x" * 50, ALLOWED_HOSTS="infou.example")
    assert "Set FIELD_ENCRYPTION_KEYS" in process.communicate()[1]
    assert process.returncode != 0


def test_processes_of_a_new_instance_make_one_ring_together_and_keep_it_for_themselves(tmp_path):
    processes = [start(SHOW, VAR_DIR=str(tmp_path)) for _turn in range(3)]
    rings = {process.communicate()[0].strip() for process in processes}
    assert len(rings) == 1
    assert Keyring.parse(rings.pop()).older == []
    assert (tmp_path / "field_encryption_keys").stat().st_mode & 0o777 == 0o600
