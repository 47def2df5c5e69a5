"""A province of true size, for measuring: 3,221 organisations, their people, and as many papers as wanted.

``realm`` makes organisations and people; ``moulds`` leads one paper to each stage through the engine itself and copies it
by the thousand, every copy with a history of its own that verifies; ``bulk`` writes the rows.
"""
