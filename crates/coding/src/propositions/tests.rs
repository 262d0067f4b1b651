//! Each construction, as a hand-written tree and the propositions that it must give.

use crate::testing::{lexicon, sentence};
use crate::tree::Tree;
use demarche_story::{Argument, Modality, Proposition, Role, Sentence, Tense};

/// Writes a proposition as `predicate(role=word, …)`, with what grammar says after it.
fn show(sentence: &Sentence, proposition: &Proposition) -> String {
    let name = |role: &Role| match role {
        Role::Subj => "subj".to_string(),
        Role::Obj => "obj".to_string(),
        Role::Iobj => "iobj".to_string(),
        Role::Comp => "comp".to_string(),
        Role::Prep(preposition) => preposition.clone(),
    };
    let word = |a: &Argument| sentence.tokens[a.token as usize].form.to_string();
    let arguments: Vec<String> = proposition
        .arguments
        .iter()
        .map(|a| format!("{}={}", name(&a.role), word(a)))
        .collect();
    let mut text = format!("{}({})", proposition.predicate, arguments.join(", "));
    if proposition.negated {
        text.push_str(" not");
    }
    if proposition.tense == Tense::Future {
        text.push_str(" future");
    }
    if let Some(modality) = proposition.modality {
        text.push_str(match modality {
            Modality::Possible => " possible",
            Modality::Necessary => " necessary",
            Modality::Conditional => " conditional",
            Modality::Question => " question",
            Modality::Imperative => " imperative",
        });
    }
    text
}

fn check(nouns: &[&str], lines: &str, expected: &[&str]) {
    let sentence = sentence(lines);
    let found = super::build(&[Tree::new(&sentence)], &lexicon(nouns));
    let shown: Vec<String> = found.iter().map(|p| show(&sentence, p)).collect();
    assert_eq!(shown, expected);
}

#[test]
fn active_and_passive_are_one() {
    check(
        &[],
        "Chad Chad PROPN NNP 2 nsubj\n shelled shell VERB VBD 0 root\n Adre Adre PROPN NNP 2 obj",
        &["shell(subj=Chad, obj=Adre)"],
    );
    check(
        &[],
        "Adre Adre PROPN NNP 3 nsubj:pass\n was be AUX VBD 3 aux:pass\n shelled shell VERB VBN 0 root\n
         by by ADP IN 5 case\n Chad Chad PROPN NNP 3 obl:agent",
        &["shell(subj=Chad, obj=Adre)"],
    );
    check(
        &[],
        "Adre Adre PROPN NNP 3 nsubj:pass\n was be AUX VBD 3 aux:pass\n shelled shell VERB VBN 0 root",
        &["shell(obj=Adre)"],
    );
}

#[test]
fn relative_clauses_have_their_antecedent() {
    check(
        &[],
        "rebels rebel NOUN NNS 0 root\n who who PRON WP 3 nsubj\n seized seize VERB VBD 1 acl:relcl\n
         Goma Goma PROPN NNP 3 obj",
        &["seize(subj=rebels, obj=Goma)"],
    );
    check(
        &[],
        "men man NOUN NNS 0 root\n detained detain VERB VBN 1 acl\n by by ADP IN 4 case\n
         police police NOUN NN 2 obl",
        &["detain(subj=police, obj=men)"],
    );
}

#[test]
fn control_by_subject_and_object() {
    check(
        &[],
        "Oslo Oslo PROPN NNP 2 nsubj\n urged urge VERB VBD 0 root\n Mali Mali PROPN NNP 2 obj\n
         to to PART TO 5 mark\n withdraw withdraw VERB VB 2 xcomp",
        &[
            "urge(subj=Oslo, obj=Mali, comp=withdraw)",
            "withdraw(subj=Mali)",
        ],
    );
    check(
        &[],
        "Oslo Oslo PROPN NNP 2 nsubj\n promised promise VERB VBD 0 root\n Mali Mali PROPN NNP 2 obj\n
         to to PART TO 5 mark\n help help VERB VB 2 xcomp",
        &["promise(subj=Oslo, obj=Mali, comp=help)", "help(subj=Oslo)"],
    );
}

#[test]
fn conjuncts_share_subject_voice_and_object() {
    check(
        &[],
        "He he PRON PRP 3 nsubj:pass\n was be AUX VBD 3 aux:pass\n arrested arrest VERB VBN 0 root\n
         and and CCONJ CC 5 cc\n charged charge VERB VBN 3 conj",
        &["arrest(obj=He)", "charge(obj=He)"],
    );
    check(
        &[],
        "Mobs mob NOUN NNS 2 nsubj\n stormed storm VERB VBD 0 root\n and and CCONJ CC 4 cc\n
         looted loot VERB VBD 2 conj\n shops shop NOUN NNS 4 obj",
        &["storm(subj=Mobs, obj=shops)", "loot(subj=Mobs, obj=shops)"],
    );
}

#[test]
fn light_verbs_lend_their_arguments() {
    check(
        &["talk"],
        "Peru Peru PROPN NNP 3 nsubj\n will will AUX MD 3 aux\n hold hold VERB VB 0 root\n
         talks talk NOUN NNS 3 obj\n with with ADP IN 6 case\n Chile Chile PROPN NNP 4 nmod",
        &[
            "hold(subj=Peru, obj=talks) future",
            "talk(subj=Peru, with=Chile) future",
        ],
    );
    check(
        &["attack"],
        "Kyiv Kyiv PROPN NNP 2 nsubj\n suffered suffer VERB VBD 0 root\n an a DET DT 4 det\n
         attack attack NOUN NN 2 obj",
        &["suffer(subj=Kyiv, obj=attack)", "attack(obj=Kyiv)"],
    );
    check(
        &["talk"],
        "Talks talk NOUN NNS 3 nsubj\n never never ADV RB 3 advmod\n resumed resume VERB VBD 0 root",
        &["talk() not", "resume(subj=Talks) not"],
    );
}

