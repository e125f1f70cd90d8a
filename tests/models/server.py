"""A web server on loopback that serves files well or badly, and remembers what it was asked."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .loopback import HOST

Handler = BaseHTTPRequestHandler
Fault = Callable[["Handler", "File"], bool]
"""Answers in place of the file; false to have the file served after all."""


@dataclass
class File:
    """A file as a good server has it: strong ETag, date, ranges. `faults` are what befalls the first requests."""

    content: bytes
    kind: str = "application/octet-stream"
    faults: list[Fault | None] = field(default_factory=list)
    ranges: bool = True
    etag: bool = True
    modified: float | None = 1_700_000_000.0
    lengths: bool = True

    @property
    def tag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:16]}"'

    def headers(self) -> dict[str, str]:
        headers = {"Content-Type": self.kind}
        if self.etag:
            headers["ETag"] = self.tag
        if self.modified is not None:
            headers["Last-Modified"] = formatdate(self.modified, usegmt=True)
        return headers


@dataclass(frozen=True)
class Request:
    """What was asked."""

    path: str
    headers: dict[str, str]

    @property
    def range(self) -> str:
        return self.headers.get("range", "")


class Server:
    """Serves `files` by path; `requests` are in the order they came."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}
        self.requests: list[Request] = []
        self.closing = threading.Event()
        server = self

        class OneRequest(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests.append(
                    Request(self.path, {name.lower(): value for name, value in self.headers.items()})
                )
                try:
                    server.answer(self)
                except OSError:
                    self.close_connection = True

            def log_message(self, *arguments: Any) -> None:
                pass

        self._http = ThreadingHTTPServer((HOST, 0), OneRequest)
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._http.server_address[1]}"

    def url(self, path: str) -> str:
        return self.address + path

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def answer(self, handler: Handler) -> None:
        file = self.files.get(handler.path)
        if file is None:
            refuse(404)(handler, File(b""))
            return
        fault = file.faults.pop(0) if file.faults else None
        if fault is None or not fault(handler, file):
            send(handler, file)


def send(handler: Handler, file: File, *, most: int | None = None, more: dict[str, str] | None = None) -> None:
    """Answer as the file would have it; only `most` bytes of the body, whatever the headers say."""
    asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
    condition = handler.headers.get("If-Range")
    headers = file.headers()
    current = condition is None or condition in (headers.get("ETag"), headers.get("Last-Modified"))
    start = int(asked[1]) if asked and file.ranges and current else 0
    if start and start >= len(file.content):
        headers |= {"Content-Range": f"bytes */{len(file.content)}", "Content-Length": "0"}
        reply(handler, 416, headers, b"")
        return
    body = file.content[start:]
    if file.lengths:
        headers["Content-Length"] = str(len(body))
    if start:
        headers["Content-Range"] = f"bytes {start}-{len(file.content) - 1}/{len(file.content)}"
    reply(handler, 206 if start else 200, headers | (more or {}), body[:most])


def reply(handler: Handler, status: int, headers: dict[str, str], body: bytes) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
    handler.wfile.flush()
    handler.close_connection = True


def cut(after: int) -> Fault:
    """The connection ends after so many bytes of the body."""

    def fault(handler: Handler, file: File) -> bool:
        send(handler, file, most=after)
        return True

    return fault


def stall(server: Server, after: int, seconds: float = 60.0) -> Fault:
    """Nothing comes any more after so many bytes, and the connection stays."""

    def fault(handler: Handler, file: File) -> bool:
        send(handler, file, most=after)
        server.closing.wait(seconds)
        return True

    return fault


def drip(size: int, pause: float) -> Fault:
    """The body comes in small pieces, slowly."""

    def fault(handler: Handler, file: File) -> bool:
        send(handler, file, most=0)
        for start in range(0, len(file.content), size):
            handler.wfile.write(file.content[start : start + size])
            handler.wfile.flush()
            time.sleep(pause)
        return True

    return fault


def refuse(status: int, **headers: str) -> Fault:
    """An answer of that status, with a page of HTML as servers send it."""

    def fault(handler: Handler, file: File) -> bool:
        body = b"<!doctype html><title>Sorry</title>"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        reply(handler, status, {"Content-Type": "text/html", "Content-Length": str(len(body)), **named}, body)
        return True

    return fault


def page(handler: Handler, file: File) -> bool:
    """A login page where the file should be."""
    return refuse(200)(handler, file)


def claims(length: int) -> Fault:
    """The header gives another length than the body has."""

    def fault(handler: Handler, file: File) -> bool:
        send(handler, file, more={"Content-Length": str(length)})
        return True

    return fault


def replaced(content: bytes) -> Fault:
    """The file on the server changes before this request is answered."""

    def fault(handler: Handler, file: File) -> bool:
        file.content = content
        return False

    return fault


def drop(handler: Handler, file: File) -> bool:
    """The connection ends without a word."""
    handler.close_connection = True
    return True
