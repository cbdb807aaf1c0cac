"""The command line as a newcomer meets it: help, good input, bad input, none."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from threading import Timer

import pytest

from conftest import ROOT, tei

COMMANDS = ("validate", "resolve", "build", "deposit", "serve")
BROKEN = "<TEI>\n  <text><p>one</text>\n</TEI>"


def ibidem(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", "ibidem", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, timeout=120, env={**os.environ, **environment}, check=False,
    )  # fmt: skip


@pytest.fixture
def edition(tmp_path):
    """A copy of this edition's own files."""
    for name in ("tei", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "edition.toml", tmp_path)
    return tmp_path


def no_traceback(result):
    assert "Traceback" not in result.stdout + result.stderr
    return result


def test_without_arguments_the_help():
    assert "Usage: " in no_traceback(ibidem()).stderr + ibidem().stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(command):
    result = ibidem(command, "--help")
    assert result.returncode == 0
    assert re.search(rf"Examples:\n\s+ibidem {command}", result.stdout)


def test_the_examples_of_the_help_run(edition):
    """Every example that changes nothing outside the edition is run as it is printed."""
    (edition / "tests").mkdir()
    shutil.copytree(ROOT / "tests" / "samples", edition / "tests" / "samples")
    (edition / "notes.txt").write_text("1. Anna Miller, Rivers of the North (London: Faber, 1999), 5.\n2. Ibid., 7.\n")
    for command in ("validate", "resolve", "build"):
        for line in re.findall(rf"^\s+ibidem ({command}.*)$", ibidem(command, "--help").stdout, re.MULTILINE):
            if "~" not in line:
                result = no_traceback(ibidem(*line.split(), cwd=edition))
                assert result.returncode == 0, (line, result.stdout, result.stderr)


def test_version():
    assert re.fullmatch(r"ibidem \d+\.\d+\.\d+\n", ibidem("--version").stdout)


@pytest.mark.parametrize("command", ["validate", "resolve"])
@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        (None, 2, "there is no such file"),
        (BROKEN, 1, "p, which began in line 2, is still open"),
        ("", 1, "The file is empty"),
        ("<html/>", 1, "not TEI"),
        ("\x00\x01", 1, "U+0000"),
    ],
)
def test_bad_input_gets_one_message(tmp_path, command, content, status, message):
    path = tmp_path / "text.xml"
    if content is not None:
        path.write_text(content)
    result = no_traceback(ibidem(command, path, cwd=tmp_path))
    assert result.returncode == status
    assert message in result.stdout + result.stderr
    assert "text.xml" in result.stdout + result.stderr


def test_no_edition_here(tmp_path):
    for command in COMMANDS:
        result = no_traceback(ibidem(command, cwd=tmp_path))
        assert result.returncode == 2 and "edition.toml" in result.stderr


def test_a_wrong_edition_toml(tmp_path):
    (tmp_path / "edition.toml").write_text('[edition]\ntitle = "T"\ntext = ["a.xml"]\n')
    result = no_traceback(ibidem("build", cwd=tmp_path))
    assert result.returncode == 2 and "unknown key text" in result.stderr


def test_json_is_json(tmp_path):
    (tmp_path / "a.xml").write_text(tei("<p><date when='1949-02-30'/></p>"))
    result = ibidem("validate", "--no-schema", "--format", "json", tmp_path / "a.xml")
    report = json.loads(result.stdout)
    assert result.returncode == 1
    assert [(f["code"], f["line"], f["severity"]) for f in report["findings"]] == [("date-value", 1, "error")]
    assert set(report["findings"][0]) == {
        "code", "severity", "message", "hint", "file", "line", "column", "xpath", "near", "excerpt", "excerpt_column", "see", "about"
    }  # fmt: skip


def test_warnings_alone_are_clean(tmp_path):
    (tmp_path / "a.xml").write_text(tei("<p><date>soon</date></p>"))
    result = ibidem("validate", "--no-schema", tmp_path / "a.xml")
    assert result.returncode == 0 and "1 warning" in result.stdout


def test_plain_text_in_a_pipe(tmp_path):
    (tmp_path / "a.xml").write_text(tei("<p>\u009b31m<date>\u009b</date></p>"))
    result = ibidem("validate", "--no-schema", tmp_path / "a.xml")
    assert "\x1b" not in result.stdout and "\u009b" not in result.stdout


