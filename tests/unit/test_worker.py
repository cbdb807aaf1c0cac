"""The process of its own: what it may not do, how it ends, and what is said of the file that ended it."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import ROOT, tei
from ibidem import sandbox
from ibidem.errors import IbidemError, InternalError
from ibidem.finding import Finding, Severity
from ibidem.pool import validated
from ibidem.sandbox import Access
from ibidem.worker import Died, End, call

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does it")
RNG = str(ROOT / "schema" / "ibidem.rng")


def attempt(what):
    """What is refused comes back as the name of the error."""
    kind, argument = what
    try:
        match kind:
            case "read":
                return Path(argument).read_text()[:20]
            case "list":
                return sorted(path.name for path in Path(argument).iterdir())
            case "write":
                Path(argument).write_text("x")
            case "remove":
                Path(argument).unlink()
            case "link":
                Path(argument).symlink_to("/etc/passwd")
            case "socket":
                socket.socket(getattr(socket, argument))
            case "run":
                subprocess.run([argument], check=True)
            case "kill":
                os.kill(os.getppid(), 0)
            case "environment":
                return os.environ.get(argument)
            case "privileges":
                return re.search(r"NoNewPrivs:\t1", Path("/proc/self/status").read_text()) is not None
    except OSError as error:
        return type(error).__name__
    return "done"


@pytest.fixture
def tried(tmp_path):
    for name in ("in", "out", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("text")

    def run(kind, argument=""):
        access = Access((tmp_path / "in",), (tmp_path / "out",))
        argument = str(tmp_path / argument) if kind in ("read", "list", "write", "remove", "link") else argument
        return call(attempt, [kind, argument], access, 20)

    return run


@linux
@pytest.mark.skipif("landlock" not in sandbox.describe(), reason="this kernel has no Landlock")
@pytest.mark.parametrize(
    ("kind", "argument", "result"),
    [
        ("read", "in/file", "text"),
        ("list", "in", ["file"]),
        ("read", "out/file", "text"),
        ("write", "out/new", "done"),
        ("remove", "out/file", "done"),
        ("write", "in/file", "PermissionError"),
        ("remove", "in/file", "PermissionError"),
        ("link", "out/link", "PermissionError"),
        ("read", "other/file", "PermissionError"),
        ("write", "other/new", "PermissionError"),
        ("list", "", "PermissionError"),
        ("read", "/etc/passwd", "PermissionError"),
        ("run", "/bin/true", "PermissionError"),
    ],
)
def test_files(tried, kind, argument, result):
    assert tried(kind, argument) == result


@linux
@pytest.mark.skipif("seccomp" not in sandbox.describe(), reason="this kernel has no seccomp")
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET"])
def test_no_network(tried, family):
    assert tried("socket", family) == "PermissionError"
    socket.socket(socket.AF_INET).close()  # here it is allowed


@linux
def test_no_secrets_and_no_privileges(tried, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    assert tried("environment", "GITHUB_TOKEN") is None
    assert tried("environment", "PATH") == os.environ["PATH"]
    assert tried("privileges") is True


def misbehave(what):
    match what:
        case "memory":
            return len(bytearray(2**31))
        case "all memory":
            kept = []
            while True:
                with contextlib.suppress(MemoryError):
                    kept.append(bytearray(2**24))
                if len(kept) > 1000:
                    return "there was no limit"
        case "hang":
            time.sleep(60)
        case "stubborn":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(60)
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(99)
        case "call":
            raise IbidemError("schema.rng: is wrong.")
        case "fault":
            raise KeyError("x")
        case "print":
            print("noise")
            os.write(2, b"noise")
        case "surrogate":
            return "\udcff"
    return None


@pytest.mark.parametrize(
    ("what", "end"),
    [
        ("memory", End.MEMORY),
        ("hang", End.TIME),
        ("stubborn", End.TIME),
        ("crash", End.CRASH),
        ("exit", End.MEMORY),
        ("all memory", End.TIME),
    ],
)
def test_ends(what, end):
    started = time.monotonic()
    with pytest.raises(Died) as caught:
        call(misbehave, what, Access(), 2)
    assert caught.value.end is end and time.monotonic() - started < 5


def test_what_is_raised_is_raised_here(capfd):
    with pytest.raises(IbidemError, match=r"^schema.rng: is wrong.$"):
        call(misbehave, "call", Access(), 20)
    with pytest.raises(InternalError, match="KeyError"):
        call(misbehave, "fault", Access(), 20)
    assert call(misbehave, "print", Access(), 20) is None
    assert call(misbehave, "surrogate", Access(), 20) == "\udcff"
    assert capfd.readouterr() == ("", "")


def on_file(path):
    if path.stem in ("memory", "hang", "crash"):
        misbehave(path.stem)
    return [Finding("seen", Severity.INFO, "Seen.", file=str(path))]


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_file_costs_itself_only(tmp_path, jobs):
    files = [tmp_path / f"{name}.xml" for name in ("a", "memory", "b", "hang", "c", "crash", "d")]
    for size, file in enumerate(files):
        file.write_text("x" * size)
    done = []
    found = dict(validated(files, on_file, jobs=jobs, timeout=2, tell=done.append))
    assert list(found) == files and set(done) == set(files)
    messages = {path.stem: it.message for path, (it,) in found.items() if it.code == "not-checked"}
    assert set(messages) == {"memory", "hang", "crash"}
    assert "2 seconds" in messages["hang"] and "1.5 GiB" in messages["memory"] and "signal 11" in messages["crash"]


def test_no_process_is_left(tmp_path):
    files = [tmp_path / f"{number}.xml" for number in range(20)]
    results = validated(files, on_file, jobs=2)
    next(results)
    results.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


# ---------- From the shell ----------


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "letters" / "1949").mkdir(parents=True)
    for number in range(12):
        (tmp_path / "letters" / f"{number}.xml").write_text(tei("<p>x</p>"))
    (tmp_path / "letters" / "1949" / "deep.XML").write_text("<TEI>")
    (tmp_path / "letters" / "notes.txt").write_text("x")
    return tmp_path


def start(*arguments, cwd, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "ibidem", *arguments], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, **options
    )  # fmt: skip


def run(*arguments, cwd):
    process = start(*arguments, cwd=cwd)
    out, err = process.communicate(timeout=60)
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (("letters",), 13),
        (("letters/*.xml",), 12),
        (("letters/1?.xml",), 2),
        (("**/*.XML",), 1),
        (("letters", "letters/1.xml", "letters/*.xml"), 13),
    ],
)
def test_folders_and_patterns(folder, paths, files):
    _, out, err = run("validate", "--no-rules", "--schema", RNG, "--format", "json", *paths, cwd=folder)
    assert json.loads(out)["files"] == files, err


def test_a_pattern_without_a_match(folder):
    status, _, err = run("validate", "nothing/*.xml", cwd=folder)
    assert status == 2 and "no file matches" in err


def test_a_faulty_schema_is_one_message(folder):
    (folder / "faulty.rng").write_text("<grammar/>")
    status, out, err = run("validate", "--schema", "faulty.rng", "letters", cwd=folder)
    assert (status, out) == (2, "") and len(err.strip().splitlines()) == 1 and "faulty.rng" in err


def test_a_faulty_schema_that_files_name_is_a_finding_of_each_and_stops_no_other(folder):
    (folder / "letters" / "faulty.rng").write_text("<grammar/>")
    model = '<?xml-model href="faulty.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>'
    for number in range(5):
        (folder / "letters" / f"{number}.xml").write_text(model + tei("<p>x</p>"))
    status, out, _ = run("validate", "--format", "json", "letters", cwd=folder)
    findings = json.loads(out)["findings"]
    assert status == 1 and sorted(it["code"] for it in findings) == ["not-well-formed", *["schema-not-used"] * 5]


def alive(group):
    """The processes of a group that are more than an entry in a table."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, of_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(of_group) == group and state != "Z":
                found.append(stat.parent.name)
    return found


