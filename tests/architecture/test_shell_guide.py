"""The commands of docs/use/shell.md do what the guide says."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from matchmaking.cli import main

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
    summary = json.loads(capsys.readouterr().out.splitlines()[0])
    explained = set(re.findall(r"`([a-z_]+)`", GUIDE.split("| key |")[1].split("Exit codes")[0]))
    assert set(summary) <= explained
    assert summary["status"] == "complete"
    assert summary["proven"]


def test_the_guide_names_the_columns_that_the_reader_knows() -> None:
    for file in sorted((ROOT / "docs/use/example-event").glob("*s.csv")):
        row = re.search(rf"^\| `{file.name}` \|(.*)\|$", GUIDE, re.MULTILINE)
        assert row, file.name
        assert set(file.read_text().splitlines()[0].split(",")) == set(
            re.findall(r"`([a-z_]+)`", row.group(1))
        )
