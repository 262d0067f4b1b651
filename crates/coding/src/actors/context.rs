//! Which countries a story is about, for roles that do not say theirs.

use super::findings::Findings;
use crate::tree::Tree;
use demarche_knowledge::actors::{ActorKnowledge, LandKind, Sense};
use demarche_story::{Relation, Story};

/// Countries that sentences name, by how they name them.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// For each sentence the countries of its places ("in Cairo"), in order, without repeats.
    pub places: Vec<Vec<String>>,
    /// For each sentence every country that it names, in order, without repeats.
    pub named: Vec<Vec<String>>,
    /// Every country that the story names, the most frequent first.
    pub story: Vec<String>,
    /// How often the most frequent one is named, in percent of all.
    pub share: usize,
    /// Country of the dateline.
    pub dateline: Option<String>,
}

impl Context {
    /// Collects the countries of a story.
    pub fn of(
        story: &Story,
        trees: &[Tree<'_>],
        findings: &[Findings],
        known: &ActorKnowledge,
    ) -> Context {
        let mut context = Context::default();
        let mut counts: Vec<(String, usize)> = Vec::new();
        for (tree, findings) in trees.iter().zip(findings) {
            let (mut places, mut named) = (Vec::new(), Vec::new());
            let mut reached = 0;
            for finding in findings.iter() {
                let Some(code) = code_of(finding.meaning.sense, finding.meaning.id, known) else {
                    continue;
                };
                // The longest finding at a place counts; shorter ones inside it do not.
                if finding.first < reached {
                    continue;
                }
                reached = finding.last + 1;
                if !named.contains(&code) {
                    named.push(code.clone());
                }
                if is_place(finding.meaning.sense)
                    && is_location(tree, finding.first, finding.last)
                    && !places.contains(&code)
                {
                    places.push(code.clone());
                }
                match counts.iter_mut().find(|(known, _)| *known == code) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((code, 1)),
                }
            }
            context.places.push(places);
            context.named.push(named);
        }
        context.dateline = story.dateline.as_deref().and_then(|place| {
            let first = place.split(',').next().unwrap_or(place);
            [place, first]
                .iter()
                .flat_map(|name| known.phrases.get(name))
                .find(|m| is_place(m.sense))
                .and_then(|m| code_of(m.sense, m.id, known))
        });
        // Where the story was filed counts as much as several mentions.
        let named: usize = counts.iter().map(|(_, count)| count).sum();
        if let Some(dateline) = &context.dateline {
            let weight = 2 + named / 3;
            match counts.iter_mut().find(|(code, _)| code == dateline) {
                Some((_, count)) => *count += weight,
                None => counts.push((dateline.clone(), weight)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let total: usize = counts.iter().map(|(_, count)| count).sum();
        context.share = counts
            .first()
            .map_or(0, |(_, count)| count * 100 / total.max(1));
        context.story = counts.into_iter().map(|(code, _)| code).collect();
        context
    }

    /// The country that a role without one most likely acts for, and why.
    pub fn country(&self, sentence: usize) -> Option<(String, &'static str)> {
        let only = |list: &[String]| match list {
            [one] => Some(one.clone()),
            _ => None,
        };
        let places = self.places.get(sentence).map_or(&[][..], Vec::as_slice);
        if let Some(code) = only(places) {
            return Some((code, "place in the sentence"));
        }
        if places.is_empty()
            && let Some(code) = self.named.get(sentence).and_then(|list| only(list))
        {
            return Some((code, "only country in the sentence"));
        }
        for back in 1..=2 {
            let Some(before) = sentence.checked_sub(back) else {
                break;
            };
            if !self.named[sentence].is_empty() {
                break;
            }
            if let Some(code) = only(&self.places[before]).or_else(|| only(&self.named[before])) {
                return Some((code, "country of the sentence before"));
            }
        }
        if self.share >= 50
            && let Some(code) = self.story.first()
            && (self.named[sentence].is_empty() || self.named[sentence].contains(code))
        {
            return Some((code.clone(), "country the story is about"));
        }
        let dateline = self.dateline.clone()?;
        let agrees = self.named[sentence].is_empty() || self.named[sentence].contains(&dateline);
        agrees.then_some((dateline, "dateline"))
    }
}

/// The country code of a land's phrase.
pub fn code_of(sense: Sense, id: u32, known: &ActorKnowledge) -> Option<String> {
    let land = match sense {
        Sense::LandName
        | Sense::LandAdjective
        | Sense::LandPeople
        | Sense::LandCapital
        | Sense::LandPlace => &known.lands[id as usize],
        Sense::LandSeat => &known.lands[known.seats[id as usize].land as usize],
        _ => return None,
    };
    // An ethnic or religious community says who, not where.
    if matches!(land.kind, LandKind::Ethnic | LandKind::Religion) {
        return None;
    }
    land.code.as_deref().map(str::to_string)
}

fn is_place(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::LandName | Sense::LandCapital | Sense::LandPlace
    )
}

/// Whether the words are the place of something: "in Cairo", "near Aleppo", "the Syrian city of Homs".
fn is_location(tree: &Tree<'_>, first: usize, last: usize) -> bool {
    (first..=last).any(|token| {
        matches!(
            tree.relation(token),
            Relation::Obl | Relation::Nmod | Relation::OblUnmarked | Relation::NmodUnmarked
        ) && tree.case(token).is_some_and(|case| {
            matches!(
                &*case,
                "in" | "at"
                    | "near"
                    | "across"
                    | "outside"
                    | "around"
                    | "inside"
                    | "throughout"
                    | "of"
                    | "on"
                    | "within"
            )
        })
    })
}
