"""Events whatever their format: the file's name decides who reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.csv_events import csv_from_event, sheets_from_csv
from matchmaking.files.dzn import event_from_dzn
from matchmaking.files.json_events import event_from_json, json_from_event
from matchmaking.files.sheets import Sheet, event_from_sheets, located
from matchmaking.files.writing import cannot_write, write_files
from matchmaking.files.xlsx_events import sheets_from_xlsx, xlsx_from_event
from matchmaking.problem import Problem

_READERS: Mapping[str, Callable[[Path], Problem]] = {
    ".json": event_from_json,
    ".dzn": event_from_dzn,
}
_WRITERS: Mapping[str, Callable[[Problem], bytes]] = {
    ".json": json_from_event,
    ".xlsx": xlsx_from_event,
}
_OTHER_SPREADSHEETS = (".xls", ".xlsm", ".xlsb", ".ods", ".fods", ".numbers", ".csv", ".tsv")


def sheets_of(path: Path) -> dict[str, Sheet] | None:
    """The tables of an event in a CSV folder or a workbook; None for other formats. Raises
    InputError if the tables cannot be told apart."""
    if path.is_dir():
        return sheets_from_csv(path)
    return sheets_from_xlsx(path) if path.suffix.lower() == ".xlsx" else None


def read_event(path: Path) -> Problem:
    """The event in a JSON file, a workbook, a CSV folder or a .dzn file. Raises InputError with
    every fault and its place."""
    sheets = sheets_of(path)
    if sheets is not None:
        return event_from_sheets(sheets)
    reader = _READERS.get(path.suffix.lower())
    if reader is not None:
        return reader(path)
    code, message = (
        "unknown_format",
        "This is neither a .json, .xlsx or .dzn file nor a folder of CSV files.",
    )
    remedy = "Name a .json, .xlsx or .dzn file, or a folder with CSV files."
    if not path.exists():
        code, message = "missing_file", "There is no such file or folder."
    elif path.suffix.lower() in _OTHER_SPREADSHEETS:
        remedy = "Save it as .xlsx, or name the folder that holds the CSV files."
    raise InputError([InputProblem(code, message, remedy, file=str(path))])


def warnings_about(problem: Problem, path: Path) -> tuple[InputProblem, ...]:
    """What can be planned but is hardly meant, with its place in the file it was read from."""
    warnings = problem.warnings()
    sheets = sheets_of(path) if warnings else None
    if sheets is not None:
        return tuple(located(warning, sheets) for warning in warnings)
    return tuple(replace(warning, file=str(path)) for warning in warnings)


def write_event(problem: Problem, path: Path) -> None:
    """Write an event: to a JSON file or a workbook if the name ends in .json or .xlsx, else to a
    folder of CSV files.

    Other files in the folder stay as they are. Raises InputError, having replaced nothing, if that
    is impossible.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is not None:
        write_files({path: writer(problem)})
        return
    if path.suffix:
        message = f"An event cannot be written as {path.suffix!r}."
        remedy = "Name a .json or .xlsx file or a folder."
        raise InputError([InputProblem("unknown_format", message, remedy, file=str(path))])
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError([cannot_write(path, error)]) from error
    files = csv_from_event(problem)
    write_files({path / name: content for name, content in files.items()})
    for name in ("fields.csv", "wishes.csv"):  # one of another event would change this one
        if name not in files:
            (path / name).unlink(missing_ok=True)
