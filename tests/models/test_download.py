"""Downloads from a server that cuts, stalls, lies and changes its mind."""

from __future__ import annotations

import io
import resource
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.message import Message
from email.utils import formatdate
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.errors import EngineError
from publish.models.archive import check_whole, examined
from publish.models.download import download
from publish.models.web import Patience, WebError, _Redirects, is_web, shown

from . import server as does
from .archives import PAYLOAD, package
from .server import Fault, File, Server

PACKAGE = package()
OTHER = package(model=bytes(reversed(PAYLOAD)))
PATH = "/en_fr.argosmodel"
SIZE = len(PACKAGE)
assert len(OTHER) == SIZE, "so that no length tells them apart"


class Fetch:
    """Downloads to a folder of the test; `waits` are the pauses that were made, `checks` how often it was examined."""

    def __init__(self, folder: Path, patience: Patience) -> None:
        self.target = folder / "downloads" / "en_fr.argosmodel"
        self.waits: list[float] = []
        self.checks = 0
        self.told: list[tuple[str, int, int, str]] = []
        self.patience = replace(patience, sleep=self.waits.append)

    @property
    def part(self) -> Path:
        return self.target.with_name(self.target.name + ".part")

    def check(self, path: Path) -> None:
        self.checks += 1
        check_whole(examined(path))

    def __call__(self, *links: str, patience: Patience | None = None) -> bytes:
        def tell(what: str, done: int, total: int, note: str = "", /) -> None:
            self.told.append((what, done, total, note))

        download(links, self.target, self.check, "English → French 1.9", tell, patience or self.patience)
        assert sorted(path.name for path in self.target.parent.iterdir()) == [self.target.name]
        return self.target.read_bytes()

    def fails(self, *links: str) -> str:
        with pytest.raises(EngineError) as error:
            self(*links)
        assert not self.target.exists()
        assert "\n" not in str(error.value)
        return error.value.message


@pytest.fixture
def fetch(tmp_path: Path, patience: Patience) -> Fetch:
    return Fetch(tmp_path, patience)


@pytest.fixture
def file(server: Server) -> File:
    server.files[PATH] = File(PACKAGE)
    return server.files[PATH]


CASES: Sequence[tuple[str, list[Fault | None], dict[str, object], list[str]]] = [
    ("nothing in the way", [], {}, [""]),
    ("cut: the rest alone is asked for", [does.cut(100_000)], {}, ["", "bytes=100000-"]),
    (
        "cut twice, and once before any answer",
        [does.cut(100_000), does.drop, does.cut(50_000)],
        {},
        ["", "bytes=100000-", "bytes=100000-", "bytes=150000-"],
    ),
    ("cut before the first byte of the body", [does.cut(0)], {}, ["", ""]),
    ("a date will do where there is no ETag", [does.cut(100_000)], {"etag": False}, ["", "bytes=100000-"]),
    (
        "nothing to recognise the file by: from the start",
        [does.cut(100_000)],
        {"etag": False, "modified": None},
        ["", ""],
    ),
    ("the server ignores Range and sends all", [does.cut(100_000)], {"ranges": False}, ["", "bytes=100000-"]),
    ("the file has changed: all of the new one", [does.cut(100_000), does.replaced(OTHER)], {}, ["", "bytes=100000-"]),
    ("the server says 503, then works", [does.refuse(503)], {}, ["", ""]),
    ("no length is given", [], {"lengths": False}, [""]),
]


