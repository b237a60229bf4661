"""How passwords are hashed: Argon2id with 19 MiB, two passes, one lane, the first choice of OWASP's password storage sheet.

Django's own setting (100 MiB, eight lanes) takes ten times as long: on two busy cores a class that logs in at once waited for
over a second.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    """Older hashes are known too, and written anew at the next log-in."""

    time_cost, memory_cost, parallelism = 2, 19_456, 1
