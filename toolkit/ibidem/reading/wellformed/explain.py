"""The words for each kind of fault."""

import re
from collections.abc import Callable
from difflib import get_close_matches

from ibidem.finding import Finding, Severity
from ibidem.reading.events import DEEPEST, declared_encoding
from ibidem.reading.wellformed.fault import Deep, Fault, Skipped, find
from ibidem.reading.wellformed.token import Words, character, instead, invalid_token

_NOTHING_ELSE = "Nothing else can be checked until this is mended."
_SHOWN = 6
# How files begin that are no text.
_KINDS = {
    b"\x1f\x8b": ("compressed (gzip)", "Unpack it first."),
    b"PK\x03\x04": (
        "a zip archive, such as a .docx or .odt",
        "Unpack it, or export TEI from the program that made it.",
    ),
    b"%PDF": ("a PDF", "Validate the TEI that it was made from."),
    b"BZh": ("compressed (bzip2)", "Unpack it first."),
    b"\xfd7zXZ": ("compressed (xz)", "Unpack it first."),
    b"\x28\xb5\x2f\xfd": ("compressed (zstd)", "Unpack it first."),
    b"\xd0\xcf\x11\xe0": ("a document of an old office program", "Export TEI from the program that made it."),
}
_NAMESPACES = {
    "xi": "http://www.w3.org/2001/XInclude",
    "xlink": "http://www.w3.org/1999/xlink",
    "tei": "http://www.tei-c.org/ns/1.0",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "svg": "http://www.w3.org/2000/svg",
    "m": "http://www.w3.org/1998/Math/MathML",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "rng": "http://relaxng.org/ns/structure/1.0",
    "sch": "http://purl.oclc.org/dsdl/schematron",
}


def explain(data: bytes, file: str) -> Finding | None:
    """The finding on a document that is not well-formed, or that cannot be read for what is outside it; None where expat reads it."""
    if not data.strip():
        return _finding(Words("The file is empty.", "Restore it from a copy."), file, 1, 1)
    for start, (kind, cure) in _KINDS.items():
        if data.startswith(start):
            return _finding(Words(f"The file is no XML: it is {kind}.", cure), file, 1, 1)
    fault = find(data)
    if fault is None:
        return None
    words = _words(fault)
    line, column = fault.place(fault.at if words.at < 0 else words.at)
    return _finding(words, file, line, column)


def _finding(words: Words, file: str, line: int, column: int) -> Finding:
    hint = f"{words.cure} {_NOTHING_ELSE}".strip()
    return Finding(words.code, Severity.ERROR, _printable(words.message), _printable(hint), file, line, column)


def _words(fault: Fault) -> Words:
    match fault.cause:
        case Deep():
            message = f"The file cannot be read: elements are nested more than {DEEPEST} deep."
            return Words(message, "Perhaps end tags are missing, or a program has gone wrong.")
        case Skipped(args=(_, name)):
            return _skipped(fault, name)
        case UnicodeError():
            return _misfit(fault)
        case LookupError() | ValueError():
            return _unknown_encoding(fault)
    return _BY_CODE.get(fault.code, _other)(fault)


def _no_element(fault: Fault) -> Words:
    if not fault.open:
        return Words("The file has no element: there is nothing in it to check.", "Restore it from a copy.")
    names = [fault.name(it.start + 1) for it in fault.open]
    tags = "".join(f"</{name}>" for name in reversed(names[-_SHOWN:]))
    if len(names) > _SHOWN:
        names, tags = ["…", *names[-_SHOWN:]], tags + "…"
    message = f"The file ends too early: still open are {', '.join(names)}."
    line = fault.place(fault.open[-1].start)[0]
    cure = f"If the end was lost, restore it; if only end tags are missing, write {tags} ({names[-1]} began in line {line})."
    return Words(message, cure)


