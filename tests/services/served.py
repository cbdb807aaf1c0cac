"""Built editions to serve: of the toolkit's own writing, without the pages, whose making has its own tests."""

import os
import re
import subprocess
import sys
from pathlib import Path

from ibidem.write import staged

WORDS = [
    "arma",
    "virumque",
    "cano",
    "Troiae",
    "qui",
    "primus",
    "ab",
    "oris",
    "Italiam",
    "fato",
    "profugus",
    "Laviniaque",
    "venit",
    "litora",
]
LANGUAGES = ("la", "de", "zh-Hant")
REFERENCES = """<refsDecl><citeStructure unit="book" match="/TEI/text/body/div" use="@n">
<citeData property="http://purl.org/dc/terms/title" use="head"/>
<citeStructure unit="paragraph" match="p" use="position()" delim="."/></citeStructure></refsDecl>
<refsDecl n="pages"><citeStructure unit="page" match="//body//pb" use="@n"/></refsDecl>"""


def text(number: int) -> str:
    """A text of three books with two paragraphs each; its pages begin within paragraphs."""
    language = LANGUAGES[number % len(LANGUAGES)]
    kind = ' type="letter"' if number % 2 else ""
    books = ""
    for book in range(1, 4):
        words = " ".join(WORDS[(number + book + at) % len(WORDS)] for at in range(6))
        books += f'<div n="{book}"><head>Book {book} &amp; <hi>more</hi></head><p>{words} <pb n="{book}"/>&lt;{number}&gt; {words}</p><p>{words} é 文.</p></div>'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<?a-hint for="editors"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}"{kind}>
<teiHeader><fileDesc><titleStmt><title>Text &amp; number {number}</title><author>A. Author</author></titleStmt>
<publicationStmt><publisher>P &lt; Q</publisher><date when="2020-01-{number % 28 + 1:02}">2020</date></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc>
<encodingDesc>{REFERENCES}</encodingDesc><profileDesc><langUsage><language ident="{language}">L</language></langUsage></profileDesc>
<revisionDesc><change when="2021-0{number % 9 + 1}-15">Changed.</change></revisionDesc></teiHeader>
<text><body>{books}</body></text></TEI>
"""


def edition(folder: Path, count: int, settings: str | None = None) -> Path:
    """A built edition of some texts."""
    (folder / "tei").mkdir(parents=True)
    (folder / "edition.toml").write_text(
        f'[edition]\ntitle = "Many & texts"\n{SETTINGS if settings is None else settings}', encoding="utf-8"
    )
    for number in range(count):
        (folder / "tei" / f"text-{number:03}.xml").write_text(text(number), encoding="utf-8")
    written(folder)
    return folder


SETTINGS = """
[record]
contact = "editors@example.org"

[api]
page-size = 7
domain = "letters.example.org"
"""


def written(folder: Path) -> None:
    """Put the texts into build/ as `ibidem build` does."""
    with staged(folder / "build") as stage:
        (stage / "index.html").write_text("<!DOCTYPE html><title>Home</title>", encoding="utf-8")
        for path in sorted((folder / "tei").glob("*.xml")):
            below = stage / path.stem
            below.mkdir()
            (below / path.name).write_bytes(path.read_bytes())
            (below / f"{path.stem}.pdf").write_bytes(b"%PDF-1.7")
            (below / "index.html").write_text(f"<!DOCTYPE html><title>{path.stem}</title>", encoding="utf-8")


class Server:
    """A server in a process of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "ibidem", "serve", "--api", "--port", "0", *options],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        self.said = []
        self.port = 0
        for line in self.process.stdout:
            self.said.append(line)
            if match := re.search(r"http://[^/]*:(\d+)/", line):
                self.port = int(match[1])
                break
        assert self.port, "".join(self.said)
        self.url = f"http://localhost:{self.port}/"

    def __enter__(self):
        return self

    def __exit__(self, *error) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
