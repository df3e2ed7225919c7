//! A statement as `jiheng extract` prints it, read back to the same statement.
//!
//! What a file says of places is not believed: every run of words is held against the linear text.
//! Where they differ, because somebody changed the words, a new linear text is made of the words.

use ground::{Anchor, Finding, Format, Place, Severity, Source, Span};
use model::statement::Statement;
use serde_json::{Map, Value};

use crate::{Reading, codes};

/// The identifier of the structure; its last number changes when a reader of it would break.
pub const SCHEMA: &str = "jiheng/statement/1";

/// No statement is longer: the longest known has a tenth of it.
const LONGEST: usize = 16 << 20;

/// Reads it.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Reading {
    match parsed(name, bytes) {
        Ok(reading) => reading,
        Err(finding) => Reading {
            source: Source::new(name, Format::Text, String::new(), Vec::new()),
            statement: Statement::default(),
            findings: vec![*finding],
        },
    }
}

/// A reading as another process of this very program hands it over: what `jiheng extract` prints. Unlike a
/// file of a user's it is taken as it stands.
pub fn handed_over(name: &str, bytes: &[u8]) -> Option<Reading> {
    let mut file: Value = serde_json::from_slice(bytes).ok()?;
    let mut take = |key: &str| file.get_mut(key).map(Value::take);
    let source: Source = serde_json::from_value(take("source")?).ok()?;
    let findings = serde_json::from_value(take("findings")?).ok()?;
    let statement = serde_json::from_value(take("statement")?).ok()?;
    // Made anew: what it counts of its text is not handed over.
    let made = Source::new(name, source.format, source.text, source.anchors);
    Some(Reading { source: made.encoded_as(&source.encoding), statement, findings })
}

fn parsed(name: &str, bytes: &[u8]) -> Result<Reading, Box<Finding>> {
    if bytes.len() > LONGEST {
        let message = format!("JSON 有 {} MB，超过 {} MB 的上限", bytes.len() >> 20, LONGEST >> 20);
        return Err(refused(codes::FILE_TOO_LARGE, &message, "请确认这是一份绩效文本的导出结果"));
    }
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut file: Value = serde_json::from_slice(body).map_err(|error| broken(&error))?;
    let schema = file.get("schema").and_then(Value::as_str).unwrap_or_default();
    if schema != SCHEMA {
        let message = format!("JSON 的结构标识是“{schema}”，能读取的是“{SCHEMA}”");
        let help = "请用同一版本的 jiheng extract 重新导出";
        return Err(refused(codes::FORMAT_UNSUPPORTED, &message, help));
    }
    let mut take = |key: &str| file.get_mut(key).map(Value::take).unwrap_or_default();
    let (source, mut statement, findings) = (take("source"), take("statement"), take("findings"));
    let text = source.get("text").and_then(Value::as_str).unwrap_or_default();
    let is_sound = all_words(&statement, &|words| agrees(words, text));
    let format =
        source.get("format").cloned().and_then(|format| serde_json::from_value(format).ok());
    let (text, anchors, mut said) = if is_sound {
        (text.to_owned(), anchors(&source), said(findings, text))
    } else {
        let (text, anchors) = laid_out(&mut statement);
        (text, anchors, vec![changed()])
    };
    let statement: Statement = serde_json::from_value(statement).map_err(|error| broken(&error))?;
    let encoding = source.get("encoding").and_then(Value::as_str).unwrap_or("UTF-8");
    let source = Source::new(name, format.unwrap_or_default(), text, anchors).encoded_as(encoding);
    said.retain(|finding| finding.code != codes::NAME_AND_CONTENT_DIFFER);
    Ok(Reading { source, statement, findings: said })
}

fn refused(code: ground::RuleCode, message: &str, help: &str) -> Box<Finding> {
    Box::new(Finding::new(code, Severity::Error, Span::at(0), message).help(help))
}

fn broken(error: &serde_json::Error) -> Box<Finding> {
    let at = match (error.line(), error.column()) {
        (0, _) => "某处".to_owned(),
        (line, column) => format!("第{line}行第{column}列"),
    };
    let message = format!("JSON 的{at}不合要求，无法读取");
    refused(codes::FILE_DAMAGED, &message, "请用 jiheng extract 重新导出，不要手工改动结构")
}

fn changed() -> Finding {
    let message =
        "JSON 里的文字与所附原文不一致，可能改动过；已按 JSON 里的文字审核，位置按新排的文本计算";
    Finding::new(codes::ROW_UNCERTAIN, Severity::Note, Span::at(0), message)
        .help("数值、日期等以 JSON 里的 value 为准；改动文字后请核对 value 是否一致")
}