def _mismatch(fault: Fault) -> Words:
    found, at = fault.name(fault.at), fault.at - 2
    last = fault.open[-1]
    name, line = fault.name(last.start + 1), fault.place(last.start)[0]
    open_names = [fault.name(it.start + 1) for it in fault.open]
    if found in open_names:
        message = f"The end tag </{found}> comes too early: {name}, which began in line {line}, is still open."
        return Words(message, f"Write </{name}> before it, or move it to where {name} has ended.", at)
    if get_close_matches(found.lower(), [name.lower()], cutoff=0.6):
        message = f"The end tag </{found}> does not fit the start tag <{name}> in line {line}."
        return Words(message, f"Did you mean </{name}>? Capitals matter.", at)
    message = f"The end tag </{found}> ends nothing: no {found} is open. Open is {name}, which began in line {line}."
    return Words(message, f"Remove it, or write </{name}>.", at)


def _unclosed(fault: Fault) -> Words:
    start = fault.after(12)
    if start.startswith("<!--"):
        return Words("The comment that begins here has no end.", "Write --> where it ends.")
    if start.startswith("<?"):
        return Words("The processing instruction that begins here has no end.", "Write ?> where it ends.")
    if start.startswith("&"):
        return Words("The file ends within a reference.", "Perhaps its end was lost: restore it.")
    return Words("The file ends within a tag.", "Perhaps its end was lost: restore it. Else a > is missing.")


def _cdata(fault: Fault) -> Words:
    start = fault.data.rfind(b"<![CDATA[", 0, fault.at)
    return Words("The CDATA section that begins here has no end.", "Write ]]> where it ends.", start)


def _partial(fault: Fault) -> Words:
    return Words("The file ends within a character.", "Perhaps its end was lost: restore it, or check its encoding.")


def _twice(fault: Fault) -> Words:
    name = fault.name(fault.at)
    tag = fault.name(fault.last_tag + 1)
    cure = "Keep one of them; where both values are meant, TEI often takes them in one attribute, with a space between."
    return Words(f"The attribute {name} stands twice in the tag of {tag}.", cure)


def _after_root(fault: Fault) -> Words:
    start = fault.after(12)
    if start.startswith("<?xml "):
        return _late_declaration(fault)
    if start.startswith("<") and not start.startswith(("<!", "<?", "</")):
        message = f"A second element, {fault.name(fault.at + 1)}, stands beside the root element {fault.root}."
        return Words(message, "A document has one root. Put it inside, or into a file of its own.")
    message = f"Text stands after the end of the root element {fault.root}."
    return Words(message, "Move it into the document, or remove it.")


def _undefined(fault: Fault) -> Words:
    # of an attribute, expat gives the place of the tag: the reference is looked for in it
    for match in re.finditer(rb"&([^#;&\s<>][^;&\s<>]*);", fault.data[fault.at : fault.at + 100_000]):
        name = match[1].decode(fault.encoding, "replace")
        if name not in {"lt", "gt", "amp", "quot", "apos"} | fault.internal:
            return Words(f"&{name}; is not declared.", instead(name), fault.at + match.start())
    return Words("An entity is used that is not declared.", "Write the character itself.")


def _skipped(fault: Fault, name: str) -> Words:
    where = f" {fault.dtd}" if fault.dtd else ""
    message = f"&{name}; is not declared in this file, and the DTD{where} is not read."
    return Words(message, instead(name), code="external-not-read")


def _external(fault: Fault) -> Words:
    match = re.search(rb"&([^#;&\s<>][^;&\s<>]*);", fault.data[fault.at : fault.at + 100_000])
    name = match[1].decode(fault.encoding, "replace") if match else ""
    address = fault.external.get(name, "")
    message = f"&{name}; stands for {address or 'something outside this file'}, which is not read."
    cure = f'Write <xi:include href="{address}" xmlns:xi="{_NAMESPACES["xi"]}"/> in its place, and use --xinclude; or copy the text here.'
    return Words(message, cure, fault.at + (match.start() if match else 0), "external-not-read")


def _circular(fault: Fault) -> Words:
    return Words(f"The entity {fault.name(fault.at + 1)} stands for itself.", "Correct its declaration in the DOCTYPE.")


