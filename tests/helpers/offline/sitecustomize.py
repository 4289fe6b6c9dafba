"""On PYTHONPATH of the tests' processes -> whoever reaches past this computer gets an error, and is written down.

Python imports a module of this name at its start: workers, kernels and commands that a test starts are watched too.
"""

import os
import socket
import sys
from contextlib import suppress
from typing import Any

JOURNAL = "CAREERSTATS_TEST_NETWORK"
"""Names the file to which every attempt is appended: an attempt whose error somebody swallows is still seen."""

ASKED = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")
HERE = {"", "localhost", "localhost.localdomain", "0.0.0.0", "::", "::1", socket.gethostname()}


def is_here(host: Any) -> bool:
    """Whether an address or a name is this computer's own; a path is that of a local socket."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    return name in HERE or name.startswith(("127.", "/", "\0"))


def host_of(event: str, arguments: tuple[Any, ...]) -> Any:
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        return arguments[0]
    address = arguments[1]
    return address[0] if isinstance(address, tuple) else address


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook. Raises OSError for an address elsewhere."""
    if event not in ASKED or is_here(host := host_of(event, arguments)):
        return
    told = f"{event} {host} ({' '.join(sys.argv[:3])})"
    with suppress(OSError, KeyError), open(os.environ[JOURNAL], "a", encoding="utf-8") as journal:  # noqa: PTH123
        journal.write(f"{told}\n")
    raise OSError(f"no network in tests: {told}")


sys.addaudithook(refuse)
