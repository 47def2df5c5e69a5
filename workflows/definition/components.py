"""Strongly connected components of a graph, without recursion (Tarjan's, 1972): what can run in a circle."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def components(onward: Mapping[Node, Collection[Node]]) -> list[list[Node]]:
    """The components, each in the order of *onward*'s keys; nodes that are no keys lead nowhere."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    held: set[Node] = set()
    found: list[set[Node]] = []
    for root in onward:
        if root in index:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(root, iter(onward[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        held.add(root)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_unwound(stack, held, node))
            elif following not in index:
                index[following] = low[following] = len(index)
                stack.append(following)
                held.add(following)
                work.append((following, iter(onward.get(following, ()))))
            elif following in held:
                low[node] = min(low[node], index[following])
    order = {node: number for number, node in enumerate(index)}
    places = {node: number for number, node in enumerate(onward)}
    return [sorted(one, key=lambda node: places.get(node, len(places) + order[node])) for one in found]


def _unwound(stack: list[Node], held: set[Node], node: Node) -> set[Node]:
    """The component whose root is *node*, off the stack."""
    found: set[Node] = set()
    while node not in found:
        top = stack.pop()
        held.discard(top)
        found.add(top)
    return found
