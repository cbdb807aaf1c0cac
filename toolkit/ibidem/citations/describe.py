"""What a full citation is made of: authors, titles, the container, volume and year, the archive and its path."""

import re
from dataclasses import dataclass

from ibidem.citations.full import volume_of
from ibidem.citations.locator import is_archival
from ibidem.citations.model import Citation, Level
from ibidem.citations.names import PEOPLE

_YEAR = re.compile(r"(?<![\d/])(?:1[4-9]|20)\d\d(?![\d/])")
_QUOTED = re.compile(r"[“„«‘\"]([^“”„«»\"]{3,300}?)[.,]?[”»“\"’](?=[\s,.;:)(]|$)")
_CONTAINER = re.compile(r"[.,]?\s(?:[Ii]n:|In|in|dans|en)\s|\s?//\s?")
_PLAIN_CONTAINER = re.compile(r"[.,]\s(?:[Ii]n:?|dans|en)\s|\s?//\s?")
_TITLE_END = re.compile(r"\s\(|,\s(?=[^,]{0,40}(?:1[4-9]|20)\d\d)|\.\s|,\s(?=\w{1,5}\.\s?\d)|\s\d|$")
_BETWEEN = re.compile(r"[\s,&/;]{0,3}(?:(?:and|und|et|e|y|и)\s)?")


@dataclass(frozen=True, slots=True)
class Description:
    """The parts of a citation as they are printed; what is not found is empty."""

    creators: tuple[str, ...]
    title: str
    container: str
    volume: str
    year: str
    archive: str
    path: tuple[Level, ...]
    place: tuple[Level, ...]


def describe(citation: Citation) -> Description:
    """Read the parts of a full citation from its words."""
    text = citation.text
    path = tuple(level for level in citation.place if is_archival(level.unit))
    place = tuple(level for level in citation.place if not is_archival(level.unit))
    years = _YEAR.findall(text)
    year = years[-1] if years else ""
    if path:
        archive = text[: max(0, path[0].start - citation.start)].rstrip(" ,.;:(")
        return Description((), "", "", "", year, archive, path, place)
    creators, begin = _creators(text)
    title, after = _title(text, begin)
    inside = _CONTAINER.search(text, after, min(len(text), after + 40))
    container = (
        _title(text, inside.end())[0] if inside else _rest(text, after) if _QUOTED.search(text, begin, after) else ""
    )
    return Description(creators, title, container, volume_of(citation), year, "", path, place)


def _creators(text: str) -> tuple[tuple[str, ...], int]:
    """The authors that a citation opens with, and where they end."""
    found: list[str] = []
    end = 0
    for match in PEOPLE.finditer(text):
        if _BETWEEN.fullmatch(text, end, match.start()) is None:
            break
        found.append(match[0].strip(" ,("))
        end = match.end()
    return tuple(found), end


def _title(text: str, begin: int) -> tuple[str, int]:
    """The title that begins at a place, and where it ends."""
    quoted = _QUOTED.search(text, begin, min(len(text), begin + 340))
    if quoted is not None and not re.search(r"\w{3}", text[begin : quoted.start()]):
        return quoted[1], quoted.end()
    while begin < len(text) and not text[begin].isalnum():
        begin += 1
    closing = _TITLE_END.search(text, begin)
    end = closing.start() if closing else len(text)
    inside = _PLAIN_CONTAINER.search(text, begin, end)
    end = inside.start() if inside else end
    return text[begin:end].strip(" ,.:"), end


def _rest(text: str, begin: int) -> str:
    """A journal after a quoted title: *“…,” American Archivist 36*."""
    closing = re.compile(r"\s\d|\s?\(|,\s(?:vol|no|Bd|t)\.|$").search(text, begin)
    return text[begin : closing.start()].strip(" ,.:)”»’") if closing else ""
