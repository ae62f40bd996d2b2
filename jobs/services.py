"""What leaves the bank's screens: letters by mail, answers on paper."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from data.adapters.smtp import mail_server
from data.operations.answer_files import keep_answer_file
from data.operations.job_runs import Progress
from data.operations.mail import MailServerUnavailable, postpone_letters, send_letters, take_due_letters, take_notifications, write_letter
from data.queries.answers import AnswerOnPaper, answer_on_paper
from data.session import Session, reading
from data.settings import read_settings
from jobs.task import Arguments, in_one_transaction, in_parts
from models.access.actor import SYSTEM
from pages.formats import short_name
from pages.paper.letter import Letter, render_letter
from pages.services.notice_letter import notice_letter
from pages.translations import text_of, use_language


def _send_mail(progress: Progress) -> dict[str, int]:
    settings = read_settings()
    total = {"sent": 0, "postponed": 0, "given_up": 0}
    while settings.smtp_host:
        with progress.transaction() as session:
            letters = take_due_letters(session)
        if not letters:
            break
        try:
            with mail_server(settings) as server:
                answers = send_letters(server, letters)
        except MailServerUnavailable as error:
            answers = postpone_letters(letters, str(error))
        total = {what: total[what] + count for what, count in answers.items()}
        progress.step(sum(total.values()))
    return total


def _mail_notifications(session: Session, _arguments: Arguments) -> int:
    settings = read_settings()
    rows = take_notifications(session)
    for row in rows:
        with use_language(row.lang or settings.lang):
            subject, body = notice_letter(row.kind, number=row.number, deadlines=int(row.data.get("deadlines", 0)), site=settings.address)
        write_letter(session, recipient=row.email, subject=subject, body=body, case_id=row.case_id)
    return len(rows)


def _render_answer(progress: Progress) -> int:
    answer_id = UUID(progress.arguments["answer_id"])
    with reading(SYSTEM) as session:
        answer = answer_on_paper(session, answer_id)
    if answer.attachment_id is not None:
        return 0
    content = render_letter(_letter_of(answer, zone=read_settings().zone))
    with progress.transaction() as session:
        return int(keep_answer_file(session, answer_id, f"{answer.number}.pdf", content))


def _letter_of(answer: AnswerOnPaper, *, zone: str) -> Letter:
    """Whoever approved the answer signs it; without an approval its author does."""
    with use_language(answer.lang):
        return Letter(
            lang="en" if answer.lang == "en" else "ru",
            organisation=text_of(answer.organisation),
            unit=text_of(answer.group),
            number=answer.number,
            day=answer.delivered_at.astimezone(ZoneInfo(zone)).date(),
            addressee=tuple(part for part in (answer.addressee, answer.addressee_post, text_of(answer.addressee_unit)) if part),
            subject=answer.subject,
            paragraphs=tuple(part.strip() for part in answer.body.split("\n\n") if part.strip()),
            signer_post=answer.approver_post if answer.approver else answer.author_post,
            signer_name=short_name(answer.approver or answer.author),
            approved_at=answer.delivered_at,
            approver=answer.approver,
            in_reply_to=answer.number,
            executor=answer.author,
            attachments=answer.enclosed,
            zone=zone,
        )


TASKS = (
    in_parts("send_mail", _send_mail),
    in_one_transaction("mail_notifications", _mail_notifications),
    in_parts("render_answer", _render_answer),
)
