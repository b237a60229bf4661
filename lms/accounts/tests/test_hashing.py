from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, identify_hasher

from lms.accounts.hashing import PasswordHasher

OURS = ["lms.accounts.hashing.PasswordHasher"]


def test_an_older_hash_still_opens_and_is_written_anew(settings):
    settings.PASSWORD_HASHERS = OURS
    old, renewed = Argon2PasswordHasher().encode("correct-horse", "saltsaltsalt"), []
    assert check_password("correct-horse", old, setter=renewed.append)
    assert renewed == ["correct-horse"]


def test_a_new_hash_needs_no_renewal_and_refuses_others(settings):
    settings.PASSWORD_HASHERS = OURS
    new, renewed = PasswordHasher().encode("correct-horse", PasswordHasher().salt()), []
    assert check_password("correct-horse", new, setter=renewed.append)
    assert not check_password("wrong-horse", new)
    assert renewed == []
    assert isinstance(identify_hasher(new), PasswordHasher)
