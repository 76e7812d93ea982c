"""The time stamping authority (RFC 3161): asked over the network, for a bounded time.

What it is told is the digest of a signature, nothing of the text. Both http and https will do:
its answer is signed, and that signature is checked before anything is written.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

from ..problems import Problem, Unusable

SECONDS = 15.0  # for one question and its answer


class Server(HTTPTimeStamper):
    """A server by its address; raises `Unusable` for any answer that is not a time stamp."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        super().__init__(url, timeout=seconds)
        self.host = urlsplit(url).hostname or url

    async def async_timestamp(self, message_digest: Any, md_algorithm: Any) -> Any:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except Exception as error:  # of the network, of HTTP, of ASN.1
            cause = error.__cause__ or error
            detail = " ".join(str(cause).split())[:200] or type(cause).__name__
            params: dict[str, object] = {"host": self.host, "detail": detail}
            raise Unusable([Problem("timestamp-refused", None, params, "timestamp")]) from None


def sound(url: str) -> bool:
    """Whether this is an address that can be asked."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
