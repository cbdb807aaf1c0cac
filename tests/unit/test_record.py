"""What is read of headers: in every dialect what they say, and nothing that they do not say."""

import json
import re
import time
from dataclasses import replace

import pytest
from click.testing import CliRunner
from lxml import etree

from conftest import ROOT, tei
from ibidem.cli import main
from ibidem.edition import RecordSettings, load
from ibidem.errors import IbidemError
from ibidem.reading.read import read
from ibidem.record.formats import FORMATS
from ibidem.record.identifiers import identifier_of
from ibidem.record.languages import bcp47, iso639_3
from ibidem.record.licences import licence_at, licence_named
from ibidem.record.model import AgentKind, Record, TitleKind
from ibidem.record.needs import FIELDS, placed
from ibidem.record.read import record_of, record_of_edition
from ibidem.record.roles import names_an_organization, role_of
from ibidem.validate import validate_file

HERE = ROOT / "tests" / "records"


def record(name, **settings):
    edition = replace(load(ROOT), root=HERE.resolve(), record=RecordSettings(**settings))
    return record_of(read(HERE / f"{name}.xml"), edition)


@pytest.fixture
def of(tmp_path):
    """The record of a header: what stands in titleStmt, in publicationStmt, and elsewhere."""

    def build(
        titles="<title>T</title>",
        publication="<publisher>P</publisher>",
        *,
        source="<p>S</p>",
        more="",
        edition="",
        language="en",
        standoff="",
    ):
        text = tei("<p/>", language=language, standoff=standoff)
        text = text.replace("<title>T</title>", titles).replace("<publisher>P</publisher>", publication)
        text = (
            text.replace("<p>S</p>", source)
            .replace("</titleStmt>", f"</titleStmt>{edition}")
            .replace("</fileDesc>", f"</fileDesc>{more}")
        )
        path = tmp_path / "text.xml"
        path.write_text(text, "utf-8")
        return record_of(read(path), replace(load(ROOT), root=tmp_path.resolve()))

    return build


def people(contributions):
    return [(one.agent.inverted, one.role) for one in contributions]


def titles(found):
    return [(it.kind.value, it.text, it.language) for it in found.titles]


def test_a_text_that_says_nothing_has_a_record_that_says_nothing():
    assert record("bare") == Record(id="bare", titles=record("bare").titles, rights=(), related=())
    assert record("bare").title == "A bare text"


def test_the_base_format_of_the_dta():
    found = record("dta")
    assert found.full_title == "Reise durch das obere Moor: Nebst einem Anhange von den Mühlen: Zweiter Theil"
    assert people(found.creators) == [("Moorfeld, Johann Anton von", "aut")]
    assert found.creators[0].agent.identifiers[0].url == "https://d-nb.info/gnd/118540238"
    assert people(found.contributors)[:3] == [
        ("Lind, Berta", "edt"),
        ("Arbeitsstelle der Mooredition", "his"),
        ("Ness, Carla", "edt"),
    ]
    assert found.contributors[1].agent.kind is AgentKind.ORGANIZATION
    assert found.publisher.name == "Moorarchiv" and found.date == "2012-11-14" and found.licence.spdx == "CC-BY-NC-3.0"
    assert [(it.scheme, it.label or it.value) for it in found.identifiers] == [
        ("url", "https://www.example.org/book/show/moorfeld_reise02_1798"), ("urn", "urn:nbn:de:kobv:b4-30217-2"), ("", "DTADirName"),
    ]  # fmt: skip
    assert found.languages == ("de",) and found.extent == ("412 images", "84120 tokens")
    assert found.subjects[1].scheme == "https://www.example.org/klassifikation#sub"
    assert [it.text for it in found.related] == [
        "Moorfeld, Johann Anton von: Reise durch das obere Moor. Bd. 2. Leipzig, 1798.",
        "Moorfeld, Johann Anton von. Reise durch das obere Moor. Leipzig: Torf & Söhne, 1798",
        "Moorbibliothek, Mo 17, 2",
    ]


def test_the_text_creation_partnership():
    found = record("eebo")
    assert (
        people(found.creators) == [("Marsh, John", "aut")]
        and found.creators[0].agent.name == "Marsh, John, 1571 or 2-1630."
    )
    assert people(found.contributors) == [("The Fen Text Partnership", "trc")]
    assert (
        found.publisher.name == "Fen Text Partnership" and found.date == "2006-02" and found.licence.spdx == "CC0-1.0"
    )
    assert [(it.label, it.value) for it in found.identifiers] == [
        ("DLPS", "A00000"),
        ("STC", "STC 99999"),
        ("VID", "4711"),
    ]
    assert [(it.relation, it.text) for it in found.related][1] == ("IsPartOf", "Early Fen books.")
    assert [(it.when, it.who) for it in found.changes] == [("2004-11", "FTP"), ("2005-01", "Ruth Reed")]
    assert found.languages == ("en",) and found.subjects[0].scheme == "http://authorities.loc.gov/"


