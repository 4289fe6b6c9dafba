"""A text -> a document of Office as somebody might have saved it: a package, and not what we wrote."""

import io
from zipfile import ZipFile, ZipInfo


def edited(text: str = "by hand") -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w") as package:
        package.writestr(ZipInfo("word/document.xml"), text)
    return data.getvalue()
