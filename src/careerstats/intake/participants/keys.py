"""Cells that say who a row is about -> one number per person under a key, and rows in which that cannot be said.

With the key of the institute the number is an HMAC-SHA256 pseudonym; without one it is a hash under a random key
that lives as long as the reading. Neither is written anywhere.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from careerstats.errors import UsageError

KEY, KEY_FILE = "CAREERSTATS_KEY", "CAREERSTATS_KEY_FILE"
SHORTEST = 16
"""Bytes of a key: a shorter one can be guessed, and then every СНИЛС can be tried."""

NO_PERSON, INITIALS, NOT_SNILS, ROUNDED = "no_person", "initials", "not_snils", "rounded_id"
_NOBODY = ["", "-", "–", "—", "н/д", "нет", "нет данных", "0"]
_ROUNDED = r"^[+-]?([0-9]+([.,][0-9]+)?[eEеЕ][+-]?[0-9]+|[0-9]{16,}([.,]0*)?)$"


class Secret:
    """A key that no text shows."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes):
        self._value = value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("ключ не сохраняется")

    def digest(self, text: str) -> bytes:
        """HMAC-SHA256 of the text."""
        return hmac.digest(self._value, text.encode(), hashlib.sha256)


def load_key(environ: Mapping[str, str] = os.environ) -> Secret | None:
    """The key in CAREERSTATS_KEY, or in the file that CAREERSTATS_KEY_FILE names and only its owner may read.

    None where neither is set. Raises UsageError for a short key, both at once, or a file that others can read.
    """
    if environ.get(KEY) and environ.get(KEY_FILE):
        raise UsageError(f"Заданы и {KEY}, и {KEY_FILE}: оставьте что-то одно.")
    if environ.get(KEY_FILE):
        return _checked(_owner_only(Path(environ[KEY_FILE])), KEY_FILE)
    return _checked(environ[KEY].encode(), KEY) if environ.get(KEY) else None


def _checked(value: bytes, name: str) -> Secret:
    if len(value) < SHORTEST:
        raise UsageError(f"Ключ {name} короче {SHORTEST} байтов: его можно подобрать. Задайте более длинный.")
    return Secret(value)


def _owner_only(path: Path) -> bytes:
    """The key from its file; the rights are checked on what was opened, so that nobody can swap it in between."""
    try:
        with path.open("rb") as file:
            there = os.fstat(file.fileno())
            if os.name == "posix" and (there.st_mode & 0o077 or there.st_uid != os.geteuid()):
                raise UsageError(f"Файл ключа {path} доступен не только владельцу. Выполните: chmod 600 {path}")
            return file.read().strip()
    except OSError:
        why = "не читается"
    raise UsageError(f"Файл ключа {path} {why}. Проверьте путь в {KEY_FILE} и права на файл.")


class Identities:
    """Texts of persons → 64-bit numbers, alike for like texts within one run.

    Two of n persons share a number with probability n²/2⁶⁵: 3·10⁻⁶ for ten million persons.
    """

    def __init__(self, secret: Secret | None):
        self._secret = secret
        self._passing = secrets.token_hex(8)  # SipHash wants sixteen letters

    def of(self, texts: pa.Array) -> np.ndarray:
        """uint64, one per text."""
        return self._pseudonyms(texts) if self._secret else self._hashes(texts)

    def _hashes(self, texts: pa.Array) -> np.ndarray:
        from pandas.util import hash_array

        objects = texts.to_numpy(zero_copy_only=False)
        return hash_array(objects, hash_key=self._passing, categorize=False)

    def _pseudonyms(self, texts: pa.Array) -> np.ndarray:
        assert self._secret is not None
        coded = texts.dictionary_encode()
        digests = b"".join(self._secret.digest(text)[:8] for text in coded.dictionary.to_pylist())
        result: np.ndarray = np.frombuffer(digests, dtype="<u8")[coded.indices.to_numpy()].astype(np.uint64)
        return result


def person_texts(kind: str, columns: list[pa.Array]) -> tuple[pa.Array, dict[str, np.ndarray]]:
    """Normalised text of each row's person, and by reason the rows (bool) in which it cannot be used."""
    reading = {"id": _by_id, "snils": _by_snils}[kind]
    return reading(columns)


def _by_id(columns: list[pa.Array]) -> tuple[pa.Array, dict[str, np.ndarray]]:
    """Excel keeps fifteen digits of a number: behind them strangers are alike."""
    texts = _without_groups(_trimmed(columns[0]))
    rounded = _flags(pc.match_substring_regex(texts, _ROUNDED))
    return texts, {NO_PERSON: _nobody(texts), ROUNDED: rounded}


def _by_snils(columns: list[pa.Array]) -> tuple[pa.Array, dict[str, np.ndarray]]:
    """Digits only; Excel drops leading zeros; the check digits must be right."""
    nobody = _nobody(_trimmed(columns[0]))
    digits = pc.replace_substring_regex(columns[0], r"[\s\-]", "")
    texts = pc.utf8_lpad(digits, 11, "0")
    return texts, {NO_PERSON: nobody, NOT_SNILS: ~nobody & ~_right_snils(texts)}


def _right_snils(texts: pa.Array) -> np.ndarray:
    """Check number: digits by 9…1, modulo 101, where 100 reads as 00 (the rule of the Pension Fund)."""
    shaped = _flags(pc.match_substring_regex(texts, r"^[0-9]{11}$"))
    safe = pc.if_else(pa.array(shaped), texts, "0" * 11)
    figures = np.frombuffer("".join(safe.to_pylist()).encode(), np.uint8).reshape(-1, 11).astype(np.int64) - ord("0")
    control = figures[:, :9] @ np.arange(9, 0, -1) % 101 % 100
    result: np.ndarray = shaped & (control == figures[:, 9] * 10 + figures[:, 10]) & figures[:, :9].any(axis=1)
    return result


def _trimmed(column: pa.Array) -> pa.Array:
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(column, r"[\s\x{00A0}\x{202F}\x{2009}]+", " "))


def _without_groups(texts: pa.Array) -> pa.Array:
    """«1 001» and «1001.0» are the number 1001 as tables show it."""
    bare = pc.replace_substring_regex(texts, r" |[.,]0+$", "")
    return pc.if_else(pc.match_substring_regex(texts, r"^[0-9][0-9 ]*([.,]0+)?$"), bare, texts)


def _nobody(texts: pa.Array) -> np.ndarray:
    """Nothing, or the error of a formula: all rows with «#Н/Д» would be one person."""
    return _flags(pc.or_(pc.is_in(texts, value_set=pa.array(_NOBODY)), pc.starts_with(texts, "#")))


def _flags(array: pa.Array) -> np.ndarray:
    return np.asarray(array.to_numpy(zero_copy_only=False), dtype=bool)
