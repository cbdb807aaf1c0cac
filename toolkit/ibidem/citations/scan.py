"""Finding the words of the term tables in a note, in one pass of one expression."""

from ibidem.citations.model import Mark
from ibidem.citations.terms import Lexicon, Term, key_of

# Words that are written out may be plain speech: *ivi* is also "there".
_CLOSERS = frozenset(".,;:)]§»")


def marks_in(text: str, words: Lexicon) -> list[Mark]:
    """The words of the tables, from left to right; a word that is something else where it stands is passed over."""
    low = text.lower()
    if len(low) != len(text):  # some capitals have no single small letter
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    found = []
    terms = words.terms
    for match in words.scanner.finditer(low):
        term = terms.get(key_of(match[0]))
        if term is None:
            continue
        start, end = match.span()
        if term.letters:
            unit = term.letters.get(text[start])
            if unit is None and not term.note:
                continue
            found.append(Mark(start, end, "", unit or "", "note" if term.note else ""))
            continue
        if term.exact and key_of(text[start:end])[1:] != term.exact[1:]:
            continue
        if term.sign and not _is_sign(text, start, end, term):
            continue
        found.append(Mark(start, end, term.sign, term.unit, term.role))
    return found


def _is_sign(text: str, start: int, end: int, term: Term) -> bool:
    if term.dotted and text[end - 1] != ".":
        return term.text == "id." and text.startswith((", at ", ", §", " at ", " § "), end)
    if (
        term.sign == "ibid"
        and not term.text.endswith(".")
        and (text[start].islower() or " " in term.text)
        and term.text not in ("ibidem", "ibídem")
    ):
        rest = text[end : end + 4].lstrip()
        return not rest or rest[0] in _CLOSERS or rest[0].isdigit() or (len(rest) > 1 and rest[1] in ". ")
    return True
