"""Text whose names are exchanged, for the layer of names: sentences of the treebanks' training halves that have proper nouns, with other names
in their places. They bring names that no text of ours has (MPNet's vocabulary is full of them), and sentences whose answers the student has not seen.

    python exchange.py --data DATA --base MPNET_FOLDER --silver silver2 --named named --places PLACES --copies 9 --out exchanged.json

PLACES lists the engine's towns (name<TAB>population). Writes [[treebank, document, [[form, …], …]], …]; namelayer.py has names.py's teacher label it.
"""

import argparse
import glob
import json
import random
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import torch

from data import entity_labels, load_treebanks

ROOT = Path(__file__).parent.parent
KEPT, MIXED = 0.12, 0.2  # shares of names that stay, and that get a name of any kind
split = lambda text: text.replace("\n", ";").strip(";").split(";")

TITLES = "President Minister Senator Professor Dr. Mr. Mrs. Ms. King Queen Prince General Colonel Judge Sir Captain Bishop Pope Sheikh Ambassador Chancellor Governor Mayor Detective Coach Uncle Aunt Saint".split()
BODIES = "Inc. Corp. Ltd. Group Bank Airlines Systems Technologies Foundation Institute Society Association Press Records Pictures Entertainment Motors Energy Holdings Partners Pharmaceuticals Software Industries Media Party Movement Front Council Commission Committee Ministry Agency Department Union League Club United City FC Orchestra Band Church Museum Library Hospital School College University Academy Times Post Herald Tribune Journal News Magazine Radio TV".split()
HEADS = "University Bank Institute Ministry Department Church Museum Bishop College Republic Battle Treaty City Kingdom Council Bay Gulf Duke Province".split()
SITES = "River Lake Bay Island Islands Valley Mountains Mountain Hill Park Street Avenue Road Square Bridge Airport Station County Province District Peninsula Desert Forest Beach Castle Palace Cathedral Village Town Heights Canal Sea Gulf Cape Hotel Stadium".split()
BEFORE_SITES = "Lake Mount Port Fort San Santa Saint New North South East West Cape Upper".split()
THINGS = "War Revolution Prize Award Day Festival Cup Championship Act Treaty Theory Law Project Plan Code Bible Trilogy Symphony Album Saga Engine Protocol Disease Syndrome Virus Era Dynasty Empire Style Award Games".split()
ORGANIZATIONS = split(
    """
Google;Apple;Microsoft;Amazon;Facebook;Twitter;YouTube;Netflix;Samsung;Sony;Nokia;IBM;Intel;Oracle;Cisco;Toyota;Honda;Ford
General Motors;Tesla;BMW;Volkswagen;Boeing;Airbus;Lockheed Martin;Siemens;Shell;BP;Exxon;Chevron;Gazprom;Walmart;Tesco
Starbucks;McDonald 's;Burger King;Coca-Cola;Pepsi;Nestlé;Unilever;Pfizer;Novartis;Bayer;Roche;JPMorgan;Goldman Sachs;Citigroup
HSBC;Barclays;Deutsche Bank;Credit Suisse;UBS;Visa;Mastercard;PayPal;eBay;Uber;Airbnb;Yahoo;AOL;Verizon;AT&T;Comcast
Vodafone;Disney;Pixar;Warner Bros.;Universal Studios;Paramount;Nintendo;Sega;BBC;CNN;NBC;CBS;ABC;Fox News;Al Jazeera;Reuters
Associated Press;AFP;Bloomberg;The New York Times;The Washington Post;The Guardian;The Times;The Economist;Time;Newsweek;Le Monde
Der Spiegel;Wikipedia;Wikimedia;Reddit;Harvard;Yale;Princeton;Stanford;MIT;Oxford;Cambridge;Berkeley;Columbia;Cornell
Georgetown;NYU;UCLA;Manchester United;Arsenal;Chelsea;Liverpool;Real Madrid;Barcelona;Juventus;Bayern;Ajax;Celtic;Rangers
Yankees;Red Sox;Lakers;Celtics;Cowboys;Patriots;Dodgers;Cubs;NASA;ESA;FBI;CIA;NSA;EPA;FDA;IRS;NATO;UN;EU;WHO;IMF
World Bank;UNESCO;UNICEF;FIFA;UEFA;NBA;NFL;NHL;IOC;Red Cross;Greenpeace;Amnesty International;Human Rights Watch;Oxfam
Congress;Senate;House of Representatives;Parliament;Supreme Court;White House;Kremlin;Pentagon;State Department;Treasury
Department of Justice;Ministry of Defence;Foreign Office;European Commission;European Parliament;Security Council;Federal Reserve
Labour Party;Conservative Party;Liberal Democrats;Democratic Party;Republican Party;Green Party;Hamas;Hezbollah;Taliban;Al Qaeda
Fatah;Royal Navy;US Army;Air Force;Marine Corps;Catholic Church;Church of England;Royal Society;Smithsonian;Metropolitan Museum
Louvre;British Museum;Vatican;Ubisoft;Electronic Arts;Valve;IKEA;Zara;Nike;Adidas;Puma;Delta;Lufthansa;Ryanair;Qantas
"""
)
PLACES = split(
    """
Europe;Asia;Africa;North America;South America;Antarctica;Australia;Middle East;Mediterranean;Atlantic;Pacific;Indian Ocean
Black Sea;Baltic;Caribbean;Alps;Andes;Himalayas;Rocky Mountains;Sahara;Amazon;Nile;Danube;Rhine;Thames;Mississippi;Hudson
Ganges;Sinai;Crimea;Siberia;Scandinavia;Balkans;Brooklyn;Manhattan;Queens;Bronx;Harlem;Hollywood;Silicon Valley;Wall Street
Broadway;Times Square;Central Park;Golden Gate Bridge;Heathrow;Eiffel Tower;Big Ben;Colosseum;Mars;Venus;Jupiter;Saturn;Moon
Earth;Scotland;Wales;England;Northern Ireland;Bavaria;Saxony;Tuscany;Sicily;Catalonia;Andalusia;Normandy;Brittany;Quebec
Ontario;Alberta;British Columbia;California;Texas;Florida;Ohio;Michigan;Virginia;Georgia;Kansas;Iowa;Oregon;Nevada;Utah
Alaska;Hawaii;Maine;Vermont;Alabama;Tennessee;Kentucky;Massachusetts;New Jersey;New Mexico;North Carolina;South Dakota
West Bank;Gaza Strip;Kashmir;Punjab;Tibet;Hong Kong;New South Wales;Queensland;Victoria;Tasmania;Westminster;Soho;Camden
Yorkshire;Kent;Cornwall;Devon
"""
)
OTHERS = split(
    """
World War II;Cold War;Civil War;French Revolution;Renaissance;Olympics;World Cup;Super Bowl;Christmas;Easter;Ramadan;Halloween
Thanksgiving;Monday;Saturday;January;August;October;Nobel Prize;Pulitzer Prize;Oscar;Grammy;Bible;Quran;Torah;Hamlet;Odyssey
Titanic;Star Wars;Harry Potter;The Lord of the Rings;Game of Thrones;Mona Lisa;Windows;Linux;iPhone;iPad;Android;Photoshop
Minecraft;Pokémon;Tetris;Boeing 747;Mustang;Python;Java;JavaScript;XML;HTML;English;French;German;Spanish;Latin;Greek
Arabic;Chinese;Japanese;Christianity;Islam;Buddhism;Catholicism;Marxism;Declaration of Independence;Magna Carta
Treaty of Versailles;First Amendment;Affordable Care Act;Medicare;DNA;HIV;AIDS;COVID-19;Ebola;Alzheimer;Bitcoin;Internet;Web
GPS;Act;Chapter;Figure;Table;Section
"""
)


