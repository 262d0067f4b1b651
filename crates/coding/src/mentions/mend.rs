//! Mends trees around known names: a parser that does not know a name tears it apart.
//!
//! "Addis Ababa rejected" with two subjects, "Bashar" as a verb, "Foreign
//! Minister Wang Yi" headed by "Minister" in one sentence and by "Wang" in the
//! next: where the knowledge or a title says what is one name, its words are
//! made one phrase, headed by the name's first word, with titles below it
//! (`flat` and `nmod:desc`, as the treebanks have it). Nothing else is touched.

use super::{reattach, titles};
use crate::actors::{Finding, Findings};
use demarche_knowledge::actors::{ActorKnowledge, Letters, Sense};
use demarche_story::{EntityKind, MentionClass, Relation, Sentence, Token, Upos, Xpos};
use std::ops::RangeInclusive;

/// Words that join the parts of a name.
const PARTICLES: &[&str] = &[
    "bin", "ibn", "al", "el", "de", "da", "dos", "del", "van", "von", "der", "den", "ben", "ould",
    "du", "la", "le", "ul", "ur", "abu", "di", "ter", "'",
];

/// Capitalised words that follow a title but are no name.
const NO_NAMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "and",
    "of",
    "the",
    "in",
    "on",
    "i",
];

/// The sentence with its names mended; `None` when nothing had to change.
pub fn mend(sentence: &Sentence, findings: &Findings, known: &ActorKnowledge) -> Option<Sentence> {
    let units = units(sentence, findings, known);
    let wrong = units.iter().any(|unit| !unit.is_sound(&sentence.tokens));
    let subjects = subjects(sentence, findings);
    let objects = reattach::objects(&sentence.tokens);
    let headline = reattach::headline(&sentence.tokens);
    let moves = reattach::moves(&sentence.tokens);
    let parts = participles(&sentence.tokens, findings);
    let relatives = relatives(sentence, findings, known);
    let titles = titles::shared(&sentence.tokens, findings, known);
    if !wrong
        && titles.is_empty()
        && relatives.is_empty()
        && moves.is_empty()
        && parts.is_empty()
        && !sentence.tokens.iter().any(is_unmarked_participle)
        && subjects.is_empty()
        && objects.is_empty()
        && headline.is_none()
        && offices_below_lands(&sentence.tokens, findings).is_empty()
        && lands_below_words(&sentence.tokens, findings, known).is_empty()
    {
        return None;
    }
    let mut mended = sentence.clone();
    for step in moves.into_iter().chain(relatives).chain(titles) {
        mended.tokens[step.token].head = step.head;
        mended.tokens[step.token].relation = step.relation;
    }
    for token in &mut mended.tokens {
        if is_unmarked_participle(token) {
            token.xpos = Xpos::Vbg;
        }
    }
    for part in parts {
        name_part(&mut mended.tokens[part]);
        mended.tokens[part].relation = Relation::Compound;
    }
    for unit in &units {
        unit.mend(&mut mended.tokens);
    }
    for subject in subjects {
        mended.tokens[subject].relation = Relation::Nsubj;
    }
    for (first, last) in offices_below_lands(&mended.tokens, findings) {
        raise_office(&mut mended.tokens, first, last);
    }
    for land in lands_below_words(&mended.tokens, findings, known) {
        raise_land(&mut mended.tokens, land);
    }
    for (object, verb) in objects {
        mended.tokens[object].head = Some(verb as u32);
        mended.tokens[object].relation = Relation::Obj;
    }
    if let Some((subject, verb)) = headline {
        mended.tokens[verb].head = None;
        mended.tokens[verb].relation = Relation::Root;
        mended.tokens[subject].head = Some(verb as u32);
        mended.tokens[subject].relation = Relation::Nsubj;
    }
    is_tree(&mended.tokens).then_some(mended)
}

