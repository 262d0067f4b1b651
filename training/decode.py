"""Trees from arc scores: greedy where that is a tree with one root, else Chu-Liu-Edmonds with exactly one root."""

import numpy

LOWEST = -1e30


def greedy(scores):
    masked = scores.copy()
    n = len(masked)
    masked[numpy.arange(n), numpy.arange(1, n + 1)] = LOWEST
    return [int(h) for h in masked.argmax(-1)]


def is_tree(heads):
    """One root and no cycle. `heads[i]` is the head of word i + 1."""
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        word, steps = start, 0
        while word:
            word, steps = heads[word - 1], steps + 1
            if steps > len(heads):
                return False
    return True


def find_cycle(heads):
    """Nodes of a cycle among 1…n, or None. `heads[0]` is unused."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        path, node = [], start
        while node and state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if node and state[node] == 1:
            return path[path.index(node) :]
        for visited in path:
            state[visited] = 2
    return None


def chu_liu_edmonds(matrix):
    """Best arborescence from node 0 in f64 scores [dependent, head]; row 0 is unused. Returns heads with heads[0] = 0."""
    size = len(matrix)
    heads = [0] + [int(h) for h in matrix[1:].argmax(-1)]
    cycle = find_cycle(heads)
    if cycle is None:
        return heads
    inside = set(cycle)
    others = [v for v in range(size) if v not in inside]
    number = {v: i for i, v in enumerate(others)}
    joint = len(others)
    contracted = numpy.full((joint + 1, joint + 1), LOWEST)
    enter, leave = {}, {}
    for dependent in others:
        for head in others:
            if dependent and dependent != head:
                contracted[number[dependent], number[head]] = matrix[dependent, head]
        if dependent:
            best = max(cycle, key=lambda v: (matrix[dependent, v], -v))
            contracted[number[dependent], joint], leave[dependent] = matrix[dependent, best], best
    for head in others:
        gain = lambda v: matrix[v, head] - matrix[v, heads[v]]
        best = max(cycle, key=lambda v: (gain(v), -v))
        contracted[joint, number[head]], enter[head] = gain(best), best
    solution = chu_liu_edmonds(contracted)
    result = list(heads)
    for dependent in others:
        if dependent:
            head = solution[number[dependent]]
            result[dependent] = leave[dependent] if head == joint else others[head]
    outside = others[solution[joint]]
    result[enter[outside]] = outside
    return result


def tree(scores):
    """Heads (0 is the root) of the best tree with one root; `scores` [n, n+1]."""
    heads = greedy(scores)
    if is_tree(heads):
        return heads
    n = len(scores)
    matrix = numpy.full((n + 1, n + 1), LOWEST)
    matrix[1:] = scores.astype(numpy.float64)
    matrix[numpy.arange(n + 1), numpy.arange(n + 1)] = LOWEST
    best = None
    for root in range(1, n + 1):
        single = matrix.copy()
        single[1:, 0] = LOWEST
        single[root] = LOWEST
        single[root, 0] = matrix[root, 0]
        found = chu_liu_edmonds(single)
        total = sum(matrix[d, found[d]] for d in range(1, n + 1))
        if best is None or total > best[0]:
            best = (total, found)
    return best[1][1:]
