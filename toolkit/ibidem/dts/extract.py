"""Parts of a text: one unit, or all from one unit to another, well-formed, with the elements around them."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import takewhile

from lxml import etree

from ibidem.dts.trees import Unit
from ibidem.tree import TEI, Element, View, is_numbered_note, normalize, runs

NAMESPACE = "https://w3id.org/api/dts#"
WRAPPER = f"{{{NAMESPACE}}}wrapper"


def part(first: Unit, last: Unit) -> Element:
    """A TEI with the part in `dts:wrapper`; what stands around both units is there without its content, for its attributes' sake.

    `last` does not begin before `first`. Where the one holds the other, or both end together, the outer one's end is taken.
    """
    end = max((first, last), key=lambda unit: (unit.after, unit is first))
    holder, left, right = _edges(first, end)
    wrapper = etree.Element(WRAPPER, nsmap={"dts": NAMESPACE})
    if holder is None:  # the part is the root itself
        wrapper.append(_whole(first.span.element))
    else:
        _fill(wrapper, first.span.element, left, right, end)
    return _framed(wrapper, holder)


def _edges(first: Unit, end: Unit) -> tuple[Element | None, list[Element], list[Element]]:
    """The nearest element that holds the whole part, and from its child downwards what leads to the beginning and to the end.

    Without anything that leads to the end, the part reaches to the end of the holder, or it is one element.
    """
    start = _lineage(first.span.element)
    stop = _lineage(end.span.end)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(start, stop, strict=False)))
    if not end.span.is_milestone and common == len(stop):  # it ends with an element that holds the beginning, or is it
        common -= 1
    common = min(common, len(start) - 1)
    if common <= 0:
        return None, [], []
    left, right = start[common:], stop[common:]
    while not right and len(left) > 1 and left[0].getnext() is None and not (left[0].tail or "").strip():
        left = left[1:]  # nothing follows: what is around the rest need not be part of it
    return left[0].getparent(), left, right


def _lineage(element: Element) -> list[Element]:
    return [*reversed(list(element.iterancestors())), element]


def _fill(wrapper: Element, beginning: Element, left: list[Element], right: list[Element], end: Unit) -> None:
    """Put into the wrapper what stands between two edges below one holder."""
    if right and left[0] is right[0]:
        wrapper.append(_whole(left[0]))
        return
    wrapper.append(_from(beginning, left))
    last = right[0] if right else None
    wrapper[-1].tail = left[0].tail
    for sibling in left[0].itersiblings():
        if sibling is last:
            closing = _until(right, whole=not end.span.is_milestone)
            if closing is not None:
                wrapper.append(closing)
            return
        wrapper.append(deepcopy(sibling))


def _from(beginning: Element, left: list[Element]) -> Element:
    """The copy of the first of some nested elements, from the last of them on."""
    built = _whole(beginning)
    for node in reversed(left[1:]):
        around = _shell(node.getparent())
        built.tail = node.tail
        around.append(built)
        for sibling in node.itersiblings():
            around.append(deepcopy(sibling))
        built = around
    return built


def _until(right: list[Element], *, whole: bool) -> Element | None:
    """The copy of the first of some nested elements, as far as the last of them: with it where `whole`, else without. None where that is empty."""
    built = _whole(right[-1]) if whole else None
    for node in reversed(right[1:]):
        parent = node.getparent()
        around = _shell(parent)
        around.text = parent.text
        for sibling in takewhile(lambda each, node=node: each is not node, parent):  # type: ignore[misc]
            around.append(deepcopy(sibling))
        if built is not None:
            around.append(built)
        built = around if len(around) or around.text else None
    return built


def _whole(element: Element) -> Element:
    element = deepcopy(element)
    element.tail = None
    return element


def _shell(element: Element) -> Element:
    """An element without what is in it."""
    return etree.Element(element.tag, dict(element.attrib), nsmap=element.nsmap)


def _framed(wrapper: Element, holder: Element | None) -> Element:
    """The wrapper inside the elements that hold the part, up to the root."""
    framed = wrapper
    for node in (holder, *holder.iterancestors()) if holder is not None else ():
        around = _shell(node)
        around.append(framed)
        framed = around
    return framed


def written(root: Element) -> bytes:
    """A part as a document of XML in UTF-8."""
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def plain(root: Element) -> str:
    """The text as it is read, a line for each block; a numbered note is called by `[n]`, and its text follows the others as `[n] …`."""
    lines: list[str] = []
    notes: list[Element] = []
    for element in _read(root):
        lines += _lines(element, notes)
    for note in notes:  # notes within notes are added while it goes on
        lines.append(" ".join((f"[{note.get('n', '')}]", *_lines(note, notes))))
    return "\n".join(lines) + "\n" if lines else ""


def _read(root: Element) -> Iterator[Element]:
    """What is text in a document: the part asked for, else `text` and not the header."""
    wrapper = next(root.iter(WRAPPER), None)
    if wrapper is None:
        yield from root.iterchildren(TEI + "text")
    elif len(wrapper) == 1 and is_numbered_note(wrapper[0]):  # the note itself is asked for, and not its call
        yield wrapper[0]
    else:
        yield wrapper


def _lines(element: Element, notes: list[Element]) -> list[str]:
    pieces: list[str] = []
    for run in runs(element, View.READ):
        if run.text is not None:
            pieces.append(run.text.replace("\n", " "))
        elif is_numbered_note(run.element) and run.element is not element:
            notes.append(run.element)
            pieces.append(f"[{run.element.get('n', '')}]")
        else:
            pieces.append("\n")
    return [line for line in map(normalize, "".join(pieces).split("\n")) if line]