def vocabulary(base, silver):
    """Whole words of MPNet that are names: not in our lexicon, and hardly ever in lower case in our text."""
    lower, upper = Counter(), Counter()
    for path in glob.glob(silver + ".[0-9]*.pt"):
        file = torch.load(path)
        for word, count in zip(file["forms"], torch.bincount(file["types"].long(), minlength=len(file["forms"])).tolist()):
            (lower if word[:1].islower() else upper)[word.lower()] += count
    lines = (line.split("\t") for line in (ROOT / "models/lemmas.tsv").read_text(encoding="utf-8").splitlines())
    known = {form for form, tag, _ in lines if not tag.startswith("NNP")}
    words = (Path(base) / "vocab.txt").read_text(encoding="utf-8").splitlines()
    is_name = lambda w: w not in known and (lower[w] == 0 or upper[w] > 8 * lower[w])
    return [w for w in words if w.isalpha() and w.isascii() and len(w) > 2 and is_name(w)]


def of_knowledge(folder):
    """All entries of the TOML files of a folder of knowledge/."""
    for path in sorted((ROOT / "knowledge" / folder).rglob("*.toml")):
        for value in tomllib.loads(path.read_text(encoding="utf-8")).values():
            yield from (entry for entry in value if isinstance(entry, dict)) if isinstance(value, list) else ()


