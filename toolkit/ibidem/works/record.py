"""The values of the list: what is known of a work, and where it is cited."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """A creator: surname and given names, or a name that cannot be parted, as `family` alone."""

    family: str
    given: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is a name of several words that is not parted."""
        return not self.given and " " in self.family

    @property
    def surname(self) -> str:
        """The last word of a name that is not parted."""
        return self.family.split()[-1] if self.is_whole else self.family


@dataclass(frozen=True, slots=True)
class Step:
    """A step in an archive: *F. 39* is the unit `fonds` with the number 39."""

    unit: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the notes, or an entry of the edition, say of a work; what they do not say is "".

    `kind` is a type of CSL. `date` is of ISO 8601, to the year, month or day. `label` is the work in few words.
    """

    kind: str
    label: str
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    title: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    date: str = ""
    doi: str = ""
    archive: str = ""
    archive_place: str = ""
    path: tuple[Step, ...] = ()

    @property
    def year(self) -> str:
        return self.date[:4]

    @property
    def location(self) -> str:
        """The way in the archive, as printed."""
        return ", ".join(step.text for step in self.path)


@dataclass(frozen=True, slots=True)
class Place:
    """One citation: the file, the note's label and id, the words, the place in the work after inheritance, how sure it is ("" where it is plain)."""

    file: str
    note: str
    id: str
    text: str
    locator: str
    confidence: str = ""

    @property
    def target(self) -> str:
        """The note as a pointer."""
        return f"{self.file}#{self.id}"


@dataclass(slots=True)
class Cited:
    """A work with all that cites it, in order. `key` is unique in the list, and stays when works are added at its end."""

    record: Record
    key: str = ""
    id: str = ""
    places: list[Place] = field(default_factory=list)


def described_places(cited: Cited, *, files: bool) -> str:
    """*4 (p. 47), 6 (p. 20)*: the notes that cite a work; with their files where there are several."""
    return ", ".join(
        f"{place.file + ' ' if files else ''}{place.note}{f' ({place.locator})' if place.locator else ''}"
        for place in cited.places
    )


def cited_in(cited: Cited, *, files: bool) -> str:
    """*Cited in notes 4 (p. 47), 6 (p. 20)*, or nothing."""
    notes = "note" if len(cited.places) == 1 else "notes"
    return f"Cited in {notes} {described_places(cited, files=files)}" if cited.places else ""


def number_in(text: str) -> int:
    """The first number in a text, for sorting; a very large one where there is none."""
    match = re.search(r"\d{1,12}", text)
    return int(match[0]) if match else 10**12
