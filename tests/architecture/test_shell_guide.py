"""The commands of docs/use/shell.md do what the guide says."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from matchmaking.cli import COMMANDS, main
from matchmaking.files.checking import HEADER
from matchmaking.files.sheets import TABLES

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/use/shell.md").read_text()


def commands() -> list[list[str]]:
    block = re.search(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    assert block
    return [shlex.split(line)[1:] for line in block.group(1).splitlines()]


def test_every_command_of_the_guide_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "docs/use/example-event", tmp_path / "docs/use/example-event")
    monkeypatch.chdir(tmp_path)
    for arguments in commands():
        assert main(arguments) == 0, arguments
    assert (tmp_path / "plan.csv").read_text().startswith("meeting,slot,table,delegates,status")
    assert (tmp_path / "report.csv").read_text().count(",ok,") == 29
    printed = capsys.readouterr().out.splitlines()
    summary = json.loads(next(line for line in printed if line.startswith("{")))
    explained = set(re.findall(r"`([a-z_]+)`", GUIDE.split("| key |")[1].split("Exit codes")[0]))
    assert set(summary) <= explained
    assert summary["status"] == "complete"
    assert summary["proven"]


def test_every_command_is_shown_in_the_guide_and_has_a_line_in_its_table() -> None:
    names = {name for name, _, _ in COMMANDS}
    assert {arguments[0] for arguments in commands()} == names
    assert set(re.findall(r"^\| `([a-z]+) [A-Z]", GUIDE, re.MULTILINE)) == names


def test_the_guide_names_every_column_that_the_reader_knows() -> None:
    for table, part in TABLES.items():
        row = re.search(rf"^\| `{table}`[^|]*\|(.*)\|$", GUIDE, re.MULTILINE)
        assert row, table
        must, _, may = row.group(1).partition("[")
        assert re.findall(r"`([a-z_]+)`", must) == [
            column.name for column in part.columns if column.required
        ]
        assert re.findall(r"`([a-z_]+)`", may) == [
            column.name for column in part.columns if not column.required
        ]


def test_the_guide_explains_every_column() -> None:
    table = GUIDE.split("| column | meaning |")[1].split("\n\n")[0]
    explained = set(re.findall(r"`([a-z_]+)`", "".join(re.findall(r"^\|([^|]*)\|", table, re.M))))
    columns = {column.name for part in TABLES.values() for column in part.columns}
    assert columns - {"id", "name", "organisation"} == explained


def test_the_report_has_the_columns_that_the_guide_names() -> None:
    sentence = GUIDE.split("`--report` writes")[1].split("What rows say")[0]
    assert [name for name in re.findall(r"`([a-z_]+)`", sentence) if name in HEADER] == HEADER
