"""Words for an attribute: one that is not allowed, one that is missing, a value that is wrong."""

from ibidem.relaxng.expect import nearest
from ibidem.relaxng.match import Kind
from ibidem.words.case import Case, Schema, Words
from ibidem.words.foreign import foreign_attribute, is_foreign
from ibidem.words.replaced import DROPPED, ELSEWHERE
from ibidem.words.show import both, listed, one_of, quoted, sentences, shown
from ibidem.words.values import date_hint, is_address, is_date, is_word, pointer_hint

_MANY = 8  # of more attributes only the likeliest are named
_FEW = 4  # elements: an attribute that no more of them have belongs on one of them
_COMMON = 0.6  # of the elements of a schema have an attribute that is common to all
# What says in an element what an attribute was to say.
_INSIDE = {
    "when": "date", "from": "date", "to": "date", "notBefore": "date", "notAfter": "date", "target": "ref", "ref": "rs", "key": "rs",
    "url": "graphic",
}  # fmt: skip
_KINDS = ("ana", "subtype", "function", "role", "rend")


def attribute(case: Case, schema: Schema) -> Words:
    """An attribute, by what is wrong with it."""
    match case.kind:
        case Kind.ATTRIBUTE:
            return _not_allowed(case, schema)
        case Kind.ATTRIBUTES_MISSING:
            return _missing(case)
        case Kind.ID_REPEATED:
            message = f"The id {quoted(case.value)} is used twice."
            return _said(
                "id-repeated", case, message, "Give this element another id, and mend the pointers that mean it."
            )
        case Kind.IDREF:
            message = f"{_whose(case)} names {quoted(case.value)}, and nothing has that id."
            return _said("pointer-target", case, message, "Correct it, or add the element that it means.")
    return _value(case, schema)


def _said(code: str, case: Case, message: str, hint: str) -> Words:
    return Words(code, message, hint, f"@{shown(case.attribute)}", case.at.local)


def _whose(case: Case) -> str:
    return f"{case.at.local}/@{shown(case.attribute)}"


def _not_allowed(case: Case, schema: Schema) -> Words:
    ns, local = case.attribute
    name = case.at.local
    if is_foreign(ns):
        return foreign_attribute(case)
    message = f"The attribute {shown(case.attribute)} is not allowed on {name}."
    known = bool(schema.bearers(case.attribute))
    allowed = [shown(it) for it in case.allowed]
    close = nearest(shown(case.attribute), allowed)
    if schema.is_tei and (name, local) in DROPPED and not ns:
        instead = DROPPED[name, local]
        hint = f"In its place: {instead}." if instead else "Nothing stands for it today: remove it."
        return _said("attribute-dropped", case, f"{name} has no attribute {local} in TEI today.", hint)
    if known:
        return _said("attribute-not-allowed", case, message, _elsewhere(case, schema, close))
    if schema.is_tei and not ns and local in ELSEWHERE:
        instead = ELSEWHERE[local]
        if instead.startswith("@"):  # only those that the element takes
            fitting = [
                it for it in instead.replace(" or ", ", ").replace(", with a #", "").split(", ") if it[1:] in allowed
            ]
            instead = _or(fitting) if fitting else ""
        hint = f"In its place: {instead}." if instead else "Remove it."
        return _said("attribute-unknown", case, f"TEI has no attribute {local}.", hint)
    hint = f"Did you mean {close}?" if close else _takes(case, schema)
    return _said(
        "attribute-unknown", case, f"The schema knows no attribute {shown(case.attribute)}, here on {name}.", hint
    )


def _or(names: list[str]) -> str:
    return " or ".join((", ".join(names[:-1]), names[-1]) if len(names) > 1 else names)


def _elsewhere(case: Case, schema: Schema, close: str) -> str:
    """For an attribute that other elements have."""
    at = case.at
    local = case.attribute[1]
    if at.parents and schema.has_attribute(at.parents[0], case.attribute):
        return f"{at.parent}, around it, may have it: move it there, or remove it."
    allowed = [shown(it) for it in case.allowed]
    if not schema.is_tei:
        return f"Did you mean {close}?" if close else _takes(case, schema)
    inside = _INSIDE.get(local, "")
    if inside and inside != at.local and schema.may_hold(at.name, (at.name[0], inside)):
        return f"Put {inside} with @{local} inside, or remove the attribute."
    if local in ("type", "subtype") and (kinds := [f"@{it}" for it in _KINDS if it in allowed]):
        return f"The kind of {at.local} can be said with {_or(kinds[:2])}."
    owners = sorted(name for _, name in schema.bearers(case.attribute))
    if len(owners) <= _FEW:
        return f"It belongs on {one_of(owners)}: move it there, or remove it."
    return sentences(f"Did you mean {close}?" if close else "", _takes(case, schema))


