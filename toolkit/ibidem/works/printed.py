"""Reading what a citation in plain words says of a printed work: authors, title, what it is part of, place and year.

Nothing is guessed: what the words do not show plainly is left out, and a title that cannot be told from what follows is the whole citation.
"""

import re

from ibidem.citations.extents import extent_in
from ibidem.citations.full import trim
from ibidem.citations.model import Citation
from ibidem.citations.names import CAPITALS, PEOPLE
from ibidem.works.record import Person, Record

_AT = re.compile(r"[\s,]+(?:at|hier|here)$")
_TAG = re.compile(r"\[[^\W\d_]{1,8}\]\s")
_YEAR = r"(?:1[4-9]|20)\d\d"
_IN_BRACKETS = re.compile(rf"\s?\((?P<inside>[^()]{{0,80}}?)(?P<year>{_YEAR})[a-z]?\)")
_PLACE_PUBLISHER = re.compile(r"^(?P<place>[^:,;\d]{2,40}):\s(?P<publisher>[^:;\d]{2,60}?),?\s?$")
_PLACE = re.compile(rf"^(?P<place>[{CAPITALS}][^:;,\d]{{1,40}}?),?\s?$")
# *, Roma 1959*; *. М., 1968*; *, London: Quay, 1990*; *, Paris, Seuil, 1990*. Of *, Seuil, 1990* nobody can say whether it is a place.
_CHUNK = rf"[{CAPITALS}][\w.’'-]*(?:\s[{CAPITALS}][\w.’'-]*|\sa\.\s?M\.)?"
_AT_END = re.compile(
    rf"[,.]\s(?:(?P<place>{_CHUNK})(?:\s|(?<=\.),\s)|(?P<town>{_CHUNK}):\s(?P<firm>[^,:;]{{2,50}}),?\s|(?P<first>{_CHUNK}),\s(?P<second>{_CHUNK}),\s"
    rf"|{_CHUNK},\s)?(?P<year>{_YEAR})(?=\s?[,.;:)]|\s*$)"
)
_JOINED = re.compile(r"\s?(?:,|/|;|&|–|\s(?:and|und|et|y|e|и)\s)\s?(?:(?:and|und|et|y|e|и|&)\s)?", re.IGNORECASE)
_EDITORS = re.compile(r"\s?\((?:eds?|hrsg|hg|dir|éds?|a cura di|red|ред)\.?\)|,\s(?:eds?|hrsg)\.", re.IGNORECASE)
_AFTER_AUTHORS = re.compile(r"\s?[,:.]\s+|(?<=\.)\s+|(?<=\.\s)|\s(?=[“„«\"‘])")
_QUOTED = re.compile(r"[“„«‘\"](?P<title>[^“”„«»\"]{3,300}?)[.,]?[”“»’\"](?!\w)")
_PART_OF = re.compile(r"^[\s,.:]*(?://|(?:in|en|dans|В|в кн)\b[.:]?\s)\s?", re.IGNORECASE)
_CONTAINER = re.compile(
    r"^[\s,.]*(?P<name>[^\W\d_][^(),;\d]{2,120}?)[\s,.]*(?=\(|,|\s\d|$|\s(?:vol|Bd|t|т|no|n)\.\s?\d)"
)
_SLASHES = re.compile(r"\s//\s|[.,]\s[Ii]n:\s")
_END = re.compile(
    rf"\s?\((?=[^()]*{_YEAR})|\s(?=\d{{1,3}}\s\()|\.\s(?=(?:Т|Вып|Ч|Кн)\.\s?\d)"
    r"|,\s(?=(?:vol|Bd|t|T|tome|vols|Bde|т|Т|ed|éd|edn|2nd|3rd|hrsg|hg|trans|übers)\b)"
)
_JOURNAL = re.compile(
    rf"^\s?\({_YEAR}\)\s(?:(?P<volume>\d{{1,4}})\s)?(?P<name>[{CAPITALS}][^\d;()]{{3,80}}?)\s\d"
)  # *(1966) 29 Modern Law Rev. 121*
_NUMBERED = re.compile(
    r"(?<![\d/.])(?P<volume>\d{1,4})(?:[./](?P<issue>\d{1,3}))?,?\s?(?:no\.\s?(?P<number>\d{1,4})\s?)?(?=\()"
)


def record_of(citation: Citation) -> Record:
    """What a full citation of a printed work says."""
    text = _from_author(_without_place(citation), citation.label)
    at, authors, editors = _creators(text)
    article = _QUOTED.match(text, at) is not None
    title, at = _title(text, at)
    rest = text[at:]
    container, is_part = _container(rest, article)
    place, publisher, year = _imprint(text, at)
    volume, issue = _volume(citation, rest if container and not is_part else "")
    journal = _JOURNAL.match(citation.text[citation.text.find(rest) :]) if article and rest and not container else None
    if journal is not None:
        container, volume = journal["name"], journal["volume"] or ""
    extent = extent_in(citation.text)
    if container and is_part:
        kind = "chapter"
    elif journal or (container and volume):
        kind = "article-journal"
    else:
        is_book = title and not article and (place or (year and (authors or editors)))
        kind = "book" if is_book else "document"
    return Record(
        kind, _AT.sub("", citation.label) or text, authors, editors, title or text, container, volume, issue, f"{extent[0]}-{extent[1]}" if extent else "",
        publisher, place, year,
    )  # fmt: skip