def values(entry, *keys):
    for key in keys:
        value = entry.get(key, [])
        yield from (v.strip() for v in (value.splitlines() if isinstance(value, str) else value) if isinstance(v, str))


class Names:
    """Draws names."""

    def __init__(self, base, silver, places):
        self.words = vocabulary(base, silver)
        signs = (line.split("\t") for line in (ROOT / "models/names.tsv").read_text(encoding="utf-8").splitlines())
        self.given = [word for word, sign in signs if sign == "given"]
        holders = [line for folder in ("offices", "people") for entry in of_knowledge(folder) for line in values(entry, "holders", "names")]
        people = [n.split("(")[0].strip() for line in holders for n in line.split("#")[0].strip().partition(" ")[2].split(" = ")]
        self.surnames = sorted({n.split()[-1] for n in people if " " in n})
        self.countries = sorted({v for entry in of_knowledge("countries") for v in values(entry, "name", "aliases", "capital", "places")})
        bodies = {v for entry in of_knowledge("organisations") for v in values(entry, "name", "aliases", "acronyms", "names")}
        self.bodies = sorted(v for v in bodies if v and len(v.split()) < 7)
        towns = [line.split("\t") for line in Path(places).read_text(encoding="utf-8").splitlines()]
        self.towns = [name for name, people in towns if int(people) >= 20_000]
        self.cities = [name for name, people in towns if int(people) >= 300_000]
        self.kinds = {"person": self.person, "place": self.place, "organization": self.organization}

    def word(self):
        word = random.choice(self.words)
        if word.startswith("mc") and len(word) > 4:
            return "Mc" + word[2:].capitalize()
        capitals = len(word) <= 4 and (not re.search("[aeiouy]", word) or random.random() < 0.12)
        return word.upper() if capitals else word.capitalize()

    def surname(self):
        return random.choice([random.choice(self.surnames), self.word(), self.word()])

    def first_name(self):
        return random.choice([random.choice(self.given), random.choice(self.given), self.word()])

    def town(self):
        return random.choice([random.choice(self.towns), random.choice(self.cities), random.choice(self.cities), self.word(), random.choice(self.countries), random.choice(PLACES)])

    def person(self):
        at = random.random()
        if at < 0.35:
            return random.choice([self.surname(), self.word(), random.choice(self.given)])
        if at < 0.8:
            return f"{self.first_name()} {self.surname()}"
        if at < 0.9:
            return f"{random.choice(self.given)} {random.choice(['A.', 'J.', 'M.', random.choice(self.given), 'van', 'de'])} {self.surname()}"
        return f"{random.choice(TITLES)} {self.surname()}"

    def place(self):
        at = random.random()
        if at < 0.1:
            return f"{self.word()} {random.choice(SITES)}"
        if at < 0.15:
            return f"{random.choice(BEFORE_SITES)} {self.word()}"
        return f"{self.town()} {random.choice(SITES)}" if at < 0.2 else self.town()

    def organization(self):
        at = random.random()
        if at < 0.2:
            return random.choice(self.bodies)
        if at < 0.45:
            return random.choice(ORGANIZATIONS)
        if at < 0.6:
            return f"{random.choice([self.word, self.town])()} {random.choice(BODIES)}"
        if at < 0.65:
            return f"{random.choice(HEADS)} of {self.town()}"
        if at < 0.68:
            return f"{self.word()} and {self.word()}"
        return self.word() if at < 0.95 else "".join(random.choices("ABCDEFGHIKLMNOPRSTUW", k=random.choice([2, 3, 3, 3, 4])))

    def other(self):
        at = random.random()
        return random.choice(OTHERS) if at < 0.4 else f"{self.word()} {random.choice(THINGS)}" if at < 0.7 else self.word()

    def draw(self, kind):
        """A name of a kind of mention, as tokens."""
        make = self.kinds.get(kind) or (random.choice([self.other, self.word, self.place, self.organization]) if kind == "none" else self.other)
        if random.random() < MIXED:
            make = random.choice([self.person, self.place, self.organization, self.other])
        return tokens(make())


