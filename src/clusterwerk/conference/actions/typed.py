"""Texts as somebody typed them."""


def typed_text(text: str) -> str:
    """The text with line ends as we keep them, without blanks around it and without the character
    NUL, which nobody types and PostgreSQL does not keep."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()
