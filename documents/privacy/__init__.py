"""Protecting persons, children first: finding what gives them away, masking it, and keeping the consents.

``detectors`` and ``masking`` are plain Python; ``models`` keeps consents.
"""