def tokens(name):
    parts = (re.split("(-)", word) if "-" in word and random.random() < 0.5 else [word] for word in name.split())
    return [token for part in parts for token in part if token]


def runs(sentence):
    """(first, end) of the unbroken runs of proper nouns."""
    at = 0
    while at < len(sentence):
        end = at
        while end < len(sentence) and sentence.upos[end] == "PROPN":
            end += 1
        if end > at:
            yield at, end
        at = max(end, at + 1)


def exchange(document, names):
    """The forms of a document's sentences; `document` are pairs of a sentence and its entity labels. A name is the same throughout."""
    whole, persons, result = {}, {}, []

    def other_name(run, labels):
        kinds = [label for label in labels if label != "none"]
        kind = kinds[-1] if kinds else "none"
        if random.random() < KEPT:
            return list(run)
        if kind == "person" and random.random() > MIXED:
            for number, word in enumerate(run):
                if word not in TITLES and not word.endswith(".") and word[:1].isupper() and word not in persons:
                    is_last = number == len(run) - 1 and (len(run) > 1 or random.random() < 0.6)
                    persons[word] = names.surname() if is_last else names.first_name()
            return [persons.get(word, word) for word in run]
        if len(run) > 1 and kind != "person" and random.random() < 0.45:  # one word of the name alone, not its last
            at = random.randrange(len(run) - 1)
            return [*run[:at], *tokens(random.choice([names.word, names.town])()), *run[at + 1 :]]
        return names.draw(kind)

    for sentence, labels in document:
        forms, at = [], 0
        for first, end in runs(sentence):
            run = tuple(sentence.forms[first:end])
            if run not in whole:
                whole[run] = other_name(run, labels[first:end])
            forms += sentence.forms[at:first] + whole[run]
            at = end
        result.append(forms + sentence.forms[at:])
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "base", "silver", "places", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--named", required=True, help="the OUT of names.py: what EWT's names are")
    parser.add_argument("--copies", type=int, default=9)
    parser.add_argument("--seed", type=int, default=6)
    args = parser.parse_args()
    random.seed(args.seed)
    from namelayer import labels_of, saved_labels

    names, ewt, documents = Names(args.base, args.silver, args.places), saved_labels([args.named + ".ewt.pt"]), defaultdict(list)
    for treebank, sentences in load_treebanks(args.data, "train").items():
        for s in sentences:
            if "PROPN" in s.upos and 3 <= len(s) <= 80:
                labels = entity_labels(s) or labels_of(ewt, s.forms)
                documents[treebank, s.document].append((s, labels))
    texts = [[*key, exchange(document, names)] for _ in range(args.copies) for key, document in documents.items()]
    Path(args.out).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    print("documents", len(texts), "words", sum(len(forms) for *_, sentences in texts for forms in sentences))


if __name__ == "__main__":
    main()