/// Clauses with "which" that the parser hangs on a person: nobody is "which", the name right before
/// it is ("said the coordinator of *Mercy Aid*, which runs two clinics").
fn relatives(
    sentence: &Sentence,
    findings: &Findings,
    known: &ActorKnowledge,
) -> Vec<reattach::Move> {
    let tokens = &sentence.tokens;
    let is_person = |at: usize| {
        let entity = sentence
            .entities
            .iter()
            .any(|e| e.kind == EntityKind::Person && e.head as usize == at);
        entity
            || tokens[at].upos == Upos::Noun
                && findings.within(at, at).any(|finding| {
                    finding.meaning.sense == Sense::Role
                        && known.roles[finding.meaning.id as usize].class == MentionClass::Person
                })
    };
    let mut moves = Vec::new();
    for (at, token) in tokens.iter().enumerate().skip(2) {
        if !token.form.eq_ignore_ascii_case("which") || &*tokens[at - 1].form != "," {
            continue;
        }
        let mut clause = at;
        while let Some(up) = tokens[clause].head.map(|up| up as usize)
            && tokens[clause].relation != Relation::AclRelcl
            && up > at - 1
        {
            clause = up;
        }
        if tokens[clause].relation != Relation::AclRelcl {
            continue;
        }
        let Some(noun) = tokens[clause].head.map(|up| up as usize) else {
            continue;
        };
        // The name before the comma, or before an acronym in brackets.
        let mut last = at - 2;
        if &*tokens[last].form == ")" {
            let open = (1..last).rev().find(|t| &*tokens[*t].form == "(");
            last = open.map_or(last, |open| open - 1);
        }
        let mut name = last;
        while let Some(up) = tokens[name].head.map(|up| up as usize)
            && matches!(tokens[name].relation, Relation::Flat | Relation::FlatName)
        {
            name = up;
        }
        // "Assad's troops, and Turkey, which regards": one that regards is not the troops.
        let number = matches!(tokens[noun].xpos, Xpos::Nns | Xpos::Nnps)
            && tokens[name].xpos == Xpos::Nnp
            && tokens.iter().enumerate().any(|(at, token)| {
                token.xpos == Xpos::Vbz
                    && (at == clause
                        || token.head == Some(clause as u32)
                            && matches!(token.relation, Relation::Aux | Relation::Cop))
            });
        let beside =
            tokens[name].relation == Relation::Conj && tokens[name].head == tokens[noun].head;
        let fits = name != noun
            && noun < name
            && tokens[name].upos == Upos::Propn
            && (is_person(noun) || number)
            && !is_person(name)
            && !findings
                .within(noun, name)
                .any(|finding| finding.first == noun && finding.last == name)
            && (sentence.is_below(name, noun) || number && beside);
        if fits {
            moves.push(reattach::Move {
                token: clause,
                head: Some(name as u32),
                relation: Relation::AclRelcl,
            });
        }
    }
    moves
}

/// Countries that the parser takes for the rest of a name which a word before them begins:
/// "Neighbouring Chad", "Shia Iran".
fn lands_below_words(tokens: &[Token], findings: &Findings, known: &ActorKnowledge) -> Vec<usize> {
    let describes = |at: usize| {
        known
            .scene
            .abroad
            .contains(&*tokens[at].form.to_lowercase())
            || findings
                .within(at, at)
                .any(|finding| finding.meaning.sense == Sense::LandAdjective)
    };
    let mut lands: Vec<usize> = findings
        .iter()
        .filter(|finding| {
            let land = finding.first;
            finding.meaning.sense == Sense::LandName
                && finding.last == land
                && land > 0
                && tokens[land].relation == Relation::Flat
                && tokens[land].head == Some(land as u32 - 1)
                && tokens
                    .get(land + 1)
                    .is_none_or(|t| t.head != Some(land as u32 - 1))
                && describes(land - 1)
        })
        .map(|finding| finding.first)
        .collect();
    lands.dedup();
    lands
}

/// Makes a country the head of its phrase, and the word before it an adjective of it.
fn raise_land(tokens: &mut [Token], land: usize) {
    let word = land - 1;
    for token in tokens.iter_mut() {
        if token.head == Some(word as u32) {
            token.head = Some(land as u32);
        }
    }
    tokens[land].head = tokens[word].head;
    tokens[land].relation = tokens[word].relation;
    tokens[word].head = Some(land as u32);
    tokens[word].relation = Relation::Amod;
}

