"""XInclude (W3C, 1.0 and 1.1): a document with what it takes in from other files of the edition, as bytes, and where each byte came from.

A document that declares entities has them written out in the same way.

Of the fix-ups of section 4.5, namespaces and languages are made. `xml:base` is not written, since few schemas allow it everywhere:
`Expanded.origin` says which file an element came from.
"""

from ibidem.reading.xinclude.expansion import Refused, expand
from ibidem.reading.xinclude.pieces import Expanded

__all__ = ["Expanded", "Refused", "expand"]
