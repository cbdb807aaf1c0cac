"""Words for an element where the schema does not allow one."""

from dataclasses import replace

from ibidem.relaxng.expect import nearest
from ibidem.relaxng.match import Kind
from ibidem.words.case import Around, Case, Name, Schema, Words
from ibidem.words.common import BIBLIOGRAPHIC, BLOCKS, CLOSE, DIV, DIVISIONS, ENTRIES, LETTER
from ibidem.words.foreign import foreign_element
from ibidem.words.move import ending, moving, others, wrappers, wrapping
from ibidem.words.replaced import ELEMENTS
from ibidem.words.show import article, both, listed, one_of, sentences

_PUBLISHING = "publicationStmt"
_PUBLISHERS = frozenset({"publisher", "distributor", "authority"})
_PUBLICATION = (
    "publicationStmt begins with publisher, distributor or authority; pubPlace, address, date, idno, availability, ptr and ref follow "
    "the one they belong to. Or it has paragraphs (p) only."
)
_LIST = 3  # elements that are named twice
_FEW = 25  # of more than these a list of what is allowed says little


def element(case: Case, schema: Schema) -> Words:  # noqa: PLR0911
    """An element that is not allowed where it is."""
    if case.kind is Kind.FOREIGN:
        return foreign_element(case, schema)
    if case.kind is Kind.UNKNOWN:
        return _unknown(case, schema)
    if not case.at.parents:
        return Words("element-misplaced", f"{case.at.local} cannot be the root of a document.", here(case))
    if case.meant:
        message = f"{case.at.local} is not allowed in {case.at.parent} at this place."
        hint = f"Is {case.meant} meant? It is allowed here, and takes what is in this {case.at.local}."
        return Words("element-misplaced", message, hint, case.at.parent, case.meant, wrappers=(case.meant,))
    if schema.is_tei and case.at.parent == _PUBLISHING and schema.may_hold(case.at.parents[0], case.at.name):
        return _publication(case)
    if case.kind is Kind.EARLY:
        return _early(case, schema)
    for each in (
        (_after_division, _late_head, _of_a_letter, _after_close, _block, _phrase, _bibliographic)
        if schema.is_tei
        else ()
    ):
        if found := each(case, schema):
            return found
    return _misplaced(case, schema)


def _said(code: str, case: Case, hint: str, message: str = "") -> Words:
    message = message or f"{case.at.local} is not allowed in {case.at.parent} at this place."
    return Words(code, message, hint, about=case.at.parent, see=case.at.local)


def _unknown(case: Case, schema: Schema) -> Words:
    ns, name = case.at.name
    if schema.is_tei and (instead := ELEMENTS.get(name)):
        return Words("element-removed", f"{name} is not an element of TEI today.", f"In its place: {instead}.", name)
    allowed = [local for space, local in case.allowed if space == ns]
    near_here = nearest(name, allowed, alike=0.65)
    near_anywhere = "" if near_here else nearest(name, schema.known(ns), alike=0.8)
    hint = f"Did you mean {near_here}?" if near_here else f"Did you mean {near_anywhere}?" if near_anywhere else ""
    if near_anywhere and not near_here and allowed:
        hint += f" That is not allowed in {case.at.parent} at this place." if case.at.parent else ""
    message = f"The schema does not know the element {name}."
    return Words("element-unknown", message, hint or here(case), name, near_here or near_anywhere)


def _publication(case: Case) -> Words:
    at = case.at
    later = next((it for it in at.siblings[at.index :] if it[1] in _PUBLISHERS), None)
    earlier = any(it[1] in _PUBLISHERS for it in at.siblings[: at.index])
    if earlier:
        message = f"{at.local} is not allowed in publicationStmt at this place."
    elif later:
        message = f"In publicationStmt, {later[1]} must come before {at.local}."
    else:
        message = f"publicationStmt has {at.local}, and does not say who publishes."
    return Words("publication-order", message, _PUBLICATION, later[1] if later else "", _PUBLISHING)


