"""Reading places: *pp. 85-6*, *F. 39, Op. 1, D. 39*, *fol. 3v*, *Л. 5 об.*, *112 f.*"""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ibidem.citations.model import Level


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a locator: its rank on the way from archive to line, and whether only archives have it."""

    name: str
    rank: int
    archival: bool


@dataclass(frozen=True)
class Terms:
    """The words of `terms.toml`, compiled."""

    ibid: re.Pattern[str]
    place: re.Pattern[str]
    bare: re.Pattern[str]
    more: re.Pattern[str]
    units: dict[str, Unit]
    unit_of: dict[str, str]


_NUMBER = r"(?:\d+(?:\.\d+)*[a-z]?(?![\w])(?:\s?(?:об\.|r\b|v\b))?|[ivxlc]+(?![\w])|[IVXLC]+(?![\w]))"
# *v. 27. 6. 1865* is a date, no verse.
_DATE = r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}"
_VALUE = rf"(?P<first>{_NUMBER})(?:\s?[-–—]\s?(?P<last>{_NUMBER}))?(?P<on>\s?(?:ff?|sqq?|sv|ss|сл)\.)?"


@cache
def terms() -> Terms:
    """Compile the words once, when they are first needed."""
    data = tomllib.loads((Path(__file__).parent / "terms.toml").read_text(encoding="utf-8"))
    units = {name: Unit(name, entry["rank"], entry.get("archival", False)) for name, entry in data["unit"].items()}
    unit_of = {_key(term): name for name, entry in data["unit"].items() for term in entry["terms"]}
    ibid = sorted({term for language in data["ibid"].values() for term in language}, key=len, reverse=True)
    # *F.* and *f.*, *D.* and *d.* differ: a single letter is read as it is printed, a longer word in any case.
    labels = sorted((term for entry in data["unit"].values() for term in entry["terms"]), key=len, reverse=True)
    exact = "|".join(_pattern(term) for term in labels if len(term.rstrip(".")) == 1)
    loose = "|".join(_pattern(term) for term in labels if len(term.rstrip(".")) > 1)
    return Terms(
        ibid=re.compile(rf"(?<!\w)(?:{'|'.join(_pattern(term) for term in ibid)})(?!\w)", re.IGNORECASE),
        place=re.compile(rf"(?<![\w.])(?P<label>{exact}|(?i:{loose}))\s*(?!{_DATE}){_VALUE}"),
        bare=re.compile(rf"[\s,.:]*{_VALUE}(?![\w])"),
        more=re.compile(rf"\s*(?:,|&|and|und|u\.|et|e|y|и)\s*{_VALUE}(?![\w])(?!\s*[(])"),
        units=units,
        unit_of=unit_of,
    )


def _key(term: str) -> str:
    stem = term.rstrip(".")
    return stem if len(stem) == 1 else stem.casefold()


def _pattern(term: str) -> str:
    stem = re.sub(r"\s+", r"\\s+", re.escape(term.rstrip(".")).replace(r"\ ", " "))
    return stem + (r"\.?" if term.endswith(".") or term[-1].isalpha() else "")


def rank(unit: str) -> int:
    """How far down the way a unit stands; one that is not known counts as a page."""
    known = terms().units.get(unit)
    return known.rank if known else 40


def is_archival(unit: str) -> bool:
    """Whether only archival material has this unit."""
    known = terms().units.get(unit)
    return known.archival if known else False


def is_part_of_work(unit: str) -> bool:
    """Whether the unit tells works or volumes apart, rather than places in one."""
    return rank(unit) < 30


def read_levels(text: str, start: int = 0, end: int | None = None) -> tuple[Level, ...]:
    """The labelled levels in a stretch of text, in the order printed."""
    known, found = terms(), []
    end = len(text) if end is None else end
    at = start
    while (match := known.place.search(text, at, end)) is not None:
        unit = known.unit_of[_key(match["label"].strip())]
        found.append(_level(unit, match))
        at = match.end()
        while (again := known.more.match(text, at, end)) is not None:
            found.append(_level(unit, again))
            at = again.end()
    return _settle_fonds(tuple(found))


def read_after(text: str, start: int, end: int) -> tuple[Level, ...]:
    """The levels that follow a short reference; a number without a label is a page (*Ebd. 112 f.*)."""
    known = terms()
    levels = read_levels(text, start, end)
    bare = known.bare.match(text, start, levels[0].start if levels else end)
    if bare is None:
        return levels
    found, at = [_level("page", bare)], bare.end()
    while (again := known.more.match(text, at, end)) is not None:
        found.append(_level("page", again))
        at = again.end()
    return (*found, *(level for level in levels if level.start >= at))


def _level(unit: str, match: re.Match[str]) -> Level:
    first, last = match["first"].strip(), (match["last"] or "").strip()
    if not last:
        last = "" if match["on"] else first
    elif last.isdigit() and first.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last  # 85-6 is 85-86
    # a list (*336 und 339*) carries its joining word in the text between its levels
    begin = match.start("label") if "label" in match.re.groupindex else match.start("first")
    return Level(unit, first, last, match.string[begin : match.end()], begin, match.end())


def _settle_fonds(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """A small *f.* is a folio, unless an opis or delo follows: then it is the fonds."""
    if (
        levels
        and levels[0].unit == "folio"
        and levels[0].text.startswith("f.")
        and {level.unit for level in levels} & {"opis", "delo"}
    ):
        return (replace(levels[0], unit="fonds"), *levels[1:])
    return levels
