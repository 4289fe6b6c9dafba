"""Whatever fails while persons are read, nothing of a person leaves the reader: no text, file, exception or repr."""

import os
import pickle
import re
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from helpers.participants import REGION, SPEC, TITLES, numbers, read_list, write_csv

from careerstats.errors import UsageError
from careerstats.intake.participants import coding, reading, tally
from careerstats.intake.participants.keys import Identities, Secret, load_key

MARK = "Журавлёнкова"  # a fictional person; no other text of these tests has the word
NAMED = {"names": ["Ф", "И"], "born": "Р"}
KEY = "условный ключ для проверки"
ROW = (f"{MARK}-1", "г. Зея", "z1", "8", "нет", "a", "Посетил", "")

RUN = """
import sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from helpers.participants import SPEC, read_list
found = read_list(Path(sys.argv[1]), SPEC | {"day": "Дата"})
print(found.problems, len(found.counts), file=sys.stderr)
print(found)
"""


def broken(folder: Path) -> list[str]:
    """Files of every kind in which the marked name stands where it should not; their names."""
    head = ";".join(TITLES) + "\n"
    good = ";".join(ROW) + "\n"
    shifted = "".join(";".join(MARK if at == hole else cell for at, cell in enumerate(ROW)) + "\n" for hole in range(8))
    texts = {
        "shifted.csv": head + shifted,
        "long.csv": head + good + good.strip() + f";{MARK}\n",
        "short.csv": head + good + f"{MARK};x\n",
        "quote.csv": head + good + f'"{MARK};' + good * 3,
        "titles.csv": f"{MARK};{MARK}\n" + good,
        "nobody.csv": head + good.replace(f"{MARK}-1", ""),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "mixed.csv").write_bytes((head + good * 200_000).encode() + good.encode("cp1251"))
    frame = pd.DataFrame([ROW], columns=TITLES)
    frame.to_parquet(folder / "cut.parquet")
    (folder / "cut.parquet").write_bytes((folder / "cut.parquet").read_bytes()[:-9])
    frame.assign(МО=[[MARK]]).to_parquet(folder / "lists.parquet")
    return [*texts, "mixed.csv", "cut.parquet", "lists.parquet"]


