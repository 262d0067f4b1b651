//! Reporting clauses of one sentence: verbs, nouns and prepositions that name a source.

use crate::tree::{Tree, lower};
use demarche_knowledge::Cues;
use demarche_story::{EntityKind, Relation, Span, Statement, StatementKind, Upos, Xpos};

const SUBJECTS: &[Relation] = &[Relation::Nsubj, Relation::NsubjOuter];

/// Adds the statements of a sentence.
pub fn find(tree: &Tree<'_>, cues: &Cues, quotes: &[Span], statements: &mut Vec<Statement>) {
    statements.extend(headline(tree));
    for token in 0..tree.len() {
        let found = match tree.token(token).upos {
            Upos::Verb | Upos::Aux => verb(tree, cues, quotes, token),
            Upos::Noun => noun(tree, cues, token).or_else(|| according(tree, cues, token)),
            Upos::Propn | Upos::Pron | Upos::Num | Upos::X => according(tree, cues, token),
            _ => None,
        };
        statements.extend(found);
    }
}

/// "Erdogan: Russia will leave Syria": whoever stands before the colon of a headline says what follows.
/// A country there may be where it happens, unless the clause says what will or must be.
fn headline(tree: &Tree<'_>) -> Option<Statement> {
    let source = (0..tree.len()).find(|token| tree.relation(*token) == Relation::Root)?;
    let colon = source + 1;
    let clause = tree
        .children_by(source, &[Relation::Parataxis])
        .find(|clause| *clause > colon)?;
    let named = tree.token(source).upos == Upos::Propn
        && tree
            .sentence
            .tokens
            .get(colon)
            .is_some_and(|t| &*t.form == ":")
        && tree.token(clause).upos == Upos::Verb;
    let who = tree.sentence.entities.iter().any(|e| {
        e.head as usize == source && matches!(e.kind, EntityKind::Person | EntityKind::Organization)
    });
    let ahead = tree
        .children_by(clause, &[Relation::Aux])
        .any(|auxiliary| tree.token(auxiliary).xpos == Xpos::Md);
    if !named || !(who || ahead) {
        return None;
    }
    let inside = tree.subtree(clause);
    let mut all = tree.subtree(source);
    all.retain(|token| *token < colon);
    statement(
        tree,
        Some((source, all)),
        vec![colon],
        colon,
        "say".into(),
        inside,
        false,
    )
}

fn verb(tree: &Tree<'_>, cues: &Cues, quotes: &[Span], verb: usize) -> Option<Statement> {
    if matches!(
        tree.relation(verb),
        Relation::Case | Relation::Fixed | Relation::Amod | Relation::Cop
    ) {
        return None;
    }
    let mut lemma = lower(tree.lemma(verb)).into_owned();
    for particle in tree.children_by(verb, &[Relation::CompoundPrt]) {
        lemma = format!("{lemma} {}", tree.token(particle).form.to_lowercase());
    }
    let says = cues.verbs.contains(&lemma);
    let feels = cues.attitudes.contains(&lemma);
    let judged = judged_object(tree, cues, verb, &lemma);
    if !says && !feels && judged.is_none() {
        return None;
    }
    let source = subject(tree, verb);
    let mut inside: Vec<usize> = Vec::new();
    for child in tree.children_by(verb, &[Relation::Ccomp]) {
        inside.extend(tree.subtree(child));
    }
    if inside.is_empty() && (feels || says) {
        for child in tree.children_by(verb, &[Relation::Xcomp]) {
            inside.extend(tree.subtree(child));
        }
    }
    // "…, officials say": the clause beside the verb is what is said.
    if inside.is_empty() && says && tree.relation(verb) == Relation::Parataxis {
        let clause = tree.head(verb)?;
        let own = tree.subtree(verb);
        inside = tree.subtree(clause);
        inside.retain(|token| !own.contains(token));
    }
    if inside.is_empty() && says {
        for child in tree.children_by(verb, &[Relation::Parataxis]) {
            let part = tree.subtree(child);
            let quoted = part.iter().any(|t| {
                quotes
                    .iter()
                    .any(|quote| quote.contains(tree.token(*t).span))
            });
            if quoted
                || tree
                    .sentence
                    .tokens
                    .get(verb + 1)
                    .is_some_and(|next| &*next.form == ":")
            {
                inside.extend(part);
            }
        }
    }
    // "…, the minister said on Friday": whatever the tree makes of it, a reporting
    // clause after a comma at the end reports what stands before it.
    if inside.is_empty() && says && source.is_some() {
        inside = before_trailing_clause(tree, verb).unwrap_or_default();
    }
    // Quoted words elsewhere in the clause: 'he called the vote "a farce"'.
    if says {
        let quoted: Vec<usize> = tree
            .subtree(verb)
            .into_iter()
            .filter(|t| {
                quotes
                    .iter()
                    .any(|quote| quote.contains(tree.token(*t).span))
            })
            .collect();
        if quoted.len() >= 2 && !quoted.contains(&verb) {
            inside.extend(quoted);
        }
    }
    if inside.is_empty()
        && let Some(object) = judged
    {
        inside = tree.subtree(object);
    }
    if inside.is_empty() {
        return None;
    }
    let cue_tokens = cue_tokens(tree, verb);
    inside.retain(|token| {
        !cue_tokens.contains(token) && !source.as_ref().is_some_and(|(_, all)| all.contains(token))
    });
    statement(tree, source, cue_tokens, verb, lemma, inside, !says)
}

