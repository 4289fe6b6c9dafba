"""A command -> the same command where there is no network but this computer's own loopback; Linux only.

    python tools/offline.py make test

The kernel gives the command a network of its own with nothing in it; whoever is not root needs user namespaces.
"""

import ctypes
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000
GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 0x1


def alone() -> None:
    """Leave the network of the computer. Raises OSError where the kernel does not allow it."""
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_NETWORK if user == 0 else NEW_NETWORK | NEW_USER):
        raise OSError(ctypes.get_errno(), "the kernel allows no network of one's own")
    if user:
        Path("/proc/self/setgroups").write_text("deny", encoding="utf-8")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="utf-8")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="utf-8")
    _raise_loopback()


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asked = fcntl.ioctl(asking, GET_FLAGS, struct.pack("16sH14x", b"lo", 0))
        flags = struct.unpack("16sH14x", asked)[1]
        fcntl.ioctl(asking, SET_FLAGS, struct.pack("16sH14x", b"lo", flags | UP))


if __name__ == "__main__":
    if sys.argv[1:] == ["--possible"]:
        try:
            alone()
        except OSError:
            sys.exit(1)
        sys.exit(0)
    alone()
    os.execvp(sys.argv[1], sys.argv[1:])
