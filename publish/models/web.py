"""One request over HTTP: answers as streams, and each way it can fail as a cause with a remedy."""

from __future__ import annotations

import base64
import contextlib
import errno
import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from string import punctuation
from typing import IO, Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from publish import __version__

ELSEWHERE = "name another index with --index, or install from a file"
"""What is left to do where a server has nothing to offer."""

CHUNK = 1 << 16
"""Bytes read at a time at most."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for others: seconds without a byte, tries in a row that bring nothing, seconds between them.

    The pause doubles with each try, up to `longest_pause`; a server that asks for more than that is not asked again.
    """

    stall: float = 30.0
    tries: int = 5
    pause: float = 1.0
    longest_pause: float = 60.0
    sleep: Callable[[float], None] = time.sleep

    def before(self, failures: int, asked: float | None) -> float:
        """Seconds to wait after so many failures in a row, or as long as the server asked for.

        >>> [Patience().before(failures, None) for failures in (1, 2, 3, 9)], Patience().before(1, 7.0)
        ([1.0, 2.0, 4.0, 60.0], 7.0)
        """
        usual = min(self.pause * 2.0 ** (failures - 1), self.longest_pause)
        return usual if asked is None else max(usual, asked)


class WebError(Exception):
    """Why a link gave nothing: the cause and what to do about it, each a clause.

    `passing` says whether the same request may do better later, `asked` how many seconds the server wants to be left
    alone.
    """

    def __init__(self, cause: str, remedy: str, *, passing: bool = False, asked: float | None = None) -> None:
        super().__init__(f"{cause}; {remedy}")
        self.cause = cause
        self.passing = passing
        self.asked = asked


class Answer:
    """A server's answer whose body can be read piece by piece."""

    def __init__(self, response: http.client.HTTPResponse, url: str) -> None:
        self.status = response.status
        self.headers = response.headers
        self.url = url
        self._response = response

    def header(self, name: str) -> str:
        """A header's value, empty if it is not there."""
        return str(self.headers.get(name, "")).strip()

    @property
    def length(self) -> int | None:
        """The bytes of the body by `Content-Length`, `None` where it does not say."""
        value = self.header("Content-Length")
        chunked = "chunked" in self.header("Transfer-Encoding").lower()
        return int(value) if value.isascii() and value.isdigit() and len(value) < 19 and not chunked else None

    @property
    def is_page(self) -> bool:
        """Whether the server says that it answers with a web page."""
        return self.header("Content-Type").partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")

    def chunks(self) -> Iterator[bytes]:
        """The body as it comes, no more than `Content-Length` says. `WebError` when it stalls or is cut."""
        left = self.length
        while left is None or left > 0:
            with _told():
                chunk = self._response.read1(CHUNK if left is None else min(CHUNK, left))
            if not chunk:
                break
            left = None if left is None else left - len(chunk)
            yield chunk
        if left:
            raise WebError(
                f"the connection was cut {left} bytes before the end",
                "try again later; what came is kept",
                passing=True,
            )


@contextlib.contextmanager
def answered(url: str, headers: Mapping[str, str], stall: float) -> Iterator[Answer]:
    """The answer to a GET, of status 200, 206 or 416; `WebError` for every other and when there is none.

    Only http and https are spoken, also after a redirect, and never http after https. Proxies are those of the
    environment (`https_proxy`, `no_proxy`).
    """
    if not is_web(url):
        raise WebError("this is no http or https address", ELSEWHERE)
    with _told():
        response = _opener().open(_request(url, headers), timeout=stall)
    try:
        yield Answer(response, response.geturl())
    finally:
        response.close()


