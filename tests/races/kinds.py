"""Every kind of race, for the short form in `make test` and the long one alike."""

from __future__ import annotations

from tests.races.clocks import CLOCKS
from tests.races.decisions import DECISIONS
from tests.races.people import PEOPLE
from tests.races.publishing import PUBLISHING
from tests.races.tasks import TASKS
from tests.races.writing import WRITING

KINDS = (*TASKS, *DECISIONS, *WRITING, *CLOCKS, *PUBLISHING, *PEOPLE)
