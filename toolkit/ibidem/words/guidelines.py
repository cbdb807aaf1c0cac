"""Addresses in the Guidelines of the TEI."""

_GUIDELINES = "https://www.tei-c.org/release/doc/tei-p5-doc/en/html/"


def element_page(name: str) -> str:
    """Where an element of TEI is described."""
    return page(f"ref-{name}.html") if name.isascii() and name.isalnum() else ""


def page(name: str) -> str:
    """A page of the Guidelines, such as `CO.html`."""
    return _GUIDELINES + name
