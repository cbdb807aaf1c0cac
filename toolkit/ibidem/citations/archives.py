"""Archival units that the notes of a text spell in two ways, or that disagree about one document."""

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ibidem.citations.fault import Fault, is_number
from ibidem.citations.identify import Key, archive_of, before_path, fold_archive, key_of, path_of
from ibidem.citations.model import Citation, Level, Note

_NEAR = 6  # notes within which two citations may well be of one document
_COMPARED = 24  # citations before one that it is compared with, at most
_SLIP = 2  # digits in which a shelfmark and its misprint may differ
_LONG = 30  # characters of a number that are compared
_COUNTED = 10  # pages below this number coincide by chance: every file has a page 1
_DAY = re.compile(r"\d{1,2}[.\s]+(?:[^\W\d_]{3,}|\d{1,2}\.)[,.\s]+\d{4}|[^\W\d_]{3,}\s\d{1,2},\s\d{4}")


def spelled_twice(notes: Sequence[Note]) -> Iterator[Fault]:
    """A level of one archival unit with another word or letter before its number than where the unit is first cited."""
    first: dict[tuple[Key, str], tuple[str, Note]] = {}
    said: set[tuple[Key, str, str]] = set()
    for note, citation in _archival(notes):
        key = key_of(citation)
        if key is None:
            continue
        for level in _named(citation):
            spelled = _label(level)
            text, where = first.setdefault((key, level.unit), (level.text, note))
            usual = _label_of(text)
            if spelled != usual and (key, level.unit, spelled) not in said:
                said.add((key, level.unit, spelled))
                yield Fault(
                    "unit-spelling", note, citation,
                    f"Note {note.label} has “{level.text}” where note {where.label} has “{text}” for the same unit.",
                    "Spell it in one way.",
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Unit:
    """A citation of an archival unit, and what it is compared by."""

    note: Note
    citation: Citation
    key: Key | None
    archive: str
    steps: tuple[str, ...]
    pages: tuple[int, int] | None


def _unit(note: Note, citation: Citation) -> _Unit:
    steps = tuple(level.unit for level in path_of(citation))
    return _Unit(note, citation, key_of(citation), fold_archive(archive_of(citation)), steps, _pages(citation))


def disagreeing(notes: Sequence[Note]) -> Iterator[Fault]:
    """The same pages of one archive under two shelfmarks, a few notes apart, or one document of a day in two files."""
    cited = [_unit(note, citation) for note, citation in _archival(notes)]
    counted = Counter(unit.key for unit in cited)
    usual = _most_cited(notes)
    near: deque[_Unit] = deque(maxlen=_COMPARED)
    documents: dict[str, _Unit] = {}
    for unit in cited:
        while near and unit.note.order - near[0].note.order > _NEAR:
            near.popleft()
        other = next(
            (each for each in near if 1 in (counted[unit.key], counted[each.key]) and _same_pages(unit, each)), None
        )
        if other is not None:
            yield _fault(unit, other, "the same pages", usual)
        elif name := _document(unit.citation):
            earlier = documents.setdefault(name, unit)
            if earlier.key != unit.key:
                yield _fault(unit, earlier, "the same document", usual)
        near.append(unit)


def _most_cited(notes: Sequence[Note]) -> _Unit | None:
    """A citation of the unit that the text cites most, in full or short."""
    found: dict[Key, tuple[Note, Citation]] = {}
    counted: Counter[Key] = Counter()
    for note in notes:
        for citation in note.citations:
            if path_of(citation) and (key := key_of(citation)) is not None:
                found.setdefault(key, (note, citation))
                counted[key] += 1
    return _unit(*found[max(counted, key=lambda key: counted[key])]) if counted else None


def _archival(notes: Sequence[Note]) -> Iterator[tuple[Note, Citation]]:
    """The citations that name an archive and one path in it themselves."""
    for note in notes:
        for citation in note.citations:
            path = path_of(citation)
            if not citation.is_short and path and len({level.unit for level in path}) == len(path):
                yield note, citation


def _named(citation: Citation) -> list[Level]:
    return [level for level in path_of(citation) if not level.source and level.labelled]


def _label(level: Level) -> str:
    return _label_of(level.text)


def _label_of(text: str) -> str:
    """The word before the number, as it is compared: *Op.*, *case*."""
    return re.sub(r"\s|\d.*$", "", text, flags=re.DOTALL)


def _same_pages(one: _Unit, other: _Unit) -> bool:
    if one.pages is None or other.pages is None or one.key == other.key or not _alike(one, other):
        return False
    return one.pages[0] <= other.pages[1] and other.pages[0] <= one.pages[1]


def _alike(one: _Unit, other: _Unit) -> bool:
    """Whether two paths are of one archive and have the same steps."""
    return one.steps == other.steps and one.archive == other.archive != ""


def _pages(citation: Citation) -> tuple[int, int] | None:
    """The pages or folios of a citation with one place in a file."""
    found = [level for level in citation.place if level.unit in ("page", "folio")]
    if len(found) != 1 or not is_number(found[0].first) or int(found[0].first) < _COUNTED:
        return None
    first, last = found[0].first, found[0].last
    return int(first), int(last) if is_number(last) else int(first)


def _document(citation: Citation) -> str:
    """A document that is named with its day before the archive, as it is compared; "" where none is."""
    name = before_path(citation)
    return " ".join(re.findall(r"\w+", name.casefold())) if _DAY.search(name) and len(name.split()) >= 5 else ""


def _fault(unit: _Unit, other: _Unit, same: str, usual: _Unit | None) -> Fault:
    hint = "If both mean one document, one of the shelfmarks is wrong."
    if usual is not None and _slips(unit, other, usual):
        hint = f"{hint[:-1]}, or both: “{_path(usual)}”, cited most here, differs from each by one digit or two."
    return Fault(
        "unit-disagrees",
        unit.note,
        unit.citation,
        f"Notes {other.note.label} and {unit.note.label} cite {same} under two shelfmarks: “{_path(other)}” and “{_path(unit)}”.",
        hint,
    )


def _slips(one: _Unit, other: _Unit, usual: _Unit) -> bool:
    """Whether two shelfmarks may both be misprints of a third."""
    if usual.key in (one.key, other.key) or not _alike(one, usual) or not _alike(other, usual):
        return False
    return _digits_apart(one, usual) <= _SLIP and _digits_apart(other, usual) <= _SLIP


def _digits_apart(one: _Unit, other: _Unit) -> int:
    """How many digits must be put in, left out or changed to make one path of the other."""
    pairs = zip(path_of(one.citation), path_of(other.citation), strict=True)
    return sum(_distance(mine.first[:_LONG], theirs.first[:_LONG]) for mine, theirs in pairs)


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, start=1):
        above, row = row, [at]
        for column, letter in enumerate(other, start=1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (char != letter)))
    return row[-1]


def _path(unit: _Unit) -> str:
    return ", ".join(level.text for level in path_of(unit.citation))
