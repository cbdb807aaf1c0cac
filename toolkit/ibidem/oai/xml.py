"""Elements of XML as text."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

XSI = "http://www.w3.org/2001/XMLSchema-instance"
# what no document of XML may hold, not even as a reference
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, content: str = "", attributes: Mapping[str, str] | None = None) -> str:
    """An element around content that is XML already."""
    written = "".join(f" {key}={quoteattr(value)}" for key, value in (attributes or {}).items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def said(name: str, text: str, attributes: Mapping[str, str] | None = None) -> str:
    """An element with a text."""
    return element(name, escape(FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)), attributes)
