"""Nothing -> ``src/careerstats/export/template.docx``: styles, lists, page and header of every DOCX note.

Run it after changing a style, and look at a note in Word: ``python tools/make_template.py``. The measures follow the
habits of GOST R 7.0.97-2016: A4, margins 30/15/20/20 mm, Times New Roman 12 (the standard allows 12 to 14), indent
1.25 cm, single lines (the standard allows 1 to 1.5), page number at the top centre from the second page.
"""

import zipfile
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src" / "careerstats" / "export" / "template.docx"
FONT = "Times New Roman"
INDENT = 709  # 1.25 cm in twentieths of a point

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def style(
    name: str, title: str, paragraph: str = "", letters: str = "", *, based: str = "Normal", after: str = ""
) -> str:
    """One paragraph style; ``after`` is the style of the paragraph typed next."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/><w:basedOn w:val="{based}"/>'
        + (f'<w:next w:val="{after}"/>' if after else "")
        + f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def spacing(before: int = 0, after: int = 0, line: int = 240) -> str:
    """Points before and after; ``line`` 240 is single, 360 one and a half."""
    return f'<w:spacing w:before="{before * 20}" w:after="{after * 20}" w:line="{line}" w:lineRule="auto"/>'


def size(points: int) -> str:
    return f'<w:sz w:val="{points * 2}"/><w:szCs w:val="{points * 2}"/>'


KEEP = "<w:keepNext/><w:keepLines/>"
BOLD = "<w:b/><w:bCs/>"
NO_HYPHENS = "<w:suppressAutoHyphens/>"
HARDLY_A_LINE = '<w:spacing w:before="0" w:after="70" w:line="20" w:lineRule="exact"/>'
"""A gap that needs no room at the end of a page."""


def heading(level: int, alignment: str, before: int) -> str:
    paragraph = f'{KEEP}{NO_HYPHENS}{spacing(before, 5)}{alignment}<w:outlineLvl w:val="{level - 1}"/>'
    return style(f"Heading{level}", f"heading {level}", paragraph, BOLD, after="BodyText")


def styles() -> str:
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    language = '<w:lang w:val="ru-RU" w:eastAsia="ru-RU" w:bidi="ar-SA"/>'
    centre, left, right = (f'<w:jc w:val="{where}"/>' for where in ("center", "left", "right"))
    indent = f'<w:ind w:firstLine="{INDENT}"/>'
    title = f"{KEEP}{NO_HYPHENS}"
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    )
    middle = (
        f'<w:tabs><w:tab w:val="center" w:pos="{TEXT_WIDTH // 2}"/><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    )
    parts = [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{size(12)}{language}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{spacing()}</w:pPr></w:pPrDefault></w:docDefaults>",
        normal,
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>',
        TABLE_STYLES,
        style("BodyText", "Body Text", f'{spacing()}{indent}<w:jc w:val="both"/>'),
        style("Title", "Title", f"{title}{spacing(0, 6)}{centre}", f"{BOLD}<w:caps/>{size(13)}", after="Subtitle"),
        style("Subtitle", "Subtitle", f"{title}{spacing(0, 10)}{centre}", f"{BOLD}{size(13)}", after="BodyText"),
        style("Mark", "Пометка", f"{NO_HYPHENS}{spacing(0, 6)}{right}", f"<w:i/>{size(12)}"),
        heading(1, centre, 8),
        *(heading(level, f"{indent}{left}", 6) for level in range(2, 7)),
        style("ListBullet", "List Bullet", '<w:numPr><w:numId w:val="1"/></w:numPr>', based="BodyText"),
        style("ListNumber", "List Number", '<w:numPr><w:numId w:val="2"/></w:numPr>', based="BodyText"),
        style("Caption", "caption", f"{KEEP}{NO_HYPHENS}{spacing(6, 3)}{left}", size(11)),
        style("FigureCaption", "Подпись рисунка", f"<w:keepLines/>{NO_HYPHENS}{spacing(3, 6)}{centre}", size(11)),
        style("Figure", "Рисунок", f"<w:keepNext/>{spacing(10, 3)}{centre}"),
        style("TableText", "Текст таблицы", f"{spacing()}{left}", size(11)),
        style("TableHead", "Заголовок таблицы", f"<w:keepNext/>{spacing()}{centre}", f"{BOLD}{size(10)}"),
        style("TableNote", "Примечание к таблице", f'{spacing(3, 0)}<w:jc w:val="both"/>', size(10)),
        style("AfterTable", "Отступ после таблицы", HARDLY_A_LINE, size(1)),
        style("Formula", "Формула", f"{middle}{spacing(6, 6)}"),
        style("Where", "Пояснение формулы", f'{spacing()}<w:jc w:val="both"/>', after="BodyText"),
        style("Small", "Мелкий текст", f'{spacing(3, 3)}<w:jc w:val="both"/>', size(10)),
        style("Executor", "Исполнитель", f"<w:keepLines/>{spacing(8, 0)}", size(11)),
        style("Header", "header", f"{spacing()}{centre}", size(12)),
        style("TOCHeading", "TOC Heading", f"{KEEP}{NO_HYPHENS}{spacing(12, 6)}{centre}", BOLD, after="BodyText"),
        style("TOC1", "toc 1", f'{NO_HYPHENS}{spacing()}<w:ind w:left="284" w:hanging="284"/>', size(11)),
    ]  # fmt: skip
    return f"{XML}<w:styles {W}>{''.join(parts)}</w:styles>"


TEXT_WIDTH = 9355  # 165 mm

BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
TABLE_STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="NoteTable"><w:name w:val="Таблица справки"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders><w:tblCellMar>"
    '<w:top w:w="12" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="12" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def numbering() -> str:
    def abstract(number: int, form: str, text: str) -> str:
        return (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
            f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="340" w:hanging="340"/>'
            "</w:pPr></w:lvl></w:abstractNum>"
        )

    nums = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number - 1}"/></w:num>' for number in (1, 2))
    lists = abstract(0, "bullet", "–") + abstract(1, "decimal", "%1.")
    return f"{XML}<w:numbering {W}>{lists}{nums}</w:numbering>"


def settings() -> str:
    return (
        f'{XML}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="{INDENT}"/><w:autoHyphenation/>'
        '<w:doNotHyphenateCaps/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="ru-RU"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
        "</w:settings>"
    )


def header() -> str:
    """The page number as a field; its cached value is what a reader without fields sees."""
    field = "".join(
        f"<w:r>{piece}</w:r>"
        for piece in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return f'{XML}<w:hdr {W}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{field}</w:p></w:hdr>'


def body() -> str:
    page = (
        '<w:headerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>'
    )
    return f"{XML}<w:document {W} {R}><w:body><w:sectPr>{page}</w:sectPr></w:body></w:document>"


def relationships(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def content_types() -> str:
    parts = {
        "/word/document.xml": f"{TYPES}.document.main+xml",
        "/word/styles.xml": f"{TYPES}.styles+xml",
        "/word/numbering.xml": f"{TYPES}.numbering+xml",
        "/word/settings.xml": f"{TYPES}.settings+xml",
        "/word/header1.xml": f"{TYPES}.header+xml",
        "/word/fontTable.xml": f"{TYPES}.fontTable+xml",
        "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    lines = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def fonts() -> str:
    """The font of the text, and what a computer without it takes instead: a serif of varying width."""
    kinds = {FONT: "02020603050405020304", "Cambria Math": "02040503050406030204"}
    lines = "".join(
        f'<w:font w:name="{name}"><w:panose1 w:val="{panose}"/><w:charset w:val="CC"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, panose in kinds.items()
    )
    return f"{XML}<w:fonts {W}>{lines}</w:fonts>"


COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "174F86", "lt2": "F2F2F2", "accent1": "174F86", "accent2": "B45309",
    "accent3": "4A5663", "accent4": "2B5C8A", "accent5": "92400E", "accent6": "7C2D12", "hlink": "174F86",
    "folHlink": "4A5663",
}  # fmt: skip


def theme() -> str:
    """Colours and fonts that Word offers in its menus; no style of ours refers to them."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS.items())
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    looks = (
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
    )
    return (
        f'{XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Справка">'
        f'<a:themeElements><a:clrScheme name="Справка">{colours}</a:clrScheme><a:fontScheme name="Справка">'
        f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Справка">{looks}</a:fmtScheme></a:themeElements></a:theme>'
    )


def core() -> str:
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>ru-RU</dc:language></cp:coreProperties>'
    )


def parts() -> dict[str, str]:
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(
            (f"{OFFICE}/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": core(),
        "word/_rels/document.xml.rels": relationships(
            (f"{OFFICE}/styles", "styles.xml"),
            (f"{OFFICE}/numbering", "numbering.xml"),
            (f"{OFFICE}/settings", "settings.xml"),
            (f"{OFFICE}/header", "header1.xml"),
            (f"{OFFICE}/fontTable", "fontTable.xml"),
            (f"{OFFICE}/theme", "theme/theme1.xml"),
        ),
        "word/document.xml": body(),
        "word/fontTable.xml": fonts(),
        "word/theme/theme1.xml": theme(),
        "word/header1.xml": header(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/styles.xml": styles(),
    }


def main() -> None:
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts().items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
