"""A machine unlike this one, for the programs that tests start: no network, another clock, a single core.

Python imports a module of this name by itself; `support.environment` puts its folder on the path, and workers that a
program starts inherit that.
"""

import os
import socket
import sys


def refuse(what: object) -> None:
    """End the process: an exception could be caught and the attempt go unseen."""
    sys.stderr.write(f"error: a program that a test started reached for the network: {what}\n")
    sys.stderr.flush()
    os._exit(97)


def local_only(name: str):
    """The socket's method, for the sockets by which processes of one machine talk."""
    real = getattr(socket.socket, name)

    def method(self, *arguments):
        if self.family != getattr(socket, "AF_UNIX", None):
            refuse(arguments)
        return real(self, *arguments)

    return method


for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, local_only(name))
for name in ("getaddrinfo", "create_connection", "gethostbyname"):
    setattr(socket, name, lambda *arguments, **named: refuse(arguments))

if clock := os.environ.get("TEST_CLOCK"):
    import datetime
    import time

    NOW = float(clock)
    localtime, gmtime, strftime = time.localtime, time.gmtime, time.strftime
    time.time = lambda: NOW
    time.time_ns = lambda: int(NOW * 1e9)
    time.localtime = lambda seconds=None: localtime(NOW if seconds is None else seconds)
    time.gmtime = lambda seconds=None: gmtime(NOW if seconds is None else seconds)
    time.strftime = lambda form, moment=None: strftime(form, moment or time.localtime())

    class Then(datetime.datetime):
        """The same with a clock that stands still."""

        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(NOW, tz)

        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(NOW, datetime.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls):
            return cls.fromtimestamp(NOW)

    class Day(datetime.date):
        """A day of that clock."""

        @classmethod
        def today(cls):
            return cls.fromtimestamp(NOW)

    datetime.datetime, datetime.date = Then, Day

if os.environ.get("TEST_CORES") == "1" and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
