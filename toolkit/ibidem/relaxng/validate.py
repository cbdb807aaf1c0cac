"""RELAX NG: what a file has that its schema does not allow, as findings."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from ibidem.finding import Finding, Severity
from ibidem.read import Source
from ibidem.relaxng.grammar import Grammar, load
from ibidem.relaxng.match import Fault, Matcher
from ibidem.relaxng.words import Wording
from ibidem.tree import Element

__all__ = ["check", "faults", "load"]


def check(source: Source, grammar: Grammar) -> Iterator[Finding]:
    """The faults of a text, in words."""
    wording: Wording | None = None
    for fault in faults(source.root, grammar):
        wording = wording or Wording(grammar, source.root)
        message, hint = wording.of(fault)
        yield source.finding("schema", Severity.ERROR, message, hint, fault.node)


def faults(root: Element, grammar: Grammar) -> list[Fault]:
    """The faults of a tree, in the order in which they are met."""
    found: list[Fault] = []
    matcher = Matcher(grammar, found.append)
    start, text, end = matcher.start, matcher.text, matcher.end
    prefixes: Any = None
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            if grammar.needs_prefixes:
                prefixes = node.nsmap
            start(node, node.tag, node.attrib, prefixes)
            if node.text:
                text(node.text)
            continue
        if event == "end":
            end(node.nsmap if grammar.needs_prefixes else None)
        if node.tail and node is not root:
            text(node.tail)
    return found
