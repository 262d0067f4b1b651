"""The lemma lexicon (lemmas.tsv): forms with their tags whose lemma is sure, so that the network's script is not asked.

1. irregular verbs by hand (irregular.tsv);
2. pairs of form and tag that the treebanks show at least twice with one lemma, and rare scripts;
3. regular inflections of known verbs, nouns and adjectives: of the treebanks' lemmas, of base forms in the labelled text, and of
   the predicates and role nouns of knowledge/.
   This is what keeps "storming" from "storme" and "authorities" from "authoritie".
"""

import glob
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import torch

from data import apply_script, fold, lemma_script

IRREGULAR = Path(__file__).parent / "irregular.tsv"
VOWELS = "aeiou"
NOT_MEN = {"human", "german", "roman", "norman", "ottoman", "shaman", "talisman", "caiman", "brahman", "superhuman"}


def syllables(word):
    """Runs of vowels, roughly the syllables."""
    return sum(c in VOWELS + "y" and (i == 0 or word[i - 1] not in VOWELS + "y") for i, c in enumerate(word))


def doubling(word):
    """(whether the last consonant may double before -ing and -ed, whether it must)."""
    may = len(word) >= 3 and word[-1] not in VOWELS + "wxyhs" and word[-2] in VOWELS and word[-3] not in VOWELS
    return may, may and syllables(word) == 1


def verb_forms(lemma):
    past = lambda form: [("VBD", form), ("VBN", form)]
    if lemma.endswith("e"):
        stem = lemma[:-2] + "y" if lemma.endswith("ie") else lemma if lemma.endswith(("ee", "ye", "oe")) else lemma[:-1]
        return [("VBG", stem + "ing"), ("VBZ", lemma + "s")] + past(lemma + "d")
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return [("VBG", lemma + "ing"), ("VBZ", lemma[:-1] + "ies")] + past(lemma[:-1] + "ied")
    forms = [("VBZ", lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"))]
    may, must = doubling(lemma)
    if not must:
        forms += [("VBG", lemma + "ing")] + past(lemma + "ed")
    if may:
        forms += [("VBG", lemma + lemma[-1] + "ing")] + past(lemma + lemma[-1] + "ed")
    return forms


def noun_forms(lemma):
    if lemma.endswith("man") and lemma not in NOT_MEN:
        return [("NNS", lemma[:-3] + "men")]
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return [("NNS", lemma[:-1] + "ies")]
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return [("NNS", lemma + "es")]
    return [("NNS", lemma + "s")] + ([("NNS", lemma + "es")] if lemma.endswith("o") else [])


def adjective_forms(lemma):
    if syllables(lemma) > 1 and not (syllables(lemma) == 2 and lemma.endswith("y")):
        return []
    if lemma.endswith("e"):
        stem = lemma[:-1]
    elif lemma.endswith("y") and lemma[-2] not in VOWELS:
        stem = lemma[:-1] + "i"
    else:
        stem = lemma + lemma[-1] if doubling(lemma)[1] else lemma
    return [("JJR", stem + "er"), ("JJS", stem + "est")]


INFLECT = {"VB": verb_forms, "NN": noun_forms, "JJ": adjective_forms}


def base_forms(sentences, labels, silver):
    """Lemmas by tag (VB, NN, JJ): of the treebanks, and words which the teacher is sure are base forms in the labelled text."""
    found = {tag: set() for tag in INFLECT}
    for s in sentences:
        for tag, lemma in zip(s.xpos, s.lemmas):
            kind = "VB" if tag.startswith("VB") else "NN" if tag in ("NN", "NNS") else "JJ" if tag.startswith("JJ") else None
            if kind and lemma.islower():
                found[kind].add(lemma)
    sure, total = Counter(), Counter()
    for path in sorted(glob.glob(silver + ".[0-9]*.pt")) if silver else []:
        saved = torch.load(path)
        forms, types = saved["forms"], saved["types"].long()
        total.update({forms[i]: int(n) for i, n in enumerate(torch.bincount(types, minlength=len(forms)))})
        for tag in INFLECT:
            at = (saved["xpos_index"][:, 0] == labels.index["xpos"][tag]) & (saved["xpos_p"][:, 0] > 0.97)
            for i, n in enumerate(torch.bincount(types[at], minlength=len(forms)).tolist()):
                if n:
                    sure[forms[i], tag] += n
    for (form, tag), n in sure.items():
        if n >= 3 and n >= 0.2 * total[form] and form.islower():
            found[tag].add(form)
    return {tag: {w for w in words if len(w) >= 3 and w.isascii() and w.isalpha()} for tag, words in found.items()}


def known_forms(knowledge):
    """Base forms by tag of the predicates and role nouns that `knowledge` (the project's folder of that name) lists."""
    found = {"VB": set(), "NN": set()}
    for path in sorted(Path(knowledge).glob("events/*.toml")):
        for frame in tomllib.loads(path.read_text(encoding="utf-8")).get("frame", []):
            found["VB"].update(verb.split()[0] for verb in frame.get("verbs", []))
            found["NN"].update(noun.split()[-1] for noun in frame.get("nouns", []) if " of " not in noun)
    for path in sorted(Path(knowledge).glob("roles/*.toml")):
        for role in tomllib.loads(path.read_text(encoding="utf-8")).get("role", []):
            found["NN"].update(noun.split("/")[0].split()[-1] for noun in role.get("nouns", []))
    return {tag: {w for w in words if len(w) >= 3 and w.isascii() and w.isalpha() and w.islower()} for tag, words in found.items()}


def lexicon(sentences, labels, silver=None, knowledge=None):
    """{(lower-cased folded form, XPOS): lemma}."""
    seen = defaultdict(Counter)
    for s in sentences:
        for form, tag, lemma in zip(s.forms, s.xpos, s.lemmas):
            seen[fold(form).lower(), tag][lemma] += 1
    result = {}
    inflected = defaultdict(set)
    bases = base_forms(sentences, labels, silver)
    for tag, words in known_forms(knowledge).items() if knowledge else ():
        bases[tag] |= words
    for tag, words in bases.items():
        for word in words:
            for inflected_tag, form in INFLECT[tag](word):
                inflected[form, inflected_tag].add(word)
    for key, lemmas in inflected.items():
        # What the treebanks show once is taken where it agrees.
        if len(lemmas) == 1 and (key not in seen or seen[key].most_common(1)[0][0] in lemmas):
            result[key] = next(iter(lemmas))
    for (form, tag), counts in seen.items():
        (lemma, n), total = counts.most_common(1)[0], sum(counts.values())
        rare = lemma_script(form, lemma) not in labels.index["lemma"] and apply_script(form, "l:0:") != lemma
        usable = tag not in ("GW", "ADD", "FW", "CD") and "\t" not in lemma
        if usable and n >= 0.9 * total and (n >= 2 or rare and form.replace("'", "").isalpha()):
            result[form, tag] = lemma
    # Verbs by hand: the treebanks choose where a form has several, but "flead" for "fled" is a slip of theirs.
    by_hand = defaultdict(list)
    for line in IRREGULAR.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, past, participle = line.split("\t")
            for tag, forms in (("VBD", past), ("VBN", participle)):
                for form in forms.split("/"):
                    by_hand[form, tag].append(lemma)
    for key, lemmas in by_hand.items():
        shown = seen[key].most_common(1)[0][0] if key in seen else None
        result[key] = shown if shown in lemmas else lemmas[-1]
    return result