@pytest.mark.parametrize(("faults", "has", "ranges"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_file_arrives_whole(
    server: Server, file: File, fetch: Fetch, faults: list[Fault | None], has: dict[str, object], ranges: list[str]
) -> None:
    for name, value in has.items():
        setattr(file, name, value)
    file.faults = list(faults)
    assert fetch(server.url(PATH)) == file.content
    assert [request.range for request in server.requests] == ranges
    for request in server.requests:
        assert ("if-range" in request.headers) == bool(request.range)
        assert request.headers["accept-encoding"] == "identity"


@given(cuts=st.lists(st.integers(0, SIZE), max_size=3), etag=st.booleans(), ranges=st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wherever_it_is_cut_the_same_bytes_arrive(
    server: Server, fetch: Fetch, cuts: list[int], etag: bool, ranges: bool
) -> None:
    fetch.target.unlink(missing_ok=True)
    server.files[PATH] = File(PACKAGE, faults=[does.cut(after) for after in cuts], etag=etag, ranges=ranges)
    assert fetch(server.url(PATH)) == PACKAGE


def test_a_weak_etag_proves_nothing(server: Server, file: File, fetch: Fetch) -> None:
    def weak(handler: does.Handler, file: File) -> bool:
        does.send(handler, file, most=100_000, more={"ETag": 'W/"1"', "Last-Modified": ""})
        return True

    file.faults = [weak]
    assert fetch(server.url(PATH)) == PACKAGE
    assert [request.range for request in server.requests] == ["", ""]


def test_a_server_that_goes_on_with_another_file_is_noticed(server: Server, file: File, fetch: Fetch) -> None:
    """It heeds Range and not If-Range; the ETag of its answer tells."""

    def careless(handler: does.Handler, file: File) -> bool:
        file.content = OTHER
        del handler.headers["If-Range"]
        return False

    file.faults = [does.cut(100_000), careless]
    assert fetch(server.url(PATH)) == OTHER
    assert [request.range for request in server.requests] == ["", "bytes=100000-", ""]
    assert fetch.checks == 1


def test_pieces_that_do_not_fit_are_thrown_away(server: Server, file: File, fetch: Fetch) -> None:
    """It does not even tell of the change: the archive's own checksums do."""
    wrong = PACKAGE[:200_000] + bytes(100) + PACKAGE[200_100:]

    def lying(handler: does.Handler, file: File) -> bool:
        headers = {"Content-Range": f"bytes 100000-{SIZE - 1}/{SIZE}", "Content-Length": str(SIZE - 100_000)}
        does.reply(handler, 206, headers, wrong[100_000:])
        return True

    file.faults = [does.cut(100_000), lying]
    assert fetch(server.url(PATH)) == PACKAGE
    assert [request.range for request in server.requests] == ["", "bytes=100000-", ""]
    assert fetch.checks == 2


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("bytes 0-{last}/{size}", "another beginning"),
        ("bytes 100000-200/*", "the end before the beginning"),
        ("bytes 100000-{last}/{more}", "another size than before"),
        ("items 100000-{last}/{size}", "no bytes"),
        ("", "no word of what it is"),
    ],
)
def test_a_wrong_range_is_not_taken(server: Server, file: File, fetch: Fetch, given: str, reason: str) -> None:
    def answer(handler: does.Handler, file: File) -> bool:
        header = given.format(last=SIZE - 1, size=SIZE, more=SIZE + 7)
        does.reply(handler, 206, {"Content-Range": header, "ETag": file.tag}, b"wrong" * 100)
        return True

    file.faults = [does.cut(100_000), answer]
    assert fetch(server.url(PATH)) == PACKAGE
    assert [request.range for request in server.requests] == ["", "bytes=100000-", ""]
    assert fetch.checks == 1


def test_the_next_run_goes_on_where_the_last_one_ended(server: Server, file: File, fetch: Fetch) -> None:
    file.faults = [does.cut(100_000), does.cut(20_000), does.drop, does.drop]
    message = fetch.fails(server.url(PATH))
    assert "connection was cut" in message
    assert fetch.part.stat().st_size == 120_000
    server.requests.clear()
    assert fetch(server.url(PATH)) == PACKAGE
    assert [request.range for request in server.requests] == ["bytes=120000-"]


def test_a_part_that_was_complete_is_not_asked_for_again(server: Server, file: File, fetch: Fetch) -> None:
    file.faults = [does.cut(100_000), *[does.drop] * 3]
    fetch.fails(server.url(PATH))
    fetch.part.write_bytes(PACKAGE)
    server.requests.clear()
    assert fetch(server.url(PATH)) == PACKAGE
    assert server.requests == []


@pytest.mark.parametrize(
    "notes", [b"", b"[]", b"{}", b'{"link": 1, "etag": "", "modified": "", "size": "x"}', b"[" * 100_000, b"\xff"]
)
def test_a_part_without_sound_notes_is_not_used(server: Server, file: File, fetch: Fetch, notes: bytes) -> None:
    fetch.target.parent.mkdir()
    fetch.part.write_bytes(b"PK of something else")
    fetch.part.with_name(fetch.part.name + ".json").write_bytes(notes)
    assert fetch(server.url(PATH)) == PACKAGE
    assert [request.range for request in server.requests] == [""]


def test_the_part_of_another_link_waits_for_that_link(server: Server, file: File, fetch: Fetch) -> None:
    server.files["/b"] = File(PACKAGE)
    file.faults = [does.refuse(404)]
    server.files["/b"].faults = [does.cut(100_000), *[does.drop] * 3]
    fetch.fails(server.url(PATH), server.url("/b"))
    server.requests.clear()
    assert fetch(server.url(PATH), server.url("/b")) == PACKAGE
    assert [(request.path, request.range) for request in server.requests] == [("/b", "bytes=100000-")]


def test_the_part_of_one_link_is_no_beginning_for_another(server: Server, file: File, fetch: Fetch) -> None:
    """An ETag says something of one address only (RFC 9110, 8.8.3)."""
    server.files["/b"] = File(PACKAGE)
    file.faults = [does.cut(100_000), *[does.drop] * 3, does.refuse(410)]
    fetch.fails(server.url(PATH))
    server.requests.clear()
    assert fetch(server.url("/b"), server.url(PATH)) == PACKAGE
    assert [(request.path, request.range) for request in server.requests] == [(PATH, "bytes=100000-"), ("/b", "")]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (does.refuse(404), "the server answered 404 (Not Found); check the address"),
        (does.refuse(403), "the server answered 403 (Forbidden); try from another network, or name another index"),
        (does.refuse(418), "the server answered 418 (I'm a Teapot); name another index with --index, or install"),
        (does.page, "the server sent a web page instead of the package; check that no login page"),
        (does.claims(SIZE - 1000), "what came is no usable package (it is no whole zip archive"),
        (does.refuse(301, Location="ftp://example.org/a"), "leads on to ftp://example.org/a, which is not safe"),
        (does.refuse(302, Location="file:///etc/passwd"), "Redirection to url 'file:///etc/passwd' is not allowed"),
    ],
)
def test_the_next_link_is_tried_when_one_is_of_no_use(
    server: Server, file: File, fetch: Fetch, fault: Fault, says: str
) -> None:
    file.faults = [fault, fault]
    server.files["/second"] = File(PACKAGE)
    assert says in fetch.fails(server.url(PATH))
    assert fetch.waits == []
    assert fetch(server.url(PATH), server.url("/second")) == PACKAGE
    assert [request.path for request in server.requests] == [PATH, PATH, "/second"]


