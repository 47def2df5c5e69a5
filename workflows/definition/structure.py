"""What can be judged state by state, without walking: dead ends, votes without an exit, parties without a say."""

from __future__ import annotations

from collections.abc import Iterator

from .actions import ANSWERED_BY
from .components import components
from .model import CHOSEN, PREVIOUS, REMIND, Definition, State, Transition
from .problems import Problem


def structural_problems(definition: Definition) -> Iterator[Problem]:
    """Every local fault of the definition."""
    if not any(state.final for state in definition.states):
        yield Problem("no_final", "error", definition.title, "没有办结环节；至少给一个环节写上 outcome")
    elif not any(state.outcome == "passed" for state in definition.states):
        yield Problem("no_passed", "error", definition.title, '没有办成的办结环节；至少一个环节写 outcome = "passed"')
    for state in definition.states:
        yield from _copies(definition, state)
        yield from _final(definition, state) if state.final else _working(definition, state)
    for transition in definition.transitions:
        yield from _transition(definition, transition)
    yield from automatic_cycles(definition)
    yield from _distinct(definition)
    yield from _unanswered(definition)


def automatic_cycles(definition: Definition) -> Iterator[Problem]:
    """Circles of automatic transitions (strongly connected components): the case would run on by itself for ever.

    Where every circle waits for a time somewhere, people have days to step in: a warning only.
    """
    at_once = set()
    for titles in _circles(definition, timed=False):
        at_once.add(titles)
        message = f"自动操作在“{titles}”之间打转，会一直自己走下去；去掉其中一个 automatic"
        yield Problem("automatic_cycle", "error", titles, message)
    for titles in _circles(definition, timed=True):
        if titles not in at_once:
            message = f"没有人办时，会在“{titles}”之间隔几天自己走一圈；去掉其中一个 automatic，或请人在中间办理"
            yield Problem("timed_cycle", "warning", titles, message)


def _circles(definition: Definition, *, timed: bool) -> Iterator[str]:
    """The states of each circle of automatic transitions, in words; those that wait for a time only if so asked."""
    onward: dict[str, set[str]] = {state.name: set() for state in definition.states}
    for one in definition.transitions:
        if one.automatic and (timed or not one.after) and definition.has_state(one.to):
            for source in one.sources:
                onward[source].add(one.to)
    for component in components(onward):
        first = component[0]
        if len(component) > 1 or first in onward[first]:
            yield "、".join(definition.state(name).title for name in component)


def _copies(definition: Definition, state: State) -> Iterator[Problem]:
    """Nobody is told of what nobody has handed in."""
    if state.copy and state.name == definition.initial:
        message = "文书还没有交出来，这里不抄送；把 copy 写到后面的环节"
        yield Problem("copy_of_draft", "error", state.title, message)


def _final(definition: Definition, state: State) -> Iterator[Problem]:
    if definition.exits(state.name):
        yield Problem("final_with_exit", "error", state.title, "已办结的环节不能再有操作；从 from 里去掉它")
    if state.parties:
        yield Problem("final_with_party", "error", state.title, "已办结的环节不再请人办理；去掉 party")


def _working(definition: Definition, state: State) -> Iterator[Problem]:
    exits = definition.exits(state.name)
    if not exits:
        yield Problem("dead_end", "error", state.title, "进得来、出不去；加一项从这里出发的操作，或写 outcome 作为办结")
        return
    by_party = [one for one in exits if "party" in one.by and not one.automatic]
    if state.parties and not by_party:
        yield Problem("party_without_transition", "error", state.title, "请了人办理，却没有一项他能用的操作")
    if not state.parties and by_party:
        names = "、".join(one.title for one in by_party)
        yield Problem("transition_without_party", "error", state.title, f"“{names}”要由参与方办理，这里却没有写 party")
    if not state.parties and all("party" in one.by and len(one.by) == 1 and not one.automatic for one in exits):
        yield Problem("nobody", "error", state.title, "没有任何人能在这里操作")
    yield from _votes(definition, state, by_party)
    if state.skippable and not _passable(definition, state):
        message = "可能被跳过，却没有写明跳过后去哪里；加一项同意类操作，目标写一个确定的环节"
        yield Problem("skip_without_way", "error", state.title, message)
    yield from _times(state, exits)
    used = {guard for one in exits for guard in one.guards}
    for guard in state.curable:
        if guard not in used:
            yield Problem("curable_unused", "warning", state.title, f"curable 里的“{guard}”没有被这里的操作用到")


