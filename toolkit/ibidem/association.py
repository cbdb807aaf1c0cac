"""Which schemas a document names itself: `<?xml-model?>` (Associating Schemas with XML documents, W3C Note of 2012)."""

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from ibidem.events import NotWellFormed, parse
from ibidem.finding import Finding, Severity

_PSEUDO = re.compile(r"""([A-Za-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TYPES = {
    "http://relaxng.org/ns/structure/1.0": ".rng",
    "http://purl.oclc.org/dsdl/schematron": ".sch",
    "http://www.w3.org/2001/XMLSchema": ".xsd",
}
_READ = frozenset({".rng", ".sch", ".xsd"})
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Association:
    """One schema that a document names: the address as it is written, the suffix of its kind, and its line."""

    address: str
    suffix: str
    line: int


class _Root(Exception):
    """The prolog has ended."""


def associations(data: bytes) -> list[Association]:
    """The schemas that the prolog of a document names, in order."""
    found: list[Association] = []

    def attach(parser: Any) -> None:
        def instruction(target: str, content: str) -> None:
            if target != "xml-model":
                return
            pseudo = {name: double or single for name, double, single in _PSEUDO.findall(content)}
            address = pseudo.get("href", "")
            suffix = Path(address.partition("?")[0].partition("#")[0]).suffix.lower()
            if "compact" in pseudo.get("type", ""):
                suffix = ".rnc"
            found.append(
                Association(address, _TYPES.get(pseudo.get("schematypens", ""), suffix), parser.CurrentLineNumber)
            )

        def root(_name: str, _attributes: list[str]) -> None:
            raise _Root

        parser.ProcessingInstructionHandler = instruction
        parser.StartElementHandler = root

    with suppress(_Root, NotWellFormed):
        parse((data[:_HEAD],), attach)
    return found


def schemas_of(data: bytes, path: Path, top: Path) -> tuple[list[Path], list[Finding]]:
    """The schemas that a document names and that can be used, and what is to be said of the others.

    A schema is a file in `top` or below it; nothing is fetched, and nothing outside is opened.
    """
    usable: list[Path] = []
    findings: list[Finding] = []
    for named in associations(data):
        file, why, cure = _local(named, path, top)
        if file is not None:
            usable.append(file)
        else:
            message = f"The schema {named.address or '(no address)'} that this file names is not used: {why}."
            findings.append(Finding("schema-not-used", Severity.WARNING, message, cure, str(path), named.line, 1))
    return usable, findings


def _local(named: Association, path: Path, top: Path) -> tuple[Path | None, str, str]:
    if not named.address:
        return None, "the instruction has no href", 'Write <?xml-model href="…" schematypens="…"?>.'
    correct = "Correct the address, or name the schema with --schema."
    try:
        parts = urlsplit(urljoin(path.resolve().as_uri(), named.address))
    except ValueError:
        return None, "it is no address", correct
    if parts.scheme != "file":
        return (
            None,
            "it is on the network, and nothing is fetched",
            "Save a copy beside the file, and name it with --schema.",
        )
    file = Path(unquote(parts.path)).resolve()
    why, cure = "", ""
    if not file.is_relative_to(top.resolve()):
        why, cure = f"it is outside {top.resolve()}", f"Name it with --schema if it may be read: --schema {file}"
    elif not file.is_file():
        why, cure = "there is no such file", correct
    elif named.suffix not in _READ or file.suffix.lower() != named.suffix:
        why, cure = (
            "it is not RELAX NG, XSD or Schematron by its name and kind",
            "It must end in .rng, .xsd or .sch; trang makes .rng of .rnc.",
        )
    return (None if why else file), why, cure