/// First and last tokens of offices that the parser takes for the rest of a country's name: "the
/// US Secretary of State".
fn offices_below_lands(tokens: &[Token], findings: &Findings) -> Vec<(usize, usize)> {
    let is_land = |at: usize| {
        findings.iter().any(|finding| {
            finding.last == at
                && matches!(
                    finding.meaning.sense,
                    Sense::LandName | Sense::LandAdjective
                )
        })
    };
    let part_of = |at: usize, land: usize| {
        tokens
            .get(at)
            .is_some_and(|t| t.relation == Relation::Flat && t.head == Some(land as u32))
    };
    let mut offices: Vec<(usize, usize)> = findings
        .iter()
        .filter(|finding| {
            finding.meaning.sense == Sense::Role
                && finding.first > 0
                && part_of(finding.first, finding.first - 1)
                && is_land(finding.first - 1)
        })
        .map(|finding| {
            let last = (finding.first..)
                .take_while(|at| part_of(*at, finding.first - 1))
                .last();
            (finding.first, last.unwrap_or(finding.first))
        })
        .collect();
    offices.dedup();
    offices
}

/// Makes the office the head of its phrase, and the country before it a part of it.
fn raise_office(tokens: &mut [Token], first: usize, last: usize) {
    let land = first - 1;
    let of = (first + 1..last).find(|at| &*tokens[*at].form == "of");
    let head = of.map_or(last, |of| of - 1);
    for token in tokens.iter_mut() {
        if token.head == Some(land as u32) {
            token.head = Some(head as u32);
        }
    }
    tokens[head].head = tokens[land].head;
    tokens[head].relation = tokens[land].relation;
    for at in (land..=last).filter(|at| *at != head) {
        let (up, relation) = match of {
            Some(of) if at == of => (last, Relation::Case),
            Some(of) if at == last && last > of => (head, Relation::Nmod),
            Some(of) if at > of => (last, Relation::Compound),
            _ => (head, Relation::Compound),
        };
        tokens[at].head = Some(up as u32);
        tokens[at].relation = relation;
    }
}

