"""What `edition.toml` says: which texts belong to the edition, which schemas they follow, where the result goes."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ibidem.errors import IbidemError
from ibidem.finding import ALWAYS, Severity
from ibidem.resources import resource
from ibidem.schemas.model import Access, Schema, named

if TYPE_CHECKING:
    from ibidem.record.model import Identifier

NAME = "edition.toml"
_TAKEN = ("assets", "metadata", "deposit")  # folders of the built edition that are of no text
STYLES = frozenset(
    {".css", ".woff2", ".woff", ".ttf", ".otf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}
)  # what `css` may name
OFF = "off"  # in place of a severity: not reported


@dataclass(frozen=True, slots=True)
class Web:
    """What an edition brings to its own pages: styles with their fonts and pictures, a stylesheet over ours, words about itself,
    languages of the interface."""

    files: tuple[Path, ...] = ()
    stylesheet: Path | None = None
    about: tuple[Path, ...] = ()
    languages: tuple[Path, ...] = ()

    @property
    def styles(self) -> tuple[str, ...]:
        """The names of the styles, in the order in which they win over each other."""
        return tuple(path.name for path in self.files if path.suffix == ".css")

    @property
    def paths(self) -> frozenset[Path]:
        """All files that are named."""
        return frozenset((*self.files, *self.about, *self.languages, *((self.stylesheet,) if self.stylesheet else ())))


@dataclass(frozen=True)
class RecordSettings:
    """What `[record]` says of the edition as a whole.

    `creators` is *author* or *editor*: whose work the edition is catalogued under. `url` is the address at which the edition is published and ends
    with a slash; `contact` is an address of mail.
    """

    creators: str = "author"
    url: str = ""
    contact: str = ""
    publisher: str = ""
    abstract: str = ""
    identifiers: "tuple[Identifier, ...]" = ()


@dataclass(frozen=True)
class ApiSettings:
    """What `[api]` says of the server and of what harvesters take: the address under which the server is published, how many items
    an answer has, the domain that identifiers of OAI begin with, and the gateway of a static repository. Addresses end with a slash."""

    url: str = ""
    page_size: int = 100
    domain: str = ""
    gateway: str = ""


@dataclass(frozen=True)
class Edition:
    """A folder with an `edition.toml`; all paths are absolute."""

    root: Path
    title: str
    language: str
    texts: tuple[Path, ...]
    schemas: tuple[Schema, ...]
    catalogs: tuple[Path, ...]
    names_schemas: bool  # whether edition.toml names them, so that they are not Ibidem's own
    output: Path
    paper: str
    fonts: tuple[str, ...]
    font_paths: tuple[Path, ...]
    line_numbers: bool
    severity: Mapping[str, Severity | None]  # None where a code is off
    terms: tuple[Path, ...]  # files with words by which notes are read, besides Ibidem's own
    web: Web = Web()
    record: RecordSettings = RecordSettings()
    api: ApiSettings = ApiSettings()


_KEYS: dict[str, dict[str, type] | None] = {
    "edition": {"title": str, "language": str, "texts": list, "schemas": list, "catalogs": list},
    "build": {"output": str},
    "print": {"paper": str, "fonts": list, "font-paths": list, "line-numbers": bool},
    "citations": {"terms": list},
    "record": {"creators": str, "url": str, "contact": str, "publisher": str, "abstract": str, "identifiers": list},
    "web": {"css": list, "xslt": str, "about": list, "languages": list},
    "api": {"url": str, "page-size": int, "domain": str, "gateway": str},
    "severity": None,
}


def load(folder: Path) -> Edition:
    """Read the `edition.toml` of a folder. Raises `IbidemError` that names the faulty key."""
    file = folder / NAME
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise IbidemError(
            f"{file}: there is no such file. An edition needs one; the smallest has [edition] with title and texts."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise IbidemError(f"{file}: not valid TOML: {error}.") from None
    except OSError as error:
        raise IbidemError(f"{file}: cannot be read ({error.strerror}).") from None
    _check(data, file)
    root = folder.resolve()
    edition, build, printed = data.get("edition", {}), data.get("build", {}), data.get("print", {})
    catalogs = tuple(_one(root, name, file) for name in edition.get("catalogs", ()))
    patterns = edition.get("texts", ["tei/*.xml"])
    texts = sorted({path for pattern in patterns for path in _inside(root, pattern, file)})
    if not texts:
        raise IbidemError(f"{file}: no file matches texts = {patterns}. Name the TEI files, relative to {folder}.")
    clash = {name for name, times in Counter(path.stem for path in texts).items() if times > 1}
    if clash:
        raise IbidemError(
            f"{file}: two texts are called {min(clash)}.xml. Each text needs a file name of its own: its pages are named after it."
        )
    if taken := next((path for path in texts if path.stem in _TAKEN), None):
        raise IbidemError(f"{taken}: the built edition has a folder {taken.stem} of its own. Give the text another name.")
    return Edition(
        root=root,
        title=edition["title"],
        language=edition.get("language", "en"),
        texts=tuple(texts),
        schemas=tuple(_schema(root, entry, Access((root,), catalogs), file) for entry in edition["schemas"])
        if "schemas" in edition
        else default_schemas(),
        catalogs=catalogs,
        names_schemas="schemas" in edition,
        output=_below(root, build.get("output", "build"), file),
        paper=printed.get("paper", "a5"),
        fonts=tuple(printed.get("fonts", ())),
        font_paths=tuple(_one(root, name, file) for name in printed.get("font-paths", ())),
        line_numbers=printed.get("line-numbers", False),
        terms=tuple(_one(root, name, file) for name in data.get("citations", {}).get("terms", ())),
        web=_web(root, data.get("web", {}), file),
        severity={code: None if level == OFF else Severity(level) for code, level in data.get("severity", {}).items()},
        record=_record(data.get("record", {}), file),
        api=_api(data.get("api", {}), file),
    )


def settings(folder: Path) -> Edition:
    """What `edition.toml` says, read once for as long as that file stays as it is; the texts are those that were there then."""
    try:
        status = (folder / NAME).stat()
    except OSError:
        return load(folder)  # which says what is wrong
    return _settings(folder, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=64)
def _settings(folder: Path, _size: int, _time: int) -> Edition:
    return load(folder)


def default_schemas() -> tuple[Schema, ...]:
    """Ibidem's own subset of TEI, and what a grammar cannot say."""
    return (named(resource("schema/ibidem.rng")), named(resource("schema/ibidem.sch")))


