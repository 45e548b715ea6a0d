"""The index survives what happens to a database: flushing, and rows changed past the portal."""

import pytest
from django.core.management import call_command
from django.db import connection

from clusterwerk.places.models import Region
from clusterwerk.search.finding import find
from clusterwerk.search.indexing import Entry, index, register_source
from clusterwerk.search.models import Document


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_has_its_reference_data_and_an_empty_index_again():
    index([Entry("cluster", "1", ("Holz",))])
    call_command("flush", interactive=False, verbosity=0)
    assert find("Holz", kind="cluster") == []
    assert Region.objects.count() == 12
    index([Entry("cluster", "2", ("Holz",))])
    assert find("Holz", kind="cluster") == ["2"]


@pytest.mark.django_db
def test_the_database_keeps_the_index_when_rows_change_past_the_portal():
    index([Entry("cluster", "1", ("Holz",)), Entry("cluster", "2", ("Stein",))])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_document SET title_stems = 'glas' WHERE ref = '1'")
        cursor.execute("DELETE FROM search_document WHERE ref = '2'")
    assert find("Holz", kind="cluster") == []
    assert find("Stein", kind="cluster") == []
    assert find("Glas", kind="cluster") == ["1"]


@pytest.mark.django_db
def test_the_command_builds_the_index_anew(monkeypatch, capsys):
    monkeypatch.setattr("clusterwerk.search.indexing._sources", {})
    register_source("cluster", lambda: [Entry("cluster", "1", ("Holz",))])
    call_command("rebuild_search", "cluster")
    assert capsys.readouterr().out.strip() == "cluster: 1"
    assert Document.objects.count() == 1
