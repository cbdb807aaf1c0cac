"""What the browser tests share: an edition of many kinds of text, built once, and Chromium driven by Playwright."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, tool

HERE = Path(__file__).parent
ARTICLE = "mikoyan-1949-ii"
WIDE, MIDDLE, PHONE = 1400, 900, 390


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """The edition of this repository and the samples, built."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "tei", folder / "tei")
    for path in (ROOT / "tests" / "samples").glob("*.xml"):
        shutil.copy(path, folder / "tei")
    (folder / "edition.toml").write_text('[edition]\ntitle = "All the texts"\n', encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ibidem", "build"], cwd=folder, check=True, capture_output=True)
    return folder / "build"


def missing(what):
    """Skip, or fail where CI has installed the tools."""
    if os.environ.get("IBIDEM_TOOLS_REQUIRED"):
        pytest.fail(f"{what} is required here and is not installed")
    pytest.skip(f"{what} is not installed")


def package(name):
    """A file of a package that `npm ci` puts beside these tests."""
    path = HERE / "node_modules" / name
    if not path.exists():
        missing(f"{name} (run npm ci in tests/browser)")
    return path


@pytest.fixture(scope="package")
def chromium():
    path = tool("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright (a package of Python)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, site):
    """Open a page of the site from disk; what its console complains of fails the test."""
    complaints, contexts = [], []

    def go(name=f"{ARTICLE}/index.html", *, width=WIDE, height=900, query="", **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((site / name).as_uri() + query)
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def violations(page):
    """What axe finds against WCAG 2.2 AA and its own good practice."""
    page.evaluate(package("axe-core/axe.min.js").read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("rules => axe.run({runOnly: rules, preload: false})", rules)
    assert found["passes"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]]


def markup_errors(*paths):
    """What the Nu HTML checker calls an error."""
    jar = package("vnu-jar/build/dist/vnu.jar")
    command = [tool("java"), "-jar", str(jar), "--errors-only", "--format", "json", "--exit-zero-always"]
    result = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=True, timeout=300)
    return [f"{Path(each['url']).name}: {each['message']}" for each in json.loads(result.stderr)["messages"]]
