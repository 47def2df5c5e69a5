"""The clock: terms, reminders, and what time alone brings about."""
