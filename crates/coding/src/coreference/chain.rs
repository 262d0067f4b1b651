//! A chain of mentions and what is known of whom it is.

use super::Scene;
use super::gender::{self, Gender};
use crate::mentions::name_end;
use crate::tree::{Tree, lower};
use demarche_knowledge::actors::normal;
use demarche_story::{MentionClass, MentionKind, Relation, Upos, Xpos};

/// What a mention's words say for linking.
#[derive(Clone, Debug)]
pub struct Form {
    /// Words of the name, as atoms; empty for descriptions and pronouns.
    pub name: Vec<Box<str>>,
    /// Lemma of the head.
    pub lemma: String,
    /// Lower-case form of the head.
    pub word: String,
    /// Class of the mention.
    pub class: MentionClass,
    /// Whether it is a plural.
    pub plural: bool,
    /// Gender, if it shows.
    pub gender: Gender,
    /// Whether it stands as a modifier ("Russian tanks").
    pub modifies: bool,
    /// Whether it is a subject.
    pub subject: bool,
    /// Whether others are coordinated with it, itself the first of them ("*Iran*, Iraq and Syria").
    pub joined: bool,
}

impl Form {
    /// Reads a mention's form.
    pub fn of(scene: &Scene<'_>, mention: usize) -> Form {
        let m = &scene.mentions[mention];
        let tree = &scene.trees[m.sentence as usize];
        let head = m.head as usize;
        let token = tree.token(head);
        let mut name = Vec::new();
        if m.kind == MentionKind::Name {
            for part in head..=name_end(tree, head) {
                name.extend(normal::atoms(&tree.token(part).form));
            }
        }
        let plural = match m.kind {
            MentionKind::Pronoun => pronoun_is_plural(tree.word(head)),
            // "The United States said it", "the Philippines … its".
            MentionKind::Name if m.class == MentionClass::Place => false,
            _ => matches!(token.xpos, Xpos::Nns | Xpos::Nnps),
        };
        let relation = tree.relation(head);
        Form {
            gender: gender::of(scene, mention, &name),
            name,
            lemma: lower(&token.lemma).into_owned(),
            word: tree.word(head).to_string(),
            class: m.class,
            plural,
            modifies: matches!(
                relation,
                Relation::Amod | Relation::Compound | Relation::NmodDesc
            ),
            subject: matches!(
                relation,
                Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter
            ),
            joined: m.kind != MentionKind::Pronoun && coordinates(tree, head),
        }
    }
}

/// Whether a nominal has conjuncts that "and" joins to it, and each is somebody else: "an activist and
/// co-chair" is one person.
fn coordinates(tree: &Tree<'_>, head: usize) -> bool {
    let one = |token: usize| {
        tree.token(token).xpos != Xpos::Nn
            || tree
                .child(token, &[Relation::Det, Relation::NmodPoss])
                .is_some()
    };
    one(head)
        && tree.children_by(head, &[Relation::Conj]).any(|conjunct| {
            matches!(tree.token(conjunct).upos, Upos::Noun | Upos::Propn)
                && one(conjunct)
                && tree
                    .child(conjunct, &[Relation::Cc])
                    .is_some_and(|cc| matches!(tree.lemma(cc), "and" | "&" | "nor"))
        })
}

/// Whether a pronoun is a plural.
fn pronoun_is_plural(word: &str) -> bool {
    !matches!(
        word,
        "he" | "him"
            | "his"
            | "himself"
            | "she"
            | "her"
            | "hers"
            | "herself"
            | "it"
            | "its"
            | "itself"
            | "i"
            | "me"
            | "my"
            | "mine"
            | "myself"
            | "this"
            | "that"
            | "one"
            | "someone"
            | "everyone"
            | "everybody"
    )
}