/// The tokens before a reporting clause that ends the sentence after a comma.
fn before_trailing_clause(tree: &Tree<'_>, verb: usize) -> Option<Vec<usize>> {
    let clause = tree.subtree(verb);
    let first = clause
        .iter()
        .copied()
        .find(|t| tree.token(*t).upos != Upos::Punct)?;
    let ends = (*clause.last()? + 1..tree.len()).all(|t| tree.token(t).upos == Upos::Punct);
    let comma = first.checked_sub(1).is_some_and(|before| {
        matches!(
            &*tree.token(before).form,
            "," | "”" | "\"" | "’" | "''" | "—" | "–" | "-"
        )
    });
    let subject = tree.child(verb, SUBJECTS)?;
    (ends && comma && subject >= first && first >= 4).then(|| (0..first - 1).collect())
}

/// The object of a verb whose plain object is what is said or judged.
fn judged_object(tree: &Tree<'_>, cues: &Cues, verb: usize, lemma: &str) -> Option<usize> {
    let object = if cues.objects.contains(lemma) {
        tree.child(verb, &[Relation::Obj])
    } else {
        tree.children_by(verb, &[Relation::Obl]).find(|child| {
            tree.case(*child)
                .is_some_and(|case| cues.objects.contains(&format!("{lemma} {case}")))
        })
    };
    object.filter(|_| subject(tree, verb).is_some())
}

/// Who says it: the verb's subject, or its governor's for participles and conjuncts.
fn subject(tree: &Tree<'_>, verb: usize) -> Option<(usize, Vec<usize>)> {
    let mut at = verb;
    for _ in 0..4 {
        let passive = tree
            .child(at, &[Relation::AuxPass, Relation::NsubjPass])
            .is_some();
        let relations: &[Relation] = if passive {
            &[Relation::OblAgent]
        } else {
            SUBJECTS
        };
        let subject = tree
            .children_by(at, relations)
            .find(|child| !tree.is_stray_phrase(*child) && !is_of_phrase_before(tree, at, *child));
        if let Some(subject) = subject {
            return Some(source_phrase(tree, at, subject));
        }
        if passive {
            return None;
        }
        match tree.relation(at) {
            Relation::Conj | Relation::Xcomp | Relation::Advcl => at = tree.head(at)?,
            // "a source who said": the modified noun; "accused him of taking orders from X, adding that":
            // whoever said the first.
            Relation::Acl | Relation::AclRelcl => {
                let noun = tree.head(at)?;
                if tree.lemma(at) == "add" && tree.relation(at) == Relation::Acl {
                    let up = std::iter::successors(Some(noun), |up| tree.head(*up));
                    at = up.take(8).find(|up| tree.token(*up).upos == Upos::Verb)?;
                    continue;
                }
                return Some((noun, vec![noun]));
            }
            _ => return None,
        }
    }
    None
}

/// "Took orders from Trump, adding that": the "subject" of a participle that a preposition stands before is of the
/// clause before.
fn is_of_phrase_before(tree: &Tree<'_>, verb: usize, subject: usize) -> bool {
    tree.relation(verb) == Relation::Advcl
        && tree.token(verb).xpos == Xpos::Vbg
        && matches!(
            tree.case(subject).as_deref(),
            Some("from" | "of" | "by" | "to")
        )
}

/// The source's words; a relative pronoun stands for its antecedent.
fn source_phrase(tree: &Tree<'_>, verb: usize, subject: usize) -> (usize, Vec<usize>) {
    let token = tree.token(subject);
    if matches!(token.xpos, Xpos::Wdt | Xpos::Wp)
        && let Some(noun) = std::iter::successors(Some(verb), |t| tree.head(*t))
            .take(4)
            .find(|t| tree.relation(*t) == Relation::AclRelcl)
            .and_then(|t| tree.head(t))
    {
        let relative = tree.subtree(verb);
        let mut all = tree.subtree(noun);
        all.retain(|t| !relative.contains(t));
        return (noun, all);
    }
    (subject, tree.subtree(subject))
}

