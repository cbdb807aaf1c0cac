"""What the automaton of a grammar learned, kept for the next run: look-ups only, and no harm from what is broken."""

import gc
import re
from pathlib import Path

import pytest

from conftest import ROOT
from ibidem import cache
from ibidem.reading.events import of_bytes
from ibidem.relaxng import grammar as grammars
from ibidem.relaxng.accept import accepts
from ibidem.relaxng.match import match
from ibidem.relaxng.validate import check, load

IBIDEM = ROOT / "schema" / "ibidem.rng"
ARTICLE = (ROOT / "tei" / "mikoyan-1949-ii.xml").read_bytes()
SAMPLES = [path.read_bytes() for path in sorted((ROOT / "tests" / "samples").glob("*.xml"))]


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Path:
    """An empty cache; the folder of what is learned."""
    monkeypatch.setenv("IBIDEM_CACHE", str(tmp_path / "cache"))
    grammars._load.cache_clear()
    yield tmp_path / "cache" / "automata"
    grammars._load.cache_clear()


def again():
    """The grammar as the next run has it."""
    grammars._load.cache_clear()
    return load(IBIDEM)


def test_a_known_document_costs_look_ups(kept):
    grammar = load(IBIDEM)
    assert list(check(of_bytes(ARTICLE), grammar, "")) == []
    assert grammar.automaton.computed > 100
    grammar = again()
    assert list(check(of_bytes(ARTICLE), grammar, "")) == []
    assert grammar.automaton.computed == 0


@pytest.mark.parametrize("data", [ARTICLE, ARTICLE.replace(b"<note ", b'<note wit="x" ', 1)], ids=["valid", "not"])
def test_nothing_of_a_document_waits_for_a_search_for_garbage(kept, data):
    """Which is rare in a run: a parser and its handlers, if they knew each other, would stay with all that they hold."""
    grammar = load(IBIDEM)
    list(check(of_bytes(data), grammar, ""))
    gc.collect()
    gc.disable()
    try:
        list(check(of_bytes(data), grammar, ""))
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_is_learned_adds_up(kept):
    for _ in range(2):
        for data in (ARTICLE, *SAMPLES):
            grammar = again()
            assert accepts(of_bytes(data), grammar)
            grammar.keep()
    grammar = again()
    assert all(accepts(of_bytes(data), grammar) for data in (ARTICLE, *SAMPLES))
    assert grammar.automaton.computed == 0


def test_the_findings_are_the_same_when_it_is_known(kept):
    faulty = re.sub(rb"<bibl ", b'<bibl wit="y" ', ARTICLE, count=3).replace(b"<note ", b'<note wit="x" ', 2)
    first = list(check(of_bytes(faulty), load(IBIDEM), ""))
    assert len(first) > 3
    assert list(check(of_bytes(faulty), again(), "")) == first
    assert list(check(of_bytes(ARTICLE), again(), "")) == []
    assert list(check(of_bytes(faulty), again(), "")) == first


def test_the_states_are_those_that_would_be_computed(kept):
    fresh = load(IBIDEM)
    for data in (ARTICLE, *SAMPLES):
        accepts(of_bytes(data), fresh)
    fresh.keep()
    known = again()
    for data in (*SAMPLES, ARTICLE):
        accepts(of_bytes(data), known)
    assert list(known.automaton.states) != []
    assert len(known.automaton.states) == len(fresh.automaton.states)


@pytest.mark.parametrize("broken", [b"", b"x" * 400, "half"])
def test_a_broken_entry_is_as_good_as_none(kept, broken):
    list(check(of_bytes(ARTICLE), load(IBIDEM), ""))
    (entry,) = kept.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(whole[: len(whole) // 2] if broken == "half" else broken)
    grammar = again()
    assert list(check(of_bytes(ARTICLE), grammar, "")) == []
    assert grammar.automaton.computed > 100
    again_written = entry.read_bytes()
    assert len(again_written) > 1000


def test_what_belongs_to_another_schema_is_not_taken(kept, tmp_path):
    changed = tmp_path / "changed.rng"
    changed.write_text(IBIDEM.read_text("utf-8").replace('name="note"', 'name="remark"'), "utf-8")
    list(check(of_bytes(ARTICLE), load(IBIDEM), ""))
    assert list(check(of_bytes(ARTICLE), load(changed), "")) != []
    assert list(check(of_bytes(ARTICLE), again(), "")) == []


def test_many_documents_are_not_written_each_time(kept, monkeypatch):
    written = []
    monkeypatch.setattr(cache, "store", lambda kind, *_: written.append(kind))
    grammar = load(IBIDEM)
    for number in range(1, 101):
        grammar.automaton.computed += 1  # as if each had taught something
        grammar.keep()
        assert written.count("automata") <= number.bit_length()
    assert written.count("automata") == 7


def test_nothing_is_kept_beyond_a_bound(kept):
    """Names that a wildcard allows are as many as documents like: they do not fill the disk."""
    schema = kept.parent.parent / "any.rng"
    schema.write_text(
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="any"/></start><define name="any"><element><anyName/>'
        '<zeroOrMore><ref name="any"/></zeroOrMore></element></define></grammar>'
    )
    grammar = load(schema)
    body = "".join(f"<{'n' * 80}{number}/>" for number in range(60_000))
    assert match(of_bytes(f"<r>{body}</r>".encode()), grammar) == []
    grammar.keep()
    assert not list(kept.glob("*"))