def nearest(path: Path) -> Path | None:
    """The folder of the edition that a file belongs to: the nearest one upwards with an `edition.toml`."""
    start = path.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / NAME).is_file()), None)


@lru_cache(maxsize=16)
def terms_for(path: Path) -> tuple[Path, ...]:
    """The files of terms by which the notes of a file are read: those of the edition that it belongs to, if it belongs to one."""
    folder = nearest(path)
    return load(folder).terms if folder is not None else ()


def _check(data: dict[str, Any], file: Path) -> None:
    for table, content in data.items():
        if table not in _KEYS:
            raise IbidemError(f"{file}: unknown table [{table}]. Known are {', '.join(f'[{name}]' for name in _KEYS)}.")
        if not isinstance(content, dict):
            raise IbidemError(f"{file}: {table} must be a table: write [{table}].")
        keys = _KEYS[table]
        for key, value in content.items():
            if keys is None:
                levels = [*Severity] if key in ALWAYS else [*Severity, OFF]
                if value not in levels:
                    raise IbidemError(f"{file}: [{table}] {key} is {value!r}; it must be one of {', '.join(levels)}.")
            elif key not in keys:
                raise IbidemError(f"{file}: unknown key {key} in [{table}]. Known are {', '.join(keys)}.")
            elif not isinstance(value, keys[key]) or (
                (isinstance(value, bool) and keys[key] is int)
                or (isinstance(value, list) and not all(isinstance(item, str) for item in value) and key != "schemas")
            ):
                kind = {
                    str: "a text in quotation marks",
                    list: "a list of texts",
                    bool: "true or false",
                    int: "a number",
                }[keys[key]]
                raise IbidemError(f"{file}: [{table}] {key} must be {kind}.")
    if "title" not in data.get("edition", {}):
        raise IbidemError(f'{file}: the edition has no title. Write title = "…" under [edition].')


