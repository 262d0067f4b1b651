//! PLOVER contexts by the words of the sentence: sets named `context-…` in knowledge/words.

use super::compose::Coded;
use super::scene::Scene;

/// Adds the contexts whose words stand in the sentence of a coding.
pub fn of(scene: &Scene<'_>, coded: &Coded) -> Vec<String> {
    let mut contexts = coded.contexts.clone();
    let sentence = scene.tree(scene.propositions[coded.deed].sentence).sentence;
    let lemmas: Vec<String> = sentence
        .tokens
        .iter()
        .map(|t| t.lemma.to_lowercase())
        .collect();
    let sets = &scene.knowledge.lexicon.sets;
    for (context, set) in sets.contexts() {
        let named = lemmas.iter().any(|lemma| sets.contains(*set, lemma))
            || lemmas
                .windows(2)
                .any(|pair| sets.contains(*set, &pair.join(" ")));
        if named && !contexts.iter().any(|known| known == context) {
            contexts.push(context.clone());
        }
    }
    contexts.sort();
    contexts.dedup();
    contexts
}