def test_all_links_are_named_when_none_works(server: Server, fetch: Fetch) -> None:
    server.files["/b"] = File(b"<html>Please log in")
    message = fetch.fails(server.url("/a"), server.url("/b"))
    assert message.startswith("English → French 1.9 could not be downloaded: ")
    assert f"{server.url('/a')}: the server answered 404" in message
    assert f"{server.url('/b')}: what the server sent is no package" in message


def test_a_package_without_a_link_that_can_be_used(fetch: Fetch) -> None:
    assert "gives no http or https link" in fetch.fails()


@pytest.mark.parametrize("extra", [1, 1000])
def test_a_body_shorter_than_its_length_is_never_taken_for_whole(
    server: Server, file: File, fetch: Fetch, extra: int
) -> None:
    file.ranges = False
    file.faults = [does.claims(SIZE + extra)] * 9
    assert f"connection was cut {extra} bytes before the end" in fetch.fails(server.url(PATH))


def test_a_stalled_link_is_given_up_and_taken_up_again(server: Server, file: File, fetch: Fetch) -> None:
    file.faults = [does.stall(server, 100_000)]
    began = time.monotonic()
    assert fetch(server.url(PATH), patience=replace(fetch.patience, stall=1.0)) == PACKAGE
    assert 0.9 < time.monotonic() - began < 30
    assert [request.range for request in server.requests] == ["", "bytes=100000-"]
    assert any("the server stopped answering; next try in" in note for *_, note in fetch.told)