def test_no_broken_file_gives_away_what_it_holds(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in broken(tmp_path):
        found = read_list(tmp_path, SPEC | {"file": name})
        assert found.problems, name
        assert MARK not in repr(found), name
        for form in (str.lower, str.upper):
            assert form(MARK) not in repr(found), name
    assert MARK not in "".join(capfd.readouterr())


@pytest.mark.parametrize("failure", [ValueError, TypeError, KeyError, MemoryError, UnicodeError, RecursionError])
@pytest.mark.parametrize("place", ["code", "totals", "of"])
def test_a_failure_inside_becomes_a_problem_without_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[Exception], place: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise failure(f"row: {MARK}")

    owner: Any = {"code": coding.Coder, "totals": tally.Tally, "of": Identities}[place]
    monkeypatch.setattr(owner, place, fail)
    write_csv(tmp_path / "list.csv", [ROW])
    found = read_list(tmp_path)
    (one,) = found.problems
    assert (one.severity, one.code, found.counts) == ("blocking", "not_read", [])
    assert MARK not in repr(found)


def test_an_interrupt_leaves_without_the_frames_that_held_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt(MARK)

    monkeypatch.setattr(coding.Coder, "code", stop)
    write_csv(tmp_path / "list.csv", [ROW])
    with pytest.raises(KeyboardInterrupt) as caught:
        read_list(tmp_path)
    leaving = caught.value
    assert (leaving.args, leaving.__cause__, leaving.__context__) == ((), None, None)
    told = traceback.TracebackException.from_exception(leaving, capture_locals=True)
    inside = [frame for frame in told.stack if "participants" in Path(frame.filename).parts]
    assert {frame.name for frame in inside} == {"read_participants", "_shielded"}
    assert not any(MARK in value for frame in inside for value in (frame.locals or {}).values())


def test_nothing_that_holds_rows_shows_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    original = coding.Coder.code

    def watched(self: Any, batch: Any, doubts: Any) -> Any:
        rows = original(self, batch, doubts)
        seen.extend(map(repr, (self, batch, doubts, rows, self.places, self._identities, vars(self))))
        return rows

    monkeypatch.setattr(coding.Coder, "code", watched)
    write_csv(
        tmp_path / "list.csv",
        [ROW, *[tuple(MARK if at == hole else one for at, one in enumerate(ROW)) for hole in range(1, 8)]],
    )
    found = read_list(tmp_path)
    assert numbers(found)["K_reg", "", REGION, ""] == 1
    assert seen
    assert not any(MARK in text for text in seen)


def test_a_process_writes_nothing_of_a_person_anywhere(tmp_path: Path) -> None:
    data, temporary, home = (tmp_path / name for name in ("data", "temporary", "home"))
    for folder in (data, temporary, home):
        folder.mkdir()
    rows = [(*ROW, "01.02.2020"), (*ROW[:3], MARK, *ROW[4:], MARK), (*ROW[:2], MARK, *ROW[3:], "01.02.2020")]
    write_csv(data / "list.csv", rows * 40_000, [*TITLES, "Дата"])
    before = sorted(data.rglob("*"))
    environ = os.environ | {
        "TMPDIR": str(temporary),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home),
        "CAREERSTATS_KEY": KEY,
    }
    environ |= {"PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    paths = [str(Path(__file__).parent), str(Path(__file__).parent / "helpers")]
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", RUN, str(data), *paths],
        env=environ, cwd=home, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "unreadable" in done.stderr
    assert MARK not in done.stdout + done.stderr
    assert sorted({*data.rglob("*")} - {*before}) == [data / "organisations.csv"]
    for path in (*temporary.rglob("*"), *home.rglob("*")):
        assert path.is_dir() or MARK.encode() not in path.read_bytes(), path
    assert list(temporary.rglob("*")) == []


# ---- the key


def test_without_a_key_there_are_no_pseudonyms_and_no_two_readings_are_alike() -> None:
    import pyarrow as pa

    texts = pa.array([f"{MARK}-1", "u2", f"{MARK}-1"])
    one, other = Identities(None).of(texts), Identities(None).of(texts)
    assert one[0] == one[2] != one[1]
    assert not set(one.tolist()) & set(other.tolist())
    assert load_key({}) is None


def test_a_pseudonym_is_hmac_sha256_under_the_key() -> None:
    secret = load_key({"CAREERSTATS_KEY": "0123456789abcdef"})
    assert secret is not None
    assert secret.digest("u1").hex()[:32] == "5162bddb18bda0082a7b39c472f7d118"  # by openssl dgst -hmac
    other = load_key({"CAREERSTATS_KEY": "0123456789abcdeF"})
    assert other is not None
    assert secret.digest("u1") != other.digest("u1")


def test_a_key_never_shows_itself() -> None:
    secret = Secret(KEY.encode())
    assert KEY not in f"{secret!r} {secret} {Identities(secret)!r}"
    assert not hasattr(secret, "__dict__")
    with pytest.raises(TypeError):
        pickle.dumps(secret)


@pytest.mark.skipif(os.name != "posix", reason="права на файл проверяются только в POSIX")
def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(KEY + "\n", encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(UsageError, match="доступен не только владельцу"):
        load_key({"CAREERSTATS_KEY_FILE": str(path)})
    path.chmod(0o600)
    secret, same = load_key({"CAREERSTATS_KEY_FILE": str(path)}), load_key({"CAREERSTATS_KEY": KEY})
    assert secret is not None
    assert same is not None
    assert secret.digest("u1") == same.digest("u1")


@pytest.mark.parametrize(
    ("environ", "text"),
    [
        ({"CAREERSTATS_KEY": "коротко"}, "короче 16 байтов"),
        ({"CAREERSTATS_KEY_FILE": "/нет/такого"}, "не читается"),
        ({"CAREERSTATS_KEY": KEY, "CAREERSTATS_KEY_FILE": "x"}, "оставьте что-то одно"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_in_words(tmp_path: Path, environ: dict[str, str], text: str) -> None:
    write_csv(tmp_path / "list.csv", [ROW])
    with pytest.raises(UsageError, match=re.escape(text)) as caught:
        read_list(tmp_path, environ=environ)
    assert caught.value.__context__ is None
    assert environ.get("CAREERSTATS_KEY", "nothing") not in str(caught.value)


def test_the_shield_names_the_line_of_ours_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "person_texts", None)
    write_csv(tmp_path / "list.csv", [ROW])
    (one,) = read_list(tmp_path).problems
    assert "чтение прервано ошибкой TypeError (coding.py:" in one.message
    assert reading.__name__.startswith("careerstats")
