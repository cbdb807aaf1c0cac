"""The pages in a browser: nothing wider than a phone, enough contrast, and the whole text in print."""

import json
import re
import shutil
import subprocess
import sys
import tempfile

import pytest

from conftest import ROOT, tool

pytestmark = pytest.mark.browser

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",
    "--virtual-time-budget=8000",
]
# The page in a frame of the width to test tells its parent what it measures; the script is put into a copy, for the pages have none.
MEASURE = """<script>
const text = getComputedStyle(document.body);
parent.postMessage({width: innerWidth, scroll: document.documentElement.scrollWidth, colour: text.color, paper: text.backgroundColor,
  size: parseFloat(text.fontSize), wide: [...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll')
    && !e.closest('.skip, .visually-hidden') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))}, '*');
</script>"""
FRAME = """<!DOCTYPE html><title>frame</title><iframe src="{page}" style="width:{width}px;height:900px;border:0"></iframe>
<script>onmessage = e => document.body.append(Object.assign(document.createElement('pre'), {{id: 'found', textContent: JSON.stringify(e.data)}}));</script>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The edition and the samples, built, each page with the measuring script in a copy."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "tei", folder / "tei")
    for path in (ROOT / "tests" / "samples").glob("*.xml"):
        shutil.copy(path, folder / "tei")
    (folder / "edition.toml").write_text('[edition]\ntitle = "All the texts"\n', encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ibidem", "build"], cwd=folder, check=True, capture_output=True)
    return folder / "build"


def chromium(*arguments):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [tool("chromium"), *FLAGS, f"--user-data-dir={profile}", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def measured(site, name, width, *flags):
    page = site / name
    copy = page.with_name(f"measured-{page.name}")
    copy.write_text(page.read_text(encoding="utf-8").replace("</body>", MEASURE + "</body>"), encoding="utf-8")
    frame = site / "frame.html"
    frame.write_text(FRAME.format(page=copy.as_uri(), width=width), encoding="utf-8")
    dom = chromium("--dump-dom", *flags, frame.as_uri()).stdout
    return json.loads(
        re.search(r'<pre id="found">(.*?)</pre>', dom, re.DOTALL)[1]
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
    )


PAGES = [
    "index.html",
    *(
        f"mikoyan-1949-ii/{name}.html"
        for name in ["index", "persons", "places", "organizations", "chronology", "sources", "about"]
    ),
]
PAGES += ["verse/index.html", "figure/index.html", "languages/index.html", "letter/index.html"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_window(site, name, width):
    found = measured(site, name, width)
    assert found["width"] == width
    assert found["scroll"] <= width, found["wide"]
    assert found["wide"] == []


def luminance(colour):
    channels = [int(value) / 255 for value in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["dark", "light"])
def test_dark_and_light_have_contrast(site, scheme):
    found = measured(site, "mikoyan-1949-ii/index.html", 800, f"--blink-settings=preferredColorScheme={scheme}")
    light, dark = sorted((luminance(found["colour"]), luminance(found["paper"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7
    assert (luminance(found["paper"]) < 0.1) == (scheme == 0)


def test_a_browser_prints_the_whole_text(site, tmp_path):
    """Printed from a browser, the page (which has no script to run) has the text, the last note, and what an Ibid. stands for."""
    page, pdf = site / "mikoyan-1949-ii" / "index.html", tmp_path / "page.pdf"
    chromium(f"--print-to-pdf={pdf}", page.as_uri())
    text = " ".join(
        subprocess.run([tool("pdftotext"), pdf, "-"], capture_output=True, text=True, check=True).stdout.split()
    )
    assert "Greetings, Comrade Stalin!" in text
    assert "Ibid., pp. 89-90. [APRF, F. 39, Op. 1, D. 39, pp. 89-90; as in note 39]" in text
