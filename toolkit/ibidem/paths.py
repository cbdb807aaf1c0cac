"""The part of XPath that a `citeStructure` needs, evaluated here within a bound.

The expressions come from the input. libxml2 gives no bound on time (`//*[.//*[.//*]]` takes the cube of the document) and its extension
functions run regular expressions; so what is read is a path of child, descendant, attribute and self steps, with conditions on attributes and
positions, and every element looked at is counted.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from ibidem.tree import TEI, Element, text_of

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"[^"]*"|'[^']*')|(?P<number>\d+)|(?P<op>//|::|!=|\.\.|[/@\[\]()=.*|,])"""
    r"|(?P<name>(?:[^\W\d][\w.\-]*:(?!:))?[^\W\d][\w.\-]*))"
)
_LONGEST = 1000


class NotRead(ValueError):
    """The expression is XPath perhaps, but none of the part that is read here."""


class BadPath(ValueError):
    """The expression is no XPath; the message says why."""


class Spent(Exception):
    """The bound on elements looked at is reached."""


@dataclass
class Counter:
    """How many elements may still be looked at."""

    left: int

    def look(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Spent


Condition = Callable[[Element, int, int], bool]  # an element, its position among those of the step, and their number


@dataclass(frozen=True)
class _Step:
    axis: str  # child, descendant, attribute, self
    name: str  # of an element as lxml calls it, of an attribute likewise; "*" for any
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Path:
    """A path that is read; `position` stands for the function position() alone."""

    steps: tuple[_Step, ...]
    absolute: bool
    position: bool = False

    def elements(self, context: Element, counter: Counter) -> list[Element]:
        """The elements to which the path leads from another, each once, in document order."""
        counter.look()
        found = [context]
        for step in self.steps:
            found = _select(step, found, counter, from_document=self.absolute and step is self.steps[0])
        return found

    def value(self, context: Element, position: int, counter: Counter) -> str | None:
        """What the path gives of an element as a string; None where it leads to nothing."""
        if self.position:
            return str(position)
        *before, last = self.steps
        if last.axis != "attribute":
            found = self.elements(context, counter)
            return text_of(found[0]) if found else None
        for element in Path(tuple(before), self.absolute).elements(context, counter):
            if (value := element.get(last.name)) is not None:
                return str(value)
        return None

    def values(self, context: Element, counter: Counter) -> list[tuple[str, Element]]:
        """All that the path gives of an element, each with the element that has it."""
        *before, last = self.steps
        if last.axis != "attribute":
            return [(text_of(element), element) for element in self.elements(context, counter)]
        holders = Path(tuple(before), self.absolute).elements(context, counter)
        return [(str(holder.get(last.name)), holder) for holder in holders if holder.get(last.name) is not None]

    def everywhere(self) -> "Path":
        """The same path to be followed from any element above: what its first step is to find may lie at any depth."""
        first, *rest = self.steps
        return Path((replace(first, axis="descendant"), *rest), self.absolute)


def _select(step: _Step, contexts: list[Element], counter: Counter, *, from_document: bool) -> list[Element]:
    found: list[Element] = []
    seen: set[Element] = set()
    for context in contexts:
        reached = []
        for element in _along(step.axis, context, from_document=from_document):
            counter.look()
            if step.name in ("*", element.tag):
                reached.append(element)
        for condition in step.conditions:
            reached = [
                each for position, each in enumerate(reached, start=1) if condition(each, position, len(reached))
            ]
        for element in reached:
            if element not in seen:
                seen.add(element)
                found.append(element)
    return found


def _along(axis: str, context: Element, *, from_document: bool) -> Iterator[Element]:
    root = context.getroottree().getroot()
    match axis:
        case "child":
            yield from (root,) if from_document else context.iterchildren(etree.Element)
        case "descendant":
            yield from root.iter(etree.Element) if from_document else context.iterdescendants(etree.Element)
        case "self":
            yield context


def read_path(expression: str, prefixes: dict[str | None, str]) -> Path:
    """Read a path. Raises `BadPath` where it is none, and `NotRead` where it is more than is read here."""
    if len(expression) > _LONGEST:
        raise NotRead(expression)
    try:
        return _Reader(expression, prefixes).read()
    except NotRead:
        if not expression.strip() or _unbalanced(expression):
            raise BadPath(_complaint(expression)) from None
        raise  # XPath 2 and 3 have forms that no other part of this program knows: only what cannot be right is a fault


def _complaint(expression: str) -> str:
    if not expression.strip():
        return "it is empty"
    return "a bracket, parenthesis or quotation mark is missing, or it ends too early"


def _usable(prefixes: dict[str | None, str]) -> dict[str, str]:
    return {"tei": TEI[1:-1], "t": TEI[1:-1], "xml": "http://www.w3.org/XML/1998/namespace"} | {
        prefix: uri for prefix, uri in prefixes.items() if prefix and uri
    }


def _unbalanced(expression: str) -> bool:
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", expression)
    odd = '"' in bare or "'" in bare
    return odd or bare.count("[") != bare.count("]") or bare.count("(") != bare.count(")") or bare.rstrip()[-1:] in "/@"


class _Reader:
    def __init__(self, expression: str, prefixes: dict[str | None, str]) -> None:
        self.tokens: list[tuple[str, str]] = []
        self.prefixes = _usable(prefixes)
        self.expression = expression
        at = 0
        while expression[at:].strip():
            match = _TOKEN.match(expression, at)
            if match is None:
                raise NotRead(expression)
            self.tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            at = match.end()

    def read(self) -> Path:
        if [value for _, value in self.tokens] == ["position", "(", ")"]:
            return Path((), absolute=False, position=True)
        absolute = self._peek() in ("/", "//")
        first = "descendant" if self._took("//") else "child"
        self._took("/")
        steps = [self._step(first)]
        while self.tokens:
            if self._took("//"):
                steps.append(self._step("descendant"))
            elif self._took("/"):
                steps.append(self._step("child"))
            else:
                raise NotRead(self.expression)
        if any(step.axis == "attribute" for step in steps[:-1]):
            raise NotRead(self.expression)
        return Path(tuple(steps), absolute)

    def _peek(self) -> str:
        return self.tokens[0][1] if self.tokens else ""

    def _took(self, value: str) -> bool:
        if self.tokens and self.tokens[0] in (("op", value), ("name", value)):
            self.tokens.pop(0)
            return True
        return False

    def _name(self, *, attribute: bool) -> str:
        if self._took("*"):
            return "*"
        kind, name = self.tokens.pop(0) if self.tokens else ("", "")
        if kind != "name" or self._peek() in ("(", "::"):
            raise NotRead(self.expression)
        prefix, colon, plain = name.rpartition(":")
        if colon:
            if prefix not in self.prefixes:
                raise NotRead(self.expression)
            return f"{{{self.prefixes[prefix]}}}{plain}"
        return plain if attribute else TEI + plain

    def _step(self, axis: str) -> _Step:
        if self._took("."):
            if axis == "descendant":
                raise NotRead(self.expression)
            return _Step("self", "*")
        if self._took("@"):
            if axis == "descendant":
                raise NotRead(self.expression)
            name = self._name(attribute=True)
            if name == "*":
                raise NotRead(self.expression)
            return _Step("attribute", name)
        name = self._name(attribute=False)
        conditions = []
        while self._took("["):
            conditions.append(self._either())
            if not self._took("]"):
                raise NotRead(self.expression)
        return _Step(axis, name, tuple(conditions))

    def _either(self) -> Condition:
        ways = [self._all()]
        while self._took("or"):
            ways.append(self._all())
        return lambda element, position, size: any(way(element, position, size) for way in ways)

    def _all(self) -> Condition:
        parts = [self._condition()]
        while self._took("and"):
            parts.append(self._condition())
        return lambda element, position, size: all(part(element, position, size) for part in parts)

    def _condition(self) -> Condition:
        kind, value = self.tokens[0] if self.tokens else ("", "")
        if kind == "number":
            self.tokens.pop(0)
            return lambda element, position, size: position == int(value)
        if value == "not" and self.tokens[1:2] == [("op", "(")]:
            del self.tokens[:2]
            inner = self._either()
            if not self._took(")"):
                raise NotRead(self.expression)
            return lambda element, position, size: not inner(element, position, size)
        if value == "last" and [token for _, token in self.tokens[1:3]] == ["(", ")"]:
            del self.tokens[:3]
            return lambda element, position, size: position == size
        if self._took("@"):
            return self._about_attribute(self._name(attribute=True))
        name = self._name(attribute=False)
        return lambda element, position, size: next(element.iterchildren(name), None) is not None

    def _about_attribute(self, name: str) -> Condition:
        if name == "*":
            raise NotRead(self.expression)
        if self._took("="):
            wanted = self._strings()
            return lambda element, position, size: element.get(name) in wanted
        if self._took("!="):
            unwanted = self._strings()
            return lambda element, position, size: name in element.attrib and element.get(name) not in unwanted
        return lambda element, position, size: element.get(name) is not None

    def _strings(self) -> tuple[str, ...]:
        if self._took("("):
            found = self._strings()
            while self._took(","):
                found += self._strings()
            if not self._took(")"):
                raise NotRead(self.expression)
            return found
        kind, value = self.tokens.pop(0) if self.tokens else ("", "")
        if kind != "string":
            raise NotRead(self.expression)
        return (value[1:-1],)
