"""Demo part: the register, from the shipped real facts with their sources."""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from clusterwerk.directory.choices import DOCUMENT_KIND
from clusterwerk.directory.importing import drafts_of_files, write_drafts
from clusterwerk.directory.models import Organisation
from clusterwerk.search.indexing import rebuild

FACTS = Path(__file__).parent / "facts"


def load(say: Callable[[str], None]) -> None:
    """Loads all organisations and facts into an empty register, in one transaction.

    Raises directory.tables.TableError, and writes nothing, when a file has a problem.
    """
    if Organisation.objects.exists():
        say(f"register: {Organisation.objects.count()} organisations are there already")
        return
    drafts = drafts_of_files(
        clusters=[FACTS / "clusters_bw.csv", FACTS / "clusters_de_eu.csv"],
        bodies=[FACTS / "research_bodies_bw.csv"],
        facts=[FACTS / "cluster_facts.csv"],
    )
    with transaction.atomic():
        loaded = write_drafts(drafts)
        rebuild(DOCUMENT_KIND)
    say(f"register: {len(loaded)} organisations and {len(drafts.facts)} facts")
