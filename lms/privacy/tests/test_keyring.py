"""Rings of keys, and values that open only where they belong."""

import base64

import pytest

from lms.privacy.keyring import Keyring, MalformedRing, UnknownKey, Unreadable, new_entry
from lms.privacy.tests.conftest import NEW, OLD

KEY = base64.b64encode(b"k" * 32).decode()
PLAIN = "결제 SaaS를 만들고 싶어요".encode()


@pytest.fixture
def ring() -> Keyring:
    return Keyring.parse(OLD)


def test_what_was_encrypted_is_read_again(ring):
    assert ring.decrypt(ring.encrypt(PLAIN, bound_to="a"), bound_to="a") == PLAIN


def test_the_newest_key_encrypts_and_the_older_ones_still_read(ring):
    value = ring.encrypt(PLAIN, bound_to="a")
    both = Keyring.parse(f"{NEW},{OLD}")
    assert (both.newest, both.older) == ("new1", ["old1"])
    assert both.decrypt(value, bound_to="a") == PLAIN
    assert both.encrypt(PLAIN, bound_to="a")[2:6] == b"new1"


def test_a_value_under_a_key_that_is_gone_says_which(ring):
    with pytest.raises(UnknownKey, match="old1"):
        Keyring.parse(NEW).decrypt(ring.encrypt(PLAIN, bound_to="a"), bound_to="a")


def test_a_value_says_version_key_nonce_and_ciphertext(ring):
    value = ring.encrypt(PLAIN, bound_to="a")
    assert value[:6] == b"\x01\x04old1"
    assert len(value) == 6 + 12 + len(PLAIN) + 16


def test_no_byte_of_a_value_can_be_changed(ring):
    value = ring.encrypt(PLAIN, bound_to="a")
    for at in range(len(value)):
        changed = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
        with pytest.raises((Unreadable, UnknownKey)):
            ring.decrypt(changed, bound_to="a")


def test_a_value_that_was_cut_short_is_refused_at_any_length(ring):
    value = ring.encrypt(PLAIN, bound_to="a")
    for length in range(len(value)):
        with pytest.raises(Unreadable):
            ring.decrypt(value[:length], bound_to="a")


def test_a_fresh_entry_is_a_ring(ring):
    assert Keyring.parse(new_entry()).newest != Keyring.parse(new_entry()).newest


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "entry 1 is not of the form"),
        (KEY, "entry 1 is not of the form"),
        (f"a:{KEY},", "entry 2 is not of the form"),
        (f":{KEY}", "the id of entry 1"),
        (f"{'a' * 33}:{KEY}", "the id of entry 1"),
        (f"키:{KEY}", "the id of entry 1"),
        ("a:not base64", "not base64"),
        ("a:열쇠", "not base64"),
        (f"a:{base64.b64encode(b'k' * 16).decode()}", "it has 16"),
        ("a:", "it has 0"),
        (f"{OLD},{OLD}", "the same id"),
        (f"a:{KEY},b:{KEY}", "two ids"),
    ],
)
def test_a_malformed_ring_is_refused_with_its_reason_and_without_its_keys(text, reason):
    with pytest.raises(MalformedRing, match=reason) as refused:
        Keyring.parse(text)
    assert KEY not in str(refused.value)