def _early(case: Case, schema: Schema) -> Words:
    """What is missing before an element: it may be there, and late; or the element is what is at the wrong place."""
    name, parent = case.at.local, case.at.parent
    later = [it[1] for it in case.required if it in case.at.siblings[case.at.index :]]
    if later:
        message = f"In {parent}, {both(later)} must come before {name}."
        return Words("child-missing", message, f"Move {both(later)} before the {name}.", later[0], parent)
    if where := moving(case, schema, strictly=True):
        code = "letter-part" if schema.is_tei and name in LETTER else "element-order"
        return _said(code, case, where, f"{name} comes too early in {parent}.")
    what = missing(case)
    return Words(
        "child-missing",
        f"{parent} needs {what} before {name}.",
        f"Add {what if case.required or len(case.missing) <= _LIST else 'it'} before the {name}.",
        " ".join(it[1] for it in case.required or case.missing),
        parent,
    )


def missing(case: Case) -> str:
    """What has to be there: one element, several, or one of several."""
    if case.required:
        return both([local for _, local in case.required])
    several = [local for _, local in case.missing]
    if len(several) > 3:
        return f"one of {listed(several)}"
    return one_of(several) or "a further element"


# ---------- What editors of TEI meet ----------


def _after_division(case: Case, schema: Schema) -> Words | None:
    """A block after a nested division."""
    at = case.at
    divisions = [place for place, it in enumerate(at.siblings[: at.index]) if it[1] in DIV]
    if at.parent not in DIVISIONS or not divisions or at.local in DIV:
        return None
    kind = at.siblings[divisions[0]][1]
    cures = []
    if schema.follows(at.parents[0], at.siblings[: divisions[0]], at.name):
        cures.append(f"put it before the first {kind}")
    if schema.is_whole((at.name[0], kind), at.name):
        cures.append(f"into a {kind} of its own" if cures else f"put it into a {kind} of its own")
    if not cures:
        return None
    hint = f"{one_of(cures)}."
    return _said(
        "division-last",
        case,
        hint[0].upper() + hint[1:],
        f"{at.local} comes after an inner {kind}: what follows one must be in a {kind} too.",
    )


def _late_head(case: Case, schema: Schema) -> Words | None:
    at = case.at
    if at.local != "head" or not schema.may_hold(at.parents[0], at.name):
        return None
    where = moving(case, schema) or f"Move it to the beginning of the {at.parent}."
    otherwise = "A new heading begins a new div." if at.parent in DIVISIONS else ""
    if schema.follows(at.parents[0], at.siblings[: at.index], (at.name[0], "label")):
        otherwise = "A heading inside the text is a label."
    hint = sentences(where, otherwise)
    return _said("head-late", case, hint, f"head comes too late in {at.parent}: a heading stands at the beginning.")


def _of_a_letter(case: Case, schema: Schema) -> Words | None:
    if case.at.local not in LETTER:
        return None
    cure = moving(case, schema) or wrapping(case, schema) or ending(case, schema)
    return _wrapped(_said("letter-part", case, cure or instead(case, schema)), case, schema)


def _after_close(case: Case, schema: Schema) -> Words | None:
    """Text after what ends a letter or a division."""
    at = case.at
    close = next((it[1] for it in at.siblings[: at.index] if it[1] in CLOSE), "")
    if not close or at.local in CLOSE or not schema.may_hold(at.parents[0], at.name):
        return None
    cure = moving(case, schema) or f"Move the {close} to the end of the {at.parent}, or remove the {at.local}."
    return _said("letter-part", case, cure, f"{at.local} comes after {close}, which ends {article(at.parent)}.")


