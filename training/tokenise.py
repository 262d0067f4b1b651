"""A small tokeniser and sentence splitter in UD's conventions, for the unlabelled training text only.

(The shipped one lives in the language crate; this one need not agree with it in every case.)
"""

import re

ABBREVIATIONS = set(
    "mr mrs ms dr prof gen col lt sgt capt maj cmdr adm gov sen rep pres rev hon st jr sr vs etc no inc ltd co corp jan feb mar apr "
    "aug sept sep oct nov dec fig al e.g i.e u.s u.k u.n a.m p.m ave blvd dept est mt ft pvt brig supt insp".split()
)
# Hyphenated words are split (UD EWT and GUM) unless they begin with one of these.
PREFIXES = set("anti pro non re co ex multi pre post semi sub un mid micro mini neo pan counter inter intra ultra al el an as ad de e x t".split())

TOKEN = re.compile(
    r"""https?://\S+[^\s.,;:!?)\]}'"’”]|www\.\S+[^\s.,;:!?)\]}'"’”]|[\w.+-]+@[\w-]+\.[\w.-]+\w
    |(?:[A-Za-z]\.){2,}|[A-Z]\.(?=\s)|\$(?=\d)|[£€¥](?=\d)
    |\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s|bn|m|k)?\b|\.{3,}|…|--+|[@#]\w+
    |[^\W\d_]+(?:\w)*(?:['’`](?=[^\W\d_])[^\W\d_]+)*|\w+|\S""",
    re.VERBOSE,
)
CLITIC = re.compile(r"(?i)^(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$")
CONTRACTED = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3}


def split_word(word):
    if word.lower() in CONTRACTED:
        k = CONTRACTED[word.lower()]
        return [word[:k], word[k:]]
    match = CLITIC.match(word)
    if match:
        return [match.group(1), match.group(2)]
    return [word]


def abbreviation(word, following):
    """Whether a period after `word` belongs to it ("No." only before a number)."""
    if word.lower() == "no":
        return bool(following) and following[0][2][:1].isdigit()
    return word.lower() in ABBREVIATIONS


def tokens(text):
    """Tokens of one sentence."""
    pieces = []
    for match in TOKEN.finditer(text):
        pieces.append((match.start(), match.end(), match.group()))
    out, i = [], 0
    while i < len(pieces):
        start, end, word = pieces[i]
        # A prefix and its hyphen stay with the word: "pro-government", "al-Assad".
        if (
            i + 2 < len(pieces)
            and pieces[i + 1][2] == "-"
            and pieces[i + 1][0] == end
            and pieces[i + 2][0] == end + 1
            and word.lower() in PREFIXES
            and pieces[i + 2][2][:1].isalpha()
        ):
            out += split_word(text[start : pieces[i + 2][1]])
            i += 3
            continue
        # Abbreviations keep their period.
        if i + 1 < len(pieces) and pieces[i + 1][2] == "." and pieces[i + 1][0] == end and abbreviation(word, pieces[i + 2 : i + 3]):
            out.append(word + ".")
            i += 2
            continue
        # A final plural possessive: "the rebels' tanks" has a token of its own for the apostrophe already.
        out += split_word(word)
        i += 1
    return out


BOUNDARY = re.compile(r"""([.!?…]+["'’”)\]]*)\s+(?=["'‘“(\[]*[A-Z0-9])""")


def sentences(text):
    """Lists of tokens; paragraphs (line breaks) always end a sentence."""
    result = []
    for paragraph in re.split(r"\n+", text):
        start = 0
        for match in BOUNDARY.finditer(paragraph):
            before = paragraph[start : match.start(1)].rsplit(None, 1)
            last = before[-1].strip("\"'“‘([").lower() if before else ""
            if match.group(1) == "." and (last in ABBREVIATIONS or re.fullmatch(r"[a-z](\.[a-z])*", last)):
                continue
            result.append(tokens(paragraph[start : match.end(1)]))
            start = match.end()
        result.append(tokens(paragraph[start:]))
    return [s for s in result if s]
