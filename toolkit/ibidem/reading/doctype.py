"""What the DOCTYPE of a file declares: what it names outside the file is not opened, and that it is not is said once."""

from contextlib import suppress
from typing import Any

from ibidem.finding import Finding, Severity
from ibidem.reading.events import NotWellFormed, encoding_of, parse

_HEAD = 1 << 20  # bytes in which it is looked for
_SHOWN = 3


class _End(Exception):
    """The DOCTYPE, or the prolog without one, has ended."""


def declares_entities(data: bytes) -> bool:
    """Whether a document may declare entities of its own."""
    return b"<!ENTITY" in data[:_HEAD] or encoding_of(data).startswith("utf-16")


def external(data: bytes, file: str) -> list[Finding]:
    """One warning on a DOCTYPE with an external DTD or external entities; nothing on another."""
    head = data[:_HEAD]
    if b"<!DOCTYPE" not in head and not encoding_of(data).startswith("utf-16"):
        return []
    place = (1, 1)
    dtd = ""
    entities: list[str] = []

    def attach(parser: Any) -> None:
        def doctype(_name: str, system: str | None, public: str | None, _has_subset: bool) -> None:
            nonlocal place, dtd
            place = parser.CurrentLineNumber, 1
            dtd = system or public or ""

        def entity(
            name: str, is_parameter: bool, value: str | None, _base: str | None, system: str | None, *_: Any
        ) -> None:
            if value is None:
                entities.append(f"{'%' if is_parameter else '&'}{name}; ({system})")

        def stop(*_: Any) -> None:
            raise _End

        parser.StartDoctypeDeclHandler = doctype
        parser.EntityDeclHandler = entity
        parser.EndDoctypeDeclHandler = parser.StartElementHandler = stop

    with suppress(_End, NotWellFormed):
        parse((head,), attach)
    if not dtd and not entities:
        return []
    named = [f"the DTD {dtd}"] if dtd else []
    named += entities[:_SHOWN] + ([f"{len(entities) - _SHOWN} more"] if len(entities) > _SHOWN else [])
    message = f"The DOCTYPE names what is outside this file, and it is not read: {', '.join(named)}."
    hint = (
        "Remove the DOCTYPE: a schema is named in <?xml-model?>, and entities are declared in the file or written out."
    )
    return [Finding("external-not-read", Severity.WARNING, _shown(message), hint, file, *place)]


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)[:500]