def test_collections_of_plays():
    found = record("play")
    assert (
        people(found.creators) == [("Moorfeld, Johann Anton", "aut")]
        and found.creators[0].agent.identifiers[0].value == "118540238"
    )
    assert people(found.contributors) == [
        ("Edith P. Reed", "trl"), ("Moor Project, Fen University", "spn"), ("Dave Price, email dave@example.org", "trc"), ("Fen University", "his"),
    ]  # fmt: skip
    assert found.contributors[1].agent.kind is AgentKind.ORGANIZATION and found.publisher.name == "Moor Plays"
    assert found.licence.spdx == "CC-BY-4.0" and found.funding[0].award == "" and found.extent == ("95902 words",)
    assert [it.value for it in found.identifiers] == ["https://example.org/plays"] and [
        it.text for it in found.subjects
    ] == ["Schäferspiel"]
    assert [(it.text, it.identifier and it.identifier.value) for it in found.related] == [
        ("Moor Repository", "http://example.org/moor:1.0"), ("Moorfelds Werke. Band 1, Berlin: Torf, 1968. 1741", None),
        ("Johann Moorfeld. The Moor eBook. 2003", None), ("Die Moorfrau. Torf, 1851", None),
    ]  # fmt: skip
    assert [it.who for it in found.changes] == ["Fen University, Moor Plays", "Lisa Reed"]


def test_a_letter_with_all_there_is():
    found = record("letters")
    assert titles(found) == [
        ("main", "Clara Wiesel an Émile Vautrin, 3. Mai 1887", "de"),
        ("translated", "Clara Wiesel to Émile Vautrin, 3 May 1887: A letter on herons", "en"),
        ("alt", "Wiesel 1887", "de"),
    ]
    assert people(found.creators) == [("Wiesel, Clara", "aut")]
    assert [it.scheme for it in found.creators[0].agent.identifiers] == [
        "isni",
        "wikidata",
    ]  # from another file, by a prefix
    assert people(found.contributors) == [
        ("van der Lind, Berta", "edt"), ("Ness, Carla", "trl"), ("Prof. Dr. Otto Torf", "pdr"), ("Heron Society", "spn"), ("Ivo Petz", "trc"),
        ("Ivo Petz", "mrk"), ("Nobody Known", "ctb"), ("Moorheim University Library", "dst"),
    ]  # fmt: skip
    editor, translator = found.contributors[0].agent, found.contributors[1].agent
    assert editor.affiliation == "Universität Moorheim" and editor.identifiers[0].scheme == "orcid"
    assert [it.scheme for it in translator.identifiers] == ["gnd", "viaf"]  # from particDesc
    assert found.contributors[6].label == "Wood engraving of the initial"
    assert (found.publisher.name, found.publisher.identifiers[0].scheme) == ("Moorheim University Press", "ror")
    assert found.date == "2024-03-31" and found.version == "2.1" and found.licence.spdx == "CC-BY-SA-4.0"
    assert [it.text for it in found.rights] == ["Images only with leave of the library. (https://example.org/images)"]
    assert found.languages == ("de", "fr")
    assert [(it.scheme, it.value) for it in found.identifiers] == [
        ("doi", "10.5555/heron.1887-05-03"), ("url", "https://letters.example.org/1887-05-03"), ("handle", "21.11101/0000-0007-C6C2-3"),
        ("isbn", "978-3-16-148410-0"),
    ]  # fmt: skip
    assert [(it.funder.name, it.award, [n.scheme for n in it.funder.identifiers]) for it in found.funding] == [
        ("German Heron Foundation", "GHF-417/2", ["ror"]), ("Ministry of Marshes", "", ["doi"]),
    ]  # fmt: skip
    assert [(it.text, it.scheme, it.url) for it in found.subjects] == [
        ("private letter", "Genres of the Moor", ""), ("Reiher", "https://d-nb.info/gnd/", "https://d-nb.info/gnd/4178114-8"), ("birds", "", ""),
        ("letters", "", ""),
    ]  # fmt: skip
    assert [(it.relation, it.text, it.identifier and it.identifier.value) for it in found.related] == [
        ("IsDerivedFrom", "France, Lyon, Bibliothèque des Hérons, Ms 12, fol. 3", None),
        ("IsDerivedFrom", "Vautrin, Émile. Les hérons. Revue des marais, 3, 1890, 12-40", "10.5555/herons"),
        ("IsPartOf", "The Heron Letters", "https://letters.example.org/"),
        ("IsPartOf", "Editions of the Moor, 7", "2193-4142"),
    ]
    assert [(it.when, it.who) for it in found.changes] == [
        ("2024-03-31", "Berta van der Lind"),
        ("2019-01-02", "Clara Wiesel"),
    ]