def _takes(case: Case, schema: Schema) -> str:
    """What an element takes: those attributes that not all elements have."""
    name = case.at.local
    if not case.allowed:
        return f"Remove it: {name} takes no attribute here."
    most = max(_COMMON * len(schema.known(case.at.name[0])), _FEW)
    own = [shown(it) for it in case.allowed if it[1] != "generatedBy" and len(schema.bearers(it)) < most]
    if not own:
        return f"Remove it: {name} has no attributes but those that all elements have."
    return f"Remove it, or use one that {name} takes: {listed(own, _MANY)}."


def _missing(case: Case) -> Words:
    names = [f"@{shown(name)}" for name in case.required or case.allowed]
    name = case.at.local
    about = " ".join(names) if case.required else ""
    if not case.required and len(names) > 1:
        return Words(
            "attribute-missing",
            f"{name} needs one of these attributes: {listed(names)}.",
            "Add the one that fits.",
            about,
            name,
        )
    message = f"{name} needs the attribute{'s' if len(names) > 1 else ''} {both(names)}."
    hint = "Add it" if len(names) == 1 else "Add them"
    return Words(
        "attribute-missing", message, f"{hint}{', or remove the element' if len(names) == 1 else ''}.", about, name
    )


# ---------- Values ----------


def _value(case: Case, schema: Schema) -> Words:  # noqa: PLR0911
    name, value = shown(case.attribute), case.value
    if not value.strip():
        wanted = f"Allowed: {listed(case.values)}." if case.values and not is_word(case.values) else ""
        return _said(
            "attribute-empty",
            case,
            f"{_whose(case)} is empty.",
            sentences("Give it a value, or remove the attribute.", wanted),
        )
    if name == "xml:id":
        hint = "An id begins with a letter or an underscore, and has letters, digits, full stops, hyphens and underscores only."
        return _said(
            "id-name", case, f"The xml:id {quoted(value)} is not a name that XML allows.", sentences(_id(value), hint)
        )
    if name == "xml:lang" or case.values == ["a language tag"]:
        return _said(
            "language-tag", case, f"{_whose(case)} is {quoted(value)}, which is no language tag.", _language(value)
        )
    if is_date(case.values):
        return _said(
            "date-value",
            case,
            f"{_whose(case)} is {quoted(value)}, which is no date.",
            date_hint(value, schema.has_attribute(case.at.name, ("", "notBefore"))),
        )
    if is_address(case.values):
        return _said(
            "pointer-uri", case, f"{_whose(case)} is {quoted(value)}, which is no address.", pointer_hint(value)
        )
    words = value.split()
    if len(words) > 1 and is_word(case.values):
        joined = "-".join(words) if len(words) < 5 else ""
        hint = sentences(
            f"Write it as one, {quoted(joined)}." if joined else "", "What is longer belongs in a note or a desc."
        )
        return _said("type-words", case, f"{_whose(case)} takes one word; it has {len(words)}, {quoted(value)}.", hint)
    close = nearest(value, case.values)
    wanted = f"Allowed: {listed(case.values)}." if case.values else "Give it another value, or remove the attribute."
    return _said(
        "attribute-value",
        case,
        f"{_whose(case)} is {quoted(value)}, which is not allowed.",
        sentences(f"Did you mean {close}?" if close else "", wanted),
    )


def _id(value: str) -> str:
    from ibidem.relaxng.datatypes import datatype

    meant = "".join(char if char.isalnum() or char in "._-" else "_" for char in "_".join(value.split()))
    meant = meant if meant[:1].isalpha() or meant[:1] == "_" else f"_{meant}"
    ncname = datatype("http://www.w3.org/2001/XMLSchema-datatypes", "NCName")
    return f"{quoted(meant)} would do." if ncname.allows(meant, None) else ""


def _language(value: str) -> str:
    meant = value.strip().replace("_", "-")
    if len(value.split()) > 1:
        return "Write one language tag, such as en, de-AT or zh-Hant; of several languages each gets an element of its own."
    if meant != value and all(part.isascii() and part.isalnum() and len(part) <= 8 for part in meant.split("-")):
        return f"Write {quoted(meant)}: the parts of a language tag are joined with hyphens."
    return "Write a language tag, such as en, de-AT or zh-Hant."
