"""Which passwords one may choose: long rather than strange (NIST SP 800-63B, 5.1.1.2), none of the commonest."""

from __future__ import annotations

from models.errors import InvalidInput

SHORTEST = 12
LONGEST = 200  # argon2 takes any length; this only stops a megabyte being hashed

# Of 12 letters and more that stand high in published lists of leaked passwords, in both keyboards.
COMMONEST = frozenset(
    [
        "123456789012", "1234567890123", "12345678901234", "123456789012345", "1234567890987654321", "123123123123", "111111111111",
        "000000000000", "121212121212", "112233445566", "987654321098", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u", "1qaz2wsx3edc",
        "1qaz2wsx3edc4rfv", "1qaz1qaz1qaz", "zaq12wsxcde3", "q1w2e3r4t5y6", "qwertyuiop12", "qwertyuiop123", "qwertyuiop[]",
        "qwertyuiop1234", "qwerty123456", "qwerty1234567", "qwerty12345678", "qwertyqwerty", "qwerty123qwerty", "qazwsxedcrfv",
        "asdfghjkl123", "asdfghjklzxcvbnm", "zxcvbnm12345", "zxcvbnmasdfg", "password1234", "password12345", "password123456",
        "passwordpassword", "password123!", "passw0rd1234", "p@ssw0rd1234", "p@ssword1234", "administrator", "administrator1",
        "adminadmin123", "admin1234567", "admin123456789", "letmein12345", "letmeinletmein", "welcome12345", "welcome123456",
        "changeme1234", "changemechangeme", "iloveyou1234", "iloveyouiloveyou", "sunshine1234", "football1234", "baseball1234",
        "trustno1trustno1", "superman1234", "monkey123456", "dragon123456", "master123456", "abcdefghijkl", "abcdefghijklm",
        "abcd12345678", "abc123abc123", "abc123456789", "a1b2c3d4e5f6", "aaaaaaaaaaaa", "йцукенгшщзхъ", "йцукен123456", "йцукенйцукен",
        "фывапролджэ1", "пароль123456", "парольпароль", "парольпароль1", "password2024", "password2025", "password2026",
        "qwerty2024qwerty",
    ]
)  # fmt: skip


class PasswordTooShort(InvalidInput):
    """`shortest` characters are needed."""

    code = "password_too_short"


class PasswordTooLong(InvalidInput):
    """At most `longest` characters."""

    code = "password_too_long"


class PasswordTooCommon(InvalidInput):
    """Stands in every list of leaked passwords, or is one character over and over."""

    code = "password_too_common"


class PasswordLikeLogin(InvalidInput):
    """The login or the name is most of it."""

    code = "password_like_login"


class PasswordUnchanged(InvalidInput):
    """The new one is the old one."""

    code = "password_unchanged"


class WrongPassword(InvalidInput):
    """The present password was not entered right."""

    code = "wrong_password"


def check_password(password: str, *, login: str, field: str = "password") -> None:
    """Raise the reason why this password may not be chosen."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(field=field, shortest=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong(field=field, longest=LONGEST)
    folded = password.casefold()
    if folded in COMMONEST or len(set(folded)) < 4:
        raise PasswordTooCommon(field=field)
    name = login.casefold()
    if name and ((name in folded and len(folded) - len(name) < 6) or folded in name):
        raise PasswordLikeLogin(field=field)
