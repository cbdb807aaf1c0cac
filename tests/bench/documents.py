"""Large TEI, made for the measurement: nothing of it is kept."""

import json
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path

_HEAD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Large</title></titleStmt><publicationStmt><p>Not '
    "published.</p></publicationStmt><sourceDesc>{source}</sourceDesc></fileDesc></teiHeader><text><body>"
)
_TAIL = "</body></text></TEI>"
_PERSON = '<person xml:id="p{0}"><persName>Person {0}</persName><birth when="19{1:02}-01-01"/><note>Mentioned {0} times.</note></person>\n'
_PARAGRAPH = (
    '<p xml:id="a{0}">On <date when="19{1:02}-02-04">the 4th</date> <persName ref="#a0">Mikoyan</persName> wrote of <hi rend="italic">many'
    '</hi> things, {0} in all.<note place="end" n="{0}"><bibl>Ibid., <citedRange unit="page" from="{1}" to="{1}">p. {1}</citedRange>.</bibl>'
    "</note></p>\n"
)


def persons(path: Path, number: int) -> Path:
    """A text with a list of persons."""
    listed = "".join(_PERSON.format(place, place % 100) for place in range(number))
    path.write_text(f"{_HEAD.format(source=f'<listPerson>{listed}</listPerson>')}<p/>{_TAIL}", "utf-8")
    return path


def large(path: Path, size: int) -> Path:
    """One text of so many bytes."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD.format(source="<p>None.</p>"))
        for place in count():
            written += file.write(_PARAGRAPH.format(place, place % 90 + 10))
            if written >= size:
                break
        file.write(_TAIL)
    return path


def many(folder: Path, models: Sequence[Path], size: int) -> list[Path]:
    """So many bytes in files like the models, each with ids of its own."""
    folder.mkdir()
    texts = [model.read_text("utf-8") for model in models]
    made: list[Path] = []
    written = 0
    while written < size:
        data = _varied(texts[len(made) % len(texts)], len(made)).encode()
        made.append(folder / f"{len(made):05}.xml")
        made[-1].write_bytes(data)
        written += len(data)
    return made


def _varied(text: str, number: int) -> str:
    """A text with other ids, and pointers to them."""
    ids = set(re.findall(r'xml:id="([^"]+)"', text))
    text = re.sub(r'xml:id="([^"]+)"', rf'xml:id="\1.v{number}"', text)
    return re.sub(r'#([^\s"]+)', lambda found: found[0] + f".v{number}" * (found[1] in ids), text)


# Notes as they are: full citations, and for each some short references.
_NOTES = (
    "{a} {b}, The {c} Roads (London 19{n:02}), p. {n}.",
    "Ibid., p. {m}.",
    "Ibid.",
    "{b}, op. cit., p. {m}; see also State Archive, F. {n}, Op. 1, D. {m}, p. 3.",
    "Ibid., p. 7. The letter did not arrive before the spring.",
    "See note {k} above.",
)


def notes(folder: Path, number: int) -> tuple[Path, Path]:
    """A list of notes as JSON, and the same notes as TEI."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    texts = []
    for at in range(number):
        letter, other = letters[at % 26], letters[at // 26 % 26]
        names = {"a": f"{letter.upper()}.", "b": f"M{letter}l{other}er", "c": f"S{other}lt{letter}"}
        texts.append(_NOTES[at % len(_NOTES)].format(**names, n=at % 90 + 9, m=at % 300 + 1, k=max(at - 5, 1)))
    listed, tei = folder / "notes.json", folder / "notes.xml"
    rows = [{"ord": at, "id": str(at), "text": text} for at, text in enumerate(texts, 1)]
    listed.write_text(json.dumps({"doc": "notes", "lang": "en", "notes": rows}), encoding="utf-8")
    body = "".join(f'<p>w<note n="{at}" place="foot">{text}</note></p>' for at, text in enumerate(texts, 1))
    tei.write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{body}</body></text></TEI>', encoding="utf-8")
    return listed, tei
