"""Counts the examples of the lexicon's predicates, most frequent predicates first.

    python3 scripts/coverage.py predicate-frequencies.tsv.gz                     # what examples are missing
    python3 scripts/coverage.py predicate-frequencies.tsv.gz --files 'assault-*' # of some files of events/
    python3 scripts/coverage.py predicate-frequencies.tsv.gz --all               # complete predicates too
    python3 scripts/coverage.py predicate-frequencies.tsv.gz --unknown           # frequent words without a frame
    python3 scripts/coverage.py --rare                                           # no table: every predicate

A predicate is an entry word of a frame: a verb with its particles, a noun, an adjective. It needs three firing
sentences, and one silent (only the silent one where its frames are guards, or classes that never lead to an event). A firing sentence counts in full when it names all parties that its frame has: who and
whom, all parties of a reciprocal frame, one party where the frame has no other. An example counts for the predicates
of its frame whose words stand in it (the longest ones where entries overlap).

The frequency table has tab-separated lines `kind lemma count proper arguments`: kind is verb or noun, `proper` how
often the subject is a proper noun, arguments are `relation=count` (`obl:for=494`, from which verbs with a last
preposition get their count). `~` at the end of a lemma marks an ending that is uncertain. Entries whose
frequency the table does not tell (compounds, fixed words) stand last, with a dash.
"""

import argparse
import fnmatch
import gzip
import re
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED_FIRING = 3
WANTED_SILENT = 1
MOST = 1000
WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
VOWELS = "aeiou"


def irregular():
    """Lemma to past forms and participles, from the list that the lemmatiser is trained with."""
    forms = {"be": ["am", "is", "are", "was", "were", "been"]}
    for line in (ROOT / "training" / "irregular.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, *rest = line.split("\t")
            forms[lemma] = [form for cell in rest for form in cell.split("/") if form]
    return forms


IRREGULAR = irregular()
IRREGULAR_PLURALS = {"man": "men", "woman": "women", "child": "children", "foot": "feet"}


def verb_forms(lemma):
    forms = {lemma} | set(IRREGULAR.get(lemma, []))
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) else lemma
    forms |= {lemma + "s", stem + "ing", lemma + "ing", stem + "ed", lemma + "d" if lemma.endswith("e") else lemma + "ed"}
    if lemma.endswith("y") and len(lemma) > 1 and lemma[-2] not in VOWELS:
        forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        forms.add(lemma + "es")
    if lemma.endswith("ie"):
        forms.add(lemma[:-2] + "ying")
    if len(lemma) > 2 and lemma[-1] not in VOWELS + "wxy" and lemma[-2] in VOWELS:
        forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    if lemma.endswith("c"):
        forms |= {lemma + "ked", lemma + "king"}
    return forms


def noun_forms(lemma):
    forms = {lemma, lemma + "s", IRREGULAR_PLURALS.get(lemma, lemma)}
    if lemma.endswith("y") and len(lemma) > 1 and lemma[-2] not in VOWELS:
        forms.add(lemma[:-1] + "ies")
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        forms.add(lemma + "es")
    if lemma.endswith("man"):
        forms.add(lemma[:-3] + "men")
    return forms | {form + end for form in list(forms) for end in ("'s", "’s")}


def words_of(text):
    """Words in lower case, hyphenated ones also in parts."""
    found = []
    for match in WORD.finditer(text.lower()):
        found.append(match.group())
        if "-" in match.group():
            found.extend(match.group().split("-"))
    return found


class Predicate:
    """An entry word of the lexicon with the examples that hold it."""

    def __init__(self, kind, name):
        self.kind, self.name = kind, name
        head, *rest = name.split() if kind != "noun" else reversed(name.split())
        self.head, self.rest = head, list(reversed(rest)) if kind == "noun" else rest
        forms = {"verb": verb_forms, "noun": noun_forms}.get(kind, lambda lemma: {lemma})
        self.forms = forms(head)
        self.frames, self.files = [], set()
        self.firing = self.full = self.silent = 0
        self.can_fire = False

    def stands_in(self, words):
        """Whether the head stands there with the other words: behind a verb, before a noun."""
        for at, word in enumerate(words):
            if word not in self.forms:
                continue
            if not self.rest:
                return True
            if self.kind == "verb":
                # A passive's noun stands before its verb ("steps were taken").
                if all(any(w in words for w in noun_forms(word)) for word in self.rest):
                    return True
            elif all(any(w in words[:at] for w in noun_forms(word)) for word in self.rest):
                return True
        return False

    def missing(self):
        firing = max(0, WANTED_FIRING - self.full) if self.can_fire else 0
        return firing, max(0, WANTED_SILENT - self.silent)

    def complete(self):
        return self.missing() == (0, 0)


def has_parties(frame):
    """The parties a frame's event can have."""
    if frame.get("reciprocal"):
        return ["actor"]
    return [
        role
        for role, default in (("actor", ["subj"]), ("recipient", ["obj"]))
        if frame.get(role, default)
    ]


def is_full(example, frame):
    present = [role for role in ("actor", "recipient") if example.get(role)]
    together = len(example.get("actor", "")) > 1 and isinstance(example["actor"], list)
    return len(present) == 2 or together or bool(present) and len(has_parties(frame)) < 2


