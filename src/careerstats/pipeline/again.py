"""A command that only looks -> what it says; said again at once as long as nothing it rests on has changed."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from careerstats.batch import fingerprint
from careerstats.batch.files import put
from careerstats.pipeline.request import Request, Say, processed_of, reports_of
from careerstats.pipeline.tasks import inputs_of

FOLDER = ".said"  # under data/processed; may be deleted at any time
KEPT = 50  # questions about one dataset


class Answer(msgspec.Struct, frozen=True):
    """What a command ended with and what it said."""

    code: int
    lines: list[str]


class _Said(msgspec.Struct, frozen=True):
    """The answers to one state of the files, by the words of the commands."""

    state: str = ""
    answers: dict[str, Answer] = {}


def answered(project: Path, dataset: str, words: str, command: Callable[[Say], int], say: Say = print) -> int:
    """Exit code of ``command``, which is run only where the files, the program or the ``words`` are new.

    ``words``: what was asked, of ``words_of``. Raises what ``command`` raises.
    """
    if not (project / "data" / "raw" / dataset).is_dir():
        return command(say)
    path = project / "data" / "processed" / FOLDER / f"{dataset}.json"
    answers = _known(path, _state(project, dataset))
    if words in answers:
        for line in answers[words].lines:
            say(line)
        return answers[words].code
    read, answer = _inputs(project, dataset), _heard(command, say)
    if _inputs(project, dataset) == read:  # else it may be of neither state of the files
        _keep(path, _Said(_state(project, dataset), answers | {words: answer}))
    return answer.code


def words_of(command: str, options: dict[str, object]) -> str:
    """A question in full: the command and its options, of which the folder of the project and the callable are none."""
    asked = {name: value for name, value in options.items() if name not in ("project", "command")}
    return " ".join([command, *(f"{name}={asked[name]!r}" for name in sorted(asked))])


def _heard(command: Callable[[Say], int], say: Say) -> Answer:
    lines: list[str] = []

    def aloud(line: str) -> None:
        lines.append(line)
        say(line)

    return Answer(command(aloud), lines)


def _known(path: Path, state: str) -> dict[str, Answer]:
    """What was answered of this very state; a damaged file knows nothing."""
    try:
        said = msgspec.json.decode(path.read_bytes(), type=_Said)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}
    return said.answers if said.state == state else {}


def _keep(path: Path, said: _Said) -> None:
    last = dict(list(said.answers.items())[-KEPT:])
    with contextlib.suppress(OSError):  # a disk that takes nothing costs the next look some reading
        put(path, msgspec.json.encode(_Said(said.state, last)))


def _inputs(project: Path, dataset: str) -> dict[str, str]:
    return inputs_of(project, Request(dataset), _hashes(project, dataset).of_file)


def _state(project: Path, dataset: str) -> str:
    """The program, what a dataset is made of, notebooks of one's own and what has been made of them."""
    hashes, made = _hashes(project, dataset), processed_of(project, dataset)
    files = [
        path
        for folder in (project / "notebooks", reports_of(project, dataset), made)
        for path in fingerprint.listed(folder)
    ]
    inputs = inputs_of(project, Request(dataset), hashes.of_file)
    of_all = inputs | fingerprint.of_each(files, project, hashes.of_file)
    state = fingerprint.of_run(fingerprint.program(), of_all, {"project": str(project)})  # paths stand in what is said
    hashes.save()
    return state


def _hashes(project: Path, dataset: str) -> fingerprint.Hashes:
    return fingerprint.Hashes(project / "data" / "processed" / FOLDER / f"{dataset}.touched.json", project)
