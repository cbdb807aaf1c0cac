"""The wheel and the sdist hold exactly what they should, and the wheel finds its stylesheets and schemas."""

import subprocess
import sys
import tarfile
import zipfile

import pytest

from conftest import ROOT

SHIPPED = {"toolkit/ibidem": "ibidem", "xslt": "ibidem/xslt", "schema": "ibidem/schema"}


def tracked():
    result = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        pytest.skip("not a git checkout")
    return [name for name in result.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    from hatchling.builders.sdist import SdistBuilder
    from hatchling.builders.wheel import WheelBuilder

    folder = tmp_path_factory.mktemp("dist")
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    sdist = next(SdistBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    return wheel, sdist


def test_wheel(built):
    with zipfile.ZipFile(built[0]) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {
        target + name[len(source) :]
        for name in tracked()
        for source, target in SHIPPED.items()
        if name.startswith(source + "/")
    }
    assert names == expected


def test_sdist(built):
    with tarfile.open(built[1]) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    left_out = (".ci/", "docs/images/")
    assert names - {"PKG-INFO"} == {name for name in tracked() if not name.startswith(left_out)}


def test_the_installed_wheel_works(built, tmp_path):
    with zipfile.ZipFile(built[0]) as wheel:
        wheel.extractall(tmp_path / "site")
    code = "from ibidem.resources import resource; print(resource('schema/ibidem.xsd'))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(tmp_path / "site")},
        check=True,
    )
    assert result.stdout.strip() == str(tmp_path / "site" / "ibidem" / "schema" / "ibidem.xsd")