def test_other_scripts():
    found = record("scripts")
    assert titles(found) == [
        ("main", "ספר הביצות: מהדורה ביקורתית", "he"), ("translated", "كتاب المستنقعات", "ar"), ("translated", "沼澤之書", "zh-Hant"),
    ]  # fmt: skip
    assert [one.agent.name for one in found.creators] == ["ابن المستنقع", "沼澤民"]
    assert people(found.contributors) == [("沼澤大學圖書館", "edt"), ("Болотов, А. С.", "trl")]
    assert found.contributors[0].agent.kind is AgentKind.ORGANIZATION
    assert found.date == "2024" and found.licence.spdx == "CC0-1.0" and found.publisher.name == "אגודת הביצות"
    assert found.languages == ("he",)


def test_titles(of):
    nested = of('<title><title type="main">A</title>: <title type="sub">B</title></title>')
    assert titles(nested) == [("main", "A", "en"), ("sub", "B", "en")]
    assert titles(of("<title>A <title>of the</title> B</title>")) == [("main", "A of the B", "en")]
    assert titles(of("<title>A</title><title>B</title>")) == [("main", "A", "en"), ("alt", "B", "en")]
    assert titles(of('<title type="desc">A</title>')) == [("main", "A", "en")]
    assert titles(of("<title/>")) == []
    levels = of('<title level="a">A</title><title level="m">M</title><title level="s">S</title>')
    assert titles(levels) == [("main", "A", "en")] and [(it.relation, it.text) for it in levels.related] == [
        ("IsPartOf", "M"),
        ("IsPartOf", "S"),
    ]
    assert titles(of('<title level="j">J</title>')) == [("main", "J", "en")]
    library = '<title type="245a">A</title><title type="245b">b</title><title type="245c">by C</title><title type="gmd">[text]</title>'
    assert titles(of(library)) == [("main", "A", "en"), ("sub", "b", "en")]
    two = '<title type="main" xml:lang="fr">F</title><title type="main" xml:lang="de">D</title><title type="sub" xml:lang="de">U</title>'
    assert of(two, language="de").full_title == "D: U"
    assert of(two, language="es").full_title == "F" and of(two, language="es").titles[1].kind is TitleKind.TRANSLATED
    assert of("<title>A<note>x</note> <choice><sic>teh</sic><corr>the</corr></choice></title>").title == "Ax the"


@pytest.mark.parametrize(
    ("author", "name", "parts"),
    [
        ("Moor, Anna", "Moor, Anna", ("Moor", "Anna")),
        ("A. Moor", "A. Moor", ("Moor", "A.")),
        ("Anna Moor", "Anna Moor", ("", "")),
        ("Dr. Anna Moor", "Dr. Anna Moor", ("", "")),
        ("St. Benedict", "St. Benedict", ("", "")),
        ("Moor, Anna, 1850-1920", "Moor, Anna, 1850-1920", ("Moor", "Anna")),
        ("Moor, Anna (1850–1920)", "Moor, Anna (1850–1920)", ("Moor", "Anna")),
        ("<surname>Moor</surname> <forename>Anna</forename>", "Moor, Anna", ("Moor", "Anna")),
        (
            "<forename>Anna</forename> <nameLink>von</nameLink> <surname>Moor</surname>",
            "Anna von Moor",
            ("von Moor", "Anna"),
        ),
        ("<persName>Anna <surname>Moor</surname><roleName>Countess</roleName></persName>", "Anna Moor", ("", "")),
        ("<name>Anna Moor</name> <email>a@b.c</email>", "Anna Moor", ("", "")),
    ],
)
def test_names(of, author, name, parts):
    (one,) = of(f"<title>T</title><author>{author}</author>").creators
    assert (one.agent.name, (one.agent.family, one.agent.given), one.agent.kind) == (name, parts, AgentKind.PERSON)


