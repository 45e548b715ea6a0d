"""`docs/operate/settings.md` lists every environment variable, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
READ = re.compile(r"""\b(?:text|flag|number|count|choice|words)\(\s*"([A-Z][A-Z_]+)["']""")


def test_every_environment_variable_is_documented_and_no_other() -> None:
    read = {
        name
        for file in (ROOT / "src/clusterwerk").rglob("*.py")
        for name in READ.findall(file.read_text(encoding="utf-8"))
    }
    text = (ROOT / "docs/operate/settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))
    assert len(read) > 25
    assert documented == read
