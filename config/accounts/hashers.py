"""How passwords are kept: Argon2id, with a memory that several sign-ins at once can have."""

from django.contrib.auth import hashers


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Above what OWASP asks (19 MiB, two passes, one lane). Django's 100 MiB and eight lanes for each attempt would let
    strangers fill a small server's memory with sign-ins."""

    time_cost = 2
    memory_cost = 46 * 1024  # KiB
    parallelism = 1