def test_people(of):
    both = "<title>T</title><author>A</author><editor>E</editor><respStmt><resp>Author</resp><name>B</name></respStmt>"
    assert people(of(both).creators) == [("A", "aut"), ("B", "aut")]
    assert people(of("<title>T</title><editor>E</editor><editor role='translator'>F</editor>").creators) == [
        ("E", "edt")
    ]
    assert people(of("<title>T</title><principal>X</principal>").creators) == [("X", "pdr")]
    assert people(of("<title>T</title><author/><author><persName/></author>").creators) == []
    several = of("<title>T</title><author><persName>A</persName> and <persName>B</persName></author>")
    assert people(several.creators) == [("A", "aut"), ("B", "aut")]
    twice = of(
        "<title>T</title><respStmt><resp>Encoding</resp><resp>Translation</resp><name>A</name><orgName>B</orgName></respStmt>"
    )
    assert people(twice.contributors) == [("A", "mrk"), ("A", "trl"), ("B", "mrk"), ("B", "trl")]
    inside = of("<title>T</title><respStmt><resp>Encoded by <name>A</name>; proofread</resp></respStmt>")
    assert people(inside.contributors) == [("A", "mrk")]
    org = of("<title>T</title><respStmt><resp>x</resp><name type='organisation'>A</name></respStmt><author ref='#o'>X</author>",
             standoff='<listOrg><org xml:id="o"><orgName>X</orgName><idno type="ROR">https://ror.org/05xs36f43</idno></org></listOrg>')  # fmt: skip
    assert org.contributors[0].agent.kind is AgentKind.ORGANIZATION and org.contributors[0].label == "x"
    assert org.creators[0].agent.kind is AgentKind.ORGANIZATION and org.creators[0].agent.identifiers[0].scheme == "ror"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Translation from the Russian", "trl"), ("edited by", "edt"), ("Herausgegeben und übersetzt von", "edt"), ("Traduit de l’anglais par", "trl"),
        ("a cura di", "edt"), ("Traducción", "trl"), ("Разметка", "mrk"), ("XML", "mrk"), ("Teilnehmer", ""), ("http://id.loc.gov/vocabulary/relators/trc", "trc"),
        ("mrk", "mrk"), ("", ""), ("Kodierung nach TEI", "mrk"), ("scribe of hand B", ""), ("Projektleitung", "pdr"), ("author of the introduction", "aui"), ("Series editor", "ctb"), ("Hosting", "his"), ("校对", "pfr"),
    ],
)  # fmt: skip
def test_roles(words, code):
    assert role_of(words) == code


def test_names_of_organizations():
    yes = ("Ibidem project", "Universität Moorheim", "The Editors", "Brill Publishers", "Éditions du Seuil", "北京大学")
    assert [name for name in yes if not names_an_organization(name)] == []
    assert [name for name in ("Anna Moor", "Teiresias Inca", "Gruppenberg Pressl") if names_an_organization(name)] == []