/// The verb with its auxiliaries, particles and the words between them.
fn cue_tokens(tree: &Tree<'_>, verb: usize) -> Vec<usize> {
    let mut tokens = vec![verb];
    for child in tree.children_by(
        verb,
        &[
            Relation::Aux,
            Relation::AuxPass,
            Relation::CompoundPrt,
            Relation::Advmod,
        ],
    ) {
        let adverb = tree.relation(child) == Relation::Advmod;
        if !adverb || child + 1 == verb || (child < verb && tokens.contains(&(child + 1))) {
            tokens.push(child);
        }
    }
    let before = *tokens.iter().min().unwrap_or(&verb);
    for token in before..verb {
        if tree.head(token) == Some(verb)
            && matches!(
                tree.relation(token),
                Relation::Advmod | Relation::Aux | Relation::AuxPass
            )
        {
            tokens.push(token);
        }
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// "the claim that …", "a statement saying …".
fn noun(tree: &Tree<'_>, cues: &Cues, noun: usize) -> Option<Statement> {
    let lemma = tree.lemma(noun).to_lowercase();
    if !cues.nouns.contains(&lemma) {
        return None;
    }
    let clause = tree
        .children_by(noun, &[Relation::Acl, Relation::Ccomp])
        .find(|child| {
            tree.children_by(*child, &[Relation::Mark])
                .any(|m| tree.lemma(m) == "that")
        })?;
    let source = tree
        .child(noun, &[Relation::NmodPoss])
        .or_else(|| {
            tree.children_by(noun, &[Relation::Nmod])
                .find(|child| matches!(tree.case(*child).as_deref(), Some("by" | "from" | "of")))
        })
        .map(|source| {
            let case: Vec<usize> = tree.children_by(source, &[Relation::Case]).collect();
            let mut all = tree.subtree(source);
            all.retain(|t| !case.contains(t));
            (source, all)
        });
    statement(
        tree,
        source,
        vec![noun],
        noun,
        lemma,
        tree.subtree(clause),
        false,
    )
}

/// "according to X".
fn according(tree: &Tree<'_>, cues: &Cues, source: usize) -> Option<Statement> {
    let case = tree
        .children_by(source, &[Relation::Case])
        .find(|case| cues.prepositions.contains(&*tree.with_fixed(*case)));
    // Some trees hang "according" above its "to".
    let case = case.or_else(|| {
        let head = tree.head(source)?;
        (tree.lemma(head) == "accord" && tree.case(source).as_deref() == Some("to")).then_some(head)
    })?;
    let (attached, mut cue) = if tree.head(case) == Some(source) {
        let mut cue = vec![case];
        cue.extend(tree.children_by(case, &[Relation::Fixed]));
        (source, cue)
    } else {
        let mut cue = vec![case];
        cue.extend(tree.children_by(source, &[Relation::Case]));
        (case, cue)
    };
    cue.sort_unstable();
    let clause = tree.head(attached)?;
    let own = tree.subtree(attached);
    let mut inside = tree.subtree(clause);
    inside.retain(|token| !own.contains(token));
    let mut all = tree.subtree(source);
    all.retain(|token| !cue.contains(token));
    let lemma = tree.with_fixed(case).into_owned();
    statement(tree, Some((source, all)), cue, case, lemma, inside, false)
}

fn statement(
    tree: &Tree<'_>,
    source: Option<(usize, Vec<usize>)>,
    cue: Vec<usize>,
    cue_head: usize,
    cue_lemma: String,
    mut inside: Vec<usize>,
    attitude: bool,
) -> Option<Statement> {
    inside.sort_unstable();
    inside.dedup();
    let content = runs(tree, &inside);
    if content.is_empty() {
        return None;
    }
    Some(Statement {
        sentence: tree.sentence.index,
        source: source.as_ref().and_then(|(_, tokens)| cover(tree, tokens)),
        source_head: source.map(|(head, _)| head as u32),
        cue: cover(tree, &cue),
        cue_lemma,
        cue_head: Some(cue_head as u32),
        content,
        kind: StatementKind::Indirect,
        attitude,
    })
}

/// Byte spans of runs of neighbouring tokens; punctuation that the tree hangs elsewhere does not break a run.
fn runs(tree: &Tree<'_>, tokens: &[usize]) -> Vec<Span> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for &token in tokens {
        match spans.last_mut() {
            Some((_, last))
                if (*last + 1..token).all(|between| tree.token(between).upos == Upos::Punct) =>
            {
                *last = token;
            }
            _ => spans.push((token, token)),
        }
    }
    spans
        .into_iter()
        .filter(|(first, last)| (*first..=*last).any(|t| tree.token(t).upos != Upos::Punct))
        .map(|(first, last)| tree.sentence.span_of(first, last))
        .collect()
}

fn cover(tree: &Tree<'_>, tokens: &[usize]) -> Option<Span> {
    let words = || {
        tokens
            .iter()
            .filter(|t| tree.token(**t).upos != Upos::Punct)
    };
    let first = words().min()?;
    let last = words().max()?;
    Some(tree.sentence.span_of(*first, *last))
}