/// Role nouns and names that the parser has as a compound of a finite verb ("police fired"):
/// nothing compounds with a finite verb, so they are its subjects.
fn subjects(sentence: &Sentence, findings: &Findings) -> Vec<usize> {
    let tokens = &sentence.tokens;
    let has_subject = |verb: usize| {
        tokens.iter().any(|token| {
            token.head == Some(verb as u32)
                && matches!(
                    token.relation,
                    Relation::Nsubj | Relation::NsubjPass | Relation::Csubj | Relation::Expl
                )
        })
    };
    (0..tokens.len())
        .filter(|at| {
            let token = &tokens[*at];
            let Some(head) = token.head.map(|head| head as usize) else {
                return false;
            };
            matches!(token.relation, Relation::Compound | Relation::NmodDesc)
                && matches!(token.upos, Upos::Noun | Upos::Propn)
                && *at < head
                && tokens.get(head).is_some_and(|verb| {
                    verb.upos == Upos::Verb
                        && matches!(verb.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
                })
                && findings
                    .iter()
                    .any(|f| f.last == *at && f.meaning.sense != Sense::Modifier)
                && !has_subject(head)
        })
        .collect()
}

/// Words of a name that the parser takes for participles: "the United Nations" are nobody's union.
fn participles(tokens: &[Token], findings: &Findings) -> Vec<usize> {
    let mut parts: Vec<usize> = findings
        .iter()
        .filter(|finding| {
            matches!(
                finding.meaning.sense,
                Sense::Organisation | Sense::LandName | Sense::LandPlace
            )
        })
        .flat_map(|finding| finding.first..=finding.last)
        .filter(|at| {
            tokens[*at].upos == Upos::Verb
                && tokens[*at].relation == Relation::Amod
                && starts_upper(&tokens[*at])
        })
        .collect();
    parts.dedup();
    parts
}

/// A verb in -ing that has a noun's finer part of speech: "apologising".
fn is_unmarked_participle(token: &Token) -> bool {
    token.upos == Upos::Verb && token.xpos == Xpos::Nn && token.form.ends_with("ing")
}

/// Makes a word one of a name.
fn name_part(token: &mut Token) {
    token.upos = Upos::Propn;
    token.xpos = Xpos::Nnp;
    token.lemma = token.form.clone();
}

/// A name with the title before it.
#[derive(Clone, Copy, Debug)]
struct Unit {
    /// First token of the title; equal to `first` without one.
    title: usize,
    /// Last token of the title.
    title_end: usize,
    /// First token of the name.
    first: usize,
    /// Last token of the name.
    last: usize,
    /// Whether it is a person's name.
    person: bool,
}

/// The names of a sentence, in order, without overlaps.
fn units(sentence: &Sentence, findings: &Findings, known: &ActorKnowledge) -> Vec<Unit> {
    let tokens = &sentence.tokens;
    let mut names: Vec<(usize, usize, bool)> = Vec::new();
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|f| (std::cmp::Reverse(f.last - f.first), f.first));
    let mut taken = vec![false; tokens.len()];
    // A dictionary's name does not say what it is the name of.
    let is_person = |finding: &Finding| {
        finding.meaning.sense == Sense::Person
            || finding.meaning.sense == Sense::Dictionary
                && sentence.entities.iter().any(|entity| {
                    entity.kind == EntityKind::Person
                        && entity.first as usize <= finding.last
                        && finding.first <= entity.last as usize
                })
    };
    for finding in &sorted {
        let is_name = matches!(
            finding.meaning.sense,
            Sense::Person
                | Sense::Organisation
                | Sense::LandName
                | Sense::LandCapital
                | Sense::LandPlace
                | Sense::LandSeat
                | Sense::Dictionary
        );
        if !is_name
            || finding.meaning.letters == Letters::Any
            || taken[finding.first..=finding.last].iter().any(|t| *t)
        {
            continue;
        }
        if finding.last == finding.first {
            // One word needs no mending, but is no part of a person's name either
            // ("The Tatmadaw"), unless it is a place that people are named after.
            if finding.meaning.sense == Sense::Organisation {
                taken[finding.first] = true;
            }
            continue;
        }
        taken[finding.first..=finding.last].fill(true);
        names.push((finding.first, finding.last, is_person(finding)));
    }
    for entity in sentence
        .entities
        .iter()
        .filter(|e| e.kind == EntityKind::Person && e.last > e.first)
    {
        // A title inside the entity is not part of the name.
        let (mut first, last) = (entity.first as usize, entity.last as usize);
        if tokens[first].upos == Upos::Det {
            first += 1;
        }
        for finding in findings.within(first, last) {
            if is_title(finding, known) && finding.last < last && finding.first <= first {
                first = first.max(finding.last + 1);
            }
        }
        // Nor is what follows it: "Bout, who was arrested in Bangkok".
        let last = match run_of_capitals(tokens, first, &taken) {
            Some(end) => last.min(end),
            None => continue,
        };
        if last < tokens.len()
            && first < last
            && !taken[first..=last].iter().any(|t| *t)
            && starts_upper(&tokens[first])
        {
            taken[first..=last].fill(true);
            names.push((first, last, true));
        }
    }
    let mut units = Vec::new();
    let mut titled: Vec<usize> = Vec::new();
    for finding in &sorted {
        if !is_title(finding, known)
            || titled
                .iter()
                .any(|t| finding.first <= *t && *t <= finding.last)
        {
            continue;
        }
        let next = finding.last + 1;
        let name = names
            .iter()
            .position(|(first, _, person)| *first == next && *person);
        let (first, last) = match name {
            Some(at) => (names[at].0, names[at].1),
            None if starts_upper(&tokens[finding.first])
                || finding.meaning.sense == Sense::Title =>
            {
                match run_of_capitals(tokens, next, &taken) {
                    Some(last) => (next, last),
                    None => continue,
                }
            }
            None => continue,
        };
        if let Some(at) = name {
            names.swap_remove(at);
        }
        taken[first..=last].fill(true);
        titled.extend(finding.first..=finding.last);
        units.push(Unit {
            title: finding.first,
            title_end: finding.last,
            first,
            last,
            person: true,
        });
    }
    units.extend(names.into_iter().map(|(first, last, person)| Unit {
        title: first,
        title_end: first,
        first,
        last,
        person,
    }));
    units.sort_by_key(|unit| unit.first);
    units
}

