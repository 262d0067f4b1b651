//! What sort of thing a mention refers to, by its words, the knowledge and the named entities.

use super::span;
use crate::actors::{self, Findings};
use crate::coreference::is_first_name;
use crate::tree::Tree;
use demarche_knowledge::actors::{ActorKnowledge, Letters, Sense};
use demarche_story::{EntityKind, MentionClass, MentionKind, Relation, Upos, Xpos};

/// The class of the phrase headed by `head`.
pub fn of(
    tree: &Tree<'_>,
    findings: &Findings,
    known: &ActorKnowledge,
    head: usize,
    kind: MentionKind,
) -> MentionClass {
    // "Thousands of students" are what the students are, only several; "both of these wrongs" things.
    if let Some(inner) = actors::partitive(tree, head) {
        let kind = match tree.token(inner).upos {
            Upos::Pron => MentionKind::Pronoun,
            _ => MentionKind::Nominal,
        };
        return match of(tree, findings, known, inner, kind) {
            MentionClass::Person => MentionClass::Group,
            class => class,
        };
    }
    if kind == MentionKind::Pronoun {
        return match tree.word(head) {
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" | "i" | "me"
            | "my" | "mine" | "myself" | "someone" => MentionClass::Person,
            "it" | "its" | "itself" | "this" | "that" => MentionClass::Thing,
            _ => MentionClass::Group,
        };
    }
    let (first, last) = span::core(tree, head);
    let end = span::phrase_end(tree, head, 0);
    let plural = matches!(tree.token(head).xpos, Xpos::Nns | Xpos::Nnps);
    let entity = tree
        .sentence
        .entities
        .iter()
        .filter(|e| (e.head as usize) == head)
        .max_by_key(|e| e.last - e.first);
    // A known name may reach further than the tree has it: "Doctors Without Borders".
    let modifies = matches!(
        tree.relation(head),
        Relation::Compound | Relation::Amod | Relation::Flat
    );
    let covering = findings
        .within(first, end + 4)
        .filter(|f| f.first <= head && head <= f.last)
        .filter(|f| f.last <= end || f.meaning.letters != Letters::Any && !modifies)
        .max_by_key(|f| (f.last - f.first, std::cmp::Reverse(f.meaning.sense)));
    let name = span::name_end(tree, head);
    // "Jordan Smith" is no country: a piece must reach over the whole name, unless a title opens it.
    // "The Turkish state" acts.
    let nationality = || {
        tree.children_by(head, &[Relation::Amod]).any(|child| {
            child + 1 == head
                && findings
                    .within(child, child)
                    .any(|f| f.meaning.sense == Sense::LandAdjective)
        })
    };
    if tree.lemma(head) == "state" && !plural && nationality() {
        return MentionClass::Organization;
    }
    let fits = covering.filter(|f| f.last >= name);
    if let Some(finding) = fits {
        let meaning = finding.meaning;
        return match meaning.sense {
            Sense::LandName | Sense::LandCapital | Sense::LandPlace | Sense::LandSeat => {
                // A surname that is also a place: believe the entity model on names after titles.
                if entity.is_some_and(|e| e.kind == EntityKind::Person) && titled(tree, head) {
                    MentionClass::Person
                } else {
                    MentionClass::Place
                }
            }
            Sense::LandAdjective | Sense::LandPeople | Sense::OrganisationMember => {
                let adjective = meaning.sense == Sense::LandAdjective
                    && tree.token(head).upos == Upos::Adj
                    && last != head;
                let modifies = matches!(tree.relation(head), Relation::Amod | Relation::Compound);
                if adjective || modifies {
                    MentionClass::Place
                } else if meaning.plural || plural {
                    MentionClass::Group
                } else {
                    MentionClass::Person
                }
            }
            Sense::Organisation => MentionClass::Organization,
            Sense::Role => {
                let role = &known.roles[meaning.id as usize];
                let last = role.noun.rsplit(' ').next().unwrap_or(&role.noun);
                match role.class {
                    MentionClass::Person if plural || meaning.plural => MentionClass::Group,
                    // "The federation", "the group": several people, whoever they are.
                    MentionClass::Person if known.scene.collective.contains(last) => {
                        MentionClass::Group
                    }
                    // "A rebel" is one person, "a militia" are many.
                    MentionClass::Group
                        if !plural && !meaning.plural && !known.scene.collective.contains(last) =>
                    {
                        MentionClass::Person
                    }
                    class => class,
                }
            }
            Sense::Title | Sense::Person => MentionClass::Person,
            Sense::Dictionary => {
                let kind = entity.map(|e| e.kind);
                let land = actors::is_land(meaning.id, known);
                let person = kind == Some(EntityKind::Person) && titled(tree, head);
                // A country by one word, whatever the entity model takes the strange word for.
                if land && finding.first == finding.last && !person {
                    return MentionClass::Place;
                }
                match by_entity(kind, plural, tree, head, known) {
                    MentionClass::Thing if land => MentionClass::Place,
                    MentionClass::Thing => MentionClass::Organization,
                    class => class,
                }
            }
            Sense::Modifier => by_entity(entity.map(|e| e.kind), plural, tree, head, known),
        };
    }
    by_entity(entity.map(|e| e.kind), plural, tree, head, known)
}

fn titled(tree: &Tree<'_>, head: usize) -> bool {
    tree.child(head, &[Relation::NmodDesc]).is_some()
}

fn by_entity(
    entity: Option<EntityKind>,
    plural: bool,
    tree: &Tree<'_>,
    head: usize,
    known: &ActorKnowledge,
) -> MentionClass {
    // "the Baltic states", "dozens of countries": they act, whoever they are.
    if plural
        && matches!(
            &*tree.token(head).lemma,
            "country" | "nation" | "state" | "republic"
        )
    {
        return MentionClass::Group;
    }
    match entity {
        Some(EntityKind::Person) => MentionClass::Person,
        Some(EntityKind::Organization) => MentionClass::Organization,
        Some(EntityKind::Place) => MentionClass::Place,
        Some(EntityKind::Group) if plural => MentionClass::Group,
        Some(EntityKind::Group | EntityKind::Date | EntityKind::Number | EntityKind::Money) => {
            MentionClass::Thing
        }
        // No kind is sure of an unknown name: a surname that is known tells more.
        Some(EntityKind::Other) | None => {
            let token = tree.token(head);
            if matches!(
                &*token.lemma,
                "country" | "nation" | "homeland" | "republic"
            ) {
                return MentionClass::Place;
            }
            let word = token.form.to_lowercase();
            let speaks = tree.relation(head) == Relation::Nsubj
                && tree
                    .head(head)
                    .is_some_and(|verb| matches!(tree.lemma(verb), "say" | "tell" | "add"));
            let surname = token.upos == Upos::Propn
                && (titled(tree, head)
                    || speaks
                    || is_first_name(&word)
                    || !known.by_surname(&word).is_empty());
            if surname {
                MentionClass::Person
            } else {
                MentionClass::Thing
            }
        }
    }
}