def _record(table: dict[str, Any], file: Path) -> RecordSettings:
    if not table:
        return RecordSettings()
    from ibidem.record.identifiers import identifiers_of, is_address

    if table.get("creators", "author") not in ("author", "editor"):
        raise IbidemError(f'{file}: [record] creators is {table["creators"]!r}; it must be "author" or "editor".')
    url, contact = table.get("url", ""), table.get("contact", "")
    if url and not is_address(url):
        raise IbidemError(f"{file}: [record] url is {url!r}; it must be an address that begins with https://.")
    if contact and not re.fullmatch(r"[^\s@]+@[^\s@]+", contact):
        raise IbidemError(f"{file}: [record] contact is {contact!r}; it must be an address of mail.")
    identifiers = identifiers_of((text, "") for text in table.get("identifiers", ()))
    if unknown := next((one.value for one in identifiers if not one.scheme), None):
        raise IbidemError(
            f"{file}: [record] identifiers has {unknown!r}, which is no identifier that is known. Write an address, or doi:10.…, urn:…, hdl:…, isbn:…"
        )
    texts = {key: " ".join(value.split()) for key, value in table.items() if isinstance(value, str)}
    return RecordSettings(**texts | {"url": f"{url.rstrip('/')}/" if url else ""}, identifiers=identifiers)


def _inside(root: Path, pattern: str, file: Path) -> list[Path]:
    if Path(pattern).is_absolute() or ".." in Path(pattern).parts:
        raise IbidemError(f"{file}: texts = {pattern!r} leads out of the edition. Name files below {root}.")
    return [path for path in root.glob(pattern) if path.is_file() and path.resolve().is_relative_to(root)]


def _below(root: Path, name: str, file: Path) -> Path:
    path = (root / name).resolve()
    if path == root or not path.is_relative_to(root):
        raise IbidemError(f"{file}: output = {name!r} must be a folder of its own below {root}.")
    return path


def _schema(root: Path, entry: Any, access: Access, file: Path) -> Schema:
    """One of `schemas`: the name of a file, or a table with `file` and `phase`."""
    table = {"file": entry} if isinstance(entry, str) else entry
    if (
        not isinstance(table, dict)
        or not {"file"} <= table.keys() <= {"file", "phase"}
        or not all(isinstance(value, str) for value in table.values())
    ):
        raise IbidemError(
            f'{file}: schemas has {entry!r}. Write a file, "my.rng", or a file and a phase, {{file = "my.sch", phase = "final"}}.'
        )
    return named(_one(root, table["file"], file), table.get("phase", ""), access)


def _web(root: Path, table: dict[str, Any], file: Path) -> Web:
    files = [path for pattern in table.get("css", ()) for path in _named(root, pattern, file)]
    for path in files:
        if path.suffix not in STYLES:
            raise IbidemError(
                f"{file}: css = {path.name!r} is no style, font or picture. Known are {', '.join(sorted(STYLES))}."
            )
        if sum(other.name == path.name for other in files) > 1:
            raise IbidemError(f"{file}: css names {path.name} twice. In the edition all of them are in one folder.")
    return Web(
        files=tuple(files),
        stylesheet=_one(root, table["xslt"], file) if "xslt" in table else None,
        about=tuple(_one(root, name, file) for name in table.get("about", ())),
        languages=tuple(_one(root, name, file) for name in table.get("languages", ())),
    )


def _named(root: Path, pattern: str, file: Path) -> list[Path]:
    """The files of a pattern, or the one file of a name, which must be there."""
    return (
        sorted(_inside(root, pattern, file)) if any(sign in pattern for sign in "*?[") else [_one(root, pattern, file)]
    )


def _one(root: Path, name: str, file: Path) -> Path:
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise IbidemError(f"{file}: {name} leads out of the edition. Name a file below {root}.")
    if not path.exists():
        raise IbidemError(f"{file}: {name} does not exist.")
    return path


def _api(table: dict[str, Any], file: Path) -> ApiSettings:
    if not table:
        return ApiSettings()
    from ibidem.record.identifiers import is_address

    size, domain = table.get("page-size", 100), table.get("domain", "")
    for key in ("url", "gateway"):
        if (url := table.get(key, "")) and not is_address(url):
            raise IbidemError(f"{file}: [api] {key} is {url!r}; it must be an address that begins with https://.")
    if not 1 <= size <= 10_000:
        raise IbidemError(f"{file}: [api] page-size is {size}; it must be a number from 1 to 10000.")
    if domain and not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z][A-Za-z0-9-]*)+", domain):
        raise IbidemError(
            f"{file}: [api] domain is {domain!r}; it must be the name of a domain, as letters.example.org."
        )
    url, gateway = (f"{table[key].rstrip('/')}/" if table.get(key) else "" for key in ("url", "gateway"))
    return ApiSettings(url, size, domain, gateway)
