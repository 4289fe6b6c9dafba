"""An executed notebook -> what in its authors' cells may come out otherwise next time, in words."""

import ast
import re
from collections.abc import Iterator

from careerstats.contracts.notebook import Cell, Notebook, Output, text_of

CLOCK = "время и дата меняются от запуска к запуску; возьмите дату из набора данных"
SEED = "случайные числа без зерна; задайте зерно, например random.seed(1) или numpy.random.default_rng(1)"
UNIQUE = "каждый раз новое значение; возьмите постоянное имя"
PLACE = "зависит от компьютера и его настроек"
SETS = "порядок множества не определён; выводите sorted(…)"
ADDRESS = "в выводе адрес памяти «{found}»: он каждый раз другой; дайте объекту __repr__ или не выводите его"
STYLER = "таблица Styler получает случайные имена; добавьте .set_uuid(…)"

CALLS = {  # the end of a dotted name that is called -> why not
    **dict.fromkeys(("datetime.now", "datetime.today", "datetime.utcnow", "date.today", "Timestamp.now"), CLOCK),
    **dict.fromkeys(("Timestamp.today", "time.time", "time.time_ns", "time.strftime", "time.localtime"), CLOCK),
    **dict.fromkeys(("time.ctime", "time.monotonic", "time.perf_counter", "time.gmtime"), CLOCK),
    **dict.fromkeys(("uuid.uuid1", "uuid.uuid4", "secrets.token_hex", "secrets.token_bytes", "os.urandom"), UNIQUE),
    **dict.fromkeys(("os.getpid", "os.getcwd", "Path.cwd", "Path.home", "os.getenv", "platform.node"), PLACE),
    **dict.fromkeys(("socket.gethostname", "getpass.getuser", "os.listdir", "os.cpu_count"), PLACE),
}
NAMES = {"os.environ": PLACE}
UNSEEDED = ("default_rng", "Random", "RandomState")  # without an argument
ADDRESSES = re.compile(r"<[^<>\n]{1,80} at 0x[0-9a-fA-F]{6,}[^<>\n]{0,20}>")
NUMBERS = {"random", "randint", "rand", "randn", "choice", "choices", "shuffle", "sample", "normal", "uniform"}
GENERATORS = ("random", "np.random", "numpy.random")
SEEDED = re.compile(r"\b(random|np\.random|numpy\.random)\.seed\(\s*[^)\s]")


def named(notebook: Notebook) -> Iterator[str]:
    """«ячейка [3]: datetime.now() – …», cell by cell; numbers as the notebook shows them, or as the cells stand."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    seeded = bool(SEEDED.search("\n".join(text_of(cell["source"]) for cell in cells)))
    for place, cell in enumerate(cells, start=1):
        number = cell.get("execution_count") or place
        for text in dict.fromkeys([*_in_source(text_of(cell["source"]), seeded=seeded), *_in_outputs(cell)]):
            yield f"ячейка [{number}]: {text}"


def _in_source(source: str, *, seeded: bool) -> Iterator[str]:
    without_magics = re.sub(r"^(\s*)[%!?].*$", r"\1pass", source, flags=re.MULTILINE)  # the rest is still Python
    try:
        tree = ast.parse(without_magics)
    except SyntaxError:  # a cell that is no Python, or that fails anyway
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (name := _dotted(node)) in NAMES:
            yield f"{name} – {NAMES[name]}"
        if isinstance(node, ast.Call):
            yield from _in_call(node, seeded=seeded)
        if isinstance(node, ast.For) and _is_set(node.iter):
            yield f"for … in {ast.unparse(node.iter)} – {SETS}"


def _in_call(node: ast.Call, *, seeded: bool) -> Iterator[str]:
    name = _dotted(node.func)
    end = ".".join(name.split(".")[-2:])
    if end in CALLS:
        yield f"{name}() – {CALLS[end]}"
    elif _is_random(name, node, seeded=seeded):
        yield f"{name}() – {SEED}"
    elif name == "print" and any(_is_set(argument) for argument in node.args):
        yield f"print множества – {SETS}"


def _is_random(name: str, node: ast.Call, *, seeded: bool) -> bool:
    module, _, last = name.rpartition(".")
    unseeded = last in UNSEEDED and not node.args and not node.keywords
    return unseeded or (last in NUMBERS and module in GENERATORS and not seeded)


def _is_set(node: ast.expr) -> bool:
    """A set as such; sorted(set(…)) is none."""
    made = isinstance(node, ast.Call) and _dotted(node.func) in ("set", "frozenset")
    return made or isinstance(node, ast.Set | ast.SetComp)


def _dotted(node: ast.expr) -> str:
    """``a.b.c`` of an expression that is one; «» of any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def _in_outputs(cell: Cell) -> Iterator[str]:
    for output in cell.get("outputs", []):
        for text in _texts(output):
            if match := ADDRESSES.search(text):
                yield ADDRESS.format(found=re.sub(r"0x[0-9a-fA-F]+", "0x…", match.group()))
            if 'id="T_' in text and re.search(r'id="T_[0-9a-f]{5}"', text):
                yield STYLER


def _texts(output: Output) -> Iterator[str]:
    for value in (output.get("text"), *output.get("data", {}).values()):
        if isinstance(value, str | list):
            yield "".join(str(part) for part in value)
