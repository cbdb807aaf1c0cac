"""Keys of works: *moor1990*, *moor1990b*, *aprf-39-1-39*; or the id that the edition gives."""

import re
import unicodedata
from collections.abc import Iterable

from ibidem.works.record import Cited, Record

_LATIN = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia e i i e g"
_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ", _LATIN.split(), strict=True))


def give_keys(works: Iterable[Cited]) -> None:
    """Give each work a key of letters, digits and hyphens: the id of its entry, else surname and year; a letter tells those apart that are alike."""
    given: dict[str, int] = {}
    listed = list(works)
    taken = {cited.id for cited in listed if cited.id}
    for cited in listed:
        if cited.id:
            cited.key = cited.id
            continue
        base = _base(cited.record)
        while True:
            given[base] = given.get(base, 0) + 1
            cited.key = base if given[base] == 1 else f"{base}{_letters(given[base])}"
            if cited.key not in taken:
                break
        taken.add(cited.key)


def _base(record: Record) -> str:
    if record.path:
        return "-".join(filter(None, [_letter(folded(record.archive)), *(folded(step.number) for step in record.path)]))
    people = record.authors or record.editors
    words = [folded(word) for word in record.title.split()]
    name = folded(people[0].surname) if people else next((word for word in words if len(word) > 3), "")
    return _letter(name + (record.year or next((word for word in words if len(word) > 3 and word != name), "")))


def _letter(base: str) -> str:
    """A key that begins with a letter, as an id of XML must."""
    return base if base[:1].isalpha() else f"work{base}"


def folded(text: str) -> str:
    """A word in small letters of ASCII, other signs left out."""
    cyrillic = "".join(_CYRILLIC.get(char, char) for char in text.casefold())
    plain = unicodedata.normalize("NFKD", cyrillic).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain)


def _letters(number: int) -> str:
    """2 is *b*, 27 is *aa*."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
