"""Bundles of one notebook -> files that do not repeat what all of them say; such a file -> its bundle in full."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import msgspec

from careerstats.contracts.bundle import Bundle, bundle_of, text_of

PREFIX = "common-"
WORTH_A_FILE = 500  # bytes; what is shorter stays where a person looks first

Parts = dict[str, msgspec.Raw]
EMPTY = {field.name: field.default for field in msgspec.structs.fields(Bundle) if not field.required}
"""Part of a bundle that may be empty → what stands there then; NODEFAULT for an empty dict."""


class CommonFileError(msgspec.DecodeError):
    """The file that a bundle shares with others is not there, or not as it was written; ``name``, ``is_lost``."""

    def __init__(self, name: str, *, is_lost: bool) -> None:
        super().__init__(f"{name} is {'not there' if is_lost else 'not what it was'}")
        self.name, self.is_lost = name, is_lost


def files_of(notebook: str, bundles: Mapping[str, Bundle]) -> Iterator[tuple[str, bytes]]:
    """Names of files and their bytes: what all bundles share, if anything, then ``<notebook>-<unit>.json`` of each.

    The name of the shared file tells what is in it, so another content makes other bundles.
    """
    shared, blank = _shared(list(bundles.values())), {}
    if shared:
        common = _pretty(shared)
        name = f"{PREFIX}{notebook}-{_mark(common)}.json"
        yield name, common
        blank = {part: {} if EMPTY[part] is msgspec.NODEFAULT else EMPTY[part] for part in shared} | {"common": name}
    for unit, bundle in bundles.items():
        yield f"{notebook}-{unit}.json", text_of(msgspec.structs.replace(bundle, **blank)).encode("utf-8")


def read_bundle(path: Path) -> Bundle:
    """The bundle in full. Raises msgspec.DecodeError for what is none, CommonFileError for its shared file; OSError."""
    return bundle_of(read_text(path))


def read_text(path: Path) -> bytes:
    """The JSON of the bundle in full, in the order of its parts' names; as ``read_bundle``."""
    own = _parts(path.read_bytes())
    if "common" not in own:
        return _pretty(own)
    name = msgspec.json.decode(own.pop("common"), type=str)
    return _pretty(own | _common(path.with_name(Path(name).name)))


@lru_cache(maxsize=4)
def _common(path: Path) -> Parts:
    """The parts of a shared file: its name holds the mark of its bytes, so what was once read stays true."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise CommonFileError(path.name, is_lost=True) from None
    if _mark(text) not in path.stem.split("-"):
        raise CommonFileError(path.name, is_lost=False)
    return _parts(text)


def _shared(bundles: Sequence[Bundle]) -> Parts:
    """Parts of the first bundle that are worth a file and the same in all the others."""
    first, *others = bundles
    same = {name for name in EMPTY if others and all(_same(name, first, bundle) for bundle in others)}
    parts = _parts(text_of(first)) if same else {}
    return {name: part for name, part in parts.items() if name in same and len(bytes(part)) >= WORTH_A_FILE}


def _same(name: str, first: Bundle, other: Bundle) -> bool:
    return bool(getattr(first, name) == getattr(other, name))


def _parts(text: bytes | str) -> Parts:
    return msgspec.json.decode(text, type=Parts)


def _pretty(parts: Parts) -> bytes:
    return msgspec.json.format(msgspec.json.encode(parts, order="sorted"), indent=1) + b"\n"


def _mark(text: bytes) -> str:
    return sha256(text).hexdigest()[:16]