/// Mentions that are the same someone.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Indices of the mentions, in order of the text once all are linked.
    pub mentions: Vec<usize>,
    /// Each mention's form.
    pub forms: Vec<Form>,
    /// Class: the first that is more than a thing.
    pub class: MentionClass,
    /// Gender, once it shows.
    pub gender: Gender,
    /// Whether it is a plural.
    pub plural: bool,
    /// Person of the knowledge.
    pub person: Option<u32>,
    /// Country or other actor code, if a mention says it.
    pub country: Option<String>,
    /// Kinds of office that mentions say.
    pub kinds: Vec<String>,
    /// Name of a known land or organisation.
    pub known_name: Option<String>,
    /// For a chain that "they" opens: the first of those coordinated whom it takes up.
    pub joined: Option<usize>,
    /// Whether it stands for an institution that is no government ("the Pentagon").
    pub armed: bool,
    /// Sentence of the mention that joined last.
    pub sentence: u32,
    /// The first of the forms with each name: a name is said again and again.
    names: Vec<usize>,
}

impl Chain {
    /// A chain of one mention.
    pub fn new(scene: &Scene<'_>, mention: usize, form: Form) -> Chain {
        let mut chain = Chain {
            mentions: Vec::new(),
            forms: Vec::new(),
            class: form.class,
            gender: Gender::Unknown,
            plural: form.plural,
            person: None,
            country: None,
            kinds: Vec::new(),
            known_name: None,
            joined: None,
            armed: scene.readings[mention]
                .sectors
                .first()
                .is_some_and(|s| s != "GOV"),
            sentence: 0,
            names: Vec::new(),
        };
        chain.add(scene, mention, form);
        chain
    }

    /// Adds a mention and what it says.
    pub fn add(&mut self, scene: &Scene<'_>, mention: usize, form: Form) {
        let reading = &scene.readings[mention];
        if self.gender == Gender::Unknown {
            self.gender = form.gender;
        }
        if self.class == MentionClass::Thing {
            self.class = form.class;
        }
        self.person = self.person.or(reading.person);
        if self.country.is_none() {
            self.country.clone_from(&reading.country);
        }
        if let Some(kind) = &reading.kind
            && !self.kinds.contains(kind)
        {
            self.kinds.push(kind.clone());
        }
        if reading.person.is_none()
            && self.known_name.is_none()
            && matches!(form.class, MentionClass::Organization | MentionClass::Place)
        {
            self.known_name.clone_from(&reading.name);
        }
        self.sentence = scene.mentions[mention].sentence;
        self.mentions.push(mention);
        self.forms.push(form);
        self.note_name(self.forms.len() - 1);
    }

    /// Keeps a form's name, where no form before it has the same.
    fn note_name(&mut self, index: usize) {
        let form = &self.forms[index];
        let said = |other: &Form| other.name == form.name && other.class == form.class;
        if !form.name.is_empty() && !self.names().any(said) {
            self.names.push(index);
        }
    }

    /// Puts the mentions in the order of the text, whatever order they were read in.
    pub fn in_order_of_text(&mut self) {
        if self.mentions.is_sorted() {
            return;
        }
        let mut both: Vec<(usize, Form)> = std::mem::take(&mut self.mentions)
            .into_iter()
            .zip(std::mem::take(&mut self.forms))
            .collect();
        both.sort_by_key(|(mention, _)| *mention);
        (self.mentions, self.forms) = both.into_iter().unzip();
        self.names.clear();
        for index in 0..self.forms.len() {
            self.note_name(index);
        }
    }

    /// Whether a form's number can be this chain's.
    pub fn number_agrees(&self, form: &Form) -> bool {
        self.plural == form.plural
            || matches!(self.class, MentionClass::Organization | MentionClass::Group)
    }

    /// Whether a form's gender can be this chain's.
    pub fn gender_agrees(&self, gender: Gender) -> bool {
        self.gender == Gender::Unknown || gender == Gender::Unknown || self.gender == gender
    }

    /// The last mention.
    pub fn last(&self) -> usize {
        *self.mentions.last().expect("a chain has a mention")
    }

    /// Whether a mention of it is a name.
    pub fn is_named(&self) -> bool {
        !self.names.is_empty()
    }

    /// A form for each name that it goes by.
    pub fn names(&self) -> impl Iterator<Item = &Form> {
        self.names.iter().map(|form| &self.forms[*form])
    }
}
