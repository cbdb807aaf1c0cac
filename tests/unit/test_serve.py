"""The preview: loopback only, foreign hosts refused, built again when a source changes, stopped by SIGTERM."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from conftest import ROOT


@pytest.fixture
def preview(tmp_path):
    for name in ("tei", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "edition.toml", tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "ibidem", "serve", "--port", "0"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    port = 0
    for line in process.stdout:
        if match := re.search(r"http://localhost:(\d+)/", line):
            port = int(match[1])
            break
    assert port
    yield tmp_path, port, process
    process.kill()
    process.wait()
    process.stdout.close()


def get(port, path, host="localhost"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": f"{host}:{port}"})
    response = connection.getresponse()
    return response.status, response.read().decode("utf-8", "replace"), dict(response.getheaders())


def test_serves_rebuilds_and_stops(preview):
    folder, port, process = preview
    status, page, headers = get(port, "/mikoyan-1949-ii/index.html")
    assert status == 200 and "Ledovsky" in page
    assert "Access-Control-Allow-Origin" not in headers
    assert get(port, "/")[0] == 200
    assert get(port, "/", host="evil.example")[0] == 403
    assert get(port, "/../edition.toml")[0] == 404
    assert get(port, "/assets/")[0] == 404

    (folder / "edition.toml").write_text(
        (folder / "edition.toml").read_text().replace("The Secret Mission", "A Changed Mission")
    )
    deadline = time.monotonic() + 60
    while "A Changed Mission" not in get(port, "/")[1]:
        assert time.monotonic() < deadline
        time.sleep(0.2)

    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=5) == 0


def test_a_port_that_is_taken(preview):
    folder, port, _ = preview
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", "serve", "--port", str(port)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 2 and "--port 0" in result.stderr
