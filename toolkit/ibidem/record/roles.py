"""The codes of MARC relators for the words by which headers name what somebody did."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from ibidem.resources import resource
from ibidem.tree import TEI, Element, text_of, without

CONTRIBUTOR = "ctb"
_ADDRESS = re.compile(
    r"https?://(?:id\.loc\.gov/vocabulary/relators|(?:www\.)?loc\.gov/(?:marc|loc\.terms)/relators)/(\w+)/?"
)
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Words:
    codes: dict[str, str]
    scanner: re.Pattern[str]
    organizations: tuple[str, ...]


@cache
def _words() -> _Words:
    data = tomllib.loads(resource("record/roles.toml").read_text(encoding="utf-8"))
    codes = {word: code for code, words in data["roles"].items() for word in words}
    forms = "|".join(_form(word) for word in sorted(codes, key=len, reverse=True))
    return _Words(codes, re.compile(forms), tuple(data["organizations"]["words"]))


def _form(word: str) -> str:
    if _WITHOUT_SPACES.search(word):
        return re.escape(word)
    return rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if len(word) <= 3 else "")


def role_of(words: str) -> str:
    """The code for a label such as *Translation from the Russian*, or for a code or address of MARC relators; "" where it is unknown."""
    known = _words()
    label = words.strip().casefold()
    if (address := _ADDRESS.fullmatch(label)) is not None:
        label = address[1]
    if label in known.codes.values():
        return label
    found = known.scanner.search(label)
    return known.codes[found[0]] if found else ""


def role_in(element: Element) -> tuple[str, str]:
    """The code ("" where it is unknown) and the label of what an element says of a role: its attributes first, then its words (of a `resp`)."""
    words = text_of(without(element, "date")) if element.tag == TEI + "resp" else ""
    for name in ("role", "ref", "key"):
        value = element.get(name, "") if element.tag == TEI + "resp" or name == "role" else ""
        if value and (code := role_of(value)):
            return code, words or ("" if _ADDRESS.fullmatch(value) else value)
    return role_of(words), words or element.get("role", "")


def names_an_organization(name: str) -> bool:
    """Whether a word of a name shows that it is that of an organization."""
    folded = name.casefold()
    tokens = re.findall(r"[^\W\d_]+", folded)
    return any(
        word in folded if _WITHOUT_SPACES.search(word) else any(_is(token, word) for token in tokens)
        for word in _words().organizations
    )


def _is(token: str, word: str) -> bool:
    return token == word or (len(word) > 6 and token.startswith(word))