def _from_author(text: str, label: str) -> str:
    """The words of a citation from its author on, where the resolver has found one with initials after other words; without an editor's tag."""
    at = max(0, text.find(label))
    person = PEOPLE.match(text, at) if at else None
    if person is not None and (person["a"] or person["c"]):
        return text[at:]
    tag = _TAG.match(text)
    return text[tag.end() :] if tag else text


def _without_place(citation: Citation) -> str:
    """The words of a citation without the page cited at the end."""
    text = citation.text
    for level in reversed(citation.place):
        at = level.start - citation.start
        if level.unit in ("volume", "issue") or level.end <= level.start or not 0 < at < len(text):
            break
        if re.search(_YEAR, text[at + len(level.text) :]):
            break
        text = text[:at]
    begin, end = trim(text, 0, len(text))
    return re.sub(r"[\s,(:]+(?:at|here|hier|bes\.|esp\.|S|p|pp|с|С)?[\s.,(:]*$", "", text[begin:end])


def _creators(text: str) -> tuple[int, tuple[Person, ...], tuple[Person, ...]]:
    """Who stands at the beginning, and where what follows begins; nobody where a title begins at once."""
    people: list[Person] = []
    at = end = 0
    while (match := PEOPLE.match(text, at)) is not None and len(people) < 12:
        people.append(_person(match))
        end = match.end()
        joined = _JOINED.match(text, end)
        if (
            joined is None
            or PEOPLE.match(text, joined.end()) is None
            or (joined[0].strip() == "," and not _initials(text, joined.end()))
        ):
            break
        at = joined.end()
    edited = _EDITORS.match(text, end) if people else None
    end = edited.end() if edited else end
    after = _AFTER_AUTHORS.match(text, end) if people else None
    if after is None:
        return 0, (), ()
    found = tuple(people)
    return after.end(), () if edited else found, found if edited else ()


def _initials(text: str, at: int) -> bool:
    """Whether a further author follows a comma, rather than a title: with initials."""
    return (
        re.match(
            rf"(?:[{CAPITALS}]\w{{0,2}}\.\s?-?)+[{CAPITALS}]\w|[{CAPITALS}][\w’'-]+,?\s(?:[{CAPITALS}]\.\s?)+",
            text[at:],
        )
        is not None
    )


def _person(match: re.Match[str]) -> Person:
    group = next(name for name in ("a", "b", "c", "d", "e") if match[name])
    family = f"{match['a']}-{match['b']}" if group == "a" and match["b"] else match[group]
    given = (
        match[0].replace(family, "", 1)
        if group != "a" or not match["b"]
        else match[0][: match.start("a") - match.start()]
    )
    return Person(family.strip(" ,"), given.strip(" ,;([/"))


def _title(text: str, at: int) -> tuple[str, int]:
    """The title and where it ends; "" where its end is not to be seen."""
    quoted = _QUOTED.match(text, at)
    if quoted is not None:
        return quoted["title"].strip(), quoted.end()
    ends = [match.start() for pattern in (_END, _SLASHES, _AT_END) if (match := pattern.search(text, at)) is not None]
    end = min(ends, default=len(text))
    return text[at:end].strip(" ,.:;"), end


def _container(rest: str, article: bool) -> tuple[str, bool]:
    """What a work is part of, and whether the words say *in*."""
    joined = _PART_OF.match(rest)
    if joined is None and not article:
        return "", False
    begin = joined.end() if joined else 0
    name = _CONTAINER.match(rest[begin:])
    if name is None:
        return "", False
    journal = _NUMBERED.search(rest[begin + name.end() - 1 :]) is not None
    return name["name"].strip(" ,.:"), joined is not None and not journal


def _imprint(text: str, at: int) -> tuple[str, str, str]:
    """Place, publisher and year."""
    brackets = _IN_BRACKETS.search(text, at)
    if brackets is not None:
        inside = brackets["inside"].strip(" ,")
        both = _PLACE_PUBLISHER.match(inside)
        if both is not None:
            return both["place"].strip(), both["publisher"].strip(), brackets["year"]
        alone = _PLACE.match(inside)
        return alone["place"].strip() if alone else "", "", brackets["year"]
    found = list(_AT_END.finditer(text, at))
    if not found:
        return "", "", ""
    plain = found[-1]
    return (
        plain["place"] or plain["town"] or plain["first"] or "",
        plain["firm"] or plain["second"] or "",
        plain["year"],
    )


def _volume(citation: Citation, rest: str) -> tuple[str, str]:
    for level in citation.levels:
        if level.unit == "volume":
            issue = next((other.first for other in citation.levels if other.unit == "issue"), "")
            return level.first, issue
    match = _NUMBERED.search(rest)
    return (match["volume"], match["issue"] or match["number"] or "") if match else ("", "")
