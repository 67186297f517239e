"""What the clock does about meetings: warnings before each deadline, its passing, and reminders to those who have not answered."""

from collections.abc import Mapping

from bot.workflows.decisions import ClockCommand

# Each kind of due work about a meeting, and the command it becomes.
KINDS: Mapping[str, type[ClockCommand]] = {}
