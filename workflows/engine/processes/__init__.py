"""Processes: versions of definitions, how they come into force, and running cases that change version."""
