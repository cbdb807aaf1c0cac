"""Names and values as a sentence has them."""

from collections.abc import Sequence

from ibidem.words.case import XML, Name

_MANY = 6
_LONG = 60


def quoted(value: str) -> str:
    """A value in quotation marks, shortened, its white space made visible as single spaces."""
    value = " ".join(value.split()) if value.strip() else value
    return f"“{value if len(value) <= _LONG else value[: _LONG - 1] + '…'}”"


def shown(name: Name) -> str:
    return ("xml:" if name[0] == XML else "") + name[1]


def listed(names: Sequence[str], most: int = _MANY) -> str:
    """*a, b, c and 12 more*."""
    names = list(dict.fromkeys(names))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def either(names: Sequence[str]) -> str:
    """*a p, an ab or a list*."""
    return _joined([article(name) for name in names], "or")


def one_of(names: Sequence[str]) -> str:
    """*p, ab or list*."""
    return _joined(list(names), "or")


def both(names: Sequence[str]) -> str:
    """*a, b and c*."""
    return _joined(list(names), "and")


def _joined(parts: list[str], word: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def article(name: str) -> str:
    """*a p*, *an ab*, *an l*: by the sound of the first letter, or of the letter where the name is one."""
    sound = "aefhilmnorsx" if len(name) == 1 or name in ("lb", "lg", "hi", "rs", "rdg", "msDesc") else "aeio"
    return f"{'an' if name[:1].lower() in sound else 'a'} {name}"


def sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)
