"""How the stylesheet of a schema is made: assembled, transpiled, compiled once, so that a fault is named with its place."""

import re
from hashlib import blake2b
from pathlib import Path

from lxml import etree

from ibidem.errors import InternalError
from ibidem.schemas.model import Access
from ibidem.schemas.taken_in import all_there
from ibidem.schematron.assemble import Assembler, reach, resolver
from ibidem.schematron.embedded import embedded
from ibidem.schematron.sheet import ALL, Sheet
from ibidem.schematron.syntax import SCH
from ibidem.tree import Element
from ibidem.xslt import StylesheetError, compiled, transform

_LINE = re.compile(r"on\s+line\s+(\d+)")
_WITHOUT = frozenset(SCH + name for name in ("title", "p", "ns", "diagnostics", "properties"))
_REFUSED = re.compile(r"at ([\d:]*)\|(.*)\|", re.DOTALL)


def make(path: Path, phase: str, access: Access, within: bool, transpiler: Path) -> Sheet:
    """The stylesheet of a schema, or of the rules in a grammar; without text where it has none. Raises `SchemaError`."""
    allowed = reach(path, access)
    all_there(path, allowed)
    assembler = Assembler(resolver(allowed))
    if within:
        root = embedded(assembler, path)
        if root is not None and root.find("{*}phase") is None:
            phase = ALL  # a phase is asked of the schemas that have any
    else:
        root = assembler.schema(path)
    files = tuple(map(str, assembler.files))
    if root is None:
        return Sheet(path, phase, access, within, files, frozenset(), "")
    sheet = Sheet(path, phase, access, within, files, _patterns(root), _transpiled(root, phase, assembler, transpiler))
    _compile(sheet, assembler)
    return sheet


def _transpiled(root: Element, phase: str, assembler: Assembler, transpiler: Path) -> str:
    try:
        return transform(transpiler, etree.tostring(root, encoding="unicode"), {"phase": phase}).text
    except InternalError as error:
        if refused := _REFUSED.search(str(error)):
            raise assembler.error_at(refused[1], " ".join(refused[2].split())) from None
        raise


def _compile(sheet: Sheet, assembler: Assembler) -> None:
    """Compile it once when it is made, so that a fault of the schema is named with its place."""
    try:
        compiled(sheet.text)
    except StylesheetError as error:
        line = _LINE.search(str(error))
        mark = sheet.mark_above(int(line[1])) if line else "0:0"
        raise assembler.error_at(mark, f"the schema cannot be run: {_reason(str(error))}") from None


def _reason(error: str) -> str:
    """The first error of the compiler, without the place in the stylesheet, which nobody wrote."""
    first = re.split(r"\n(?=Error|Static error|Type error)", error.strip())[0]
    expression = re.search(r"in \{(.*?)\}(?: at char \d+)? in ", first, re.DOTALL)
    reason = " ".join(re.split(r"\s[A-Z]{4}\d{4}\s", first, maxsplit=1)[-1].split())
    return f"in “{' '.join(expression[1].split())}”: {reason}" if expression else reason


def _patterns(root: Element) -> frozenset[str]:
    """The hash of each part that has expressions, by these and not by its name and messages; none of a schema with phases."""
    if root.find("{*}phase") is not None:
        return frozenset()
    old = root.get("queryBinding", "xslt").lower() in ("xslt", "xpath")
    names = {it.get("prefix", ""): it.get("uri", "") for it in root.iterchildren(SCH + "ns")}
    parts = [part for part in root.iterchildren("*") if part.tag not in _WITHOUT]
    return frozenset(blake2b(_said(part, names, old).encode(), digest_size=12).hexdigest() for part in parts)


def _said(part: Element, names: dict[str, str], old: bool) -> str:
    words = ["1.0" if old else "3.0"]
    for element in part.iter("*"):
        words.append(element.tag)
        words += (
            f"{name}={value}" for name, value in sorted(element.attrib.items()) if name[:1] != "{" and name != "id"
        )
    text = " ".join(" ".join(words).split())
    return " ".join([text, *(f"{prefix}={uri}" for prefix, uri in sorted(names.items()) if f"{prefix}:" in text)])
