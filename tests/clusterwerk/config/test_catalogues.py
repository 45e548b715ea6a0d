"""`clusterwerk messages` on small packages made for the test."""

import gettext
from pathlib import Path

import pytest

from clusterwerk.config.catalogues import (
    CATALOGUE,
    compile_catalogues,
    complaints_about,
    main,
    update_catalogues,
)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Two apps: `baker` with Python and a template, `miller` with Python."""
    write(tmp_path / "baker/__init__.py", "")
    write(
        tmp_path / "baker/models.py",
        'from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n_("Bread")\n'
        'ngettext("%(n)d loaf", "%(n)d loaves", 2)\npgettext("of a week", "Day")\n',
    )
    write(
        tmp_path / "baker/templates/baker/list.html",
        "{% load i18n %}\n<div>\n    <p>\n  {% translate 'Fresh \"today\"' %}</p>\n"
        "{% blocktranslate trimmed count n=n %}\n  one\n  roll\n{% plural %}{{ n }} rolls"
        "{% endblocktranslate %}</div>",
    )
    write(tmp_path / "miller/__init__.py", "")
    write(
        tmp_path / "miller/apps.py", 'from django.utils.translation import gettext as _\n_("Flour")'
    )
    return tmp_path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def translate(file: Path, english: str, german: str) -> None:
    text = file.read_text(encoding="utf-8")
    asked = f'msgid "{english}"\nmsgstr ""'
    assert asked in text
    write(file, text.replace(asked, f'msgid "{english}"\nmsgstr "{german}"'))


def test_update_finds_texts_of_python_and_templates_with_plural_and_context(sources: Path) -> None:
    assert update_catalogues(sources) == {"baker": 5, "miller": 1}
    text = (sources / "baker" / CATALOGUE).read_text(encoding="utf-8")
    assert 'msgid "Bread"' in text
    assert 'msgid_plural "%(n)d loaves"' in text
    assert 'msgctxt "of a week"' in text
    assert r'msgid "Fresh \"today\""' in text
    assert 'msgid "one roll"\nmsgid_plural "%(n)s rolls"' in text


def test_update_keeps_translations_and_drops_texts_that_are_gone(sources: Path) -> None:
    update_catalogues(sources)
    po = sources / "baker" / CATALOGUE
    translate(po, "Bread", "Brot")
    write(sources / "baker/models.py", 'from x import gettext as _\n_("Bread")\n_("Cake")\n')
    update_catalogues(sources)
    text = po.read_text(encoding="utf-8")
    assert 'msgid "Bread"\nmsgstr "Brot"' in text
    assert 'msgid "Cake"\nmsgstr ""' in text
    assert "loaves" not in text


def test_a_second_update_changes_nothing(sources: Path) -> None:
    update_catalogues(sources)
    before = (sources / "baker" / CATALOGUE).read_bytes()
    update_catalogues(sources)
    assert (sources / "baker" / CATALOGUE).read_bytes() == before


def test_update_takes_over_what_another_app_has_translated(sources: Path) -> None:
    update_catalogues(sources)
    translate(sources / "miller" / CATALOGUE, "Flour", "Mehl")
    write(sources / "baker/apps.py", 'from x import gettext as _\n_("Flour")\n')
    update_catalogues(sources, ("baker",))
    text = (sources / "baker" / CATALOGUE).read_text(encoding="utf-8")
    assert 'msgid "Flour"\nmsgstr "Mehl"' in text


def test_check_names_each_untranslated_and_each_obsolete_text(sources: Path) -> None:
    update_catalogues(sources)
    translate(sources / "miller" / CATALOGUE, "Flour", "Mehl")
    write(sources / "miller/apps.py", "")
    found = complaints_about(sources)
    assert "baker: no German text for 'Bread'" in found
    assert "baker: no German text for 'Day' (context 'of a week')" in found
    assert "miller: 'Flour' is in no source any more" in found


def test_check_reports_other_placeholders_and_contradictions(sources: Path) -> None:
    write(sources / "baker/models.py", 'from x import gettext as _\n_("%(n)d left")\n_("Flour")\n')
    (sources / "baker/templates/baker/list.html").unlink()
    update_catalogues(sources)
    translate(sources / "baker" / CATALOGUE, "Flour", "Weizenmehl")
    translate(sources / "miller" / CATALOGUE, "Flour", "Mehl")
    po = sources / "baker" / CATALOGUE
    translate(po, "%(n)d left", "noch %(m)d")
    found = complaints_about(sources)
    assert any("'%(n)d left'" in line for line in found)
    assert any("'Flour' is 'Mehl' here and 'Weizenmehl' in baker" in line for line in found)
    assert len(found) == 2


def test_compile_makes_files_that_gettext_reads_and_only_when_older(sources: Path) -> None:
    update_catalogues(sources)
    translate(sources / "miller" / CATALOGUE, "Flour", "Mehl – fein")
    assert compile_catalogues(sources) == ["baker", "miller"]
    assert compile_catalogues(sources) == []
    with (sources / "miller" / CATALOGUE).with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Flour") == "Mehl – fein"


def test_an_unknown_app_or_verb_is_answered_with_what_there_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "nonsense"]) == 2
    assert "No such app: nonsense. There are: accounts," in capsys.readouterr().out
    assert main(["wash"]) == 2
    assert "usage: clusterwerk messages compile|update|check" in capsys.readouterr().out
