"""What the registers tell of a network -> lines from municipalities to what they do together and to their partners."""

from typing import NamedTuple

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.contracts.network import JointPlan, Network, Partner
from careerstats.grouping import grouped
from careerstats.note.figures import theme
from careerstats.note.figures.parts import WIDTH, brief
from careerstats.note.figures.sheet import key, key_lines, line, marks, row_tall, sheet, words
from careerstats.note.figures.theme import Look
from careerstats.note.opening import Note

ENOUGH = 3  # lines: fewer are read from the table
MANY = 12  # partners: more of them are shown by their kinds
MOST = 60  # names in a column: more of them do not fit on a page
LEFT, RIGHT = 52.0, 80.0  # mm: where the left names end and the right ones begin
ROOM = WIDTH - RIGHT - 3  # mm: for a right name
TALL, TWICE, PAGE = 5.4, 7.2, 215.0  # mm: height of a name in one line, in two, of all of them
SIZE = 8.0  # points
EVENTS, PARTNERS, TITLE = "Мероприятия совместного плана", "Партнёры", "title"
AHEAD: Look = {"color": theme.QUIET, "linewidth": 1.0, "linestyle": (0, (4, 2))}
LOOKS: dict[str, tuple[str, Look]] = {
    "done": ("выполнено", {"color": "#0072b2", "linewidth": 1.2}),
    "under_way": ("запланировано, выполняется, частично", AHEAD),
    "not_done": ("не выполнено", {"color": "#c8500a", "linewidth": 1.2, "linestyle": (0, (1, 1.5))}),
    "partner": ("партнёр", {"color": "#7f8a94", "linewidth": 0.6}),
}


class Thing(NamedTuple):
    """A line of the right column: what it is called, whose it is, how the lines to it look."""

    name: str
    codes: tuple[str, ...]
    look: str


@theme.public
def network(note: Note) -> Blocks:
    """Municipalities on the left, events of the joint plan and partners on the right; nothing where few are joined."""
    groups = _groups(note)
    joined = _municipalities(note, groups)
    if len(joined) < 2 or sum(len(partner.codes) for things in groups.values() for partner in things) < ENOUGH:
        return Blocks()
    groups[PARTNERS].sort(key=lambda thing: _middle([joined.index(code) for code in thing.codes]))
    rows = [row for title, things in groups.items() if things for row in (Thing(title, (), TITLE), *things)]
    number = max(len(rows), len(joined) + 1)
    if number > MOST:
        return Blocks()
    entries = [LOOKS[look] for look in LOOKS if any(row.look == look and row.codes for row in rows)]
    is_long = theme.width_mm([row.name for row in rows], SIZE) > ROOM
    tall = row_tall(number, TWICE if is_long else TALL, PAGE, 3.1)
    foot = tall * number + 3.5
    figure, axes = sheet(WIDTH, foot - 0.5 + 4.2 * key_lines([text for text, _ in entries], 1, WIDTH))
    _draw(axes, note, joined, rows, tall * number)
    key(axes, 1, foot, entries, WIDTH)
    caption = f"Кто с кем связан совместным планом и партнёрами, {note.territory.name}"
    return theme.finish(figure, "fig-network", caption, _alt(note, joined, groups))


def unjoined(note: Note) -> list[str]:
    """Codes of municipalities that neither the joint plan nor the register of partners names."""
    joined = _municipalities(note, _groups(note))
    return [place.code for place in note.bundle.municipalities if place.code not in joined]


# ---- who and what


def _groups(note: Note) -> dict[str, list[Thing]]:
    known = note.bundle.network or Network()
    return {EVENTS: _events(known.plan), PARTNERS: _partners(known.partners)}


def _events(plan: JointPlan | None) -> list[Thing]:
    lines = [event for own in plan.by_task().values() for event in own] if plan else []
    return [
        Thing(
            event.what if event.codes else f"{event.what} (все участники)",
            event.codes,
            event.status if event.status in ("done", "not_done") else "under_way",
        )
        for event in lines
    ]


def _partners(partners: tuple[Partner, ...]) -> list[Thing]:
    """Each by its name, or, where they are many, each kind with how many there are of it."""
    many = len({partner.organisation for partner in partners}) > MANY
    by_name = grouped((partner.kind if many else partner.organisation, partner) for partner in partners)
    counted = {kind: len({partner.organisation for partner in own}) for kind, own in by_name.items()}
    return [
        Thing(
            f"{wording.capital(name)}: {counted[name]}" if many else name,
            tuple(dict.fromkeys(partner.code for partner in own)),
            "partner",
        )
        for name, own in by_name.items()
    ]


def _municipalities(note: Note, groups: dict[str, list[Thing]]) -> list[str]:
    """Codes of those that are joined to anything, so that few lines cross: by the middle of what they are joined to."""
    things = [thing for own in groups.values() for thing in own]
    codes = [place.code for place in note.bundle.municipalities]
    places = {code: [at for at, thing in enumerate(things) if code in thing.codes] for code in codes}
    return sorted((code for code, own in places.items() if own), key=lambda code: _middle(places[code]))


def _middle(places: list[int]) -> float:
    return sum(places) / len(places) if places else 0.0


# ---- the drawing


def _draw(axes: Axes, note: Note, joined: list[str], rows: list[Thing], height: float) -> None:
    """``height`` in millimetres: of both columns, over which their names are spread evenly."""
    tall = height / len(rows)
    points = min(SIZE, tall * 1.9)
    left = {code: tall + (height - tall) * (at + 0.5) / len(joined) for at, code in enumerate(joined)}
    for at, row in enumerate(rows):
        y = tall * (at + 0.5)
        for code in row.codes:
            line(axes, [LEFT, RIGHT], [left[code], y], **(LOOKS[row.look][1] | Look(zorder=1)))
        if row.codes:
            marks(axes, [(RIGHT, y)], 3.2, marker="s", color=theme.INK, zorder=2)
        _thing(axes, row, y, (tall, points))
    words(axes, LEFT - 2.5, tall / 2, "Муниципальные образования", points, ha="right", fontweight="bold")
    marks(axes, [(LEFT, y) for y in left.values()], 3.6, marker="o", color=theme.INK, zorder=2)
    for code, y in left.items():
        name = theme.shortened(brief(note.municipality(code).name), LEFT - 4, points)
        words(axes, LEFT - 2.5, y, name, points, ha="right")


def _thing(axes: Axes, row: Thing, y: float, sizes: tuple[float, float]) -> None:
    """A right name, in two lines where these find room; ``sizes``: height of the row, points of the letters."""
    tall, points = sizes
    name = theme.fitted(row.name, ROOM, points, 2 if tall >= TWICE else 1)
    face = "bold" if row.look == TITLE else "normal"
    words(axes, RIGHT + 2.5, y, name, points, fontweight=face, linespacing=1.05)


def _alt(note: Note, joined: list[str], groups: dict[str, list[Thing]]) -> str:
    """The lines of the picture in words, municipality by municipality."""
    things = [thing for own in groups.values() for thing in own]
    lines = [
        f"{note.municipality(code).name}: {', '.join(_said(thing) for thing in things if code in thing.codes)}"
        for code in joined
    ]
    return f"Муниципальные образования и то, с чем они связаны. {'; '.join(lines)}."


def _said(thing: Thing) -> str:
    return thing.name if thing.look == "partner" else f"{thing.name} ({LOOKS[thing.look][0]})"