@pytest.fixture
def long(folder):
    body = "<p>" + "word <hi>x</hi> " * 300_000 + "</p>"
    for number in range(3):
        (folder / "letters" / f"long{number}.xml").write_text(tei(body))
    return folder


@linux
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_it_can_be_stopped(long, number, status):
    process = start("validate", "letters", cwd=long)
    time.sleep(3)
    assert len(alive(process.pid)) > 1
    os.killpg(process.pid, number)
    _, err = process.communicate(timeout=5)
    assert process.returncode == status and b"Traceback" not in err
    time.sleep(0.3)
    assert alive(process.pid) == []


@linux
def test_workers_end_with_the_program(long):
    process = start("validate", "letters", cwd=long)
    time.sleep(3)
    process.kill()
    process.communicate()
    time.sleep(0.3)
    assert alive(process.pid) == []


def test_nobody_reads_on(folder):
    process = start("validate", "--no-rules", "--schema", RNG, "--format", "jsonl", "letters", cwd=folder)
    process.stdout.close()
    assert process.wait(timeout=30) in (0, 1)
    assert process.stderr.read() == b""


def test_a_time_of_its_own(long):
    _, out, _ = run("validate", "--timeout", "1", "--format", "json", "letters/long0.xml", cwd=long)
    (only,) = json.loads(out)["findings"]
    assert only["code"] == "not-checked" and "1 second" in only["message"] and "--timeout" in only["hint"]


def test_version_says_what_guards():
    _, out, _ = run("--version", "--verbose", cwd=ROOT)
    assert re.search(r"^sandbox: (none|landlock \d+, seccomp, limits|seccomp, limits)$", out, re.MULTILINE)
    assert len(run("--version", cwd=ROOT)[1].splitlines()) == 1


def test_nothing_but_the_cache_is_written(folder):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    env = {**os.environ, "IBIDEM_CACHE": str(folder.parent / "kept")}
    process = start("validate", "letters", cwd=folder, env=env)
    process.communicate(timeout=60)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert list((folder.parent / "kept").rglob("*"))
