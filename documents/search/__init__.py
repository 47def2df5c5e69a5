"""检索: Chinese full-text search over titles, texts and attachments, on both databases. See README.md.

What is searched registers itself (``indexing.register``); who may see what is decided where the hits are shown.
"""
