"""XML catalogs, clause by clause."""

import pytest

from ibidem.errors import IbidemError
from ibidem.schemas.catalog import Catalog, named_by_environment

HEAD = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"'


@pytest.fixture
def catalog(tmp_path):
    """Write catalogs, the first of which is the one that is asked: entries, then those of other files by their names."""

    def make(entries, head="", **others):
        for name, content in {"catalog": entries, **others}.items():
            attributes = head if name == "catalog" else ""
            (tmp_path / f"{name}.xml").write_text(f"{HEAD} {attributes}>{content}</catalog>")
        return Catalog((tmp_path / "catalog.xml",))

    return make


@pytest.mark.parametrize(
    ("entries", "address", "expected"),
    [
        ('<uri name="http://a.org/x.rng" uri="x.rng"/>', "http://a.org/x.rng", "x.rng"),
        ('<uri name="http://a.org/x.rng" uri="x.rng"/>', "http://a.org/X.rng", "http://a.org/X.rng"),
        ('<uri name="http://a.org/x.rng" uri="http://b.org/y.rng"/>', "http://a.org/x.rng", "http://b.org/y.rng"),
        ('<uri name="http://a.org/x" uri="1"/><uri name="http://a.org/x" uri="2"/>', "http://a.org/x", "1"),
        ('<uri name="http://a.org/é x" uri="x.rng"/>', "http://a.org/%C3%A9%20x", "x.rng"),
        ('<uri name="http://a.org/x" uri="a%20b.rng"/>', "http://a.org/x", "a b.rng"),
        ('<uri name="urn:x:1" uri="x.rng"/>', "urn:x:1", "x.rng"),
        ('<system systemId="http://a.org/x" uri="x.rng"/>', "http://a.org/x", "x.rng"),
        ('<system systemId="http://a.org/x" uri="s"/><uri name="http://a.org/x" uri="u"/>', "http://a.org/x", "u"),
        ('<rewriteURI uriStartString="http://a.org/" rewritePrefix="a/"/>', "http://a.org/b/c.rng", "a/b/c.rng"),
        (
            '<rewriteURI uriStartString="http://a.org/" rewritePrefix="a/"/><rewriteURI uriStartString="http://a.org/b/" rewritePrefix="b/"/>',
            "http://a.org/b/c.rng",
            "b/c.rng",
        ),
        ('<rewriteSystem systemIdStartString="http://a.org/" rewritePrefix="a/"/>', "http://a.org/c", "a/c"),
        ('<uriSuffix uriSuffix="/x.rng" uri="1"/><uriSuffix uriSuffix="b/x.rng" uri="2"/>', "http://a/b/x.rng", "2"),
        ('<systemSuffix systemIdSuffix="/x.rng" uri="1"/>', "http://a/b/x.rng", "1"),
        # exact, then the beginning, then the ending
        (
            '<uriSuffix uriSuffix="x" uri="1"/><rewriteURI uriStartString="http://a" rewritePrefix="2"/><uri name="http://a/x" uri="3"/>',
            "http://a/x",
            "3",
        ),
        ('<uriSuffix uriSuffix="x" uri="1"/><rewriteURI uriStartString="http://a/" rewritePrefix="2/"/>', "http://a/x", "2/x"),
        ('<public publicId="-//A//B C//EN" uri="p"/>', "urn:publicid:-:A:B+C:EN", "p"),
        ('<public publicId="  -//A//B   C//EN " uri="p"/>', "urn:publicid:-:A:B+C:EN", "p"),
        ('<group xml:base="g/"><uri name="http://a/x" uri="x"/></group>', "http://a/x", "g/x"),
        ('<group xml:base="g/"><uri xml:base="h/" name="http://a/x" uri="x"/></group>', "http://a/x", "g/h/x"),
        ('<uri xml:base="http://[" name="http://a/x" uri="x"/>', "http://a/x", "x"),
        # elements that are not of the catalog are passed over with all that they hold
        ('<z xmlns="urn:z"><uri xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog" name="http://a/x" uri="x"/></z>', "http://a/x", "http://a/x"),
        ('<uri name="http://a/x"/>', "http://a/x", "http://a/x"),
    ],
)  # fmt: skip
def test_entries(catalog, tmp_path, entries, address, expected):
    found = catalog(entries).resolve(address)
    assert found == (expected if ":" in expected else tmp_path / expected)


def test_an_address_is_made_absolute_first(catalog, tmp_path):
    asked = catalog('<uri name="http://a/b/x.rng" uri="x.rng"/>')
    assert asked.resolve("x.rng", "http://a/b/doc.xml") == tmp_path / "x.rng"
    assert asked.resolve("y.rng", "http://a/b/doc.xml") == "http://a/b/y.rng"


def test_the_base_of_a_catalog(catalog, tmp_path):
    assert catalog('<uri name="urn:x" uri="x"/>', 'xml:base="file:///opt/s/"').resolve("urn:x").as_posix() == "/opt/s/x"


NEXT = '<nextCatalog catalog="{}.xml"/>'
ENTRY = '<uri name="http://a/x" uri="{}"/>'


