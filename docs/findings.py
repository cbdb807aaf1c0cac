"""Writes reference/findings.md and a page for each code from the catalogue: `make docs`."""

from pathlib import Path

from ibidem.catalogue import GROUPS, Entry, entries, severities

REFERENCE = Path(__file__).resolve().parent / "reference"

_HEAD = """# What a finding means

`ibidem validate` reports what it finds under these codes, and `ibidem explain CODE` says of each what is said here. An edition changes the
severity of a code in its `edition.toml`:

```toml
[severity]
date-bare = "error"      # error stops a build; warning and info do not
space-before = "off"     # is not reported
```

`--severity`, `--select` and `--ignore` choose what is shown; what is not shown does not count for the exit status. Several lanes may see one
fault (RELAX NG, XML Schema, Schematron, the rules): it is reported once. In the text report, findings that say the same of one file are folded
into the first, with the lines of the others; the other formats have them all.

The codes `record-…` are reported by `ibidem record`, which says which format [needs what](record.md). With `"off"` the edition is not told again what a format merely recommends.

Of other files, paths and regular expressions not everything is read: [what is read](what-is-read.md) says what is.

This page and those of the codes are made from `toolkit/ibidem/findings/` by `make docs`.
"""


def pages() -> dict[Path, str]:
    """What each page should be."""
    made = {REFERENCE / "findings" / f"{entry.code}.md": _page(entry) for entry in entries().values()}
    return {REFERENCE / "findings.md": _index(), **made}


def _index() -> str:
    parts = [_HEAD]
    for group, name in GROUPS.items():
        rows = [
            f"| [`{code}`](findings/{code}.md) | {severities()[code]} | {entry.title}. |"
            for code, entry in entries().items()
            if entry.group == group
        ]
        parts.append("\n".join([f"## {name}\n", "| code | severity | what it means |", "|---|---|---|", *rows, ""]))
    return "\n".join(parts)


def _page(entry: Entry) -> str:
    parts = [
        f"# `{entry.code}`: {entry.title[0].lower()}{entry.title[1:]}",
        f"*{severities()[entry.code].capitalize()}.* {_text(entry.why)}",
        f"**To mend it.** {_text(entry.mend)}",
    ]
    for name, example in (("Wrong", entry.wrong), ("Right", entry.right)):
        if example:
            parts.append(f"{name}:\n\n```xml\n{example}\n```")
    if entry.see:
        parts.append(f"The Guidelines of the TEI: <{entry.see}>")
    return "\n\n".join([*parts, "[All findings](../findings.md)\n"])


def _text(text: str) -> str:
    """Text in which tags and entities are no HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


if __name__ == "__main__":
    folder = REFERENCE / "findings"
    folder.mkdir(exist_ok=True)
    wanted = pages()
    for path in set(folder.glob("*.md")) - set(wanted):
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
