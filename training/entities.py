"""Mentions from trees: the label sits on the head of a noun phrase, the span follows from the tree by a fixed rule.

    python entities.py --data DATA      # how well the rule reproduces GUM's spans on gold trees and labels

The rule is part of the contract in models/README.md ("spans").
"""

import argparse

from data import NAMED_TYPES, Mention, entity_labels, load_treebanks, mention_head

# Relations whose whole subtree belongs to the mention of the head, before and after it.
INSIDE = {"amod", "compound", "det", "det:predet", "flat", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nummod", "acl:relcl", "acl", "goeswith"}
CLITIC = "POS"


def span(head, upos, xpos, heads, relations):
    """(first, last) of the mention headed by word `head` (from 0); `heads` count from 1."""
    inside = [False] * len(heads)
    inside[head] = True
    frontier = [head]
    while frontier:
        parent = frontier.pop()
        for i in range(len(heads)):
            if heads[i] != parent + 1 or inside[i]:
                continue
            # "Williams, 2010": a number that follows is no part of the name.
            if parent == head and i > head and relations[i] == "nmod:unmarked" and upos[i] == "NUM":
                continue
            if parent != head or relations[i] in INSIDE or (relations[i] == "case" and xpos[i] == CLITIC):
                inside[i] = True
                frontier.append(i)
    first = last = head
    while first > 0 and inside[first - 1]:
        first -= 1
    while last + 1 < len(heads) and inside[last + 1]:
        last += 1
    return first, last


def named_mentions(upos, xpos, heads, relations, labels):
    """Persons, organizations and places with a proper noun as head."""
    result = []
    for i, label in enumerate(labels):
        if label in NAMED_TYPES and upos[i] == "PROPN":
            result.append(Mention(*span(i, upos, xpos, heads, relations), label))
    return result


def gold_named(sentence):
    return [m for m in sentence.mentions if m.kind in NAMED_TYPES and sentence.upos[mention_head(m, sentence.heads)] == "PROPN"]


def entity_f1(pairs):
    """F1 over (gold mentions, predicted mentions) of sentences: same span, same type."""
    hits = gold_count = predicted_count = 0
    for gold, predicted in pairs:
        gold = {(m.first, m.last, m.kind) for m in gold}
        predicted = {(m.first, m.last, m.kind) for m in predicted}
        hits, gold_count, predicted_count = hits + len(gold & predicted), gold_count + len(gold), predicted_count + len(predicted)
    return round(200 * hits / max(1, gold_count + predicted_count), 2)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    args = parser.parse_args()
    for split in ("train", "dev"):
        sentences = load_treebanks(args.data, split)["gum"]
        pairs = [(gold_named(s), named_mentions(s.upos, s.xpos, s.heads, s.relations, entity_labels(s))) for s in sentences]
        print(split, "mentions", sum(len(g) for g, _ in pairs), "entities_f1 with gold trees and labels", entity_f1(pairs))
