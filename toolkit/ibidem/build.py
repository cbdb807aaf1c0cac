"""The way from an edition's folder to `build/`: validate, resolve, render, audit, write."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from ibidem.audit import audit
from ibidem.citations.collect import collect
from ibidem.edition import Edition
from ibidem.finding import Finding, NotReadable, Severity, has_errors
from ibidem.reading.read import Source, read
from ibidem.record.files import FOLDER, record_files
from ibidem.record.read import record_of_edition
from ibidem.render import Pages, compile_pdf, home, pictures, render
from ibidem.resources import resource
from ibidem.signposting import LINKSET, as_linkset, landings
from ibidem.trace import trace
from ibidem.tree import TEI
from ibidem.validate import validate
from ibidem.write import DEPOSIT, staged

STATE = ".state.json"  # how files in build/deposit end that say what a repository has received


@dataclass(frozen=True)
class Report:
    """What a build found and made. Where `made` is empty, nothing was written."""

    findings: tuple[Finding, ...]
    made: tuple[str, ...]


def build(edition: Edition, tell: Callable[[str], None] = lambda stage: None, *, strict: bool = False) -> Report:
    """Make the whole edition. `tell` is called with the name of each stage as it begins; `strict` stops on warnings too."""
    findings: list[Finding] = []
    sources: list[Source] = []
    for path in edition.texts:
        tell(f"validating {path.name}")
        try:
            source = read(path)
        except NotReadable as error:
            findings.append(error.finding)
            continue
        sources.append(source)
        findings += validate(source, edition.schemas, edition.severity)
    if has_errors(findings) or (strict and findings):
        return Report(tuple(findings), ())
    texts = []
    for source in sources:
        tell(f"rendering {source.path.name}")
        texts.append(render(source, edition))
        findings += [_unknown(source, message) for message in texts[-1].messages]
        tell(f"auditing {source.path.name}")
        findings += audit(texts[-1])
    if has_errors(findings) or (strict and findings):
        return Report(tuple(findings), ())
    made = _write(edition, texts, findings, tell)
    return Report(tuple(findings), tuple(made))


def _write(edition: Edition, texts: list[Pages], findings: list[Finding], tell: Callable[[str], None]) -> list[str]:
    made = []
    with staged(edition.output, trace(edition, [pages.source for pages in texts])) as stage:
        _copy_assets(stage / "assets", edition)
        for pages in texts:
            folder = stage / pages.id
            folder.mkdir()
            for name, text in pages.html.items():
                (folder / name).write_text(text, encoding="utf-8", newline="\n")
            (folder / f"{pages.id}.xml").write_bytes(pages.source.data)
            _copy_pictures(pages, folder, edition)
            (folder / f"{pages.id}.typ").write_text(pages.typst, encoding="utf-8", newline="\n")
            shutil.copyfile(resource("xslt/print/template.typ"), folder / "template.typ")
            tell(f"typesetting {pages.id}")
            pdf = compile_pdf(folder, pages.id, edition)
            (folder / f"{pages.id}.pdf").write_bytes(pdf.data)
            if pdf.missing:
                findings.append(_missing_glyph(pages.source, pdf.missing))
            made.append(_summary(pages))
        _write_records(edition, texts, stage)
        _keep_deposits(edition.output, stage)
    return made


def _copy_assets(folder: Path, edition: Edition) -> None:
    """What every page uses: styles, scripts, fonts; and those of the edition itself."""
    (folder / "fonts").mkdir(parents=True)
    source = resource("xslt/html")
    for asset in sorted(path for kind in ("*.css", "*.js", "fonts/*") for path in source.glob(kind)):
        shutil.copyfile(asset, folder / asset.relative_to(source))
    if edition.web.files:
        (folder / "own").mkdir()
    for path in edition.web.files:
        shutil.copyfile(path, folder / "own" / path.name)


def _write_records(edition: Edition, texts: list[Pages], stage: Path) -> None:
    """The first page, the record in its formats, and the links of all landing pages."""
    records = [pages.record for pages in texts]
    record = record_of_edition(edition, records)
    for name, text in record_files(record, records):
        path = stage / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    first, *others = landings(record, records)
    (stage / LINKSET).write_text(as_linkset([first, *others], record.url), encoding="utf-8", newline="\n")
    (stage / "index.html").write_text(home(edition, texts, first), encoding="utf-8", newline="\n")


def _keep_deposits(output: Path, stage: Path) -> None:
    """What is known of a draft in a repository outlives the build: without it, another draft would be made there."""
    for path in sorted((output / DEPOSIT).glob(f"*{STATE}")):
        (stage / DEPOSIT).mkdir(exist_ok=True)
        shutil.copyfile(path, stage / DEPOSIT / path.name)


def _copy_pictures(pages: Pages, folder: Path, edition: Edition) -> None:
    for url, path in pictures(pages.source, edition).items():
        copy = folder / unquote(url)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def _summary(pages: Pages) -> str:
    source, citations = pages.source, collect(pages.source)
    answered = sum(answer.resolved or bool(answer.reference.decided) for answer in citations.answers)
    counts = [
        f"{len(pages.html)} pages",
        f"{len(citations.notes)} notes",
        f"{answered} of {len(citations.answers)} short references resolved",
        f"{sum(1 for _ in source.root.iterfind(f'{TEI}text//{TEI}persName'))} mentions of persons",
        f"{sum(1 for _ in source.root.iterfind(f'{TEI}text//{TEI}date'))} dates",
    ]
    return f"{pages.id}: {', '.join(counts)}"


def _missing_glyph(source: Source, text: str) -> Finding:
    message = f"The fonts for print cannot show “{text}”, so that the PDF has gaps and is not PDF/A."
    hint = "Put a font that has these characters into the edition, and name it in edition.toml under [print]: fonts and font-paths."
    return source.finding("print-font", Severity.WARNING, message, hint)


def _unknown(source: Source, message: str) -> Finding:
    return source.finding(
        "not-rendered", Severity.WARNING, f"The stylesheets say: {message}", "The content is shown and marked."
    )
