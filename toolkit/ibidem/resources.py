"""Where the stylesheets and schemas are: inside the installed package, or at the top of a checkout."""

from functools import cache
from pathlib import Path

from ibidem.errors import InternalError

_HERE = Path(__file__).resolve().parent


@cache
def resource(name: str) -> Path:
    """The path of a file that ships with Ibidem, such as `xslt/html.xsl` or `schema/ibidem.xsd`."""
    for root in (_HERE, _HERE.parents[1]):
        path = root / name
        if path.exists():
            return path
    raise InternalError(
        f"{name} is missing from this installation of Ibidem. Install it again: pip install --force-reinstall ibidem"
    )
