"""A part of a text as a page of HTML, in the manner of the web edition."""

from copy import deepcopy

from lxml import etree

from ibidem.reading.read import Source
from ibidem.resources import resource
from ibidem.tree import TEI, Element

LONGEST = 4_000_000  # characters of a part that is made into HTML


def page(part: Element, source: Source, name: str, pages: str) -> str:
    """The page of a part called `name`; `pages` is the address of the text's own pages, to which the links in it lead."""
    from ibidem.xslt import transform

    root = deepcopy(part)
    # what the text refers to, persons and works, stands in the header or beside the text
    for position, beside in enumerate(
        each for each in source.root.iterchildren(etree.Element) if each.tag != TEI + "text"
    ):
        root.insert(position, deepcopy(beside))
    etree.strip_tags(root, etree.Comment, etree.PI)  # no part of the edition, and a comment may close early in HTML
    xml = etree.tostring(root, encoding="unicode")
    result = transform(resource("xslt/fragment.xsl"), xml, {"id": source.path.stem, "part": name, "pages": pages})
    return result.text
