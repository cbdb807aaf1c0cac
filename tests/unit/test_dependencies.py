"""Start-up counts: what a command does not need is not imported."""

import subprocess
import sys

HEAVY = ("lxml", "xmlschema", "saxonche", "typst", "elementpath")


def test_version_and_help_import_nothing_heavy():
    code = "import sys; sys.argv = ['ibidem', '--help']\ntry:\n    from ibidem.cli import main; main()\nexcept SystemExit: pass\n"
    code += f"print([name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"
