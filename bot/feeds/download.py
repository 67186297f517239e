"""One page of a feed, within limits of size and time, and without following it elsewhere."""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress

from bot.feeds.addresses import Address, Door, NotAllowed, allowed

LARGEST = 50 * 1024 * 1024  # bytes, after unpacking
LONGEST = 60.0  # seconds for a page, however slowly it comes
PATIENCE = 10.0  # seconds without a byte
_CHUNK = 64 * 1024


class NotFetched(OSError):
    """A page that did not come; the message says why. `retry_after` is how many seconds the portal asks to wait, where it does."""

    def __init__(self, words: str, retry_after: int = 0) -> None:
        super().__init__(words)
        self.retry_after = retry_after


def page(url: str, door: Door, clock: Callable[[], float] = time.monotonic) -> bytes:
    """The bytes of a page of a feed, unpacked. Refuses with NotAllowed or NotFetched."""
    address = allowed(url, door)
    deadline = clock() + LONGEST
    connection = _connect(address)
    # A header that comes a letter at a time keeps every single wait short, so somebody else looks at the clock.
    alarm = threading.Timer(LONGEST, _hang_up, (connection,))
    alarm.daemon = True
    alarm.start()
    try:
        connection.request(
            "GET",
            address.path,
            headers={"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "Quorate"},
        )
        answer = connection.getresponse()
        _refuse(answer)
        return _read(answer, deadline, clock)
    except NotFetched:
        raise
    except TimeoutError:
        raise NotFetched(f"{address.host} took too long to answer.") from None
    except (OSError, http.client.HTTPException):
        if clock() >= deadline:
            raise NotFetched(f"{address.host} took too long to answer.") from None
        raise NotFetched(f"{address.host} could not be reached, or broke off.") from None
    finally:
        alarm.cancel()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)


def _connect(address: Address) -> http.client.HTTPConnection:
    if address.scheme == "http":
        return _Plain(address)
    return _Secure(address)


class _Plain(http.client.HTTPConnection):
    def __init__(self, address: Address) -> None:
        super().__init__(address.host, address.port, timeout=PATIENCE)
        self._ip = address.ip

    def connect(self) -> None:
        self.sock = socket.create_connection((self._ip, self.port), self.timeout)


class _Secure(http.client.HTTPSConnection):
    """To the machine that was looked at, with the certificate of the host that was asked for."""

    def __init__(self, address: Address) -> None:
        self._trust = ssl.create_default_context()
        super().__init__(address.host, address.port, timeout=PATIENCE, context=self._trust)
        self._ip = address.ip

    def connect(self) -> None:
        plain = socket.create_connection((self._ip, self.port), self.timeout)
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)


def _refuse(answer: http.client.HTTPResponse) -> None:
    if answer.status == http.client.OK:
        return
    if answer.status in (429, 503):
        wait = answer.getheader("Retry-After") or ""
        seconds = min(int(wait), 3600) if wait.isdecimal() and len(wait) < 6 else 300
        raise NotFetched(f"The portal asks to wait {seconds} seconds.", seconds)
    if 300 <= answer.status < 400:
        raise NotFetched("The portal sends us elsewhere, and redirections are not followed.")
    raise NotFetched(f"The portal answered {answer.status}.")


def _read(answer: http.client.HTTPResponse, deadline: float, clock: Callable[[], float]) -> bytes:
    packed = (answer.getheader("Content-Encoding") or "").lower()
    if packed not in ("", "identity", "gzip"):
        raise NotFetched("The portal packs its answer in a way that was not asked for.")
    unpack = zlib.decompressobj(wbits=31) if packed == "gzip" else None
    got = bytearray()
    while unpack is None or not unpack.eof:  # what follows what was packed is not waited for
        chunk = answer.read1(_CHUNK)
        if clock() >= deadline:  # also where the alarm has ended it
            raise NotFetched("The portal's answer takes too long.")
        if not chunk:
            break
        if unpack is None:
            got += chunk
        else:
            _unpacked(unpack, chunk, got)
        if len(got) > LARGEST:
            raise NotFetched(f"The portal's answer is larger than {LARGEST // 1024 // 1024} MB.")
    if unpack is not None and not unpack.eof:
        raise NotFetched("The portal's answer broke off.")
    if unpack is None and answer.length:
        raise NotFetched("The portal's answer broke off.")
    return bytes(got)


def _unpacked(unpack: "zlib._Decompress", chunk: bytes, got: bytearray) -> None:
    """Unpack no further than one byte beyond what is allowed: a small answer can hold a very large one."""
    try:
        got += unpack.decompress(chunk, LARGEST + 1 - len(got))
    except zlib.error:
        raise NotFetched("The portal's answer cannot be unpacked.") from None


__all__ = ["LARGEST", "LONGEST", "PATIENCE", "NotAllowed", "NotFetched", "page"]
