//! The relation of a marked pair: what the source does to the target in one sentence.
//!
//! The marked words count as actors whatever they are ("a court ruling"), and the
//! coding that fits the pair best wins, whether or not it would stand as an event.

use super::coded::Coded;
use super::compose::Composer;
use super::matching::Strictness;
use super::scene::Scene;
use crate::places::Places;
use crate::tree::{self, Tree};
use crate::{actors, attribution, propositions};
use demarche_knowledge::Knowledge;
use demarche_story::{
    Actor, Confidence, EventType, Mention, MentionClass, MentionKind, Sentence, Span, Story,
};

/// What the source does to the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairRelation {
    /// PLOVER's event.
    pub event: EventType,
    /// PLOVER's mode.
    pub mode: Option<String>,
    /// Frames that fired, from the outermost inwards.
    pub rule: String,
    /// How sure: by how well the parties fit.
    pub confidence: Confidence,
}

/// Finds the relation of `sources` to `targets`, byte spans into the story's text.
pub fn relation(
    story: &Story,
    sentences: &[Sentence],
    knowledge: &Knowledge,
    sources: &[Span],
    targets: &[Span],
) -> Option<PairRelation> {
    let (sentences, findings) = actors::look_up(sentences, &knowledge.actors, story.published);
    let trees = tree::trees(&sentences);
    let propositions = propositions::build(&trees, &knowledge.lexicon);
    let statements = attribution::find(story, &trees, &knowledge.cues);
    let places = Places::in_trees(&trees, &knowledge.places);
    let (mut mentions, mut known) = actors::find(
        story,
        &trees,
        &findings,
        &statements,
        &places,
        &knowledge.actors,
    );
    let mut forced = Vec::new();
    let mut sides: Vec<Vec<(u32, u32)>> = Vec::new();
    for spans in [sources, targets] {
        let heads: Vec<(u32, u32)> = spans
            .iter()
            .flat_map(|span| heads_in(&trees, *span))
            .collect();
        for &(sentence, token) in &heads {
            if !mentions
                .iter()
                .any(|m| (m.sentence, m.head) == (sentence, token))
            {
                let chain = mentions.len() as u32 + 1_000_000;
                known.push(Actor {
                    mention: mentions.len() as u32,
                    ..Actor::default()
                });
                mentions.push(Mention {
                    sentence,
                    head: token,
                    span: trees[sentence as usize].token(token as usize).span,
                    kind: MentionKind::Nominal,
                    class: MentionClass::Thing,
                    number: None,
                    chain,
                });
            }
        }
        forced.extend(heads.iter().copied());
        sides.push(heads);
    }
    let mut scene = Scene::new(
        story,
        &trees,
        &mentions,
        &known,
        &propositions,
        &statements,
        places,
        knowledge,
    );
    scene.force_actors(&forced);
    let pair = Pair {
        scene: &scene,
        sources,
        targets,
        source_heads: &sides[0],
        target_heads: &sides[1],
    };
    pair.best(Strictness::Strict)
        .or_else(|| pair.best(Strictness::Loose))
}

struct Pair<'s, 'a> {
    scene: &'s Scene<'a>,
    sources: &'s [Span],
    targets: &'s [Span],
    source_heads: &'s [(u32, u32)],
    target_heads: &'s [(u32, u32)],
}

