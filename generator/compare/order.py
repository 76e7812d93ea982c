"""The longest part of a sequence that is in order; what is not in it has moved."""

from __future__ import annotations


def rising(values: list[int], weights: list[int] | None = None) -> list[int]:
    """Indexes of a longest rising subsequence; of several, the one of the greatest weight.

    Near linear: a Fenwick tree over the ranks holds the best (length, weight) so far.
    """
    ranks = {value: at for at, value in enumerate(sorted(set(values)), 1)}
    tree: list[tuple[int, int, int]] = [(0, 0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    last = (0, 0, -1)
    for at, value in enumerate(values):
        rank, best = ranks[value] - 1, (0, 0, -1)
        while rank:
            best = max(best, tree[rank], key=lambda entry: entry[:2])
            rank -= rank & -rank
        before.append(best[2])
        entry = (best[0] + 1, best[1] + (weights[at] if weights else 0), at)
        last = max(last, entry, key=lambda entry: entry[:2])
        rank = ranks[value]
        while rank <= len(ranks):
            tree[rank] = max(tree[rank], entry, key=lambda entry: entry[:2])
            rank += rank & -rank
    chain: list[int] = []
    at = last[2]
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]