/// A noun for one person or a title, as they stand before names.
fn is_title(finding: &Finding, known: &ActorKnowledge) -> bool {
    match finding.meaning.sense {
        Sense::Title => true,
        Sense::Role => {
            let role = &known.roles[finding.meaning.id as usize];
            role.class == MentionClass::Person && !finding.meaning.plural
        }
        _ => false,
    }
}

/// The last token of a name of unknown words that begins at `first`, if one does.
fn run_of_capitals(tokens: &[Token], first: usize, taken: &[bool]) -> Option<usize> {
    let mut last = None;
    let mut at = first;
    while at < tokens.len() && !taken[at] {
        let token = &tokens[at];
        let word = token.form.to_lowercase();
        if NO_NAMES.contains(&word.as_str()) {
            break;
        }
        if starts_upper(token)
            && !matches!(token.upos, Upos::Punct | Upos::Adp | Upos::Pron | Upos::Det)
        {
            last = Some(at);
        } else if last.is_none() && !PARTICLES.contains(&word.as_str())
            || !(PARTICLES.contains(&word.as_str()) || matches!(&*token.form, "-" | "‐" | "‑"))
        {
            break;
        }
        at += 1;
    }
    last
}

impl Unit {
    /// Whether the tree has the name as one phrase headed by its first word, with the title below it.
    fn is_sound(&self, tokens: &[Token]) -> bool {
        let outside = |token: usize| {
            tokens[token]
                .head
                .is_none_or(|head| !(self.first..=self.last).contains(&(head as usize)))
        };
        let entries: Vec<usize> = (self.first..=self.last)
            .filter(|token| outside(*token))
            .collect();
        let [entry] = entries[..] else { return false };
        // "in Sierra Leone" with the "in" below "Leone".
        let torn = tokens.iter().enumerate().any(|(at, token)| {
            let inside = |word: usize| (self.first..=self.last).contains(&word);
            let above = token.head.map(|head| head as usize);
            token.relation == Relation::Case
                && !inside(at)
                && above.is_some_and(|head| inside(head) && head != entry)
        });
        if torn {
            return false;
        }
        if self.person && entry != self.first {
            return false;
        }
        let part = |token: usize| {
            matches!(
                tokens[token].relation,
                Relation::Flat | Relation::FlatName | Relation::Goeswith | Relation::Punct
            )
        };
        if self.person && !(self.first + 1..=self.last).all(part) {
            return false;
        }
        if matches!(
            tokens[entry].upos,
            Upos::Verb | Upos::Adv | Upos::Aux | Upos::Intj
        ) {
            return false;
        }
        if self.title == self.first {
            return true;
        }
        let above = tokens[entry].head.map(|head| head as usize);
        !above.is_some_and(|head| (self.title..=self.title_end).contains(&head))
            && (self.title..=self.title_end).any(|t| tokens[t].head == Some(entry as u32))
    }

    /// The tokens of the name.
    fn name(&self) -> RangeInclusive<usize> {
        self.first..=self.last
    }

    /// The tokens of the title.
    fn whole_title(&self) -> RangeInclusive<usize> {
        self.title..=self.title_end
    }

