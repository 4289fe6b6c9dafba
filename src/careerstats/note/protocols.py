"""Dataset, code and period -> the bundle of that protocol of data checking, opened for its sections."""

from pathlib import Path

from careerstats.errors import NoteError
from careerstats.model import period_start, slug
from careerstats.note.opening import Note, opened
from careerstats.project import find_project


def open_protocol(dataset: str, municipality: int | str, period: int | str | None = None) -> Note:
    """The protocol of a municipality by its 8-digit code (int or str); the region's by its own, or «region».

    ``period=None`` takes the newest built. Raises NoteError where there is no bundle.
    """
    first = f"Сначала: careerstats build {dataset} --notebook quality"
    notes = find_project() / "data" / "processed" / dataset / "notes"
    wanted = None if period is None else slug(str(period).strip())
    paths = [path for path in _bundles(notes) if wanted in (None, path.parts[-3])]
    if not paths:
        raise NoteError(f"Протоколов проверки данных набора «{dataset}» нет. {first}")
    newest = max(paths, key=lambda path: period_start(path.parts[-3])).parent
    return opened(_bundle(newest, str(municipality).strip(), first))


def _bundles(notes: Path) -> list[Path]:
    return sorted(notes.glob("*/internal/quality-*.json"))


def _bundle(folder: Path, wanted: str, first: str) -> Path:
    """The bundle of one place; the region's code ends with six zeros."""
    if wanted == "region":
        paths = [path for path in folder.glob("quality-*.json") if path.stem.endswith("000000")]
    else:
        paths = [folder / f"quality-{wanted.zfill(8)}.json"]
    if not paths or not paths[0].is_file():
        raise NoteError(f"Протокола «{wanted}» нет: нужен код ОКТМО из восьми цифр. {first}")
    return paths[0]