#[test]
fn nouns_have_owners_and_objects() {
    check(
        &["annexation"],
        "Iraq Iraq PROPN NNP 3 nmod:poss\n 's 's PART POS 1 case\n annexation annexation NOUN NN 0 root\n
         of of ADP IN 5 case\n Kuwait Kuwait PROPN NNP 3 nmod",
        &["annexation(subj=Iraq, obj=Kuwait, of=Kuwait, poss=Iraq)"],
    );
    check(
        &["talk"],
        "talks talk NOUN NNS 0 root\n between between ADP IN 3 case\n Peru Peru PROPN NNP 1 nmod\n
         and and CCONJ CC 5 cc\n Chile Chile PROPN NNP 3 conj",
        &["talk(between=Peru, between=Chile)"],
    );
}

#[test]
fn grammar_tells_denial_and_doubt() {
    check(
        &[],
        "No no DET DT 2 det\n troops troop NOUN NNS 3 nsubj\n left leave VERB VBD 0 root",
        &["leave(subj=troops) not"],
    );
    check(
        &[],
        "Togo Togo PROPN NNP 3 nsubj\n may may AUX MD 3 aux\n expel expel VERB VB 0 root\n him he PRON PRP 3 obj",
        &["expel(subj=Togo, obj=him) possible"],
    );
}

#[test]
fn what_one_is_accused_of_belongs_to_the_verb() {
    check(
        &[],
        "Mali Mali PROPN NNP 2 nsubj\n accused accuse VERB VBD 0 root\n France France PROPN NNP 2 obj\n
         of of SCONJ IN 5 mark\n spying spy VERB VBG 3 acl",
        &["accuse(subj=Mali, obj=France, of=spying)", "spy(subj=France)"],
    );
}

mod properties {
    use super::*;
    use demarche_story::{Relation, Upos, Xpos};
    use proptest::prelude::*;

    /// Any labels on any heads, trees or not.
    fn any_sentence() -> impl Strategy<Value = Sentence> {
        let token = (
            0usize..Upos::ALL.len(),
            0usize..Xpos::ALL.len(),
            0usize..Relation::ALL.len(),
            0u32..14,
        );
        prop::collection::vec(token, 1..14).prop_map(|tokens| {
            let count = tokens.len() as u32;
            let lines: String = tokens
                .iter()
                .map(|(upos, xpos, relation, head)| {
                    format!(
                        "talk talk {} {} {} {}\n",
                        Upos::ALL[*upos],
                        Xpos::ALL[*xpos],
                        (head % (count + 1)),
                        Relation::ALL[*relation]
                    )
                })
                .collect();
            sentence(&lines)
        })
    }

    proptest! {
        #[test]
        fn no_tree_panics_and_every_argument_is_a_token(sentence in any_sentence()) {
            let found = super::super::build(&[Tree::new(&sentence)], &lexicon(&["talk"]));
            for proposition in &found {
                prop_assert!((proposition.head as usize) < sentence.tokens.len());
                for argument in &proposition.arguments {
                    prop_assert!((argument.token as usize) < sentence.tokens.len());
                    if let Some(index) = argument.proposition {
                        prop_assert_eq!(found[index as usize].head, argument.token);
                    }
                }
            }
        }
    }
}

#[test]
fn infinitives_below_nouns_have_the_nouns_doers() {
    // A light verb's subject is the noun's, and then the infinitive's.
    check(
        &["plan"],
        "Chad Chad PROPN NNP 2 nsubj\n holds hold VERB VBZ 0 root\n a a DET DT 4 det\n
         plan plan NOUN NN 2 obj\n to to PART TO 6 mark\n shell shell VERB VB 4 acl\n
         Adre Adre PROPN NNP 6 obj",
        &[
            "hold(subj=Chad, obj=plan)",
            "plan(subj=Chad, comp=shell)",
            "shell(subj=Chad, obj=Adre)",
        ],
    );
}

#[test]
fn doers_behind_victims_and_aims_behind_doers() {
    check(
        &["shelling"],
        "the the DET DT 2 det\n shelling shelling NOUN NN 0 root\n of of ADP IN 4 case\n
         Adre Adre PROPN NNP 2 nmod\n by by ADP IN 6 case\n Chad Chad PROPN NNP 4 nmod",
        &["shelling(subj=Chad, obj=Adre, of=Adre)"],
    );
    check(
        &[],
        "Force force NOUN NN 3 nsubj:pass\n was be AUX VBD 3 aux:pass\n used use VERB VBN 0 root\n
         by by ADP IN 5 case\n Chad Chad PROPN NNP 3 obl:agent\n against against ADP IN 7 case\n
         Adre Adre PROPN NNP 5 nmod",
        &["use(subj=Chad, obj=Force, against=Adre)"],
    );
}

#[test]
fn a_noun_behind_a_verb_without_a_preposition_is_its_object() {
    check(
        &[],
        "Chad Chad PROPN NNP 2 nsubj\n shelled shell VERB VBD 0 root\n Adre Adre PROPN NNP 2 obl",
        &["shell(subj=Chad, obj=Adre)"],
    );
}
