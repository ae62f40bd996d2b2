"""What people and time do to cases. Screens, interfaces and jobs all come through here, so no guard can be gone round."""

from data.operations.processes.answers import edit_answer
from data.operations.processes.approvals import decide_approval, forward_approval
from data.operations.processes.closing import rate_case, withdraw_case
from data.operations.processes.conversation import add_participant, ask_requester, post_message, remove_participant
from data.operations.processes.deadlines import recompute_due_dates
from data.operations.processes.definitions import install_shipped_definitions, publish_definition
from data.operations.processes.documents import add_documents, show_document_to
from data.operations.processes.drafts import discard_draft, discard_old_drafts, draft_of, save_draft
from data.operations.processes.files import (
    content_without_rows,
    discard_upload,
    forget_lost_uploads,
    keep_file,
    keep_made_file,
    path_of,
    remove_content,
)
from data.operations.processes.notices import mark_notifications_read
from data.operations.processes.opening import OpenedCase, open_case
from data.operations.processes.pauses import pause_case, resume_case, resume_due_cases
from data.operations.processes.sweeps import count_as_told, sweep_deadlines
from data.operations.processes.tasks import complete_task, reassign_task, save_task_fields, take_next_task, take_task
from data.operations.processes.waits import fire_due_timers, raise_event

__all__ = [
    "OpenedCase",
    "add_documents",
    "add_participant",
    "ask_requester",
    "complete_task",
    "content_without_rows",
    "count_as_told",
    "decide_approval",
    "discard_draft",
    "discard_old_drafts",
    "discard_upload",
    "draft_of",
    "edit_answer",
    "fire_due_timers",
    "forget_lost_uploads",
    "forward_approval",
    "install_shipped_definitions",
    "keep_file",
    "keep_made_file",
    "mark_notifications_read",
    "open_case",
    "path_of",
    "pause_case",
    "post_message",
    "publish_definition",
    "raise_event",
    "rate_case",
    "reassign_task",
    "recompute_due_dates",
    "remove_content",
    "remove_participant",
    "resume_case",
    "resume_due_cases",
    "save_draft",
    "save_task_fields",
    "show_document_to",
    "sweep_deadlines",
    "take_next_task",
    "take_task",
    "withdraw_case",
]  # fmt: skip
