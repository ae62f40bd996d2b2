"""What people, clocks and rules do to labour. Screens and jobs all come through here."""

from data.operations.workforce.entries import Target, add_effort, correct_effort, start_timer, stop_timer
from data.operations.workforce.grades import add_grade, set_grade, set_rate
from data.operations.workforce.rules import add_rule, change_rule, install_shipped_rules
from data.operations.workforce.weeks import approve_week, lock_weeks, return_week, submit_week
from data.operations.workforce.writing import LOOK_BACK, Written, write_efforts

__all__ = [
    "LOOK_BACK", "Target", "Written", "add_effort", "add_grade", "add_rule", "approve_week", "change_rule", "correct_effort",
    "install_shipped_rules", "lock_weeks", "return_week", "set_grade", "set_rate", "start_timer", "stop_timer", "submit_week",
    "write_efforts",
]  # fmt: skip
