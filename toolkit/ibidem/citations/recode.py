"""TEI in another encoding than UTF-8: turned into UTF-8 to be changed, and back into its own to be written."""

import codecs
import re
from dataclasses import dataclass

from ibidem.errors import IbidemError
from ibidem.reading.events import declared_encoding, encoding_of
from ibidem.reading.read import Source, read_data

_DECLARATION = re.compile(r"""^(<\?xml[^>]*?encoding\s*=\s*["'])([^"']*)""")
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True)
class Recoded:
    """A text in UTF-8, and what it takes to write it as it was: its encoding, its mark, the name in its declaration."""

    source: Source
    codec: str
    mark: bytes
    declared: str

    def back(self, data: bytes) -> bytes:
        """The bytes in the encoding of the file; a new character that it does not have is written as `&#…;`."""
        text = data.decode("utf-8")
        if self.declared:
            text = _DECLARATION.sub(lambda found: found[1] + self.declared, text)
        return self.mark + text.encode(self.codec, "xmlcharrefreplace")


def as_utf8(source: Source) -> Recoded | None:
    """A text in UTF-8, or nothing where it is that already. Raises `IbidemError` where it could not be written back byte for byte."""
    data = source.data
    codec = encoding_of(data)
    if codec in ("utf-8", "utf-8-sig") and declared_encoding(data).lower() in ("", "utf-8", "utf8"):
        return None
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    codec = _MARKS.get(mark, codec)
    try:
        text = data[len(mark) :].decode(codec)
        is_same = mark + text.encode(codec) == data
    except (UnicodeError, LookupError):
        is_same = False
    if not is_same:
        raise IbidemError(
            f"{source.path}: its encoding ({declared_encoding(data) or codec}) cannot be written back as it was. Save it as UTF-8, then run this again."
        )
    declared = _DECLARATION.match(text)
    inner = _DECLARATION.sub(lambda found: f"{found[1]}utf-8", text).encode("utf-8")
    return Recoded(read_data(inner, source.path), codec, mark, declared[2] if declared else "")
