"""The typesetter: a template and data to a PDF that screen readers can read (PDF/UA-1)."""

import json
from pathlib import Path
from typing import Any

import typst
from qrcode.constants import ERROR_CORRECT_L
from qrcode.main import QRCode

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"
TEMPLATES = FOLDER / "templates"


class TypesettingError(Exception):
    """The typesetter could not make the PDF; the message is its own, for the log."""


class Typesetter:
    """Makes PDFs of one template; keep it for many of them, as the first takes longest."""

    def __init__(self, template: str) -> None:
        self._compiler = typst.Compiler(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,  # the same PDF on every machine
        )

    def pdf(self, data: dict[str, Any], *, language: str) -> bytes:
        """The PDF of the data, marked as written in the language. Raises TypesettingError."""
        inputs = {"data": json.dumps({**data, "language": language}, ensure_ascii=False)}
        try:
            made = self._compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
        except typst.TypstError as error:
            raise TypesettingError(str(error)) from error
        if not isinstance(made, bytes):
            raise TypesettingError("no document")
        return made


def qr_code(text: str) -> str:
    """A text as a QR code, drawn as SVG in black squares of one unit without a margin."""
    # A mask that is given need not be searched for, which would take most of the time.
    code = QRCode(error_correction=ERROR_CORRECT_L, border=0, mask_pattern=2)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    matrix = code.get_matrix()
    squares = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    size = len(matrix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'width="{size}" height="{size}"><path d="{squares}"/></svg>'
    )
