"""`ibidem explain` says of every code what it means, and finds the code that is meant."""

import click
import pytest
from click.testing import CliRunner

from ibidem.catalogue import GROUPS, entries
from ibidem.commands.explain import command


def run(*codes):
    result = CliRunner().invoke(command, codes)
    return result.exit_code, click.unstyle(result.stdout), result.stderr


def test_all_codes_by_group():
    status, shown, _ = run()
    assert status == 0
    assert [line for line in shown.splitlines() if line in GROUPS.values()] == list(GROUPS.values())
    for code, entry in entries().items():
        assert any(line.split(None, 1) == [code, entry.title] for line in shown.splitlines()), code


@pytest.mark.parametrize("code", entries())
def test_each_is_a_lesson(code):
    entry = entries()[code]
    status, shown, _ = run(code)
    words = " ".join(shown.split())
    assert status == 0 and max(map(len, shown.splitlines())) < 400
    for part in (entry.title, entry.why, entry.mend, entry.wrong, entry.right, entry.see):
        assert " ".join(part.split()) in words


def test_a_misspelt_code_and_one_that_is_known():
    status, shown, error = run("date-ordr", "text-bare")
    assert status == 2
    assert shown.startswith("text-bare (error): ") and "Did you mean date-order" in error
