"""A question and where its numbers stand -> the spreadsheet formulas that say what is wrong as it is typed."""

from collections.abc import Mapping, Sequence

from careerstats.intake.forms.description import Question, wholes

NUMBER_RULE = "целое число от 0, «-» (сведений нет) или «Х» (не применимо)"
FLAG_RULE = "«да», «нет» или «-» (сведений нет)"


def letter(index: int) -> str:
    """0 → А, 1 → Б: known numbers are lettered, asked ones numbered."""
    return "АБВГДЕЖИКЛМНОПРСТУФХЦШЭЮЯ"[index % 25]


def valid(question: Question, cell: str) -> str:
    """A formula that is true where the cell may be taken as it stands (an empty one too)."""
    if question.flag:
        return f'OR({cell}="",LOWER({cell})="да",LOWER({cell})="нет",{cell}="-")'
    words = f'OR({cell}="",{cell}="-",LOWER({cell})="х",LOWER({cell})="x",LOWER({cell})="н/д")'
    return f"IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell})),{words})"


def over(cell: str, whole: str) -> str:
    """A formula that is true where a part is greater than its whole and both are numbers."""
    return f"AND(ISNUMBER({cell}),ISNUMBER({whole}),N({cell})>N({whole}))"


def wrong(question: Question, cells: Mapping[str, str]) -> str:
    """A formula that is true where the cell must turn red."""
    own = cells[question.id]
    greater = [over(own, cells[name]) for name in wholes(question) if name in cells]
    return f"OR({','.join([f'NOT({valid(question, own)})', *greater])})"


def notes(questions: Sequence[Question], cells: Mapping[str, str], base: Mapping[str, str], first: int = 1) -> str:
    """The formula of the reasons of one row; columns are called by their number or letter, as in official forms."""
    numbers = {question.id: f"гр. {first + index}" for index, question in enumerate(questions)}
    parts = []
    for question in questions:
        own = cells[question.id]
        rule = "«да» или «нет»" if question.flag else "целое число, «-» или «Х»"
        parts.append(f'IF({valid(question, own)},"","{numbers[question.id]}: нужно {rule}. ")')
        for name in wholes(question):
            if name in cells:
                called = numbers.get(name) or f"«{_short(base.get(name, name))}»"
                parts.append(f'IF({over(own, cells[name])},"{numbers[question.id]} больше, чем {called}. ","")')
    return "=" + "&".join(parts)


def validation(question: Question, cell: str) -> dict[str, object]:
    """What the spreadsheet lets be typed, with a Russian message."""
    if question.flag:
        rule = {"validate": "list", "source": ["да", "нет", "-"]}
        return {**rule, "error_title": "Да или нет", "error_message": f"Выберите {FLAG_RULE}."}
    rule = {"validate": "custom", "value": f"={valid(question, cell)}"}
    return {**rule, "error_title": "Нужно количество", "error_message": f"Укажите {NUMBER_RULE}."}


def _short(title: str) -> str:
    text = title.replace('"', "'")
    return text if len(text) <= 70 else f"{text[:69].rstrip()}…"
