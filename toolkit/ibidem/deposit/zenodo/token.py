"""The token of a repository: from the environment or the keyring, and shown nowhere."""

import os
import re
from typing import Any

from ibidem.errors import IbidemError

VARIABLE = "IBIDEM_ZENODO_TOKEN"


class Token:
    """A secret: it goes into one header, and what is printed of it are asterisks."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __reduce__(self) -> Any:
        raise TypeError("a token is not stored")

    @property
    def header(self) -> str:
        """What the header `Authorization` says."""
        return f"Bearer {self._secret}"


def find(host: str) -> Token:
    """The token for a host. Raises `IbidemError` where there is none."""
    secret = os.environ.get(VARIABLE, "").strip() or _kept(host)
    if not secret:
        raise IbidemError(
            f"There is no token for {host}. Make one there (Applications, Personal access tokens, with deposit:write and deposit:actions), "
            f"and put it in the environment as {VARIABLE}, or in the keyring: keyring set ibidem {host}"
        )
    if not re.fullmatch(r"[\x21-\x7e]+", secret):
        raise IbidemError(f"The token for {host} has a character that no token has, such as a blank. Copy it again.")
    return Token(secret)


def _kept(host: str) -> str:
    """What the keyring has, if the package of this name is installed."""
    try:
        import keyring
    except ImportError:
        return ""
    try:
        return (keyring.get_password("ibidem", host) or "").strip()
    except Exception:  # a keyring may be locked, or have no place to keep anything; its own message might tell too much
        return ""
