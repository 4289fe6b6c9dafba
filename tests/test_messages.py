"""Every message of the program against one ladder: what, where, what was expected, what to do; in Russian words."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from helpers.projects import ROOT

from careerstats import errors

SOURCE = ROOT / "src" / "careerstats"
ERRORS = {name for name in dir(errors) if isinstance(one := getattr(errors, name), type) and issubclass(one, Exception)}
TOLD = ERRORS | {"NotATableError", "Problem"}

MAKERS = {"_problem", "problem", "_say", "say", "_refused"}
"""Functions that put a problem together: «line.problem("warning", "impossible_date", message, what)»."""

ADVICE = re.compile(
    r"\b\w+(?:йте|ьте|ите)(?:сь)?\b|\bнуж(?:ен|на|но|ны)\b|\bможно\b|\bесть:|имелось в виду|\bсначала\b|"
    r"careerstats \w|\bпример:|--help|\bожида\w+",
    re.IGNORECASE,
)
"""An imperative («исправьте», «укажите»), the form that is expected («нужна дата вида …»), or what may be chosen."""

PASSED_ON = re.compile(r"(?:[.:]\s*|[^ ] )…\.?$")
"""A heading over messages that were read one by one: «В каталоге есть ошибки: …»."""

ENGLISH = re.compile(
    r"(?<![\w./«\-{=])(?<!« )(?:error|invalid|expected|missing|unknown|failed|cannot|unable|warning|traceback|"
    r"exception|not found|must be|should|is not|None|NaN|NoneType|True|False|dict|tuple|bool|str|int|float|"
    r"DataFrame|Series)(?![\w./»=])"
)


class Message(NamedTuple):
    """One place of the source that speaks to a user; ``text``: its words, with … for what is put in."""

    where: str
    kind: str
    text: str
    call: ast.Call


def words(node: ast.AST, constants: dict[str, str]) -> str:
    """The fixed words of an expression; «…» where a value is put in."""
    match node:
        case ast.Constant(value=value):
            found = str(value)
        case ast.JoinedStr(values=parts):
            found = "".join(words(part, constants) for part in parts)
        case ast.BinOp(left=first, right=second) | ast.IfExp(body=first, orelse=second):
            found = words(first, constants) + words(second, constants)
        case ast.FormattedValue(value=ast.Name(id=name)) | ast.Name(id=name) | ast.Attribute(attr=name):
            found = constants.get(name, "…")
        case ast.Call(func=ast.Attribute(value=template, attr="format" | "join"), args=args):
            found = words(template, constants) + "".join(words(one, constants) for one in args)
        case _:
            found = "…"
    return found


def constants_of(tree: ast.Module) -> dict[str, str]:
    """Texts that have a name: of the module, and those a function builds first."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            text = words(node.value, found)
            found[node.targets[0].id] = found.get(node.targets[0].id, "") + " " + text
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Tuple)
            and isinstance(node.value, ast.Tuple)
        ):
            for target, value in zip(node.targets[0].elts, node.value.elts, strict=False):
                if isinstance(target, ast.Name):
                    found[target.id] = found.get(target.id, "") + " " + words(value, found)
    return found


def messages() -> Iterator[Message]:
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants, passing = constants_of(tree), passed_on(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and speaks(node) and node not in passing:
                text = " ".join(words(one, constants) for one in spoken(node))
                yield Message(f"{path.relative_to(SOURCE).as_posix()}:{node.lineno}", name_of(node), text, node)


def passed_on(tree: ast.Module) -> set[ast.AST]:
    """Calls in functions that are handed the advice: whoever calls those is read instead."""
    makers = (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.Lambda))
    handed = [one for one in makers if {"what", "what_to_do"} & {arg.arg for arg in one.args.args}]
    return {node for one in handed for node in ast.walk(one) if isinstance(node, ast.Call)}


def spoken(call: ast.Call) -> list[ast.expr]:
    """What of a call is read by people: of a problem not its file, severity and code."""
    named = [key.value for key in call.keywords if key.arg in ("message", "what_to_do")]
    said = [one for one in call.args if not (isinstance(one, ast.Constant) and is_code(str(one.value)))]
    return [*(said[1:4] if name_of(call) == "Problem" else said), *named]


def is_code(text: str) -> bool:
    """blocking, not_a_table, C7: a word for programs."""
    return re.fullmatch(r"[A-Za-z_0-9]*", text) is not None


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def speaks(node: ast.AST) -> bool:
    """Whether a call makes a message: an error, a problem, or one of the small functions that fill one in."""
    if not isinstance(node, ast.Call) or not node.args:
        return False
    made = name_of(node) in MAKERS and any(
        isinstance(one, ast.Constant) and is_code(str(one.value)) for one in node.args
    )
    return made or (isinstance(node.func, ast.Name) and node.func.id in TOLD)


ALL = list(messages())
OWN = [one for one in ALL if len(re.findall("[а-яё]{2,}", one.text, re.IGNORECASE)) > 3]
"""Those with words of their own; the others pass on what was said below, which is read where it is said."""


def ids(one: Message) -> str:
    return f"{one.where} {one.kind}"


def test_the_messages_are_found() -> None:
    assert len(ALL) > 200
    assert {one.kind for one in ALL} >= {"UsageError", "DatasetError", "NoteError", "NotATableError", "Problem"}


IN_TABLES = ("intake/participants/doubts.py",)
"""Whose advice stands in a table by code, beside the messages."""


@pytest.mark.parametrize("one", [one for one in OWN if not one.where.startswith(IN_TABLES)], ids=ids)
def test_a_message_names_what_to_do_or_what_is_expected(one: Message) -> None:
    assert ADVICE.search(one.text) or PASSED_ON.search(one.text), one.text


@pytest.mark.parametrize("one", OWN, ids=ids)
def test_a_message_is_russian_and_names_nothing_of_python(one: Message) -> None:
    assert not ENGLISH.search(one.text), one.text


@pytest.mark.parametrize("text", ["Файла нет.", "Значение не сходится с суммой"])
def test_a_message_without_advice_is_seen(text: str) -> None:
    assert not ADVICE.search(text)


@pytest.mark.parametrize("text", ["дано NoneType", "ошибка: invalid value", "нужно число, а не str"])
def test_a_word_of_python_is_seen(text: str) -> None:
    assert ENGLISH.search(text)


REPRESENTED = {"batch/cluster.py"}
"""Where an answer of a foreign program is passed on with the name of its error."""


@pytest.mark.parametrize("one", ALL, ids=ids)
def test_no_value_is_shown_as_python_writes_it(one: Message) -> None:
    shown = [
        node
        for node in ast.walk(one.call)
        if (isinstance(node, ast.FormattedValue) and node.conversion == ord("r"))
        or (isinstance(node, ast.Attribute) and node.attr == "__name__")
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("repr", "type"))
    ]
    assert not shown or one.where.partition(":")[0] in REPRESENTED, ast.unparse(one.call)
