"""Signatures that fell: the way back to who gave them, which no definition has to write down."""

from __future__ import annotations

from dataclasses import replace

from .model import Definition, Transition

RENEW = "renew"
"""The transition that every state has while a signature before it has fallen."""


def with_renewal(definition: Definition, state: str, to: str) -> Definition:
    """*definition* with one more transition out of *state*: send the paper to those who signed in *to*, and straight back.

    Whoever may agree in *state* may take it; where nobody is asked, whoever may act there, else the author. It says nothing about
    the paper, so it is no return.
    """
    exits = [one for one in definition.exits(state) if not one.automatic and not one.unread]
    agreeing = [one for one in exits if one.verdict == "yes"] or exits
    asked = ("party",) if definition.state(state).parties else ("author",)
    by = tuple(dict.fromkeys(who for one in agreeing for who in one.by)) or asked
    renewal = Transition(
        name=RENEW,
        title="送签过的人确认",
        sources=(state,),
        to=to,
        by=by,
        verdict="none",
        opinion="none",
        resubmit="direct",
        style="primary",
    )
    return replace(definition, transitions=(*definition.transitions, renewal))