@pytest.mark.parametrize(
    ("entries", "others", "expected"),
    [
        (NEXT.format("b") + ENTRY.format("here"), {"b": ENTRY.format("there")}, "here"),
        (NEXT.format("b") + NEXT.format("c"), {"b": "", "c": ENTRY.format("c")}, "c"),
        (NEXT.format("b") + NEXT.format("c"), {"b": NEXT.format("d"), "c": ENTRY.format("c"), "d": ENTRY.format("d")}, "d"),
        (NEXT.format("none") + NEXT.format("b"), {"b": ENTRY.format("b")}, "b"),
        (NEXT.format("b"), {"b": NEXT.format("catalog")}, ""),
        (NEXT.format("catalog"), {}, ""),
        ('<delegateURI uriStartString="http://a/" catalog="b.xml"/>', {"b": ENTRY.format("b")}, "b"),
        # the longest first, and after a delegation no other catalog is asked
        (
            '<delegateURI uriStartString="http://" catalog="b.xml"/><delegateURI uriStartString="http://a/" catalog="c.xml"/>',
            {"b": ENTRY.format("b"), "c": ENTRY.format("c")},
            "c",
        ),
        ('<delegateURI uriStartString="http://a/" catalog="b.xml"/>' + NEXT.format("c"), {"b": "", "c": ENTRY.format("c")}, ""),
        ('<delegateURI uriStartString="http://a/" catalog="catalog.xml"/>', {}, ""),
        (
            '<delegateSystem systemIdStartString="http://a/" catalog="b.xml"/>',
            {"b": '<system systemId="http://a/x" uri="b"/>'},
            "b",
        ),
    ],
)  # fmt: skip
def test_catalogs_that_name_others(catalog, tmp_path, entries, others, expected):
    found = catalog(entries, **others).resolve("http://a/x")
    assert found == (tmp_path / expected if expected else "http://a/x")


def test_several_catalogs_are_asked_in_their_order(catalog, tmp_path):
    catalog("", b=ENTRY.format("b"), c=ENTRY.format("c"))
    files = [tmp_path / f"{name}.xml" for name in ("catalog", "b", "c")]
    assert Catalog(tuple(files)).resolve("http://a/x") == tmp_path / "b"
    assert Catalog(tuple(reversed(files))).resolve("http://a/x") == tmp_path / "c"


def test_all_that_have_a_say(catalog, tmp_path):
    asked = catalog(
        NEXT.format("b") + '<delegateSystem systemIdStartString="x" catalog="c.xml"/>', b=NEXT.format("catalog"), c=""
    )
    assert {path.name for path in asked.read()} == {"catalog.xml", "b.xml", "c.xml"}


@pytest.mark.parametrize(
    ("prefer", "system", "expected"),
    [("public", "http://a/x", "p"), ("system", "http://a/x", None), ("system", "", "p"), ("public", "http://s", "s")],
)
def test_prefer(catalog, tmp_path, prefer, system, expected):
    asked = catalog(
        f'<group prefer="{prefer}"><public publicId="-//P//EN" uri="p"/></group><system systemId="http://s" uri="s"/>'
    )
    assert asked.external("-//P//EN", system) == (tmp_path / expected if expected else None)


def test_public_identifiers_are_delegated(catalog, tmp_path):
    asked = catalog(
        '<delegatePublic publicIdStartString="-//P" catalog="b.xml"/>', b='<public publicId="-//P//EN" uri="p"/>'
    )
    assert asked.external("-//P//EN") == tmp_path / "p"


@pytest.mark.parametrize("content", ["<catalog", "<x/>", '<x xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"/>'])
def test_a_catalog_of_the_user_must_be_one(tmp_path, content):
    (tmp_path / "c.xml").write_text(content)
    with pytest.raises(IbidemError, match=r"c\.xml"):
        Catalog((tmp_path / "c.xml",)).resolve("http://a/x")
    with pytest.raises(IbidemError, match="no such file"):
        Catalog((tmp_path / "none.xml",)).resolve("http://a/x")


def test_a_change_of_a_catalog_is_seen(catalog, tmp_path):
    assert catalog(ENTRY.format("one")).resolve("http://a/x") == tmp_path / "one"
    assert catalog(ENTRY.format("three")).resolve("http://a/x") == tmp_path / "three"


def test_the_environment(catalog, tmp_path):
    catalog("", b="")
    (tmp_path / "broken.xml").write_text("<")
    value = (
        f"{tmp_path / 'broken.xml'} "
        + f"{(tmp_path / 'catalog.xml').as_uri()} {tmp_path / 'b.xml'}\t{tmp_path / 'none.xml'} http://a/c.xml"
    )
    assert [path.name for path in named_by_environment(value)] == ["catalog.xml", "b.xml"]


def test_many_entries_cost_little(catalog):
    asked = catalog("".join(f'<uri name="http://a/{number}" uri="{number}"/>' for number in range(20_000)))
    for _ in range(20):
        assert asked.resolve("http://a/none") == "http://a/none"


def test_the_folders_that_entries_map_to(catalog, tmp_path):
    asked = catalog(
        '<uri name="urn:x" uri="a/x.rng"/><rewriteURI uriStartString="http://a/" rewritePrefix="b/"/><uri name="urn:y" uri="http://a/y"/>'
        + NEXT.format("n"),
        n='<systemSuffix systemIdSuffix="x" uri="file:///opt/c/x"/>',
    )
    expected = {"catalog.xml", "n.xml", "a", "b", "/opt/c"}
    assert {path.as_posix() for path in asked.folders()} == {(tmp_path / name).as_posix() for name in expected}