@pytest.mark.parametrize(
    ("address", "spdx"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"), ("http://www.creativecommons.org/licenses/by-nc-sa/3.0/deed.de", "CC-BY-NC-SA-3.0"),
        ("https://creativecommons.org/licenses/by-sa/3.0/de/", "CC-BY-SA-3.0-DE"), ("https://creativecommons.org/licenses/by/3.0/fr/", None),
        ("https://creativecommons.org/licenses/by/4.0/legalcode.fr", "CC-BY-4.0"), ("https://creativecommons.org/publicdomain/zero/1.0/deed.en", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"), ("https://creativecommons.org/licenses/by/5.0/", None),
        ("https://creativecommons.org/licenses/", None), ("http://www.gnu.org/licenses/gpl-3.0.html", "GPL-3.0-only"),
        ("https://opensource.org/licenses/MIT", "MIT"), ("https://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
        ("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL-1.0"), ("https://example.org/creativecommons.org/licenses/by/4.0/", None), ("", None),
    ],
)  # fmt: skip
def test_licences_by_address(address, spdx):
    found = licence_at(address)
    assert (found.spdx if found else None) == spdx
    assert found is None or found.url.startswith("http")


def test_licences_by_name():
    assert licence_named("CC-BY-4.0").url == "https://creativecommons.org/licenses/by/4.0/"
    assert licence_named("cc0-1.0").spdx == "CC0-1.0" and licence_named("MIT").url
    assert [licence_named(name) for name in ("CC BY 4.0", "CC-BY", "free for all", "")] == [None] * 4


def test_licences(of):
    def licence(availability):
        found = of(publication=f"<publisher>P</publisher><availability>{availability}</availability>")
        return found.licence.spdx if found.licence else None, [words.text for words in found.rights]

    by = "https://creativecommons.org/licenses/by/4.0/"
    assert licence(f'<licence target="{by}">Free</licence>') == ("CC-BY-4.0", [])
    assert licence(f'<licence><p>See <ref target="{by}">CC BY</ref>.</p></licence>') == ("CC-BY-4.0", [])
    assert licence(f"<p>{by}</p>") == ("CC-BY-4.0", [])
    assert licence("<p>All under CC-BY-4.0 but the pictures</p>") == (None, ["All under CC-BY-4.0 but the pictures"])
    assert licence('<licence target="https://example.org/l">Ours</licence>') == (None, ["Ours (https://example.org/l)"])
    assert licence("<licence>CC BY 4.0</licence>") == (None, ["CC BY 4.0"])
    assert licence(f'<p>But the pictures.</p><licence target="{by}"/>') == ("CC-BY-4.0", ["But the pictures."])


@pytest.mark.parametrize(
    ("availability", "reported"),
    [
        ('<licence target="https://example.org/l">Ours</licence>', 1), ("<licence>CC BY</licence>", 1), ("<licence/>", 1), ("<p>No licence.</p>", 0),
        ('<licence target="https://example.org/l"/><licence target="https://creativecommons.org/licenses/by/4.0/"/>', 0),
        ('<licence target="http://rightsstatements.org/vocab/InC/1.0/">In copyright</licence>', 0),
        ('<licence target="https://example.org/l"/><licence target="https://example.org/m"/>', 1),
    ],
)  # fmt: skip
def test_a_licence_that_is_unknown_is_reported_once(tmp_path, availability, reported):
    text = tei("<p/>").replace(
        "<publisher>P</publisher>", f"<publisher>P</publisher><availability>{availability}</availability>"
    )
    (tmp_path / "a.xml").write_text(text, "utf-8")
    found = [it for it in validate_file(tmp_path / "a.xml", []) if it.code == "licence-unknown"]
    assert len(found) == reported


@pytest.mark.parametrize(
    ("text", "name", "scheme", "value"),
    [
        ("10.1000/182", "DOI", "doi", "10.1000/182"), ("doi:10.1000/182", "", "doi", "10.1000/182"), ("http://dx.doi.org/10.1000/182", "URL", "doi", "10.1000/182"),
        ("https://doi.org/10.1002/a%3C1", "", "doi", "10.1002/a<1"), ("https://orcid.org/0000-0002-1825-0097", "", "orcid", "0000-0002-1825-0097"),
        ("0000-0002-1825-0097", "ORCID", "orcid", "0000-0002-1825-0097"), ("118540238", "PND", "gnd", "118540238"),
        ("https://d-nb.info/gnd/118540238", "", "gnd", "118540238"), ("https://d-nb.info/947123", "", "url", "https://d-nb.info/947123"),
        ("https://viaf.org/viaf/12/#A", "", "viaf", "12"), ("https://www.wikidata.org/wiki/Q42?x=1", "", "wikidata", "Q42"), ("http://viaf.org/viaf/12/", "", "viaf", "12"),
        ("http://www.wikidata.org/entity/Q42", "", "wikidata", "Q42"), ("0000 0001 2103 2683", "ISNI", "isni", "0000000121032683"),
        ("https://ror.org/05xs36f43", "", "ror", "05xs36f43"), ("hdl:11378/00", "", "handle", "11378/00"), ("urn:nbn:de:1-2", "", "urn", "urn:nbn:de:1-2"),
        ("1234-5678", "ISSN", "issn", "1234-5678"), ("3-16-148410-0", "isbn", "isbn", "3-16-148410-0"), ("https://example.org/a", "URLWeb", "url", "https://example.org/a"),
        ("forthcoming", "DOI", "", "forthcoming"), ("A00000", "DLPS", "", "A00000"), ("12", "", "", "12"), ("0000-0002", "orcid", "", "0000-0002"),
        ("urn:nbn:de:1-2", "URL", "urn", "urn:nbn:de:1-2"), ("https://nbn-resolving.org/urn:nbn:de:1-2", "", "urn", "urn:nbn:de:1-2"),
    ],
)  # fmt: skip
def test_identifiers(text, name, scheme, value):
    found = identifier_of(text, name)
    assert (found.scheme, found.value) == (scheme, value)
    assert found.label == ("" if scheme else name)
    assert identifier_of(" ") is None


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ('<date when="2024-03-31T10:00:00Z">x</date>', "2024-03-31"), ('<date when="2024">x</date>', "2024"), ("<date>2024-03</date>", "2024-03"),
        ("<date>31 March 2024</date>", "2024"), ("<date>2019–2024</date>", ""), ("<date>n. d.</date>", ""), ('<date when="soon">2024</date>', "2024"),
        ('<date when="2023-02-30"/>', ""), ('<date when="2024-03-31+01:00"/>', "2024-03-31"),
        ('<date from="2019" to="2024"/>', "2019"), ('<date notBefore="2019"/>', ""), ('<date when="2024-13-01"/>', ""), ("", ""),
        ('<date when="2019"/><date type="publication" when="2020"/>', "2020"), ("<p>Moorheim, <date>1999</date></p>", "1999"),
    ],
)  # fmt: skip
def test_dates(of, date, expected):
    assert of(publication=f"<publisher>P</publisher>{date}").date == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('<revisionDesc n="3"><change when="2020" n="9">x</change></revisionDesc>', "3"),
        ('<revisionDesc><change when="2020" n="1">x</change><change when="2022" n="2">x</change></revisionDesc>', "2"),
        ("<revisionDesc><change>x</change></revisionDesc>", ""),
    ],
)
def test_versions(of, more, expected):
    assert of(more=more).version == expected
    assert of(more=more, edition='<editionStmt><edition n="8">E</edition></editionStmt>').version == (
        "3" if expected == "3" else "8"
    )


