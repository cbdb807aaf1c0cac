"""Built editions with records made by hand, one of them hostile."""

from dataclasses import replace
from pathlib import Path

from conftest import tei
from ibidem.deposit.gather import Files
from ibidem.deposit.package import Built, Text
from ibidem.edition import load
from ibidem.reading.read import read
from ibidem.record.model import (
    Agent,
    AgentKind,
    Change,
    Contribution,
    Funding,
    Identifier,
    Licence,
    Record,
    Related,
    Subject,
    Title,
    TitleKind,
    Words,
)

AUTHOR = Agent(
    "Żaneta Müller-Łęcka",
    family="Müller-Łęcka",
    given="Żaneta",
    identifiers=(
        Identifier("orcid", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        Identifier("gnd", "118578537", "https://d-nb.info/gnd/118578537"),
    ),
    affiliation="Uniwersytet Jagielloński",
)
EDITOR = Agent("王小明")
TRANSLATOR = Agent("Irina Malenko", family="Malenko", given="Irina")
PRESS = Agent(
    "Institut für Briefe",
    AgentKind.ORGANIZATION,
    identifiers=(Identifier("ror", "01ggx4157", "https://ror.org/01ggx4157"),),
)
FULL = Record(
    id="briefe",
    titles=(
        Title("Die Briefe & „Reden“ <1949>", "de"),
        Title("Zweiter Teil", "de", TitleKind.SUB),
        Title("Letters and Speeches", "en", TitleKind.TRANSLATED),
    ),
    creators=(Contribution(AUTHOR, "aut"), Contribution(EDITOR, "edt", "herausgegeben von")),
    contributors=(
        Contribution(TRANSLATOR, "trl", "Translation from the Russian"),
        Contribution(PRESS, "cph", "Rechteinhaber"),
    ),
    publisher=PRESS,
    date="2026-11-24",
    version="1.2",
    licence=Licence("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
    rights=(Words("The text remains with its holders.", "en"),),
    languages=("de", "ru"),
    abstracts=(Words("Briefe, ediert.\n\nZweiter Absatz.", "de"), Words("Letters, edited.", "en")),
    subjects=(Subject("Geschichte", "de"), Subject("diplomatic correspondence", "en")),
    funding=(Funding(Agent("Deutsche Forschungsgemeinschaft", AgentKind.ORGANIZATION), "12345"),),
    extent=("40 notes",),
    identifiers=(
        Identifier("doi", "10.5072/briefe.1", "https://doi.org/10.5072/briefe.1"),
        Identifier("urn", "urn:nbn:de:bvb:19-146642", "https://nbn-resolving.org/urn:nbn:de:bvb:19-146642"),
    ),
    related=(
        Related("IsDerivedFrom", "Novaja i novejšaja istorija 1995, Nr. 3"),
        Related(
            "References", "Foreign Relations VIII", Identifier("doi", "10.1000/182", "https://doi.org/10.1000/182")
        ),
    ),
    changes=(Change("2026-11-24", "First encoding."),),
    url="https://example.org/briefe/",
    contact="briefe@example.org",
)
BARE = Record(id="briefe", titles=(Title("Briefe"),))


def built_in(folder: Path, record: Record = FULL, *others: Record) -> Built:
    """An edition of a text for each record; the first is that of the edition too. What is in `build/` is written here, not rendered."""
    (folder / "tei").mkdir(parents=True)
    records = (record, *others)
    for one in records:
        (folder / "tei" / f"{one.id}.xml").write_text(
            tei(f"<p>{one.id}: Grüße & 你好</p>".replace("&", "&amp;")), "utf-8"
        )
        pages = folder / "build" / one.id
        pages.mkdir(parents=True)
        (pages / f"{one.id}.xml").write_bytes((folder / "tei" / f"{one.id}.xml").read_bytes())
        (pages / "index.html").write_text(f"<!DOCTYPE html><title>{one.id}</title>", "utf-8")
        (pages / f"{one.id}.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    (folder / "build" / "assets").mkdir()
    (folder / "build" / "assets" / "edition.css").write_text("p { margin: 0 }\n")
    (folder / "build" / "index.html").write_text("<!DOCTYPE html><title>Edition</title>")
    (folder / "build" / "ibidem.json").write_text("{}")
    (folder / "edition.toml").write_text('[edition]\ntitle = "Die Briefe"\n', "utf-8")
    edition = load(folder)
    by_id = {one.id: one for one in records}
    texts = tuple(Text(read(path), by_id[path.stem]) for path in edition.texts)
    of_edition = record if len(records) == 1 else replace(record, id="edition")
    return Built(edition, of_edition, texts, Files(edition.output))