def _request(url: str, headers: Mapping[str, str]) -> urllib.request.Request:
    parts = urlsplit(url)
    password, _, server = parts.netloc.rpartition("@")
    request = urllib.request.Request(  # noqa: S310 - only for what `is_web`
        urlunsplit(
            (parts.scheme, server, quote(parts.path, safe=punctuation), quote(parts.query, safe=punctuation), "")
        ),
        headers={"User-Agent": f"publish/{__version__}", "Accept-Encoding": "identity", **headers},
    )
    if password:
        # For this server only, not for one it leads on to.
        encoded = base64.b64encode(unquote(password).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {encoded}")
    return request


def is_web(url: str) -> bool:
    """Whether an address begins with http:// or https:// and names a server.

    >>> is_web("https://example.org/a"), is_web("ipfs://Qm"), is_web("file:///etc/passwd"), is_web("http://[")
    (True, False, False, False)
    """
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url
    except ValueError:
        return False


def shown(url: str) -> str:
    """An address as messages name it, without a password.

    >>> shown("https://me:secret@example.org/a?key=1")
    'https://example.org/a'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")) or url


class _Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        if not is_web(newurl) or (req.type == "https" and not newurl.lower().startswith("https:")):
            fp.close()
            raise WebError(f"it leads on to {shown(newurl)}, which is not safe to follow", ELSEWHERE)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


class _Refusals(urllib.request.HTTPDefaultErrorHandler):
    def http_error_default(
        self, _req: urllib.request.Request, fp: IO[bytes] | None, code: int, _msg: str, hdrs: Message
    ) -> Any:
        if code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            return fp
        if fp is not None:
            fp.close()
        raise _refusal(code, hdrs)


def _opener() -> urllib.request.OpenerDirector:
    """Unlike `build_opener` without what opens files, FTP and data: addresses."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
        _Refusals(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


_REMEDIES = {
    401: "put name and password into the address, as in https://name:password@example.org/",
    403: "try from another network, or " + ELSEWHERE,
    404: "check the address, or " + ELSEWHERE,
    407: "the proxy wants a password: put it into https_proxy",
    410: ELSEWHERE,
}
# RFC 9110, 15.6, and RFC 6585, 4: these say that later is better.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


def _refusal(code: int, headers: Message) -> WebError:
    words = http.client.responses.get(code, "no such status is known")
    cause = f"the server answered {code} ({words})"
    if code in _PASSING:
        return WebError(cause, "try again later", passing=True, asked=_retry_after(headers))
    return WebError(cause, _REMEDIES.get(code, ELSEWHERE))


def _retry_after(headers: Message) -> float | None:
    """RFC 9110, 10.2.3: seconds, or a date, which is measured by the server's own clock where it gives it."""
    value = str(headers.get("Retry-After", "")).strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
    try:
        now = parsedate_to_datetime(str(headers.get("Date", ""))).timestamp()
    except (TypeError, ValueError, OverflowError):
        now = time.time()
    return max(0.0, moment - now)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What goes wrong inside on the way to a server, told as a `WebError`."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        raise WebError(f"it leads nowhere ({error.msg.splitlines()[0]})", ELSEWHERE) from None
    except urllib.error.URLError as error:
        raise _cause(error.reason if isinstance(error.reason, Exception) else OSError(str(error.reason))) from None
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise _cause(error) from None


def _cause(error: Exception) -> WebError:
    network = "check the connection, and https_proxy where there is a proxy"
    if isinstance(error, ssl.SSLCertVerificationError):
        return WebError(
            f"the server's certificate is not trusted ({error.verify_message})",
            "check this machine's clock and network",
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return WebError(f"there is no secure connection to the server ({error.reason})", network)
    if isinstance(error, TimeoutError):
        return WebError("the server stopped answering", f"try again later, or {network}", passing=True)
    if isinstance(error, socket.gaierror):
        passing = error.errno == socket.EAI_AGAIN
        return WebError("the server's name was not found", network, passing=passing)
    if isinstance(error, http.client.InvalidURL):
        return WebError("this is no address", "correct it")
    if isinstance(error, (http.client.HTTPException, ConnectionError, ssl.SSLError)) and not isinstance(
        error, ConnectionRefusedError
    ):
        return WebError("the connection was cut", "try again later; what came is kept", passing=True)
    if isinstance(error, OSError) and error.errno in (errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH):
        return WebError(f"the server cannot be reached ({(error.strerror or '').lower()})", network, passing=True)
    return WebError(
        f"the server cannot be reached ({str(error).strip() or type(error).__name__})", network, passing=True
    )
