"""Resumption tokens. A token holds all that its list is asked for, and the last item that was given: nothing is kept for it, and it does not expire."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import astuple, dataclass
from hashlib import blake2b

_LONGEST = 2000


class BadToken(ValueError):
    """What is given is no token of this repository."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A list that is asked for, "" where a limit is not set, and the item after which it goes on, by date and identifier."""

    verb: str
    prefix: str
    since: str = ""
    until: str = ""
    set: str = ""
    after: tuple[str, str] = ("", "")


def token(asked: Asked, domain: str) -> str:
    """The token by which a list goes on."""
    data = json.dumps(astuple(asked), ensure_ascii=False, separators=(",", ":")).encode()
    return urlsafe_b64encode(_sum(data, domain) + data).decode().rstrip("=")


def read_token(text: str, domain: str) -> Asked:
    """What a token asks for. Raises `BadToken` for one that this repository did not give."""
    if len(text) > _LONGEST or not text.isascii():
        raise BadToken
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise BadToken from None
    found, data = data[:_SIZE], data[_SIZE:]
    if found != _sum(data, domain):
        raise BadToken
    verb, prefix, since, until, of_set, (day, identifier) = json.loads(data)
    asked = Asked(verb, prefix, since, until, of_set, (day, identifier))
    if token(asked, domain) != text:  # base64 passes over what is not of its alphabet
        raise BadToken
    return asked


_SIZE = 12


def _sum(data: bytes, domain: str) -> bytes:
    return blake2b(data, digest_size=_SIZE, key=domain.encode()[:64], person=b"ibidem-oai").digest()