/// Whether all words in a value pass.
fn all_words(value: &Value, passes: &dyn Fn(&Map<String, Value>) -> bool) -> bool {
    match value {
        Value::Object(object) => {
            (!is_words(object) || passes(object))
                && object.values().all(|inner| all_words(inner, passes))
        }
        Value::Array(items) => items.iter().all(|inner| all_words(inner, passes)),
        _ => true,
    }
}

/// An object with a text and a place in the linear text.
fn is_words(object: &Map<String, Value>) -> bool {
    object.contains_key("at") && object.get("text").is_some_and(Value::is_string)
}

/// Whether words stand in the linear text where they say.
fn agrees(words: &Map<String, Value>, text: &str) -> bool {
    checked(words, text).is_some()
}

fn checked(words: &Map<String, Value>, text: &str) -> Option<()> {
    let own = words.get("text")?.as_str()?;
    let (start, end) = span(words.get("at")?)?;
    let raw = text.get(start..end)?;
    if words.get("raw").and_then(Value::as_str).is_some_and(|said| said != raw) {
        return None;
    }
    let pieces = match words.get("pieces") {
        Some(pieces) => pieces.as_array()?.as_slice(),
        None => &[],
    };
    if pieces.is_empty() {
        return text.get(start..start.checked_add(own.len())?).filter(|run| *run == own).map(drop);
    }
    let mut done = (0, start);
    for (index, piece) in pieces.iter().enumerate() {
        let (begin, from) = (number(piece.get("text")?)?, number(piece.get("source")?)?);
        let next = pieces.get(index + 1).map(|next| number(next.get("text")?));
        let stop = next.unwrap_or(Some(own.len()))?;
        let run = own.get(begin..stop).filter(|run| !run.is_empty())?;
        let in_order = begin == done.0 && from >= done.1;
        if !in_order || text.get(from..from.checked_add(run.len())?) != Some(run) {
            return None;
        }
        done = (stop, from + run.len());
    }
    (done == (own.len(), end)).then_some(())
}

fn span(at: &Value) -> Option<(usize, usize)> {
    let (start, end) = (number(at.get("start")?)?, number(at.get("end")?)?);
    (start <= end).then_some((start, end))
}

fn number(value: &Value) -> Option<usize> {
    u32::try_from(value.as_u64()?).ok().map(|number| number as usize)
}

/// The places of the linear text, as far as they are in order.
fn anchors(source: &Value) -> Vec<Anchor> {
    let listed = source.get("anchors").cloned().unwrap_or_default();
    let anchors: Vec<Anchor> = serde_json::from_value(listed).unwrap_or_default();
    let sorted = anchors.is_sorted_by_key(|anchor| anchor.start);
    if sorted { anchors } else { Vec::new() }
}

/// What was said of the original file, as far as it speaks of places that are there.
fn said(findings: Value, text: &str) -> Vec<Finding> {
    let findings: Vec<Finding> = serde_json::from_value(findings).unwrap_or_default();
    let there = |span: Span| text.get(span.range()).is_some();
    let is_sound = |finding: &Finding| {
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        finding.marks.iter().all(|mark| there(mark.span))
            && edits.into_iter().all(|e| there(e.span))
    };
    findings.into_iter().filter(is_sound).collect()
}

/// A new linear text of the words in the order in which they stood, each on a line of its own, and
/// the words moved to it.
fn laid_out(statement: &mut Value) -> (String, Vec<Anchor>) {
    let mut words: Vec<&mut Map<String, Value>> = Vec::new();
    gather(statement, &mut words);
    words.sort_by_key(|words| words.get("at").and_then(span).unwrap_or_default());
    let mut text = String::new();
    let mut anchors = Vec::new();
    for (line, words) in (1u32..).zip(words) {
        let own = words.get("text").and_then(Value::as_str).unwrap_or_default().replace('\n', " ");
        let span = Span::new(text.len()..text.len() + own.len());
        let place =
            words.get("place").cloned().and_then(|place| serde_json::from_value(place).ok());
        let place = place.unwrap_or(Place::Line { line, column: 1 });
        text.push_str(&own);
        text.push('\n');
        words.insert("text".into(), Value::from(own));
        words.insert("at".into(), serde_json::json!({ "start": span.start, "end": span.end }));
        words.insert("place".into(), serde_json::to_value(&place).unwrap_or_default());
        words.remove("raw");
        words.remove("pieces");
        anchors.push(Anchor { start: span.start, place });
    }
    (text, anchors)
}

fn gather<'v>(value: &'v mut Value, words: &mut Vec<&'v mut Map<String, Value>>) {
    match value {
        Value::Object(object) => {
            if is_words(object) {
                words.push(object);
            } else {
                object.values_mut().for_each(|inner| gather(inner, words));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| gather(inner, words)),
        _ => {}
    }
}
