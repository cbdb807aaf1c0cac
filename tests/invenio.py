"""An InvenioRDM on the loopback address, as its REST API is documented, that fails where it is told to.

https://inveniordm.docs.cern.ch/reference/rest_api_drafts_records/
"""

import hashlib
import json
import re
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

TOKEN = "s3cr3t-T0ken-of-the-tests"


class Invenio:
    """`records` by id; `fail(method, path, fault, …)` puts faults before the next requests that match."""

    def __init__(self):
        self.records, self.asked, self.faults, self.count = {}, [], [], 0
        self.tokens = {TOKEN}
        server = self

        class Handler(_Handler):
            invenio = server

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def fail(self, method, path, *faults):
        self.faults += [(method, path, fault) for fault in faults]

    def fault(self, method, path):
        for number, (one, pattern, fault) in enumerate(self.faults):
            if one == method and re.search(pattern, path):
                del self.faults[number]
                return fault
        return {}

    def new(self, **more):
        self.count += 1
        name = f"abcde-{self.count:05}"
        self.records[name] = {"files": {}, "published": False, "draft": True, "metadata": {}, **more}
        return name

    @property
    def drafts(self):
        return [name for name, record in self.records.items() if record["draft"]]

    @property
    def published(self):
        return [name for name, record in self.records.items() if record["published"]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    invenio: Invenio

    def log_message(self, *_):
        return

    def answer(self, status, body=None, **headers):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle_any(self):
        fault = self.invenio.fault(self.command, self.path)
        self.invenio.asked.append((self.command, self.path, dict(self.headers)))
        length = int(self.headers.get("Content-Length", 0))
        if "cut" in fault:  # the connection breaks in the middle of what is sent
            self.rfile.read(length // 2)
            self.hang_up()
        elif "early" in fault:  # it answers before it has everything, and closes
            self.answer(fault["early"], {"message": "too large"}, Connection="close")
            self.hang_up(reset=False)
        else:
            self.respond(self.rfile.read(length), fault)

    def respond(self, body, fault):
        if {"silent", "hang up", "garbage"} & fault.keys():
            time.sleep(fault.get("silent", 0))
            if "garbage" in fault:
                self.wfile.write(b"\x00\xff not HTTP\r\n\r\n")
            self.hang_up()
        elif "status" in fault:
            self.answer(fault["status"], fault.get("body", {"message": "broken"}), **fault.get("headers", {}))
        elif self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.invenio.tokens:
            self.answer(401, {"message": "The server could not verify that you are authorized."})
        elif "application/vnd.inveniordm.v1+json" not in self.headers.get("Accept", ""):
            self.answer(406, {"message": "the old shape"})
        else:
            self.route(body, silent="then hang up" in fault, corrupt="corrupt" in fault)
            if "then hang up" in fault:
                self.hang_up()

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def hang_up(self, reset=True):
        self.close_connection = True
        with suppress(OSError):
            self.wfile.flush()
            if reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            self.connection.close() if reset else self.connection.shutdown(socket.SHUT_WR)

    def route(self, body, *, silent, corrupt):
        answer = (lambda *_, **__: None) if silent else self.answer
        routes = [
            ("POST", r"/api/records$", self.create),
            ("PUT", r"/api/records/([^/]+)/draft$", self.update),
            ("GET", r"/api/records/([^/]+)$", self.read),
            ("POST", r"/api/records/([^/]+)/versions$", self.version),
            ("POST", r"/api/records/([^/]+)/draft/actions/publish$", self.publish),
            ("GET", r"/api/records/([^/]+)/draft/files$", self.list_files),
            ("POST", r"/api/records/([^/]+)/draft/files$", self.start),
            ("PUT", r"/api/records/([^/]+)/draft/files/([^/]+)/content$", self.content),
            ("POST", r"/api/records/([^/]+)/draft/files/([^/]+)/commit$", self.commit),
            ("DELETE", r"/api/records/([^/]+)/draft/files/([^/]+)$", self.delete),
        ]
        for method, pattern, action in routes:
            if method == self.command and (match := re.fullmatch(pattern, self.path)):
                parts = [unquote(part) for part in match.groups()]
                if parts and parts[0] not in self.invenio.records:
                    return answer(404, {"message": "The persistent identifier does not exist."})
                if "/draft" in self.path and not self.invenio.records[parts[0]]["draft"]:
                    return answer(404, {"message": "The draft does not exist."})
                return answer(*(action(body, corrupt, *parts) if action == self.content else action(body, *parts)))
        return answer(404, {"message": "no such page"})

    def shown(self, name):
        record = self.invenio.records[name]
        return {
            "id": name,
            "is_published": record["published"],
            "metadata": record["metadata"],
            "errors": self.wanting(record),
        }

    def wanting(self, record):
        needed = ("title", "creators", "publication_date", "resource_type")
        return [
            {"field": f"metadata.{name}", "messages": ["Missing data for required field."]}
            for name in needed
            if not record["metadata"].get(name)
        ]

    def create(self, body):
        name = self.invenio.new(metadata=json.loads(body)["metadata"])
        return 201, self.shown(name)

    def update(self, body, name):
        self.invenio.records[name]["metadata"] = json.loads(body)["metadata"]
        return 200, self.shown(name)

    def read(self, body, name):
        return (
            (200, self.shown(name)) if self.invenio.records[name]["published"] else (404, {"message": "not published"})
        )

    def version(self, body, name):
        there = [one for one, record in self.invenio.records.items() if record.get("of") == name and record["draft"]]
        return 201, self.shown(there[0] if there else self.invenio.new(of=name))

    def publish(self, body, name):
        record = self.invenio.records[name]
        if (
            self.wanting(record)
            or not record["files"]
            or any(f["status"] != "completed" for f in record["files"].values())
        ):
            return 400, {
                "message": "Validation error",
                "errors": [{"field": "files", "messages": ["Missing uploaded files."]}],
            }
        record.update(published=True, draft=False)
        return 202, self.shown(name)

    def list_files(self, body, name):
        entries = [
            {key: value for key, value in one.items() if key != "data"}
            for one in self.invenio.records[name]["files"].values()
        ]
        return 200, {"enabled": True, "entries": entries}

    def start(self, body, name):
        files = self.invenio.records[name]["files"]
        for one in json.loads(body):
            if one["key"] in files:
                return 400, {"message": f"File with key {one['key']} already exists."}
            files[one["key"]] = {"key": one["key"], "status": "pending", "data": b""}
        return 201, {"entries": [{"key": key} for key in files]}

    def content(self, body, corrupt, name, key):
        file = self.invenio.records[name]["files"].get(key)
        if file is None or file["status"] == "completed":
            return 400, {"message": "not started"}
        file["data"] = body[:-1] + bytes([body[-1] ^ 1]) if corrupt else body
        return 200, {"key": key, "status": "pending"}

    def commit(self, body, name, key):
        file = self.invenio.records[name]["files"].get(key)
        if file is None or file["status"] == "completed":
            return 400, {"message": "not started"}
        file.update(status="completed", checksum=f"md5:{hashlib.md5(file['data']).hexdigest()}", size=len(file["data"]))
        return 200, {key: value for key, value in file.items() if key != "data"}

    def delete(self, body, name, key):
        return (204, None) if self.invenio.records[name]["files"].pop(key, None) else (404, {"message": "gone"})