def test_publishers(of):
    assert of(publication="<authority>A</authority><distributor>D</distributor>").publisher.name == "A"
    assert people(of(publication="<authority>A</authority><distributor>D</distributor>").contributors) == [("D", "dst")]
    assert of(publication="<p>Nobody.</p>").publisher is None
    assert of(publication="<publisher><persName>Anna Moor</persName></publisher>").publisher.kind is AgentKind.PERSON


def test_funding(of):
    def funding(funder):
        found = of(f"<title>T</title>{funder}").funding
        return [(it.funder.name, it.award, [(n.scheme, n.value) for n in it.funder.identifiers]) for it in found]

    assert funding('<funder ref="https://www.example.org/">F</funder>') == [
        ("F", "", [("url", "https://www.example.org/")])
    ]
    two = '<funder ref="https://doi.org/10.13039/501100001659">F <idno type="grant">1</idno><idno>2</idno></funder>'
    assert funding(two) == [("F", award, [("doi", "10.13039/501100001659")]) for award in ("1", "2")]
    inside = '<funder><orgName>F<idno type="ROR">https://ror.org/018mejw64</idno></orgName> <idno type="URL">https://example.org/g/1</idno></funder>'
    assert funding(inside) == [("F", "https://example.org/g/1", [("ror", "018mejw64")])]


def test_sources(of):
    def related(source):
        return [(it.text, it.identifier.value if it.identifier else "") for it in of(source=source).related]

    assert related("<p>Born digital.</p>") == []
    assert related('<bibl><ptr target="scan.pdf"/></bibl>') == []
    assert related('<bibl><ptr target="https://example.org/scan.pdf"/></bibl>') == [
        ("https://example.org/scan.pdf", "https://example.org/scan.pdf")
    ]
    assert related('<bibl>A book. <note>See <ref target="https://example.org/x">this</ref></note></bibl>') == [
        ("A book.", "")
    ]
    assert related("<listBibl><bibl>A</bibl><bibl>B</bibl><bibl>A</bibl></listBibl>") == [("A", ""), ("B", "")]
    nested = "<msDesc><msIdentifier><repository>R</repository><idno>1</idno></msIdentifier><msContents><msItem><bibl>X</bibl></msItem></msContents></msDesc>"
    assert related(nested) == [("R, 1", "")]


def test_no_entry_outside_the_edition_is_read(tmp_path):
    (tmp_path / "e").mkdir()
    entry = (
        '<listPerson><person xml:id="p"><persName>P</persName><idno type="GND">118540238</idno></person></listPerson>'
    )
    for place in (tmp_path, tmp_path / "e"):
        (place / "people.xml").write_text(tei("<p/>", standoff=entry), "utf-8")
    text = tei("<p/>").replace(
        "<title>T</title>",
        '<title>T</title><author ref="people.xml#p">A</author><author ref="../people.xml#p">B</author>',
    )
    (tmp_path / "e" / "a.xml").write_text(text, "utf-8")
    edition = replace(load(ROOT), root=(tmp_path / "e").resolve())
    inside, outside = record_of(read(tmp_path / "e" / "a.xml"), edition).creators
    assert inside.agent.identifiers and not outside.agent.identifiers


