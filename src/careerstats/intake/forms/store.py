"""What was made of unchanged files last time -> the same without opening them; a damaged store is not used.

One line of the store = one file: name, size, time of change, sha256 of its content, then what came of it (no cells
as they were typed, only what the protocol and the counts hold). The first line is the sha256 of all others, the second
the key of everything else the result depends on: program, dataset.yaml, catalogue, registers.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

from careerstats.intake.files import REGISTERS
from careerstats.intake.forms.folder import File
from careerstats.intake.forms.workers import Read
from careerstats.intake.guards import FORM
from careerstats.intake.organisations import STEM

NAME = "forms-read.txt"
DAMAGED = "Запас прочитанных форм ({path}) повреждён и не использован: все файлы прочитаны заново."
_DATASET = (
    *("dataset.yaml", "catalogue.yaml", "territories.csv", "aliases.csv"),
    *(f"{STEM}{kind}" for kind in REGISTERS),
)
_PARTS = ("intake", "catalogue", "territories", "model.py")
_TICK = 2_000_000_000
"""Nanoseconds: a file changed so shortly before the store was written may have changed once more unnoticed."""


@dataclass
class Store:
    """``seen``: name → size, time, content; ``told``: (form, content) → what came of it; ``damaged``: in words."""

    written: int = 0
    seen: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    told: dict[tuple[str, str], str] = field(default_factory=dict)
    damaged: str = ""

    def content(self, file: File) -> str:
        """sha256 of the file by its name, size and time; by its bytes where these do not tell; empty if unreadable."""
        size, changed, content = self.seen.get(file.name, (-1, -1, ""))
        if (size, changed) == (file.size, file.changed) and changed < self.written - _TICK:
            return content
        try:
            return hashlib.sha256(Path(file.path).read_bytes()).hexdigest()
        except OSError:
            return ""

    def known(self, file: File) -> Read | None:
        """What came of a file, if the same content was read for the same form before."""
        if not self.told or file.size > FORM.file or Path(file.path).is_symlink():
            return None
        content = self.content(file)
        text = self.told.get((file.form, content))
        return (content, text) if text else None


def load(path: Path, key: str) -> Store:
    """The store, empty where there is none, where it is damaged, or where it was written under another key."""
    try:
        written, data = path.stat().st_mtime_ns, path.read_bytes()
    except OSError:
        return Store()
    try:
        return _parsed(data, key, written)
    except (ValueError, TypeError, KeyError):
        return Store(damaged=DAMAGED.format(path=path))


def _parsed(data: bytes, key: str, written: int) -> Store:
    total, _, rest = data.partition(b"\n")
    if hashlib.sha256(rest).hexdigest() != total.decode("ascii"):
        raise ValueError("sum")
    first, *lines = rest.decode("utf-8").splitlines()
    out = Store(written)
    for line in lines if first == key else ():
        head, _, text = line.partition("\t")
        form, name, size, changed, content = json.loads(head)
        out.seen[name] = size, changed, content
        out.told[form, content] = text
    return out


def save(path: Path, key: str, read: Mapping[File, Read]) -> None:
    """Files whose content was not looked into are not kept."""
    lines = [key]
    for file, (content, text) in read.items():
        if content:
            head = json.dumps([file.form, file.name, file.size, file.changed, content], ensure_ascii=True)
            lines.append(f"{head}\t{text}")
    rest = ("\n".join(lines) + "\n").encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".new")
    waiting.write_bytes(hashlib.sha256(rest).hexdigest().encode("ascii") + b"\n" + rest)
    waiting.replace(path)


def key_of(dataset: Path) -> str:
    """Everything but the returned files that decides what is made of them."""
    whole = hashlib.sha256(_program())
    for name in _DATASET:
        path = dataset / name
        whole.update(name.encode() + (hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"-"))
    return whole.hexdigest()


@cache
def _program() -> bytes:
    """A change of the program makes what it made before worthless."""
    package = Path(__file__).parent.parent.parent
    paths = [path for part in _PARTS for path in (package / part).rglob("*") if (package / part).is_dir()]
    paths += [package / part for part in _PARTS if (package / part).is_file()]
    whole = hashlib.sha256(version("python-calamine").encode())
    for path in sorted(file for file in paths if file.suffix in (".py", ".yaml", ".csv")):
        whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.digest()
