"""Which citations are of one work: by the edition's own entry, by the path of an archive, else by the work that the resolver found."""

import re

from ibidem.citations.locator import is_archival, is_part_of_work
from ibidem.citations.model import Citation, Level
from ibidem.citations.names import CAPITALS, fold

Key = tuple[object, ...]
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_SIGLUM = re.compile(rf"(?<!\w)\w*[{CAPITALS}]\w*[{CAPITALS}]\w*")
_WORD = re.compile(r"\w+")


def key_of(citation: Citation) -> Key | None:
    """What is the same for all citations of one work or archival unit, or nothing where none is known."""
    if citation.work:
        return ("entry", citation.work)
    if path := path_of(citation):
        return ("path", fold_archive(archive_of(citation)), *((level.unit, level.first) for level in path))
    return ("work", id(citation.entry)) if citation.entry is not None else None


def path_of(citation: Citation) -> tuple[Level, ...]:
    """The levels that make up an archival unit, from the fonds down to the file, inherited ones included."""
    return tuple(level for level in citation.place if is_archival(level.unit) and is_part_of_work(level.unit))


def before_path(citation: Citation) -> str:
    """What a full citation of an archival unit has before its path: the archive, and a document that is named before that."""
    first = next((level for level in citation.place if is_archival(level.unit) and not level.source), None)
    if first is None:
        return ""
    at = citation.text.find(first.text)
    return citation.text[:at].strip(" ,.;:(") if at > 0 else ""


def archive_of(citation: Citation) -> str:
    """The name of the archive as the text has it, in full or as an abbreviation; "" where none is named."""
    full = citation.entry.full if citation.entry is not None else citation
    name = _BRACKETS.sub("", before_path(full)).strip(" ,.;:")
    abbreviated = _SIGLUM.findall(name)
    return abbreviated[-1] if abbreviated else name.split(",")[-1].strip(" .;:")


def fold_archive(name: str) -> str:
    """The name of an archive as it is compared."""
    return " ".join(fold(word) for word in _WORD.findall(name))
