"""The values that the stages of citation pass on."""

from dataclasses import dataclass, field
from enum import StrEnum


class Confidence(StrEnum):
    """The values of TEI's `@cert`."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Kind(StrEnum):
    """What sort of short reference it is: by its word, by a note's number, or by a name with a short title."""

    IBID = "ibid"
    IDEM = "idem"
    OPCIT = "opcit"
    LOCCIT = "loccit"
    SUPRA = "supra"
    INFRA = "infra"
    NOTEREF = "noteref"
    SHORT = "short"


class Scope(StrEnum):
    """How much of its antecedent a reference repeats."""

    WORK = "work"
    CONTAINER = "container"  # *in id.*: the volume, and not the chapter in it
    AUTHOR = "author"  # *ders.* with a title of its own
    ITEM = "item"  # a document, and then *ebd.*: the file that it is in
    NOTE = "note"
    ELSEWHERE = "elsewhere"  # a note of another text


# Not frozen, nor are citations and answers: there are millions of them, and what is frozen takes three times as long to make.
@dataclass(slots=True)
class Level:
    """One step on the way to a place: a fonds, a volume, a page. `first` and `last` are equal for a single page; `last` is "" for *12 ff.*

    `start` and `end` are offsets into the text of the note; `source` is the id of the citation that it is inherited from.
    `labelled` says whether its unit is printed (*vol. 2*) or only meant (*Geschichte 2, 45*).
    """

    unit: str
    first: str
    last: str
    text: str
    start: int = 0
    end: int = 0
    source: str = ""
    labelled: bool = True

    def inherited(self, source: str) -> "Level":
        """The same level as it is inherited from a citation."""
        return Level(self.unit, self.first, self.last, self.text, self.start, self.end, source, self.labelled)


@dataclass(slots=True, eq=False)
class Work:
    """A work, or an archival unit, as the notes of one text cite it."""

    full: "Citation"  # where it is first cited in full
    latest: "Citation"  # the last citation of it
    names: tuple[str, ...]
    words: frozenset[str]
    volume: str = ""
    siglum: str = ""


# The pass fills in what a reference stands for.
@dataclass(slots=True, eq=False)
class Citation:
    """A citation in a note, or a short reference to one (`sign` is then its word, such as *Ibid*).

    `names` are surnames in lower case; `words` those of the title. `start` and `end` are offsets into the text of the note.
    """

    id: str
    note: int
    start: int
    end: int
    text: str
    levels: tuple[Level, ...] = ()
    names: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    work: str = ""
    label: str = ""
    kind: Kind | None = None
    sign: str = ""
    sign_start: int = 0
    scope: Scope = Scope.WORK
    pointer: tuple[str, ...] = ()  # labels of the notes that it points at
    titled: bool = False  # it has a title of its own
    item: str = ""  # the document named before *ebd.*
    offset: int = 0  # where the words of one that is marked up begin in the note: its own offsets count from there
    # What it stands for: the work, and the whole way to the place.
    entry: Work | None = None
    place: tuple[Level, ...] = ()
    # An editor has decided: who (the value of @resp), and the whole way to the place. The program does not decide it again.
    decided: str = ""
    decided_levels: tuple[Level, ...] = ()

    @property
    def is_short(self) -> bool:
        return self.kind is not None


@dataclass(slots=True, eq=False)
class Note:
    """A note: its place in the order of calls, its label as printed, its citations from left to right.

    `marked` are the citations that an editor has marked up: their words are not read again. Nor are the stretches `hidden`, an editor's
    links. `context` is the running text before its call; `prefix` is what the ids of its citations begin with; `silent` says that
    nothing is cited in it.
    """

    order: int
    label: str
    id: str
    text: str
    chapter: str = ""
    marked: tuple[Citation, ...] = ()
    hidden: tuple[tuple[int, int], ...] = ()
    context: str = ""
    prefix: str = ""
    silent: bool = False
    citations: tuple[Citation, ...] = ()


@dataclass(slots=True, eq=False)
class Answer:
    """What a short reference stands for. Without antecedents it is unresolved, and `explanation` says why.

    `target` is the note that it points at, where it points at a note. `rule` are the numbers of the rules that decided.
    """

    reference: Citation
    note: Note
    rule: str
    reason: tuple[str, ...]
    confidence: Confidence | None = None
    antecedents: tuple[Citation, ...] = ()
    work: str = ""
    label: str = ""
    levels: tuple[Level, ...] = ()
    alternatives: tuple[Citation, ...] = ()
    target: Note | None = None

    @property
    def antecedent(self) -> Citation | None:
        return self.antecedents[0] if self.antecedents else None

    @property
    def explanation(self) -> str:
        """Why, in one sentence."""
        return "; ".join(self.reason) + "."

    @property
    def resolved(self) -> bool:
        """Whether it leads to a citation or a note, or is known to lead out of the text."""
        return bool(self.antecedents) or self.target is not None or self.reference.scope is Scope.ELSEWHERE


class PartKind(StrEnum):
    """What a part of a note is: words that lead to a citation (*see*, *quoted in*), comment, a citation in full, a short reference."""

    SIGNAL = "signal"
    COMMENT = "comment"
    CITATION = "citation"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class NotePart:
    """A part of a note, with its offsets into the text of the note."""

    kind: PartKind
    start: int
    end: int
    text: str
    citation: Citation | None = None


@dataclass(slots=True)
class Piece:
    """A stretch of a note between semicolons, dashes and ends of sentences: a citation, or comment."""

    start: int
    end: int
    marks: list["Mark"] = field(default_factory=list)


@dataclass(slots=True)
class Mark:
    """A word of the term tables where it stands."""

    start: int
    end: int
    sign: str
    unit: str
    role: str
