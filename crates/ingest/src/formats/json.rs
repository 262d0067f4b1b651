//! JSON values as records: objects, nested objects, lists, bare strings.

use super::Raw;
use super::record::{self, Field};
use crate::block::Origin;
use crate::encoding;
use crate::limits;
use crate::options::Options;
use demarche_story::Problem;
use serde_json::Value;

/// Nesting below which a record's values are not looked at.
const NESTING: usize = 3;

/// The fields of a JSON object; a bare string is a text.
fn fields(value: &Value) -> Vec<Field> {
    let mut fields = Vec::new();
    match value {
        Value::String(text) => fields.push(("text".to_owned(), text.clone())),
        other => flatten(other, "", 0, &mut fields),
    }
    fields
}

fn flatten(value: &Value, path: &str, depth: usize, fields: &mut Vec<Field>) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => add(fields, path, flag.to_string()),
        Value::Number(number) => add(fields, path, number.to_string()),
        Value::String(text) => add(fields, path, text.clone()),
        // A list of strings is one value of several paragraphs or names.
        Value::Array(list) if depth < NESTING => {
            for item in list {
                flatten(item, path, depth + 1, fields);
            }
        }
        Value::Object(object) if depth < NESTING => {
            // In whatever order serde_json was built to keep them, fields are read by name.
            let mut entries: Vec<_> = object.iter().collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            for (key, inner) in entries {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                flatten(inner, &path, depth + 1, fields);
            }
        }
        Value::Array(_) | Value::Object(_) => {}
    }
}

fn add(fields: &mut Vec<Field>, path: &str, value: String) {
    match fields.last_mut() {
        Some((last, text)) if last == path => {
            text.push_str("\n\n");
            text.push_str(&value);
        }
        _ => fields.push((path.to_owned(), value)),
    }
}

/// The story of one JSON value.
pub(crate) fn story(value: &Value, origin: Origin, options: &Options) -> Raw {
    if !matches!(value, Value::Object(_) | Value::String(_)) {
        return Raw::Problem(at(
            &origin,
            Problem::error(
                &origin.place,
                format!("a JSON {} where a story should be", kind(value)),
            )
            .help("each story is an object with its text in a field such as `text`"),
        ));
    }
    let fields = fields(value);
    match record::page(&fields, &options.columns) {
        Ok(page) => Raw::Page(Box::new(page), origin),
        Err(names) => Raw::Problem(at(&origin, missing_text(&origin.place, &names, options))),
    }
}

/// A record without a text.
pub(crate) fn missing_text(place: &str, names: &str, options: &Options) -> Problem {
    let what = match &options.columns.text {
        Some(wanted) => format!("no text: the field `{wanted}` is missing or empty"),
        None => "no text: no field that holds a story's text".to_owned(),
    };
    let what = if names.is_empty() {
        format!("{what} (the record has no fields)")
    } else {
        format!("{what} (the record has {names})")
    };
    Problem::error(place, what).help("name the field that holds the text: text=FIELD")
}

/// A problem at an origin's line.
pub(crate) fn at(origin: &Origin, problem: Problem) -> Problem {
    match origin.line {
        Some(line) => problem.at_line(line),
        None => problem,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// What one record's bytes yield: a page, problems, or both.
pub(crate) fn record(bytes: &[u8], origin: Origin, options: &Options) -> Vec<Raw> {
    let decoded = encoding::decode(bytes, None);
    let mut raws = Vec::new();
    if let Some(problem) = decoded.problem(&origin.place) {
        raws.push(Raw::Problem(at(&origin, problem)));
    }
    match serde_json::from_str::<Value>(&decoded.text) {
        Ok(value) => raws.push(story(&value, origin, options)),
        Err(error) => raws.push(Raw::Problem(at(&origin, malformed(&origin.place, &error)))),
    }
    raws
}

/// A record that is not JSON.
pub(crate) fn malformed(place: &str, error: &serde_json::Error) -> Problem {
    let message = error.to_string();
    // The record's own line stands before the message.
    let message = match message.split_once(" at line ") {
        Some((message, _)) => format!("{message} at column {}", error.column()),
        None => message,
    };
    Problem::error(place, format!("not JSON: {message}"))
        .help("mend or delete this record; the others are read")
}

/// A JSON file that is one value: an object that is a story, or that holds a
/// list of stories somewhere.
pub(crate) fn document(text: &str, place: &str, options: &Options) -> Vec<Raw> {
    let origin = |record: Option<u64>| Origin {
        place: place.to_owned(),
        line: None,
        record,
    };
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let problem = Problem::error(place, format!("not JSON: {error}"))
                .at_line(error.line() as u64)
                .help("mend the file, or say what format it is in");
            return vec![Raw::Problem(problem)];
        }
    };
    let direct = record::page(&fields(&value), &options.columns).is_ok();
    if !direct && let Some(list) = stories_in(&value, options, 0) {
        return list
            .iter()
            .enumerate()
            .map(|(index, item)| story(item, origin(Some(index as u64 + 1)), options))
            .collect();
    }
    vec![story(&value, origin(None), options)]
}

/// The first list, outer ones first, that has a story in it.
fn stories_in<'a>(value: &'a Value, options: &Options, depth: usize) -> Option<&'a [Value]> {
    let Value::Object(object) = value else {
        return None;
    };
    let here = object.values().find_map(|inner| {
        let list = inner.as_array()?;
        list.iter()
            .any(|item| item.is_object() && record::page(&fields(item), &options.columns).is_ok())
            .then_some(list.as_slice())
    });
    if here.is_some() || depth >= 3 {
        return here;
    }
    object
        .values()
        .find_map(|inner| stories_in(inner, options, depth + 1))
}

/// A record that is longer than [`limits::RECORD`].
pub(crate) fn too_long(place: &str, line: u64, what: &str) -> Raw {
    Raw::Problem(
        Problem::error(
            place,
            format!(
                "{what} of more than {}: skipped",
                limits::megabytes(limits::RECORD)
            ),
        )
        .at_line(line)
        .help("check for a missing line break, quote or bracket; split long texts"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(json: &str) -> Vec<String> {
        document(json, "test.json", &Options::default())
            .into_iter()
            .map(|raw| match raw {
                Raw::Page(page, _) => page.text,
                Raw::Problem(problem) => problem.to_string(),
            })
            .collect()
    }

    #[test]
    fn objects_and_lists_inside_objects_are_stories() {
        assert_eq!(texts(r#"{"text":"One."}"#), ["One."]);
        assert_eq!(
            texts(
                r#"{"status":"ok","response":{"results":[{"fields":{"bodyText":"One."}},{"body":"Two."}]}}"#
            ),
            ["One.", "Two."]
        );
        assert_eq!(texts(r#"{"paragraphs":["One.","Two."]}"#), ["One.\n\nTwo."]);
    }

    #[test]
    fn what_is_no_story_is_told() {
        assert_eq!(
            texts(r#"{"headline":"x"}"#),
            [
                "test.json: no text: no field that holds a story's text (the record has headline) \
              (name the field that holds the text: text=FIELD)"
            ]
        );
        assert!(
            texts("{")
                .concat()
                .starts_with("test.json:1: not JSON: EOF")
        );
        assert!(texts("3").concat().contains("a JSON number where"));
    }
}
