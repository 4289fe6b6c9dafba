"""What a person wants changed in the notes of a dataset -> its dataset.yaml, texts/ and plans/; all, or nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from careerstats import written
from careerstats.batch import files
from careerstats.contracts.dataset import Goal, Settings
from careerstats.errors import DatasetError, UsageError
from careerstats.intake import Dataset
from careerstats.intake.registers.plan_books import FOLDER as PLANS
from careerstats.lab import uploads
from careerstats.pipeline.adding import splicing

_NONE_LEFT = "Последний показатель убрать нельзя: сначала добавьте другой."
_NO_PLAN = "Файл «{name}» не книга Excel (.xlsx). Нужна та книга плана, которую записала программа."
_THERE = "Книга «{name}» уже лежит в папке plans с другим содержанием. Переименуйте файл и загрузите снова."


def indicators(dataset: Dataset, ids: Sequence[str]) -> None:
    """The indicators that notes tell of, in this order. Raises DatasetError for what does not go together."""
    if not ids:
        raise UsageError(_NONE_LEFT)
    _change(dataset, "indicators", [*ids])


def goals(dataset: Dataset, wanted: Mapping[str, Goal]) -> None:
    """Goals by indicator in place of those there were. Raises DatasetError for what is no per cent."""
    _change(dataset, "targets", {id: _as_written(goal) for id, goal in wanted.items()})


def _as_written(goal: Goal) -> object:
    if goal.years:
        return {"years": dict(goal.years)}
    return {"value": goal.value, "by": goal.by} if goal.by else goal.value


def _change(dataset: Dataset, field: str, value: dict[str, object] | list[str]) -> None:
    """One field of dataset.yaml, all else byte for byte; a description that could not be read is not written."""
    path = dataset.folder / "dataset.yaml"
    text = splicing.edited(path, lambda old: splicing.with_record(old, field, value))
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    _, mistakes = written.typed(yaml.safe_load(text), Settings, node)
    if mistakes:
        raise DatasetError("\n".join(mistake.text for mistake in mistakes))
    files.put(path, text.encode("utf-8"))


def paragraph(dataset: Dataset, place: str, text: str) -> None:
    """An own paragraph: «municipality.general» and its Markdown; without words the file goes."""
    path = dataset.folder / "texts" / f"{place}.md"
    if text.strip():
        files.put(path, f"{text.strip()}\n".encode())
    else:
        path.unlink(missing_ok=True)


def plan(dataset: Dataset, name: str, data: bytes) -> Path:
    """A returned workbook of a plan, put where plans are read. Raises UsageError in words."""
    uploads.refuse(name, len(data))
    if not name.lower().endswith(".xlsx"):
        raise UsageError(_NO_PLAN.format(name=name))
    path = dataset.folder / PLANS / name
    if path.is_file() and path.read_bytes() != data:
        raise UsageError(_THERE.format(name=name))
    files.put(path, data)
    return path