def test_a_slow_link_is_not_a_stalled_one(server: Server, file: File, fetch: Fetch) -> None:
    file.faults = [does.drip(SIZE // 10 + 1, 0.08)]
    assert fetch(server.url(PATH)) == PACKAGE
    assert len(server.requests) == 1
    seen = [done for _what, done, _total, _note in fetch.told]
    assert seen == sorted(seen)
    assert len(set(seen)) > 4
    assert {total for _what, _done, total, _note in fetch.told} == {SIZE // 1000}
    assert any("kB/s, 0:0" in note and note.endswith("left") for *_, note in fetch.told)


def test_tries_are_bounded_and_further_and_further_apart(server: Server, file: File, fetch: Fetch) -> None:
    file.faults = [does.refuse(503)] * 99
    assert "503 (Service Unavailable); try again later" in fetch.fails(server.url(PATH))
    assert len(server.requests) == fetch.patience.tries
    assert fetch.waits == [0.001, 0.002, 0.004]


def test_a_server_that_always_cuts_at_the_same_place_is_given_up(server: Server, fetch: Fetch) -> None:
    """Bytes that came before are no progress."""
    large = package(model=bytes(reversed(PACKAGE)) * 12)
    server.files[PATH] = File(large, etag=False, modified=None, faults=[does.cut(3_000_000)] * 99)
    fetch.fails(server.url(PATH))
    assert len(server.requests) == fetch.patience.tries


def test_a_server_that_cuts_often_but_gets_on_is_not_given_up(server: Server, fetch: Fetch) -> None:
    large = package(model=bytes(reversed(PACKAGE)) * 30)
    server.files[PATH] = File(large, faults=[does.cut(1_100_000)] * 8)
    assert fetch(server.url(PATH)) == large
    assert len(server.requests) == 9 > fetch.patience.tries


@pytest.mark.parametrize(
    ("header", "waits", "reason"),
    [
        ("0", [0.001], "no shorter than usual"),
        ("0.5", [0.001], "not a number of seconds as the standard has it"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", [0.001], "long past"),
        ("soon", [0.001], "no date"),
    ],
)
def test_retry_after_that_asks_for_little(
    server: Server, file: File, fetch: Fetch, header: str, waits: list[float], reason: str
) -> None:
    file.faults = [does.refuse(503, Retry_After=header)]
    assert fetch(server.url(PATH)) == PACKAGE
    assert fetch.waits == waits


@pytest.mark.parametrize("form", [lambda: "7", lambda: formatdate(time.time() + 7.9, usegmt=True)])
def test_retry_after_is_heeded(server: Server, file: File, fetch: Fetch, form: Callable[[], str]) -> None:
    file.faults = [does.refuse(429, Retry_After=form())]
    assert fetch(server.url(PATH), patience=replace(fetch.patience, longest_pause=60)) == PACKAGE
    assert len(fetch.waits) == 1
    assert 6 <= fetch.waits[0] <= 8


def test_nobody_waits_for_an_hour(server: Server, file: File, fetch: Fetch) -> None:
    file.faults = [does.refuse(503, Retry_After="3600")] * 2
    server.files["/second"] = File(PACKAGE)
    assert fetch(server.url(PATH), server.url("/second")) == PACKAGE
    assert fetch.waits == []


def test_an_interruption_keeps_the_part(
    server: Server, file: File, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(what: str, done: int, total: int, note: str = "", /) -> None:
        if done > 50:
            raise KeyboardInterrupt

    file.faults = [does.drip(40_000, 0.11)]
    with pytest.raises(KeyboardInterrupt):
        download([server.url(PATH)], fetch.target, fetch.check, "English → French 1.9", interrupt, fetch.patience)
    kept = fetch.part.stat().st_size
    assert 0 < kept < SIZE
    assert fetch.part.read_bytes() == PACKAGE[:kept]
    server.requests.clear()
    assert fetch(server.url(PATH)) == PACKAGE
    assert [request.range for request in server.requests] == [f"bytes={kept}-"]


def test_redirects_are_followed(server: Server, file: File, fetch: Fetch) -> None:
    file.faults = [does.refuse(302, Location=server.url("/elsewhere"))]
    server.files["/elsewhere"] = File(PACKAGE)
    assert fetch(server.url(PATH)) == PACKAGE


def test_an_address_with_letters_of_any_script(server: Server, fetch: Fetch) -> None:
    server.files["/mod%C3%A8le%20%E6%97%A5.argosmodel?a=%C3%A9"] = File(PACKAGE)
    assert fetch(server.url("/modèle%20日.argosmodel?a=é")) == PACKAGE


def test_a_circle_of_redirects_ends(server: Server, file: File, fetch: Fetch) -> None:
    file.faults = [does.refuse(302, Location=server.url(PATH))] * 99
    assert "leads nowhere" in fetch.fails(server.url(PATH))


def test_the_proxy_of_the_environment_is_used(server: Server, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "http://models.example/en_fr.argosmodel"
    server.files[address] = File(PACKAGE)
    monkeypatch.setenv("http_proxy", server.address)
    assert fetch(address) == PACKAGE


def test_a_server_that_is_not_there(server: Server, fetch: Fetch) -> None:
    server.close()
    assert "the server cannot be reached (connection refused); check the connection" in fetch.fails(server.url(PATH))
    assert len(fetch.waits) == 3


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nPK"]
)
def test_what_is_not_http_is_an_error_in_one_line(fetch: Fetch, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for _ in range(fetch.patience.tries):
                connection = listening.accept()[0]
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        fetch.fails(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        thread.join(5)


def test_a_server_without_encryption_is_not_asked_again(server: Server, file: File, fetch: Fetch) -> None:
    message = fetch.fails(server.url(PATH).replace("http:", "https:"))
    assert "there is no secure connection to the server (WRONG_VERSION_NUMBER)" in message
    assert fetch.waits == []


def test_encryption_is_not_given_up_on_the_way() -> None:
    asked = urllib.request.Request("https://models.example/a")
    for address in ("http://models.example/a", "HTTP://models.example/a"):
        with pytest.raises(WebError, match=r"leads on to .*, which is not safe to follow"):
            _Redirects().redirect_request(asked, io.BytesIO(), 302, "Found", Message(), address)
    followed = _Redirects().redirect_request(asked, io.BytesIO(), 302, "Found", Message(), "https://b.example/a")
    assert followed is not None
    assert followed.full_url == "https://b.example/a"


def test_a_full_disk_is_said_before_anything_is_written(
    server: Server, file: File, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 10_000_000

    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)
    assert "takes 0.3 MB here and 10 MB are free; make room" in fetch.fails(server.url(PATH))
    assert fetch.part.stat().st_size == 0


def test_a_disk_that_is_full_in_the_middle(server: Server, file: File, fetch: Fetch) -> None:
    """The system's limit on the size of a file stands for it: it too takes a part of the last piece."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_001, limits[1]))
    try:
        assert "cannot be written (file too large); free space" in fetch.fails(server.url(PATH))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert fetch.part.read_bytes() == PACKAGE[:100_001]
    assert fetch(server.url(PATH)) == PACKAGE
    assert [request.range for request in server.requests] == ["", "bytes=100001-"]


def test_a_folder_that_cannot_be_written(server: Server, file: File, fetch: Fetch) -> None:
    fetch.target.parent.write_bytes(b"a file")
    with pytest.raises(EngineError, match=r"cannot be written .*; free space or allow writing there"):
        fetch(server.url(PATH))


@pytest.mark.parametrize("link", ["ftp://127.0.0.1/a", "file:///etc/passwd", "data:,x", "http://", "http://a b/", "x"])
def test_only_http_is_spoken(fetch: Fetch, link: str) -> None:
    assert not is_web(link)
    assert "this is no http or https address" in fetch.fails(link)


def test_what_is_bigger_than_any_package_is_not_taken(
    server: Server, file: File, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.models.download.MOST_BYTES", 100_000)
    says = "it is more than 0.1 MB, which no package takes; name another index"
    assert says in fetch.fails(server.url(PATH))
    assert fetch.told == [], "what says so at once is not even begun"
    file.lengths = False
    file.faults = [does.drip(20_000, 0.01)]
    assert says in fetch.fails(server.url(PATH))
    assert fetch.waits == []
    assert list(fetch.target.parent.iterdir()) == []


@pytest.mark.parametrize("lengths", [True, False])
def test_the_room_is_looked_at_again_while_it_comes(
    server: Server, file: File, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, lengths: bool
) -> None:
    """Others write to the same disk."""
    free = iter([80_000_000, 80_000_000, 10_000_000])

    class Usage:
        @property
        def free(self) -> int:
            return next(free)

    monkeypatch.setattr("publish.models.download._ROOM_STEP", 100_000)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage())
    file.lengths = lengths
    assert "10 MB are free; make room" in fetch.fails(server.url(PATH))
    assert 200_000 <= fetch.part.stat().st_size < 300_000


def test_a_password_in_an_address_is_not_kept(server: Server, file: File, fetch: Fetch) -> None:
    link = server.url(PATH).replace("http://", "http://me:secret@")
    file.faults = [does.cut(100_000), *[does.drop] * 3]
    fetch.fails(link)
    assert b"secret" not in b"".join(path.read_bytes() for path in fetch.target.parent.iterdir())
    server.requests.clear()
    assert fetch(link) == PACKAGE
    assert [request.range for request in server.requests] == ["bytes=100000-"]


def test_a_password_in_an_address_is_not_shown(server: Server, fetch: Fetch) -> None:
    link = server.url("/a").replace("http://", "http://me:secret@")
    assert shown(link) == server.url("/a")
    assert "secret" not in fetch.fails(link)
    server.files["/b"] = File(PACKAGE)
    server.files["/a"] = File(b"", faults=[does.refuse(302, Location=server.url("/b"))])
    assert fetch(link) == PACKAGE
    assert [request.headers.get("authorization") for request in server.requests[-2:]] == ["Basic bWU6c2VjcmV0", None]