impl Pair<'_, '_> {
    fn best(&self, strictness: Strictness) -> Option<PairRelation> {
        let mut composer = Composer::new(self.scene, strictness);
        let all: Vec<Coded> = (0..self.scene.propositions.len())
            .filter_map(|index| composer.code(index))
            .collect();
        let mut best: Option<(i32, Coded)> = None;
        for coded in &all {
            let embedded = all.iter().any(|outer| super::covers(outer, coded))
                || composer.swallowed.contains_key(&coded.proposition);
            let mut coded = coded.clone();
            if !composer.apply_grammar(&mut coded) {
                continue;
            }
            let score = self.fit(&coded) - if embedded { 30 } else { 0 };
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, coded));
            }
        }
        let (score, coded) = best.filter(|(score, _)| *score > 0)?;
        Some(PairRelation {
            event: coded.event,
            mode: coded.mode,
            rule: coded.rule,
            confidence: Confidence::new(f64::from(score.clamp(0, 200)) / 200.0),
        })
    }

    /// How well a coding fits the pair: both parties in their places before one of them,
    /// and a coding on the path between the two before one elsewhere.
    fn fit(&self, coded: &Coded) -> i32 {
        let actor_source = self.has(&coded.actors, self.sources);
        let actor_target = self.has(&coded.actors, self.targets);
        let recipient_source = self.has(&coded.recipients, self.sources);
        let recipient_target = self.has(&coded.recipients, self.targets);
        let mut score = 20;
        if actor_source {
            score += 50;
        } else if coded.actors.is_empty() {
            score += 15;
        }
        if recipient_target || (coded.reciprocal && actor_target) {
            score += 50;
        } else if coded.recipients.is_empty() {
            score += 15;
        }
        if !actor_source && recipient_source {
            score -= 15;
        }
        if !recipient_target && actor_target && !coded.reciprocal {
            score -= 15;
        }
        let on_path = coded.used.iter().any(|index| self.on_path(*index));
        if on_path {
            score += 25;
        }
        if self.governs_both(coded.proposition) {
            score += 10;
        }
        score + coded.rule.matches('+').count() as i32
    }

    /// Whether a list of mentions holds one inside, around or coreferent with the marked words.
    fn has(&self, list: &[usize], marked: &[Span]) -> bool {
        let mentions = self.scene.mentions;
        list.iter().any(|index| {
            let mention = &mentions[*index];
            let span_of = |mention: &Mention| {
                let tree = self.scene.tree(mention.sentence);
                tree.token(mention.head as usize).span
            };
            let head = span_of(mention);
            marked.iter().any(|span| {
                span.contains(head)
                    || mentions
                        .iter()
                        .any(|other| other.chain == mention.chain && span.contains(span_of(other)))
            })
        })
    }

    /// Whether the predicate lies on the way between the two in the tree.
    fn on_path(&self, proposition: usize) -> bool {
        let p = &self.scene.propositions[proposition];
        let tree = self.scene.tree(p.sentence);
        let up = |heads: &[(u32, u32)]| -> Vec<usize> {
            heads
                .iter()
                .filter(|(sentence, _)| *sentence == p.sentence)
                .flat_map(|(_, token)| ancestors(tree, *token as usize))
                .collect()
        };
        let from = up(self.source_heads);
        let to = up(self.target_heads);
        let at = p.head as usize;
        let light = p.light.map(|light| light as usize);
        [Some(at), light]
            .into_iter()
            .flatten()
            .any(|token| from.contains(&token) || to.contains(&token))
    }

    /// Whether both marks stand below the predicate.
    fn governs_both(&self, proposition: usize) -> bool {
        let p = &self.scene.propositions[proposition];
        let tree = self.scene.tree(p.sentence);
        let below = |heads: &[(u32, u32)]| {
            heads.iter().any(|(sentence, token)| {
                *sentence == p.sentence
                    && ancestors(tree, *token as usize).contains(&(p.head as usize))
            })
        };
        below(self.source_heads) && below(self.target_heads)
    }
}

/// A token and all above it.
fn ancestors(tree: &Tree<'_>, token: usize) -> Vec<usize> {
    std::iter::successors(Some(token), |at| tree.head(*at))
        .take(tree.len() + 1)
        .collect()
}

/// The tokens of a span whose heads lie outside it: (sentence, token).
fn heads_in(trees: &[Tree<'_>], span: Span) -> Vec<(u32, u32)> {
    let mut heads = Vec::new();
    let sentences = trees.iter().map(|tree| tree.sentence);
    for sentence in sentences.filter(|s| s.span.overlaps(span)) {
        for (index, token) in sentence.tokens.iter().enumerate() {
            let punctuation = token.upos == demarche_story::Upos::Punct;
            if punctuation || !span.overlaps(token.span) {
                continue;
            }
            let outside = token
                .head
                .is_none_or(|head| !span.overlaps(sentence.tokens[head as usize].span));
            if outside {
                heads.push((sentence.index, index as u32));
            }
        }
    }
    heads
}
