"""The stylesheet that is made of a schema, kept in the cache for as long as nothing that it was made of changes.

Nothing heavy is imported for what is kept, nor for a grammar without rules.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem import cache
from ibidem.errors import IbidemError
from ibidem.files import read_bytes
from ibidem.resources import resource

if TYPE_CHECKING:
    from ibidem.schematron.assemble import Assembler
    from ibidem.tree import Element

_CACHE = "schematron"
_DIGEST = 20
_MARK = re.compile(r' _i:at="(\d+:\d+)"')
_LINE = re.compile(r"on\s+line\s+(\d+)")
_REFUSED = re.compile(r"at ([\d:]*)\|(.*)\|", re.DOTALL)
DEFAULT, ALL, ANY = "#DEFAULT", "#ALL", "#ANY"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stylesheet: the schema and phase it is of, all files that it was made of, and the hash of each of its patterns.

    Of a schema with phases no hashes are given, since not all patterns of it may be run.
    """

    schema: Path
    phase: str
    files: tuple[str, ...]
    patterns: frozenset[str]
    text: str

    def place(self, mark: str) -> str:
        """Where an element of the schema was written: *line 12 of rules.sch*."""
        number, _, line = mark.partition(":")
        return f"line {line} of {Path(self.files[int(number)]).name}"

    def mark_above(self, line: int) -> str:
        """The mark that holds for a line of the stylesheet."""
        marks = _MARK.findall("\n".join(self.text.split("\n")[:line]))
        return marks[-1] if marks else "0:0"


def sheets(schemas: Sequence[Path], phases: Mapping[Path, str]) -> list[Sheet]:
    """The stylesheets of Schematron schemas and of the rules in grammars; rules that a schema also has are run once."""
    own = [_made(path, phases.get(path, DEFAULT)) for path in schemas if path.suffix.lower() == ".sch"]
    within = [
        _made(path, phases.get(path, DEFAULT))
        for path in schemas
        if path.suffix.lower() == ".rng" and _may_hold_rules(*_state(path))
    ]
    there = frozenset[str]().union(*(sheet.patterns for sheet in own))
    return [*own, *(sheet for sheet in within if sheet.text and not sheet.patterns <= there)]


def made(schema: Path, phase: str = DEFAULT) -> Sheet:
    """The stylesheet of one schema in one phase. Raises `SchemaError` where there is none."""
    return _made(schema, phase)


def _state(path: Path) -> tuple[Path, int, int]:
    try:
        status = path.stat()
    except OSError:
        raise IbidemError(f"{path}: there is no such file. Check the spelling.") from None
    return path, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=32)
def _may_hold_rules(path: Path, _size: int, _time: int) -> bool:
    """Whether a grammar, or one that it takes in, can have rules: by words in its bytes, without reading it as XML."""
    data = read_bytes(path)
    words = (b"schematron", b"include", b"externalRef")
    return data[:2] in (b"\xfe\xff", b"\xff\xfe") or any(word in data for word in words)


def _made(path: Path, phase: str) -> Sheet:
    return _load(phase, *_state(path))


@lru_cache(maxsize=32)
def _load(phase: str, path: Path, _size: int, _time: int) -> Sheet:
    transpiler = resource("xslt/schematron.xsl")
    key = cache.key(_CACHE, os.path.realpath(path), phase, _digest(path), _digest(transpiler))
    if (kept := cache.load(_CACHE, key)) is not None:
        header, _, text = kept.decode().partition("\n")
        known = json.loads(header)
        if all(_digest(Path(file)).hex() == digest for file, digest in known["files"].items()):
            return Sheet(path, phase, tuple(known["files"]), frozenset(known["patterns"]), text)
    sheet = _make(path, phase, transpiler)
    files = {file: _digest(Path(file)).hex() for file in sheet.files}
    header = json.dumps({"files": files, "patterns": sorted(sheet.patterns)})
    cache.store(_CACHE, key, f"{header}\n{sheet.text}".encode())
    return sheet


def _make(path: Path, phase: str, transpiler: Path) -> Sheet:
    from ibidem.schematron.assemble import Assembler, beside

    assembler = Assembler(beside(path))
    if path.suffix.lower() == ".rng":
        from ibidem.schematron.embedded import embedded

        root = embedded(assembler, path)
        if root is not None and root.find("{*}phase") is None:
            phase = ALL  # a phase is asked of the schemas that have any
    else:
        root = assembler.schema(path)
    files = tuple(map(str, assembler.files))
    if root is None:
        return Sheet(path, phase, files, frozenset(), "")
    sheet = Sheet(path, phase, files, _patterns(root), _transpiled(root, phase, assembler, transpiler))
    _compile(sheet, assembler)
    return sheet


def _transpiled(root: "Element", phase: str, assembler: "Assembler", transpiler: Path) -> str:
    from lxml import etree

    from ibidem.errors import InternalError
    from ibidem.xslt import transform

    try:
        return transform(transpiler, etree.tostring(root, encoding="unicode"), {"phase": phase}).text
    except InternalError as error:
        if refused := _REFUSED.search(str(error)):
            raise assembler.error_at(refused[1], " ".join(refused[2].split())) from None
        raise


def _compile(sheet: Sheet, assembler: "Assembler") -> None:
    """Compile it once when it is made, so that a fault of the schema is named with its place."""
    from ibidem.xslt import StylesheetError, compiled

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


def _patterns(root: "Element") -> frozenset[str]:
    """The hash of each pattern by its expressions, whatever its name and the words of its messages."""
    if root.find("{*}phase") is not None:
        return frozenset()
    return frozenset(
        blake2b(_said(pattern).encode(), digest_size=12).hexdigest()
        for pattern in root.iterchildren("{*}pattern", "{*}group")
    )


def _said(pattern: "Element") -> str:
    words: list[str] = []
    for element in pattern.iter("*"):
        words.append(element.tag)
        words += (
            f"{name}={value}" for name, value in sorted(element.attrib.items()) if name[:1] != "{" and name != "id"
        )
    return " ".join(" ".join(words).split())


def _digest(path: Path) -> bytes:
    try:
        return blake2b(path.read_bytes(), digest_size=_DIGEST).digest()
    except OSError:
        return b"\0" * _DIGEST