def _uneven(fault: Fault) -> Words:
    message = "An entity begins an element and does not end it, or ends one that it did not begin."
    return Words(message, "Write it out, or correct its declaration in the DOCTYPE.")


def _multiplies(fault: Fault) -> Words:
    message = "The entities of this file stand for a hundred times its size: the file is refused."
    return Words(message, "Write the text out. If you do not know the file, do not open it elsewhere.")


def _unbound(fault: Fault) -> Words:
    tag = fault.data[fault.at : fault.data.find(b">", fault.at) + 1].decode(fault.encoding, "replace")
    there = {*fault.prefixes, *re.findall(r"xmlns:([^\s=]+)", tag)}
    used = [tag[1:].partition(":")[0]] if ":" in fault.name(fault.at + 1) else []
    used += re.findall(r"\s([^\s:=<>\"']+):[^\s=<>\"']+\s*=", tag)
    prefix = next((name for name in used if name not in there), "")
    uri = _NAMESPACES.get(prefix, "…")
    return Words(f"The prefix {prefix} is not declared.", f'Write xmlns:{prefix}="{uri}" in the root element.')


def _no_character(fault: Fault) -> Words:
    reference = fault.after(40).partition(";")[0]
    return Words(f"{reference}; is no character that XML has.", "Remove it, or write the number of another.")


def _late_declaration(fault: Fault) -> Words:
    if not fault.data[: fault.at].strip(b" \t\r\n\xef\xbb\xbf"):
        return Words("Something stands before <?xml …?>.", "Remove the empty lines and spaces at the beginning.")
    message = "<?xml …?> stands in the middle of the file; it may only begin one."
    return Words(message, "Remove it. Perhaps two files were joined: then each needs a file of its own.")


def _declaration(_fault: Fault) -> Words:
    return Words("The first line, <?xml …?>, is not correct.", 'Write <?xml version="1.0" encoding="UTF-8"?>.')


def _unknown_encoding(fault: Fault) -> Words:
    name = declared_encoding(fault.data)
    message = f"The file says that its encoding is {name}, which is not known or not read."
    return Words(message, 'If it is UTF-8, write encoding="UTF-8" in the first line; else save it as UTF-8.', 0)


def _misfit(fault: Fault) -> Words:
    name = declared_encoding(fault.data) or fault.encoding
    message = f"The file says that its encoding is {name}, and its bytes are not."
    return Words(message, 'Save it as UTF-8, and write encoding="UTF-8" in the first line.')


def _doctype(fault: Fault) -> Words:
    if fault.after(12).lower().startswith("<!doctype"):
        return Words("DOCTYPE is not written in capitals.", "Write <!DOCTYPE …>, or remove it: TEI needs none.")
    return Words("The DOCTYPE is not correct.", "Correct it, or remove it: TEI needs none.")


def _reserved(_fault: Fault) -> Words:
    return Words("A prefix that XML keeps for itself, xml or xmlns, is declared.", "Remove the declaration.")


def _no_prefix(_fault: Fault) -> Words:
    return Words(
        "A prefix is declared for no namespace.", 'Remove the declaration, or write the namespace: xmlns:x="…".'
    )


def _other(fault: Fault) -> Words:
    from pyexpat import ErrorString

    return Words(f"The file is not well-formed XML: {ErrorString(fault.code) or 'unknown error'}.", "")


_BY_CODE: dict[int, Callable[[Fault], Words]] = {
    2: _doctype, 3: _no_element, 4: invalid_token, 5: _unclosed, 6: _partial, 7: _mismatch, 8: _twice, 9: _after_root,
    11: _undefined, 12: _circular, 13: _uneven, 14: _no_character, 16: _external, 17: _late_declaration, 18: _unknown_encoding,
    19: _misfit, 20: _cdata, 21: _external, 27: _unbound, 28: _no_prefix, 30: _declaration, 31: _declaration,
    38: _reserved, 39: _reserved, 40: _reserved, 43: _multiplies,
}  # fmt: skip


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else character(char) for char in text)
