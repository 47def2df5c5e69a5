"""Private uploads (附件): taken in by their content, kept apart from the public library, handed out to readers only.

``kinds``, ``sniffing`` and ``texts`` tell what a file is, ``receiving`` takes it in, ``readers`` says who may read it, ``views``
hands it out, ``expiring`` erases what nothing came of.
"""
