"""A broken copy of the article, and what an editor reads about it: the whole report, word for word."""

import pytest

from conftest import ROOT
from ibidem.commands.validate import command

ARTICLE = ROOT / "tei" / "mikoyan-1949-ii.xml"
REPORT = ROOT / "tests" / "golden" / "broken.txt"
# One slip each, as they happen: what the article has, and what is written in its place.
SLIPS = [
    ('when="1949-01-18"', 'when="1949-01-32"'),
    ("<titleStmt>", '<titleStmt><title type="main sub">On the way</title>'),
    ('<persName ref="#person-mao-zedong">Mao Zedong</persName></author>', '<persname ref="#person-mao-zedong">Mao Zedong</persname></author>'),
    ("<body>", "<body>Chapter One"),
    ('source="#n9.b1" resp="#ibidem" cert="high"><ref type="precedingWork" target="#n9.b1">', 'source="#n9.b1" resp="#ibidem" cert="high"><ref type="precedingWork" target="#n99.b1">'),
    ('<note xml:id="n8" n="8"', '<note id="n8" n="8"'),
    ('<note xml:id="n11" n="11"', '<note xml:id="n10" n="11"'),
    ("</head>", "<p>1949</p></head>"),
    ('<date when="1949-01-17">', "<date>"),
    ('<citedRange unit="page" from="85" to="86">', '<citedRange unit="page" from="86" to="85">'),
    ('<text xml:lang="en">', '<text xml:lang="English language">'),
]  # fmt: skip


@pytest.fixture
def broken(tmp_path, monkeypatch):
    text = ARTICLE.read_text(encoding="utf-8")
    for right, wrong in SLIPS:
        assert right in text, right
        text = text.replace(right, wrong, 1)
    for folder in ("tei/sources", "schema"):
        (tmp_path / folder).mkdir(parents=True)
    for path in (*(ROOT / "schema").iterdir(), *(ROOT / "tei" / "sources").iterdir(), ROOT / "edition.toml"):
        (tmp_path / path.relative_to(ROOT)).write_bytes(path.read_bytes())
    (tmp_path / "tei" / ARTICLE.name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def test_the_report_on_a_broken_article(broken, refresh):
    from click.testing import CliRunner

    result = CliRunner().invoke(command, [])
    assert result.exit_code == 1
    if refresh:
        REPORT.write_text(result.output, encoding="utf-8")
    assert result.output == REPORT.read_text(encoding="utf-8")
