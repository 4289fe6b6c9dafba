"""Where the pages are; a command shown in them -> what is wrong with it, as far as that can be said here."""

import argparse
import re
import shlex
from collections.abc import Callable
from pathlib import Path

from helpers.docs_reading import Block, blocks

from careerstats import __version__, cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")], key=lambda path: path.relative_to(ROOT).as_posix())
FOLLOWED = [DOCS / "tutorial.md", *sorted((DOCS / "howto").glob("*.md")), DOCS / "library.md"]
"""Pages that are followed from beginning to end; the blocks of the others are checked one by one."""

Check = Callable[[list[str]], str]
"""Words of a command → what is wrong with it, empty for nothing."""


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def of_language(*languages: str) -> list[Block]:
    """Blocks of all pages in these languages."""
    return [one for path in PAGES for one in blocks(path, short(path)) if one.language in languages]


# ---- commands


def wrong(line: str) -> str:
    """What is wrong with a line of a shell block; unknown programs are wrong: nobody looked at them."""
    plain = re.sub(r"^(sudo|exec|time|&&|then|do)\s+", "", line.strip()).replace("\\", "/")
    words = shlex.split(plain.split(" | ")[0].split(" && ")[0].split(" > ")[0], comments=True)
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words = words[1:]
    if not words:
        return ""
    name = words[0].rpartition("/")[2].removesuffix(".exe")
    return PROGRAMS[name](words[1:]) if name in PROGRAMS else f"неизвестная программа {name}"


def own(words: list[str]) -> str:
    """Our own command: the words are those of its parser, a dataset that is named by a shipped name exists."""
    try:
        options = cli._parser().parse_args([word for word in words if word != "…"])
    except SystemExit:
        return ""  # --help and --version
    except Exception as error:  # noqa: BLE001 - any refusal is what the test tells
        return str(error)
    named = getattr(options, "dataset", None)
    datasets = named if isinstance(named, list) else [named]
    known = {path.name for path in (ROOT / "data" / "raw").iterdir()} | INVENTED
    names = [one for one in datasets if isinstance(one, str) and re.fullmatch(r"[a-z0-9-]+", one)]
    return next((f"набора «{one}» нет" for one in names if one not in known), "")


INVENTED = {"moya-oblast", "novosibirsk-2025"}
"""Datasets that a page makes itself."""


def make(words: list[str]) -> str:
    targets = [word for word in words if "=" not in word and not word.startswith("-")]
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    lacking = [one for one in targets if not re.search(rf"^{re.escape(one)}:", text, re.MULTILINE)]
    variables = [word.partition("=")[0] for word in words if "=" in word]
    lacking += [one for one in variables if not re.search(rf"^{one} \?=", text, re.MULTILINE)]
    return f"в Makefile нет {', '.join(lacking)}" if lacking else ""


def python(words: list[str]) -> str:
    """«python -m module …», «python tools/x.py»: the module or the file exists; our wheel has today's version."""
    if words[:1] == ["-m"]:
        import importlib.util

        name = words[1]
        given = name in ("pip", "venv", "build") or importlib.util.find_spec(name)
        return pip(words[2:]) if name == "pip" else "" if given else f"нет модуля {name}"
    files = [word for word in words if word.endswith(".py")]
    return next((f"нет файла {one}" for one in files if not (ROOT / one).is_file()), "")


def pip(words: list[str]) -> str:
    """Options of pip exist; a wheel of ours is called as it is built; extras are those of pyproject.toml."""
    text = " ".join(words)
    wheel = re.search(r"careerstats-([\d.]+)-py3", text)
    if wheel and wheel[1] != __version__:
        return f"версия пакета {wheel[1]}, а не {__version__}"
    extras = [one for found in re.findall(r"\[([\w,]+)\]", text) for one in found.split(",")]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lacking = [one for one in extras if not re.search(rf"^{one} = \[", project, re.MULTILINE)]
    files = [words[at + 1] for at, word in enumerate(words) if word == "-r"]
    lacking += [one for one in files if not (ROOT / one).is_file()]
    return f"нет {', '.join(lacking)}" if lacking else ""


def conda(words: list[str]) -> str:
    """The environment of environment.yml has this name and file."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    named = words[1] if words[:1] == ["activate"] else ""
    return "" if not named or f"name: {named}" in text else f"в environment.yml нет окружения {named}"


def jupyter(words: list[str]) -> str:
    """«jupyter nbconvert --to spravka-docx»: such an exporter is installed."""
    if "--to" not in words:
        return ""
    import nbconvert.exporters

    name = words[words.index("--to") + 1]
    return "" if name in nbconvert.exporters.get_export_names() else f"нет формата {name}"


def papermill(words: list[str]) -> str:
    notebooks = [word for word in words if word.startswith("notebooks/")]
    return next((f"нет {one}" for one in notebooks if not (ROOT / one).is_file()), "")


def dask(words: list[str]) -> str:
    """Options of ``dask scheduler`` and ``dask worker`` are theirs."""
    if words[0] == "scheduler":
        from distributed.cli.dask_scheduler import main as command
    else:
        from distributed.cli.dask_worker import main as command
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    lacking = [word for word in words if word.startswith("--") and word not in known]
    return f"нет параметров {lacking}" if lacking else ""


def anything(_: list[str]) -> str:
    """Programs of the system that are only shown: installing, versions, schedules."""
    return ""


SHOWN = (
    "apt",
    "apt-get",
    "source",
    "activate",
    "cd",
    "git",
    "crontab",
    "sh",
    "cp",
    "mkdir",
    "umask",
    "export",
    "while",
    "openssl",
    "chmod",
)

PROGRAMS: dict[str, Check] = {
    "careerstats": own, "make": make, "python": python, "python3": python, "py": python, "pip": pip, "conda": conda,
    "jupyter": jupyter, "papermill": papermill, "dask": dask,
    **dict.fromkeys(SHOWN, anything),
}  # fmt: skip


def commands_of(parser: argparse.ArgumentParser) -> list[str]:
    """Names of the commands of a parser."""
    below = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    return [name for one in below for name in one.choices]
