"""Why a file is no XML, in plain words: the first fault, where it is, and what to do.

Expat finds it; what expat calls *invalid token* is told from the characters around it.
"""

from ibidem.reading.wellformed.explain import explain

__all__ = ["explain"]