def _block(case: Case, schema: Schema) -> Words | None:
    """A paragraph, a heading or a division inside an element that holds words."""
    at = case.at
    if at.local not in BLOCKS or not schema.takes_text(at.parents[0]) or schema.may_hold(at.parents[0], at.name):
        return None
    cure = ending(case, schema)
    if at.local in ("p", "ab"):
        kinds = [it for it in ("q", "list", "lg", "note", "lb") if schema.may_hold(at.parents[0], (at.name[0], it))]
        within = {"q": "speech (q)", "list": "a list", "lg": "verse (lg)", "note": "a note", "lb": "a new line (lb)"}
        if kinds:
            cure = sentences(cure, f"What {at.parent} may hold: {one_of([within[it] for it in kinds])}.")
    return _said("block-nested", case, cure or instead(case, schema), f"{at.local} cannot be inside {at.parent}.")


def _phrase(case: Case, schema: Schema) -> Words | None:
    """Words where there should be a paragraph."""
    at = case.at
    found = [it for it in wrappers(case, schema) if it in ("p", "ab", "l")]
    if not found or schema.takes_text(at.parents[0]):
        return None
    around = "a line of verse" if found[0] == "l" else "a paragraph"
    message = f"{at.local} stands in {at.parent} without {around} around it."
    hint = wrapping(case, schema).replace("Put it into", "Put it, and the words beside it, into", 1)
    return _wrapped(_said("phrase-unwrapped", case, hint, message), case, schema)


def _bibliographic(case: Case, schema: Schema) -> Words | None:
    at = case.at
    if at.local not in BIBLIOGRAPHIC:
        return None
    in_entry = at.parent in ENTRIES
    if not in_entry and not any(it == "bibl" for it in wrappers(case, schema)):
        return None
    cure = moving(case, schema) or wrapping(case, schema) or ending(case, schema)
    return _wrapped(_said("bibl-part", case, cure or instead(case, schema)), case, schema)


# ---------- Any schema ----------


def _misplaced(case: Case, schema: Schema) -> Words:
    at = case.at
    is_taken = schema.may_hold(at.parents[0], at.name)
    where = moving(case, schema) if is_taken else ""
    if is_taken and not where and _is_second(at, schema):
        message = f"{at.parent} takes one {at.local} only, and there is one before this."
        return _said("element-repeated", case, "Join the two, or remove one.", message)
    cure = where or sentences(wrapping(case, schema), ending(case, schema)) or instead(case, schema)
    if is_taken:
        return _said("element-order", case, cure, f"{at.parent} takes {at.local}, but not here.")
    return _wrapped(_said("element-misplaced", case, cure), case, schema)


def _is_second(at: Around, schema: Schema) -> bool:
    """Whether there is one of the name before it, and would be room for it without that."""
    if at.name not in at.siblings[: at.index]:
        return False
    return bool(schema.places(at.parents[0], others(at, but=at.name), at.name))


def _wrapped(said: Words, case: Case, schema: Schema) -> Words:
    """With what should have been around it, so that it is not reported as missing too."""
    return replace(said, wrappers=tuple(wrappers(case, schema)))


def instead(case: Case, schema: Schema) -> str:
    """Where no cure is known: what may come here; of a free choice there is little point in it."""
    at = case.at
    if not case.allowed:
        return f"Nothing may follow here: move it out of the {at.parent}, or remove it."
    holders = _holders(at.name, schema)
    if len(case.allowed) > _FEW:
        home = f"{at.local} is at home in {one_of(holders)}." if holders else ""
        return sentences(f"Move it out of the {at.parent}, or remove it.", home)
    return sentences("Move or remove it.", here(case))


def _holders(name: Name, schema: Schema) -> list[str]:
    """The elements that take it, where they are few."""
    holders = [parent for parent in schema.known(name[0]) if schema.may_hold((name[0], parent), name)]
    return holders if 0 < len(holders) <= 4 else []


def here(case: Case) -> str:
    names = listed([local for _, local in case.allowed])
    if not names:
        return ""
    return f"{case.at.parent} takes {names}." if case.is_general else f"Allowed here: {names}."
