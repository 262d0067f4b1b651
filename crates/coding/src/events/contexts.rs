//! PLOVER contexts by the words of the sentence: sets named `context-…` in knowledge/words.

use super::coded::Coded;
use super::scene::Scene;
use crate::tree::lower;
use demarche_knowledge::lexicon::{word_hash, words_hash};

/// Adds the contexts whose words stand in the sentence of a coding.
pub fn of(scene: &Scene<'_>, coded: &Coded) -> Vec<String> {
    let mut contexts = coded.contexts.clone();
    let sentence = scene.propositions[coded.deed].sentence;
    let tree = scene.tree(sentence);
    let lemmas: Vec<_> = (0..tree.len())
        .map(|token| lower(tree.lemma(token)))
        .collect();
    let single = lemmas.iter().map(|lemma| word_hash(lemma));
    let pairs = lemmas
        .windows(2)
        .map(|pair| words_hash([&*pair[0], &*pair[1]]));
    let words: Vec<u64> = single.chain(pairs).collect();
    let sets = &scene.knowledge.lexicon.sets;
    for (context, set) in sets.contexts() {
        let named = words.iter().any(|word| sets.contains_hash(*set, *word));
        if named && !contexts.iter().any(|known| known == context) {
            contexts.push(context.clone());
        }
    }
    contexts.sort();
    contexts.dedup();
    contexts
}