def test_languages():
    assert [iso639_3(tag) for tag in ("en", "de-AT", "zh-Hant", "zh-yue", "grc", "chi", "iw", "x-own", "sh")] == [
        "eng", "deu", "zho", "yue", "grc", "zho", "heb", "", "hbs",
    ]  # fmt: skip
    assert [bcp47(tag) for tag in ("EN", "ger", "de_at", "zh-hant-tw", "English", "", "sla-x-rov")] == [
        "en", "de", "de-AT", "zh-Hant-TW", "", "", "sla-x-rov",
    ]  # fmt: skip


def test_the_language_of_the_text_comes_first(of):
    usage = '<profileDesc><langUsage><language ident="fr"/><language ident="la"/></langUsage></profileDesc>'
    assert of(more=usage).languages == ("fr", "la")
    assert of(more=usage, language="la").languages == ("la", "fr")
    assert of(language="").languages == ()


def test_a_large_header_is_read_in_time(of):
    many = 20_000
    back = "".join(f"<bibl xml:id='b{n}'>Work {n}</bibl>" for n in range(many))
    start = time.perf_counter()
    found = of(
        "<title>" + "x" * 10**6 + "</title>" + "".join(f"<author>A{n}, B</author>" for n in range(2000)),
        standoff=f"<listBibl>{back}</listBibl>",
    )
    assert len(found.related) == many and len(found.creators) == 2000 and time.perf_counter() - start < 10


# THE EDITION


def edition_in(tmp_path, settings="", texts=("bare", "letters", "dta")):
    (tmp_path / "edition.toml").write_text(
        f'[edition]\ntitle = "All \\u001b of it"\nlanguage = "de"\ntexts = ["*.xml"]\n{settings}', "utf-8"
    )
    for name in (*texts, "people") if "letters" in texts else texts:
        text = (HERE / f"{name}.xml").read_bytes()
        (tmp_path / f"{name}.{'xml' if name != 'people' else 'tei'}").write_bytes(
            text.replace(b"people.xml", b"people.tei")
        )
    return load(tmp_path)


def test_several_texts_are_one_edition(tmp_path):
    edition = edition_in(
        tmp_path,
        '[record]\nurl = "https://example.org/e"\ncontact = "a@example.org"\nidentifiers = ["doi:10.5555/e"]\nabstract = "All."',
    )
    records = [record_of(read(path), edition) for path in edition.texts]
    whole = record_of_edition(edition, records)
    assert (whole.id, whole.title, whole.url, whole.contact) == (
        "all-of-it",
        "All \x1b of it",
        "https://example.org/e/",
        "a@example.org",
    )
    assert records[0].url == "https://example.org/e/bare/"
    assert people(whole.creators) == [("Moorfeld, Johann Anton von", "aut"), ("Wiesel, Clara", "aut")]
    assert (
        whole.date == "2024-03-31" and whole.version == "" and whole.licence is None and whole.languages == ("de", "fr")
    )
    assert [it.relation for it in whole.related][:4] == ["HasPart"] * 3 + ["IsDerivedFrom"]
    assert whole.identified("doi") == "10.5555/e" and whole.abstracts[0].text == "All."


def test_of_one_text_it_is_the_record_of_the_edition(tmp_path):
    edition = edition_in(tmp_path, '[record]\npublisher = "Else"', texts=("bare",))
    one = record_of(read(edition.texts[0]), edition)
    assert record_of_edition(edition, [one]) == one and one.publisher.name == "Else" and one.title == "A bare text"
    assert record_of_edition(edition, []).title == "All \x1b of it"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('creators = "both"', 'must be "author" or "editor"'), ('url = "example.org"', "begins with https"), ('contact = "me"', "address of mail"),
        ('identifiers = ["x y"]', "no identifier that is known"), ('name = "x"', "unknown key name"), ("url = 3", "must be a text"),
    ],
)  # fmt: skip
def test_settings_that_are_wrong_are_named(tmp_path, settings, message):
    with pytest.raises(IbidemError, match=message):
        edition_in(tmp_path, f"[record]\n{settings}")


# THE COMMAND


def run(*arguments):
    return CliRunner().invoke(main, ["record", *map(str, arguments)])


@pytest.mark.parametrize(
    "form", ["table", "json", "xml", "dc", "mods", "schema-org", "cff", "bibtex", "ris", "csl", "datacite-json"]
)
def test_the_command_writes_each_format_the_same_every_time(tmp_path, form):
    edition_in(tmp_path)
    runs = [run("--edition", tmp_path, "--text", "letters", "--format", form) for _ in range(2)]
    assert (
        runs[0].exit_code == 0
        and runs[0].stdout == runs[1].stdout
        and "Clara Wiesel an" in runs[0].stdout.replace("{", "").replace("}", "")
    )
    whole = run("--edition", tmp_path, "--format", form)
    assert whole.exit_code == 0 or form == "datacite-json"
    assert "\x1b" not in whole.stdout


