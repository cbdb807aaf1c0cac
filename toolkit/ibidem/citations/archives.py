"""Archival units that the notes of a text spell in two ways, or that disagree about one document."""

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence

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


def disagreeing(notes: Sequence[Note]) -> Iterator[Fault]:
    """The same pages of one archive under two shelfmarks, a few notes apart, or one document of a day in two files."""
    cited = list(_archival(notes))
    counted = Counter(key_of(citation) for _, citation in cited)
    usual = _most_cited(notes)
    near: deque[tuple[Note, Citation]] = deque(maxlen=_COMPARED)
    documents: dict[str, tuple[Note, Citation]] = {}
    for note, citation in cited:
        while near and note.order - near[0][0].order > _NEAR:
            near.popleft()
        rare = counted[key_of(citation)] == 1
        for where, other in near:
            if (rare or counted[key_of(other)] == 1) and _same_pages(citation, other):
                yield _fault(note, citation, where, other, "the same pages", usual)
                break
        else:
            if name := _document(citation):
                where, other = documents.setdefault(name, (note, citation))
                if key_of(other) != key_of(citation):
                    yield _fault(note, citation, where, other, "the same document", usual)
        near.append((note, citation))


def _most_cited(notes: Sequence[Note]) -> Citation | None:
    """A citation of the unit that the text cites most, in full or short."""
    found: dict[Key, Citation] = {}
    counted: Counter[Key] = Counter()
    for note in notes:
        for citation in note.citations:
            if path_of(citation) and (key := key_of(citation)) is not None:
                found.setdefault(key, citation)
                counted[key] += 1
    return found[max(counted, key=lambda key: counted[key])] if counted else None


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


def _same_pages(one: Citation, other: Citation) -> bool:
    if key_of(one) == key_of(other) or not _alike(one, other):
        return False
    mine, theirs = _pages(one), _pages(other)
    return bool(mine and theirs and mine[0] <= theirs[1] and theirs[0] <= mine[1])


def _alike(one: Citation, other: Citation) -> bool:
    """Whether two paths are of one archive and have the same steps."""
    units = [level.unit for level in path_of(one)]
    return (
        units == [level.unit for level in path_of(other)]
        and fold_archive(archive_of(one)) == fold_archive(archive_of(other)) != ""
    )


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


def _fault(note: Note, citation: Citation, where: Note, other: Citation, same: str, usual: Citation | None) -> Fault:
    hint = "If both mean one document, one of the shelfmarks is wrong."
    if usual is not None and _slips(citation, other, usual):
        hint = f"{hint[:-1]}, or both: “{_path(usual)}”, cited most here, differs from each by one digit or two."
    return Fault(
        "unit-disagrees",
        note,
        citation,
        f"Notes {where.label} and {note.label} cite {same} under two shelfmarks: “{_path(other)}” and “{_path(citation)}”.",
        hint,
    )


def _slips(one: Citation, other: Citation, usual: Citation) -> bool:
    """Whether two shelfmarks may both be misprints of a third."""
    if key_of(usual) in (key_of(one), key_of(other)) or not _alike(one, usual) or not _alike(other, usual):
        return False
    return _digits_apart(one, usual) <= _SLIP and _digits_apart(other, usual) <= _SLIP


def _digits_apart(one: Citation, other: Citation) -> int:
    """How many digits must be put in, left out or changed to make one path of the other."""
    pairs = zip(path_of(one), path_of(other), strict=True)
    return sum(_distance(mine.first[:_LONG], theirs.first[:_LONG]) for mine, theirs in pairs)


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, start=1):
        above, row = row, [at]
        for column, letter in enumerate(other, start=1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (char != letter)))
    return row[-1]


def _path(citation: Citation) -> str:
    return ", ".join(level.text for level in path_of(citation))