def test_write_and_check(edition):
    path = edition / "tei" / "mikoyan-1949-ii.xml"
    data = path.read_bytes()
    assert ibidem("resolve", "--check", cwd=edition).returncode == 0
    path.write_bytes(
        data.replace(b'corresp="#aprf-39-1-39" source="#n9.b1"', b'corresp="#aprf-30-1-9" source="#n9.b1"', 1)
    )
    stale = ibidem("resolve", "--check", cwd=edition)
    assert stale.returncode == 1 and "out of date: notes 10" in stale.stdout
    assert ibidem("resolve", "--write", cwd=edition).returncode == 0
    assert path.read_bytes() == data
    assert "exclude each other" in ibidem("resolve", "--write", "--check", cwd=edition).stderr


def test_the_three_kinds_of_schema_agree(tmp_path):
    wrong = ROOT / "tests" / "cases" / "element-unknown" / "wrong.xml"
    for schema in ("ibidem.rng", "ibidem.xsd"):
        result = no_traceback(ibidem("validate", "--schema", ROOT / "schema" / schema, wrong))
        assert result.returncode == 1 and "The schema does not know the element blink." in result.stdout


def test_a_schema_of_the_wrong_kind(tmp_path):
    (tmp_path / "a.xml").write_text(tei("<p>x</p>"))
    (tmp_path / "s.dtd").write_text("")
    (tmp_path / "s.rng").write_text("<grammar/>")
    (tmp_path / "s.xsd").write_text("<schema/>")
    assert (
        "must be RELAX NG (.rng or .rnc), XML Schema (.xsd) or Schematron (.sch)"
        in no_traceback(ibidem("validate", "--schema", tmp_path / "s.dtd", tmp_path / "a.xml")).stderr
    )
    faulty = no_traceback(ibidem("validate", "--schema", tmp_path / "s.rng", tmp_path / "a.xml"))
    assert faulty.returncode == 2 and "s.rng" in faulty.stderr
    assert (
        "not a usable XML schema"
        in no_traceback(ibidem("validate", "--schema", tmp_path / "s.xsd", tmp_path / "a.xml")).stderr
    )


def test_a_baseline_hides_what_is_known(tmp_path):
    text = tmp_path / "text.xml"
    text.write_text(tei('<p><date from="1949-02" to="1949-01">x</date></p>'), encoding="utf-8")
    assert ibidem("validate", "--no-schema", ".", cwd=tmp_path).returncode == 1
    assert ibidem("validate", "--no-schema", "--write-baseline", "known.json", ".", cwd=tmp_path).returncode == 0
    result = ibidem("validate", "--no-schema", "--baseline", "known.json", ".", cwd=tmp_path)
    assert result.returncode == 0 and "1 known" in result.stdout
    text.write_text(tei('<p><ref target="#gone">x</ref></p>'), encoding="utf-8")
    result = ibidem("validate", "--no-schema", "--baseline", "known.json", ".", cwd=tmp_path)
    assert result.returncode == 1 and "pointer-target" in result.stdout and "1 known before are mended" in result.stdout


def test_watching_says_what_a_change_brings(tmp_path):
    text = tmp_path / "text.xml"
    text.write_text(tei("<p>x</p>"), encoding="utf-8")
    command = [sys.executable, "-u", "-m", "ibidem", "validate", "--no-schema", "--watch", "."]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        late = Timer(60, process.kill)
        late.start()
        try:
            assert process.stdout.readline() == "1 file: nothing to report\n"
            text.write_text(tei('<p><ref target="#gone">x</ref></p>'), encoding="utf-8")
            assert "pointer-target" in process.stdout.readline()
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=5) == 0
        finally:
            late.cancel()
            process.kill()


def test_an_edition_puts_a_code_off(tmp_path):
    (tmp_path / "edition.toml").write_text('[edition]\ntitle = "T"\ntexts = ["*.xml"]\n[severity]\ndate-bare = "off"\n')
    (tmp_path / "text.xml").write_text(tei('<p><date>1 February</date> <date when="1949-02-30">x</date></p>'))
    result = ibidem("validate", "--no-schema", cwd=tmp_path)
    assert "date-value" in result.stdout and "date-bare" not in result.stdout