    fn mend(&self, tokens: &mut [Token]) {
        if self.is_sound(tokens) {
            return;
        }
        let inside = |token: usize| (self.first..=self.last).contains(&token);
        let in_title = |token: usize| {
            self.title != self.first && (self.title..=self.title_end).contains(&token)
        };
        let mine = |token: usize| inside(token) || in_title(token);
        // Where the whole phrase hangs: the first of its words with a nominal relation to a word outside.
        let entries: Vec<usize> = (self.title..=self.last)
            .filter(|token| {
                mine(*token) && tokens[*token].head.is_none_or(|head| !mine(head as usize))
            })
            .collect();
        let best = entries
            .iter()
            .copied()
            .find(|token| is_argument(tokens[*token].relation))
            .or_else(|| entries.first().copied());
        let Some(entry) = best else { return };
        // A phrase whose only link is that of a predicate stays as the parser has it.
        let (head, relation) = (tokens[entry].head, tokens[entry].relation);
        let head_word = if self.person {
            self.first
        } else {
            self.own_head(tokens)
        };
        let title_word = self.title_end;
        let all = 0..tokens.len();
        for token in all {
            if mine(token) {
                continue;
            }
            // What hung on any part of the name now hangs on its head; what stood before a title stays there.
            if let Some(up) = tokens[token].head.map(|up| up as usize)
                && mine(up)
            {
                let before_title = self.title != self.first
                    && token < self.title
                    && matches!(
                        tokens[token].relation,
                        Relation::Amod
                            | Relation::Compound
                            | Relation::NmodPoss
                            | Relation::Det
                            | Relation::Nmod
                    );
                tokens[token].head = Some(if before_title { title_word } else { head_word } as u32);
            }
        }
        for token in self.name() {
            let function_word = matches!(
                tokens[token].upos,
                Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Det
            );
            let possessive = tokens[token].xpos == Xpos::Pos;
            if token != head_word && (self.person || !function_word) && !possessive {
                tokens[token].head = Some(head_word as u32);
                tokens[token].relation = if tokens[token].upos == Upos::Punct {
                    Relation::Punct
                } else {
                    Relation::Flat
                };
            }
            if starts_upper(&tokens[token])
                && tokens[token].upos != Upos::Propn
                && (self.person || token == head_word)
            {
                name_part(&mut tokens[token]);
            }
        }
        // Function words inside an organisation's name must not hang outside it or on themselves.
        for token in self.name() {
            let up = tokens[token].head.map(|up| up as usize);
            if token != head_word && up.is_none_or(|up| !inside(up) || up == token) {
                tokens[token].head = Some(head_word as u32);
                tokens[token].relation = Relation::Flat;
            }
        }
        if self.title != self.first {
            for token in self.whole_title() {
                let up = tokens[token].head.map(|up| up as usize);
                if token == title_word {
                    tokens[token].head = Some(head_word as u32);
                    tokens[token].relation = Relation::NmodDesc;
                } else if up.is_none_or(|up| !in_title(up) || up == token) {
                    tokens[token].head = Some(title_word as u32);
                    tokens[token].relation = Relation::Compound;
                }
            }
            // The title's last word is its head; a part above it would make a circle.
            for token in &mut tokens[self.title..self.title_end] {
                token.head = Some(title_word as u32);
            }
        }
        tokens[head_word].head = head;
        tokens[head_word].relation = match relation {
            Relation::Flat | Relation::NmodDesc | Relation::FlatName if head.is_some() => {
                Relation::Compound
            }
            other => other,
        };
    }

    /// The word of an organisation's or place's name that heads it now, else its first.
    fn own_head(&self, tokens: &[Token]) -> usize {
        (self.first..=self.last)
            .find(|token| {
                is_argument(tokens[*token].relation)
                    && tokens[*token]
                        .head
                        .is_none_or(|head| !(self.first..=self.last).contains(&(head as usize)))
            })
            .unwrap_or(self.first)
    }
}

fn is_argument(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Nsubj
            | Relation::NsubjPass
            | Relation::NsubjOuter
            | Relation::Obj
            | Relation::Iobj
            | Relation::Obl
            | Relation::OblAgent
            | Relation::Nmod
            | Relation::NmodPoss
            | Relation::Conj
            | Relation::Appos
            | Relation::Root
    )
}

fn starts_upper(token: &Token) -> bool {
    token
        .form
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_uppercase)
}

/// Whether the heads still form a tree: one root or none, and no circle.
fn is_tree(tokens: &[Token]) -> bool {
    (0..tokens.len()).all(|start| {
        let mut at = start;
        for _ in 0..=tokens.len() {
            match tokens[at].head {
                Some(head) if (head as usize) < tokens.len() => at = head as usize,
                Some(_) => return false,
                None => return true,
            }
        }
        false
    })
}
