"""Builds models/names.tsv, what the language room knows of names without the network, from knowledge/.

    python3 scripts/names.py            # needs Python 3.11

One line a name or word, sorted by its bytes, so that a program can search the text as it is:

    name <TAB> kind

The kind is `given` (first name of a person), `title` (title or role noun that stands before a person's name)
or `body` (noun that names an institution); the last two are in lower case. What could be of two kinds, and a name that
is an ordinary word as well, is left out.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWLEDGE = ROOT / "knowledge"
LEAST_GIVEN = 2  # people who bear a first name
LEAST_LETTERS = 4  # of a name; shorter ones are words of some language
# What opens names of persons and of places alike.
PARTICLES = {"Abdel", "Abu", "Bin", "Camp", "Saint", "San", "Santa", "Shah"}
COURTESY = (
    "brother dame dr dr. father judge justice king lady lord madam miss mr mr. mrs mrs. ms ms. pope prince princess "
    "prof prof. professor queen sheikh sir sister"
).split()


def tables(folder, name):
    for path in sorted((KNOWLEDGE / folder).rglob("*.toml")):
        yield from tomllib.loads(path.read_text(encoding="utf-8")).get(name, [])


def holders(lines):
    """The names of an office's or a group's lines: `2007-01-20..2011  Name = Other spelling`."""
    for line in lines.strip().splitlines():
        _, _, names = line.split("#")[0].strip().partition(" ")
        yield from (name.split("(")[0].strip() for name in names.split(" = "))


def given_names():
    text = (ROOT / "crates/coding/src/coreference/gender.rs").read_text(encoding="utf-8")
    for block in re.findall(r"const (?:FE)?MALE_NAMES: &\[&str\] = &\[(.*?)\];", text, re.S):
        yield from (name.capitalize() for name in re.findall(r'"([^"]+)"', block))
    people = [office.get("holders", "") for office in tables("offices", "office")]
    people += [group.get("names", "") for group in tables("people", "people")]
    given = Counter(name.split()[0] for lines in people for name in holders(lines) if " " in name)
    yield from (name for name, count in given.items() if count >= LEAST_GIVEN)


def places():
    """Names of countries and their towns: no first names, though people are called so."""
    for country in tables("countries", "country"):
        for field in ("name", "aliases", "capital", "places"):
            names = country.get(field, [])
            yield from [names] if isinstance(names, str) else names


def main():
    lemmas = (line.split("\t") for line in (ROOT / "models/lemmas.tsv").read_text(encoding="utf-8").splitlines())
    ordinary = {form for form, xpos, _ in lemmas if not xpos.startswith("NNP")}
    kinds = {}

    def name(text, kind):
        if len(text) >= LEAST_LETTERS and text[0].isupper() and "." not in text and text.lower() not in ordinary and text not in PARTICLES:
            kinds.setdefault(text, set()).add(kind)

    def word(text, kind):
        if " " not in text and text.islower():
            kinds.setdefault(text, set()).add(kind)

    for text in places():
        name(text, "place")
    for text in given_names():
        name(text, "given")
    for text in COURTESY:
        word(text, "title")
    for role in tables("roles", "role"):
        kind = {"person": "title", "organisation": "body"}.get(role.get("class", "person"), "group")
        for text in [*role.get("nouns", []), *role.get("titles", [])]:
            word(text.split("/")[0].lower(), kind)
    lines = sorted(f"{text}\t{''.join(kind)}" for text, kind in kinds.items() if len(kind) == 1 and kind not in ({"group"}, {"place"}))
    (ROOT / "models/names.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
