"""A file fetched to disk from one of several links: streamed, resumed after a cut, there only when whole."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from publish.errors import EngineError
from publish.files import write_whole
from publish.models.archive import MOST_BYTES
from publish.models.disk import changing_files, megabytes, require_room
from publish.models.web import ELSEWHERE, Answer, Patience, WebError, answered, shown
from publish.progress import Progress, silent, time_left

# Bytes by which a try has to bring the file further than ever before to count as one that helps.
_STEP = 1 << 20
# Bytes after which to ask for the room on the disk again: others write there too.
_ROOM_STEP = 100_000_000
_ZIP = b"PK"

Check = Callable[[Path], None]
"""Raises `EngineError` when the file is not what it should be."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What tells one version of the file behind a link from another (RFC 9110, 8.8), and how long it is.

    `link` is the `_mark` of the link.
    """

    link: str
    etag: str = ""
    modified: str = ""
    size: int | None = None

    @property
    def validator(self) -> str:
        """What `If-Range` may hold: a strong ETag, or a date (RFC 9110, 13.1.5)."""
        return self.etag if self.etag.startswith('"') else self.modified

    def is_same(self, answer: Answer) -> bool:
        """Whether an answer is about this version, as far as it says anything of that."""
        pairs = ((self.etag, answer.header("ETag")), (self.modified, answer.header("Last-Modified")))
        return all(mine == theirs for mine, theirs in pairs if mine and theirs)


@dataclass(slots=True)
class _Part:
    """The beginning of the file, and beside it what is known of the whole."""

    path: Path
    notes: Path = field(init=False)

    def __post_init__(self) -> None:
        self.notes = self.path.with_name(self.path.name + ".json")

    @property
    def size(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def known(self) -> _Known | None:
        try:
            notes = json.loads(self.notes.read_text(encoding="utf-8"))
            known = _Known(str(notes["link"]), str(notes["etag"]), str(notes["modified"]), notes["size"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None
        return known if known.size is None or isinstance(known.size, int) else None

    def begin(self, known: _Known) -> None:
        """Start over: the bytes go first, so that notes never stand beside those of another version."""
        self.path.write_bytes(b"")
        write_whole(self.notes, json.dumps(asdict(known)).encode())

    def remove(self) -> None:
        for path in (self.notes, self.path):
            path.unlink(missing_ok=True)


def download(
    links: Sequence[str],
    target: Path,
    check: Check,
    what: str,
    progress: Progress = silent,
    patience: Patience | None = None,
) -> None:
    """Fetch the file that all the links lead to, and put it at `target` when it is whole and passes the check.

    The links are tried in turn, each several times. What came before an interruption lies beside `target` as
    `.part`, and the next call goes on from there if the server still has the same file. `EngineError` names each link
    and why it failed. `what` is the name of the work on the progress bar.
    """
    if not links:
        raise EngineError(f"{what}: the index gives no http or https link; {ELSEWHERE}")
    part = _Part(target.with_name(target.name + ".part"))
    with changing_files(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    known = part.known()
    failures: list[str] = []
    for link in sorted(links, key=lambda link: known is None or _mark(link) != known.link):
        fetch = _Fetch(link, part, what, progress, patience or Patience())
        try:
            fetch.whole(check)
        except WebError as error:
            failures.append(f"{shown(link)}: {error}")
            continue
        with changing_files(target):
            part.path.replace(target)
            part.notes.unlink(missing_ok=True)
        return
    raise EngineError(f"{what} could not be downloaded: " + " | ".join(failures))


class _UselessError(WebError):
    """All came, and it is not what it should be."""


class _Fetch:
    """The tries to get the file from one link."""

    def __init__(self, url: str, part: _Part, what: str, progress: Progress, patience: Patience) -> None:
        self.url = url
        self.mark = _mark(url)
        self.part = part
        self.what = what
        self.progress = progress
        self.patience = patience

    def whole(self, check: Check) -> None:
        """Get all of it and check it; `WebError` when this link does not give it."""
        try:
            resumed = self._complete()
            self._check(check)
        except _UselessError:
            if not resumed:
                raise
            # Pieces of several tries may not fit together, whatever the server said of them.
            self._complete()
            self._check(check)

    def _check(self, check: Check) -> None:
        try:
            check(self.part.path)
        except EngineError as error:
            self.part.remove()
            cause = error.message.partition(";")[0]
            raise _UselessError(f"what came is no usable package ({cause})", ELSEWHERE) from error

    def _complete(self) -> bool:
        """Ask until all bytes are there; whether they came in more than one piece."""
        failures, furthest, resumed = 0, self.part.size, False
        while True:
            known = self.part.known()
            start = self.part.size if known and known.link == self.mark and known.validator else 0
            resumed = resumed or start > 0
            try:
                if not (known and start and start == known.size):
                    self._once(known, start)
            except WebError as error:
                if self.part.size >= furthest + _STEP:
                    failures, furthest = 0, self.part.size
                failures += 1
                pause = self.patience.before(failures, error.asked)
                if not error.passing or failures >= self.patience.tries or pause > self.patience.longest_pause:
                    raise
                self._say(f"{error.cause}; next try in {pause:.0f} s")
                self.patience.sleep(pause)
            else:
                return resumed

    def _once(self, known: _Known | None, start: int) -> None:
        headers = {"Range": f"bytes={start}-", "If-Range": known.validator} if known and start else {}
        with answered(self.url, headers, self.patience.stall) as answer:
            whole = _rest(answer, known, start) if known and start else None
            if answer.status in (206, 416) and whole is None:
                # The server has another file by now, or does not do what it was asked: the next try takes all of it.
                self.part.remove()
                raise WebError("the file on the server has changed", "run the command again", passing=True)
            if whole is None:
                whole, start = self._from_the_start(answer), 0
            self._take(answer, start, whole.size)

    def _from_the_start(self, answer: Answer) -> _Known:
        if answer.is_page:
            raise WebError(
                "the server sent a web page instead of the package",
                "check that no login page of this network stands in between",
            )
        known = _Known(self.mark, answer.header("ETag"), answer.header("Last-Modified"), answer.length)
        with changing_files(self.part.path):
            self.part.begin(known)
        return known

    def _take(self, answer: Answer, done: int, size: int | None) -> None:
        """Write the body behind what is there."""
        needed = answer.length if size is None else size - done
        if done + (needed or 0) > MOST_BYTES:
            raise self._too_big()
        room_until = done
        pace = _Pace(self.what, self.progress, done, size)
        with contextlib.ExitStack() as stack:
            with changing_files(self.part.path):
                file = stack.enter_context(self.part.path.open("ab", buffering=0))
            for chunk in answer.chunks():
                if done >= room_until:
                    require_room(self.part.path.parent, 0 if size is None else size - done, self.what)
                    room_until = done + _ROOM_STEP
                if not done and not chunk.startswith(_ZIP[: len(chunk)]):
                    raise WebError("what the server sent is no package (no zip archive)", ELSEWHERE)
                with changing_files(self.part.path):
                    _write_all(file, chunk)
                done += len(chunk)
                if done > MOST_BYTES:
                    raise self._too_big()
                if size is not None and done > size:
                    self.part.remove()
                    raise WebError(f"more came than the {size} bytes announced", ELSEWHERE)
                pace.at(done)
            with changing_files(self.part.path):
                os.fsync(file.fileno())
        if size is not None and done != size:
            raise WebError(f"{done} bytes came instead of {size}", "try again later; what came is kept", passing=True)
        if not done:
            raise WebError("the server sent an empty file", ELSEWHERE)

    def _too_big(self) -> WebError:
        self.part.remove()
        return WebError(f"it is more than {megabytes(MOST_BYTES)}, which no package takes", ELSEWHERE)

    def _say(self, note: str) -> None:
        known = self.part.known()
        size = (known.size if known else None) or self.part.size
        unit = _unit(size)[1]
        self.progress(self.what, self.part.size // unit, size // unit, note)


def _write_all(file: io.FileIO, chunk: bytes) -> None:
    # Not buffered, so that an interruption loses nothing; a disk that is nearly full takes a part and says so later.
    left = memoryview(chunk)
    while left:
        left = left[file.write(left) :]


class _Pace:
    """Tells a progress bar how far a download is, ten times a second at most."""

    def __init__(self, what: str, progress: Progress, done: int, size: int | None) -> None:
        self.what, self.progress, self.size = what, progress, size
        self.first, self.began, self.last = done, time.monotonic(), 0.0
        self.at(done)

    def at(self, done: int) -> None:
        now = time.monotonic()
        if now - self.last >= 0.1 or done == self.size:
            self.last = now
            size = self.size or done
            self.progress(self.what, done // _unit(size)[1], size // _unit(size)[1], self.note(done, now - self.began))

    def note(self, done: int, seconds: float) -> str:
        name, unit = _unit(self.size or done)
        rate = (done - self.first) / seconds if seconds > 0.5 else 0.0
        if not rate:
            return name
        note = f"{name}, {rate / unit:.1f} {name}/s"
        if self.size is None:
            return note
        return f"{note}, {time_left((self.size - done) / rate)}"


def _mark(link: str) -> str:
    """Tells a link from others on the disk, where a password in it has no business.

    >>> "secret" in _mark("https://me:secret@example.org/a")
    False
    """
    return hashlib.sha256(link.encode("utf-8", "surrogatepass")).hexdigest()


def _unit(size: int) -> tuple[str, int]:
    """What a size of this order is counted in, and how many bytes that is.

    >>> _unit(120_000_000), _unit(500_000)
    (('MB', 1000000), ('kB', 1000))
    """
    return ("MB", 1_000_000) if size >= 10_000_000 else ("kB", 1000)


def _rest(answer: Answer, known: _Known, start: int) -> _Known | None:
    """What is known of the whole when an answer is its rest from `start` on (RFC 9110, 14.4); `None` when it is not."""
    given = re.fullmatch(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)", answer.header("Content-Range"))
    if answer.status != 206 or given is None or not known.is_same(answer):
        return None
    first, last = int(given[1]), int(given[2])
    size = known.size if given[3] == "*" else int(given[3])
    if first != start or last < first or (size is not None and last >= size) or (known.size or size) != size:
        return None
    return replace(known, size=size)