def _times(state: State, exits: tuple[Transition, ...]) -> Iterator[Problem]:
    """Times that can never come, or that come before the people's own term."""
    for word, given in (("remind", state.remind != REMIND and state.remind), ("escalate", state.escalate)):
        if given and not state.days:
            yield Problem("no_term", "warning", state.title, f"写了 {word}，却没有写 days，不会提醒")
    at_once = next((one for one in exits if one.automatic and not one.after and not one.conditional), None)
    for one in exits:
        if one.timed and at_once is not None:
            message = f"“{at_once.title}”一到这里就自动办了，等不到“{one.title}”的时间"
            yield Problem("timer_never", "warning", state.title, message)
        if one.timed and one.after < state.days:
            message = f"限 {state.days} 个工作日办，满 {one.after} 个工作日系统就自动“{one.title}”，限办等于没有"
            yield Problem("timer_before_term", "warning", state.title, message)
        if one.after and one.unread:
            message = f"“{one.title}”只在对方还没打开时可用，又要等 {one.after} 个工作日，几乎用不上；去掉 after"
            yield Problem("late_recall", "warning", state.title, message)


def _votes(definition: Definition, state: State, by_party: list[Transition]) -> Iterator[Problem]:
    """Every outcome of the vote must have one exit and only one."""
    several = len(state.parties) > 1 or any(party.dynamic for party in state.parties)
    yes = [one for one in by_party if one.verdict == "yes"]
    no = [one for one in by_party if one.verdict == "no"]
    if several and not yes:
        yield Problem("vote_without_yes", "error", state.title, "几方共同办理，却没有同意类操作，永远办不完")
    for votes, word in ((yes, "同意"), (no, "不同意")):
        if several and len({one.to for one in votes}) > 1:
            message = f"几方共同办理时，{word}类操作的去向必须一致，否则由最后一个人决定去哪里"
            yield Problem("vote_split", "error", state.title, message)
    fixed = not any(party.dynamic for party in state.parties)
    if fixed and isinstance(state.quorum, int) and state.quorum > len(state.parties):
        message = f"要 {state.quorum} 方同意，但一共只有 {len(state.parties)} 方"
        yield Problem("quorum_out_of_reach", "error", state.title, message)
    if state.veto and not no:
        yield Problem("veto_unused", "warning", state.title, "写了一票否决，却没有不同意类操作")


def _transition(definition: Definition, transition: Transition) -> Iterator[Problem]:
    if transition.automatic and (transition.verdict != "none" or transition.by != ("party",)):
        message = '自动操作不由人办理；写 verdict = "none"，并去掉 by'
        yield Problem("automatic_by_hand", "error", transition.title, message)
    if transition.automatic and transition.opinion == "required":
        yield Problem("automatic_opinion", "error", transition.title, "自动操作写不出意见；去掉 opinion")
    if transition.verdict in ("yes", "no") and "party" not in transition.by:
        message = '不由参与方办理的操作不计票；写 verdict = "none"'
        yield Problem("vote_from_outside", "error", transition.title, message)
    if transition.unless and set(transition.unless) <= set(transition.guards):
        message = "要求条件满足，又要求它们不满足，永远办不了；去掉 guards 或 unless 里的一边"
        yield Problem("contradiction", "error", transition.title, message)
    if transition.to in (PREVIOUS, CHOSEN) and transition.sources == (definition.initial,):
        yield Problem("nothing_before", "error", transition.title, "第一个环节之前没有可以回去的环节")


def _passable(definition: Definition, state: State) -> bool:
    onward = definition.forward(state.name)
    return onward is not None and not onward.to.startswith("@")


def _distinct(definition: Definition) -> Iterator[Problem]:
    for _, sets in definition.distinct:
        for name in sorted({name for one in sets for name in one}):
            state = definition.state(name)
            if not state.parties:
                yield Problem("distinct_without_party", "warning", state.title, "写进了岗位分离，但这里没有人办理")


def _unanswered(definition: Definition) -> Iterator[Problem]:
    """Actions that may be begun where what ends them was switched off: a case held for good, help that never comes back."""
    for name, ending in ANSWERED_BY.items():
        begun, ended = definition.action(name), definition.action(ending)
        open_states = [state for state in definition.states if not state.final]
        titles = [one.title for one in open_states if begun.serves(one.name) and not ended.serves(one.name)]
        if titles:
            where = definition.title if len(titles) == len(open_states) else "、".join(titles)
            message = f"能“{begun.title}”，却不能“{ended.title}”，会一直悬着；留下“{ended.title}”，或把“{begun.title}”一起关掉"
            yield Problem("action_unanswered", "error", where, message)
