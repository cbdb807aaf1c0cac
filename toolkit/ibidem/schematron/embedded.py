"""The Schematron in a RELAX NG grammar and the grammars that it takes in, as one schema."""

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from ibidem.schematron.assemble import AT, OURS, Assembler
from ibidem.schematron.syntax import SCH, XSL
from ibidem.tree import Element

_RNG = "{http://relaxng.org/ns/structure/1.0}"


def embedded(assembler: Assembler, path: Path) -> Element | None:
    """The schema of all rules in a grammar; None where it has none.

    Rules outside a pattern are patterns by themselves; assertions outside a rule are about the element in whose definition they
    stand. Prefixes count as XML declares them where the grammar has no `ns` for them.
    """
    collector = _Collector(assembler)
    collector.read(path)
    return collector.schema()


class _Collector:
    def __init__(self, assembler: Assembler) -> None:
        self._assembler = assembler
        self._seen: set[Path] = set()
        self._prefixes: dict[str, str] = {}
        self._declared: dict[str, str] = {}
        self._parts: list[str] = []
        self._any = False

    def schema(self) -> Element | None:
        if not self._any:
            return None
        title = escape(f"Rules in {self._assembler.files[0].name}")
        names = "".join(
            f'<i:ns _i:at="0:1" prefix={quoteattr(prefix)} uri={quoteattr(uri)}/>'
            for prefix, uri in (self._prefixes | self._declared).items()
        )
        return self._assembler.checked(
            f'<i:schema xmlns:i="{SCH[1:-1]}" xmlns:_i="{OURS}" queryBinding="xslt3" _i:at="0:1"><i:title>{title}</i:title>'
            f"{names}{''.join(self._parts)}</i:schema>"
        )

    def read(self, path: Path) -> None:
        path = path.resolve()
        if path not in self._seen:
            self._seen.add(path)
            self._walk(self._assembler.parsed(path), path)

    def _walk(self, element: Element, path: Path) -> None:
        for child in element.iterchildren(etree.Element):
            if child.tag.startswith(SCH):
                self._take(child, path)
            elif child.tag.startswith(XSL):
                self._parts.append(self._assembler.whole(child, path))
            else:
                if child.tag in (_RNG + "include", _RNG + "externalRef"):
                    self.read(self._assembler.resolved(child.get("href", ""), path, child))
                self._walk(child, path)

    def _take(self, part: Element, path: Path) -> None:
        name = part.tag.removeprefix(SCH)
        if name == "schema":
            for child in part.iterchildren(etree.Element):
                if child.tag.startswith(SCH):
                    self._take(child, path)
        elif name == "ns":
            self._declared.setdefault(part.get("prefix", ""), part.get("uri", ""))
        elif name not in ("title", "p"):
            for prefix, uri in part.nsmap.items():
                if prefix and uri not in (SCH[1:-1], _RNG[1:-1], OURS):
                    self._prefixes.setdefault(prefix, uri)
            self._any = self._any or name not in ("let", "phase", "diagnostics", "properties", "param")
            self._parts.append(_in_rule(part, self._assembler.whole(part, path)))


def _in_rule(part: Element, text: str) -> str:
    """A part of the schema as it is; a rule in a pattern, an assertion in a rule for the element that it stands in."""
    name, open_tag = part.tag.removeprefix(SCH), f'xmlns:i="{SCH[1:-1]}" xmlns:_i="{OURS}" _i:at="{part.get(AT)}"'
    if name in ("assert", "report") and (context := _context(part)):
        name, text = "rule", f"<i:rule {open_tag} context={quoteattr(context)}>{text}</i:rule>"
    return f"<i:pattern {open_tag}>{text}</i:pattern>" if name == "rule" else text


def _context(part: Element) -> str:
    """The element of the grammar in whose definition something stands, as a pattern; "" where it has no name."""
    for holder in part.iterancestors(_RNG + "element"):
        name = (holder.get("name") or holder.findtext(_RNG + "name") or "").strip()
        prefix, _, local = name.rpartition(":")
        ns = next((it.get("ns") for it in (holder, *holder.iterancestors()) if it.get("ns") is not None), "")
        return f"Q{{{holder.nsmap.get(prefix, '') if prefix else ns}}}{local}" if local else ""
    return ""
