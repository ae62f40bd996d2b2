"""The mail server is away, refuses, refuses half, takes a letter and hangs up: every letter arrives, as one letter."""

from __future__ import annotations

from collections import defaultdict

from tests.faults.instance import Instance, execute, free_port, instance, scalar, until, wait_for_jobs_processes
from tests.faults.journal import deeds
from tests.faults.mailbox import Mailbox, Mood, mailbox
from tests.faults.scenario import Given, Outcome

LETTERS = 25  # are under way in every mood
_ATTEMPTS = "SELECT coalesce(sum(attempts), 0) FROM outbox"
_DUE = "UPDATE outbox SET next_attempt_at = now() WHERE sent_at IS NULL AND given_up_at IS NULL AND last_error <> ''"
_REFUSED_FOR_GOOD = "SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL AND recipient <> 'second@bank.example'"


def run(outcome: Outcome, _given: Given) -> None:
    port = free_port()
    with mailbox(port) as box, instance({"KORDON_SMTP_HOST": "127.0.0.1", "KORDON_SMTP_PORT": str(port)}) as kordon:
        kordon.start_jobs("jobs-1")
        wait_for_jobs_processes(1)
        kordon.start_drivers(3, through_web=0)
        for mood in (Mood.REFUSES, Mood.HALF_REFUSES, Mood.HANGS_UP, Mood.NEVER_TAKES_ONE, None, Mood.TAKES, Mood.HANGS_UP, Mood.HALF_REFUSES):
            _let_it_meet(kordon, box, mood)
            outcome.times += 1
            outcome.look(kordon, f"mail server {mood.value if mood else 'is away'}")
        _be(box, Mood.TAKES)
        kordon.stop_drivers()
        outcome.look_at_rest(kordon, "at rest after the mail server")
        _look_into(box, kordon, outcome)
        kordon.stop()


def _be(box: Mailbox, mood: Mood | None) -> None:
    box.close()
    if mood is not None:
        box.mood = mood
        box.open()


def _let_it_meet(kordon: Instance, box: Mailbox, mood: Mood | None) -> None:
    """Stay in this mood until so many letters have met it. Pauses after refusals are moved to now."""
    _be(box, mood)
    before = scalar(_ATTEMPTS)

    def met() -> bool:
        execute(_DUE)
        return scalar(_ATTEMPTS) >= before + LETTERS

    until(met, f"{LETTERS} letters have met the mail server")


def _look_into(box: Mailbox, kordon: Instance, outcome: Outcome) -> None:
    arrived: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for (letter, address), _times in box.deliveries.items():
        for subject in box.subjects[letter]:
            arrived[subject, address].add(letter)
    written = [deed.marker for deed in deeds(kordon.journals).values() if deed.kind == "letter" and deed.state == "acknowledged"]
    lost = [marker for marker in written if not arrived[marker, "first@bank.example"]]
    outcome.expect(not lost, f"letters that never arrived: {lost[:3]}")
    given_up = {row for row in written if not arrived[row, "second@bank.example"]}
    known = scalar("SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL AND subject = ANY (:subjects)", subjects=list(given_up))
    outcome.expect(known == len(given_up), f"{len(given_up)} letters did not reach the second address, {known} of them are told as given up")
    outcome.expect(scalar(_REFUSED_FOR_GOOD) == 0, "a letter was given up although its address was only refused for now")
    twice = {key: letters for key, letters in arrived.items() if len(letters) > 1 and key[0] in written}
    outcome.expect(not twice, f"one letter under several Message-IDs for one reader: {list(twice.items())[:2]}")
    again = sum(1 for times in box.deliveries.values() if times > 1)
    outcome.notes.append(f"letters written {len(written)}; the second address refused for good {len(given_up)} times; {again} deliveries came again under the same Message-ID")
