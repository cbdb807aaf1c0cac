"""RELAX NG from the shell: either syntax, hostile schemas, and nothing imported that is not needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

ARTICLE = ROOT / "tei" / "mikoyan-1949-ii.xml"
SCHEMA = ROOT / "schema" / "ibidem.rnc"
HEAVY = (
    "lxml",
    "asyncio",
    "multiprocessing",
    "concurrent",
    "xmlschema",
    "elementpath",
    "saxonche",
    "typst",
    "sqlite3",
    "ssl",
)


def run(cache: Path, *command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, env={**os.environ, "IBIDEM_CACHE": str(cache)}, check=False,
    )  # fmt: skip


def validated(cache: Path, schema: Path, file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return run(cache, "-m", "ibidem", "validate", "--schema", schema, *more, file)


@pytest.mark.parametrize("rules", [(), ("--no-rules",)])
def test_the_compact_syntax(rules, tmp_path):
    assert validated(tmp_path, SCHEMA, ARTICLE, *rules).returncode == 0
    faulty = tmp_path / "faulty.xml"
    faulty.write_text(ARTICLE.read_text("utf-8").replace("<body>", "<body><lbs/>", 1), "utf-8")
    said = [validated(tmp_path, schema, faulty, *rules) for schema in (SCHEMA, SCHEMA.with_suffix(".rng"))]
    assert [each.returncode for each in said] == [1, 1]
    assert said[0].stdout == said[1].stdout
    assert "does not know the element lbs" in said[0].stdout


def test_a_faulty_schema_is_one_message(tmp_path):
    schema = tmp_path / "faulty.rnc"
    schema.write_text("start = element TEI { text\n}}", "utf-8")
    done = validated(tmp_path, schema, ARTICLE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"ibidem: {schema}:2: ")
    assert "Traceback" not in done.stderr


def test_a_hostile_expression_does_not_hang(tmp_path):
    schema, document = tmp_path / "hostile.rnc", tmp_path / "long.xml"
    schema.write_text('element a { xsd:string { pattern = "(a+)+b" } }', "utf-8")
    document.write_text(f"<a>{'a' * 100_000}</a>", "utf-8")
    done = validated(tmp_path, schema, document, "--no-rules")
    assert done.returncode == 1
    assert "which is not allowed" in done.stdout


def test_a_known_document_needs_few_modules(tmp_path):
    """The grammar is in the cache: expat, and what is learned."""
    program = (
        "import sys; from ibidem.cli import main\n"
        "import ibidem.pool as pool; pool.CAN_FORK = False\n"  # the work is done here, and not in a process of which nothing is seen
        f"try: main(['validate', '--no-rules', '--schema', {str(SCHEMA)!r}, {str(ARTICLE)!r}])\n"
        "except SystemExit as done: print(done.code, *sorted(sys.modules))"
    )
    run(tmp_path, "-c", program)
    code, *modules = run(tmp_path, "-c", program).stdout.splitlines()[-1].split()
    assert code == "0"
    assert "ibidem.relaxng.accept" in modules
    assert [name for name in modules if name.partition(".")[0] in HEAVY] == []
    own = {name.removeprefix("ibidem.relaxng.") for name in modules if name.startswith("ibidem.relaxng.")}
    assert own.isdisjoint({"syntax", "compact", "simplify", "restrict", "match", "words", "names"})
    for late in ("_hashlib", "difflib", "html", "shutil", "tempfile", "textwrap", "ibidem.record", "ibidem.reading.wellformed", "ibidem.reading.xinclude"):
        assert late not in modules


def test_the_version_needs_no_command_line(tmp_path):
    program = "import sys; sys.argv[1:] = ['--version']; from ibidem.__main__ import main; main(); print(*sys.modules)"
    version, modules = run(tmp_path, "-c", program).stdout.splitlines()
    assert version.startswith("ibidem ")
    assert {"click", "ibidem.cli", "re", "pathlib"}.isdisjoint(modules.split())
