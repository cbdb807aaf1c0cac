"""The two pictures of the README, from what `make edition` built. Needs Chromium and poppler."""

import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TEXT = ROOT / "build" / "mikoyan-1949-ii"
IMAGES = ROOT / "docs" / "images"

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1200, "height": 760}, color_scheme="light")
    page.goto((TEXT / "index.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.evaluate(
        "document.getElementById('p16').scrollIntoView({block: 'start'}), document.querySelector('#n14 details').open = true"
    )
    page.wait_for_timeout(300)
    page.screenshot(path=IMAGES / "web.png")
    browser.close()
subprocess.run(
    ["pdftoppm", "-r", "84", "-f", "9", "-l", "9", "-singlefile", "-png", TEXT / f"{TEXT.name}.pdf", IMAGES / "print"],
    check=True,
)