def read_lexicon(folder):
    predicates = {}
    for path in sorted(folder.glob("**/*.toml")):
        for frame in tomllib.loads(path.read_text(encoding="utf-8")).get("frame", []):
            own = []
            can_fire = not frame.get("guard", False) and ("event" in frame or "fires" in frame)
            for kind, key in (("verb", "verbs"), ("noun", "nouns"), ("adjective", "adjectives")):
                for name in dict.fromkeys(frame.get(key, [])):
                    predicate = predicates.setdefault((kind, name), Predicate(kind, name))
                    predicate.frames.append(frame["id"])
                    predicate.files.add(path.stem)
                    predicate.can_fire |= can_fire
                    own.append(predicate)
            for example in frame.get("fires", []):
                for predicate in longest(own, words_of(example["text"])):
                    predicate.firing += 1
                    predicate.full += is_full(example, frame)
            for text in frame.get("silent", []):
                for predicate in longest(own, words_of(text)):
                    predicate.silent += 1
    return predicates


def longest(predicates, words):
    """The predicates that stand in the words, without those that are part of a longer one there."""
    there = [predicate for predicate in predicates if predicate.stands_in(words)]
    return [
        one
        for one in there
        if not any(
            other is not one
            and other.kind == one.kind
            and other.head == one.head
            and len(other.rest) > len(one.rest)
            and set(one.rest) <= set(other.rest)
            for other in there
        )
    ]


def read_table(path):
    counts, arguments, proper = defaultdict(int), {}, {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            kind, lemma, count, names, rest = line.rstrip("\n").split("\t")
            counts[kind, lemma] += int(count)
            proper[kind, lemma] = int(names or 0)
            arguments[kind, lemma] = {
                name: int(number) for name, _, number in (cell.rpartition("=") for cell in rest.split()) if name
            }
    return counts, arguments, proper


def repaired(counts, arguments, known):
    """Counts under the lexicon's lemmas: `impos~` is `impose` if there is such a predicate."""
    merged, merged_arguments = defaultdict(int), defaultdict(lambda: defaultdict(int))
    for (kind, lemma), count in counts.items():
        name = lemma
        if (kind, lemma) not in known:
            base = lemma.removesuffix("~")
            tries = [base + "e", base, base + "y"]
            if base[-1:] == base[-2:-1]:
                tries.append(base[:-1])
            name = next((t for t in tries if (kind, t) in known), base)
        merged[kind, name] += count
        for argument, number in arguments[kind, lemma].items():
            merged_arguments[kind, name][argument] += number
    return merged, merged_arguments


def frequency(predicate, counts, arguments):
    key = (predicate.kind, predicate.name)
    if key in counts:
        return counts[key]
    *head, last = predicate.name.split()
    if predicate.kind == "verb" and head:
        found = arguments.get(("verb", " ".join(head)), {}).get("obl:" + last)
        if found:
            return found
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", nargs="?", type=Path, help="frequency table (.tsv.gz)")
    parser.add_argument("--lexicon", type=Path, default=ROOT / "knowledge" / "events")
    parser.add_argument("--files", nargs="+", default=["*"], help="patterns of file names in the lexicon")
    parser.add_argument("--most", type=int, default=MOST, help="how many of the most frequent predicates")
    parser.add_argument("--all", action="store_true", help="list complete predicates too")
    parser.add_argument("--rare", action="store_true", help="list predicates that the table does not have too")
    parser.add_argument("--unknown", action="store_true", help="list frequent words that have no frame")
    options = parser.parse_args()

    predicates = read_lexicon(options.lexicon)
    counts, arguments, proper = read_table(options.table) if options.table else ({}, {}, {})
    counts, arguments = repaired(counts, arguments, predicates.keys())

    if options.unknown:
        heads = {(p.kind, p.head) for p in predicates.values()} | predicates.keys()
        for (kind, lemma), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            if (kind, lemma) not in heads:
                most = " ".join(f"{a}={n}" for a, n in list(arguments[kind, lemma].items())[:4])
                print(f"{kind}\t{lemma}\t{count}\t{proper.get((kind, lemma), 0)}\t{most}")
        return

    ranked = sorted(
        ((frequency(p, counts, arguments), p) for p in predicates.values()),
        key=lambda item: (-(item[0] or 0), item[1].kind, item[1].name),
    )
    frequent = [p for count, p in ranked if count is not None][: options.most]
    print("missing\tkind\tpredicate\tcount\tfiring\tin full\tsilent\tfiles")
    for place, (count, predicate) in enumerate(ranked):
        wanted = options.rare or place < len(frequent)
        ours = any(fnmatch.fnmatch(name, p) for name in predicate.files for p in options.files)
        if wanted and ours and (options.all or not predicate.complete()):
            lacks = "+".join(map(str, predicate.missing()))
            fields = [lacks, predicate.kind, predicate.name, "-" if count is None else count]
            fields += [predicate.firing, predicate.full, predicate.silent, ",".join(sorted(predicate.files))]
            print("\t".join(map(str, fields)))
    print(f"# {len(predicates)} predicates, {sum(c is not None for c, _ in ranked)} of them in the table")
    if frequent:
        complete = sum(p.complete() for p in frequent)
        firing = sum(p.missing()[0] == 0 for p in frequent)
        silent = sum(p.missing()[1] == 0 for p in frequent)
        print(
            f"# of the {len(frequent)} most frequent: {firing} with {WANTED_FIRING} firing sentences in full, "
            f"{silent} with a silent one, {complete} with both"
        )


if __name__ == "__main__":
    main()