def test_json_is_the_record_itself():
    data = json.loads(run("--edition", ROOT, "--format", "json").stdout)
    assert set(data) == set(Record.__dataclass_fields__) and data["licence"]["spdx"] == "CC-BY-4.0"


def test_what_is_lacking_is_said_with_the_element_to_add(tmp_path):
    edition_in(tmp_path, texts=("bare",))
    result = run("--edition", tmp_path, "--format", "datacite-xml")
    assert result.exit_code == 1 and result.stdout == ""
    for code in ("doi", "creator", "publisher", "date"):
        assert result.stderr.count(f"[record-{code}]") == 1
    assert "bare.xml:1:" in result.stderr and "<publisher>…</publisher> to publicationStmt" in " ".join(
        result.stderr.split()
    )
    only_warned = run("--edition", tmp_path, "--format", "bibtex")
    assert only_warned.exit_code == 0 and "@misc{bare" in only_warned.stdout and "warning" in only_warned.stderr
    assert run("--edition", tmp_path).stderr == ""
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntitle = "T"\ntexts = ["*.xml"]\n[severity]\nrecord-date = "off"\nrecord-creator = "off"\n'
    )
    assert run("--edition", tmp_path, "--format", "bibtex").stderr == ""
    assert "record-creator" in run("--edition", tmp_path, "--format", "cff").stderr


def test_an_unknown_licence_is_named_beside_the_missing_one(tmp_path):
    edition_in(tmp_path, texts=("complete",))
    text = (
        (HERE / "complete.xml")
        .read_text("utf-8")
        .replace("https://creativecommons.org/licenses/by/4.0/", "https://example.org/l")
    )
    (tmp_path / "complete.xml").write_text(text, "utf-8")
    result = run("--edition", tmp_path, "--format", "cff")
    assert result.exit_code == 0 and "[record-licence]" in result.stderr and "[licence-unknown]" in result.stderr
    assert "https://example.org/l" in result.stderr


def test_what_the_findings_say_to_add_is_enough_and_is_valid(tmp_path):
    text = (HERE / "complete.xml").read_text("utf-8")
    assert validate_file(HERE / "complete.xml", [ROOT / "schema" / "ibidem.rng", ROOT / "schema" / "ibidem.sch"]) == []
    assert [found for form in FORMATS.values() for found in form.lacks(record("complete"))] == []
    for name, field in FIELDS.items():
        if name in ("contact", "editor", "holder", "open-licence"):  # only formats of deposit need them
            continue
        tag = re.match(r"<(\w+)", field.element)[1]
        kind = {"doi": ' type="DOI"', "address": ' type="(?:DOI|URL)"'}.get(name, "")
        pattern = rf"\s*<{tag}{kind}[ >].*?</{tag}>"
        if name == "language":
            pattern = r' xml:lang="en"|<langUsage>.*?</langUsage>'
        path = tmp_path / f"{name}.xml"
        path.write_text(re.sub(pattern, "", text), "utf-8")
        found = record_of(read(path), load(ROOT))
        lacking_ = {code for form in FORMATS.values() for code in (one.code for one in form.lacks(found))}
        assert f"record-{name}" in lacking_ and lacking_ <= {f"record-{name}", "record-doi"}, name
        at = {one.line for form in FORMATS.values() for one in placed(form.lacks(found), read(path))}
        assert at and min(at) > 2


def test_a_call_that_is_wrong_is_answered(tmp_path):
    edition_in(tmp_path)
    unknown = run("--edition", tmp_path, "--text", "nobody")
    assert unknown.exit_code == 2 and "There are: bare, dta, letters" in unknown.stderr
    (tmp_path / "bad.xml").write_text("<TEI", "utf-8")
    broken = run("--edition", tmp_path)
    assert broken.exit_code == 1 and "bad.xml" in broken.stderr and broken.stdout == ""


def test_the_stylesheets_say_what_they_make():
    space = {"xsl": "http://www.w3.org/1999/XSL/Transform"}
    for path in (ROOT / "xslt" / "records").glob("*.xsl"):
        sheet = etree.parse(str(path))
        assert (
            sheet.xpath(
                "//xsl:template[not(@as)] | //xsl:function[not(@as)] | //xsl:variable[not(@as)] | //xsl:param[not(@as)]",
                namespaces=space,
            )
            == []
        )
