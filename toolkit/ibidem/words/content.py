"""Words for the content of an element: what is missing, words where there may be none, a value that is wrong."""

from ibidem.relaxng.expect import nearest
from ibidem.relaxng.match import Kind
from ibidem.words.case import Case, Schema, Words
from ibidem.words.elements import _PUBLICATION, _PUBLISHING, missing
from ibidem.words.show import either, listed, quoted, sentences

# The two halves of a choice.
_HALVES = {"sic": "corr", "corr": "sic", "orig": "reg", "reg": "orig", "abbr": "expan", "expan": "abbr"}
_PARAGRAPHS = ("p", "ab", "l", "item", "note")


def content(case: Case, schema: Schema) -> Words:
    match case.kind:
        case Kind.INCOMPLETE:
            return _incomplete(case, schema)
        case Kind.TEXT:
            return _text(case, schema)
    return _value(case)


def _incomplete(case: Case, schema: Schema) -> Words:
    name = case.at.local
    what = missing(case)
    about = " ".join(local for _, local in case.required or case.missing)
    if schema.is_tei and name == _PUBLISHING:
        message = "publicationStmt is empty." if case.at.is_empty else "publicationStmt does not say who publishes."
        return Words("publication-order", message, _PUBLICATION, "publisher", name)
    if case.at.is_empty:
        hint = f"It needs {what}: add what is missing, or remove the {name}."
        return Words("element-incomplete", f"{name} is empty, which is not allowed.", hint, about, name)
    if case.required and len(case.required) == 1:
        return Words(
            "child-missing", f"{name} needs {what}.", f"Add {what} at its end, or remove the {name}.", about, name
        )
    half = next((_HALVES[local] for _, local in case.at.children if local in _HALVES), "") if name == "choice" else ""
    message = f"{name} is not finished: {half or what} must follow."
    hint = f"Add what is missing, or remove the {name}." if case.at.parents else "Add what is missing."
    return Words("element-incomplete", message, hint, about, name)


def _text(case: Case, schema: Schema) -> Words:
    name = case.at.local
    message = f"{name} has bare text in it, {quoted(case.value)}, which is not allowed there."
    if not schema.is_tei:
        return Words("text-bare", message, "Remove the text, or put it into an element that takes text.", see=name)
    holders = [local for ns, local in case.allowed if schema.takes_text((ns, local))]
    likely = [it for it in _PARAGRAPHS if it in holders][:2] or holders[:3]
    if "p" in likely:
        likely = ["p", *(it for it in likely if it == "l")]
    hint = f"Put the text into {either(likely)}." if likely else f"Remove the text, or move it out of the {name}."
    return Words("text-bare", message, hint, see=name, wrappers=tuple(holders))


def _value(case: Case) -> Words:
    name = case.at.local
    wanted = f"Allowed: {listed(case.values)}." if case.values else ""
    if not case.value.strip():
        return Words(
            "element-value",
            f"{name} is empty, which is not allowed.",
            sentences("Fill it, or remove it.", wanted),
            see=name,
        )
    close = nearest(case.value, case.values)
    message = f"{name} holds {quoted(case.value)}, which is not allowed there."
    return Words("element-value", message, sentences(f"Did you mean {close}?" if close else "", wanted), see=name)
