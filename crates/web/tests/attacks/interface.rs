//! What is sent to the interface: operations, parameters and bodies as its own description tells them.

use serde_json::{Map, Value, json};
use store::people::Role;

use super::forms::filled;
use super::office::Town;
use super::{Shot, payloads};

/// What is sent in a string of JSON.
fn texts() -> Vec<(&'static str, Value)> {
    let script =
        "'\"; DROP TABLE users; -- <script>alert(1)</script><img src=x onerror=alert(1)>\u{202e}";
    vec![
        ("quotes and script", json!(script)),
        ("NUL", json!("甲\u{0}乙")),
        ("a megabyte", json!("甲".repeat(350_000))),
        ("a number", json!(12)),
        ("null", Value::Null),
        ("a list", json!([[[]]])),
    ]
}

/// What is sent where a number belongs.
fn numbers() -> Vec<(&'static str, Value)> {
    vec![
        ("the greatest number", json!(i64::MAX)),
        ("the least number", json!(i64::MIN)),
        ("more than there is", json!(u64::MAX)),
        ("a fraction", json!(1.5)),
        ("text", json!("1; DROP TABLE users")),
    ]
}

/// Everything that is tried.
pub(crate) fn shots(town: &Town) -> impl Iterator<Item = Shot> {
    let document = serde_json::to_value(web::api::document()).expect("JSON");
    let mut shots = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("an item") {
            let method = match method.as_str() {
                "get" => "GET",
                "post" => "POST",
                "put" => "PUT",
                "delete" => "DELETE",
                other => panic!("{other} {path}: attack this method too"),
            };
            for who in callers(operation) {
                one(town, &document, (method, path, operation), who, &mut shots);
            }
        }
    }
    shots.into_iter()
}

/// Who gets in, by kind of operation; and nobody.
fn callers(operation: &Value) -> Vec<Option<&'static str>> {
    let inside: &[Role] = match operation["tags"][0].as_str().unwrap_or_default() {
        "公开" => &[],
        "系统管理" => &[Role::SystemAdministrator],
        "安全管理" => &[Role::SecurityAdministrator],
        "审计" => &[Role::Auditor],
        "批量审核" | "进度与期限" => &[Role::Finance],
        _ => &[Role::Clerk, Role::Finance],
    };
    std::iter::once(None).chain(inside.iter().map(|role| Some(role.word()))).collect()
}

fn one(
    town: &Town,
    document: &Value,
    (method, path, operation): (&'static str, &str, &Value),
    who: Option<&'static str>,
    shots: &mut Vec<Shot>,
) {
    let whole = filled(path, |name| town.known(path, name));
    let mut add = |path: String, media: &'static str, body: Vec<u8>, name: String| {
        let body = body.into();
        shots.push(Shot { who, method, path, media, body, name });
    };
    if path.contains('{') {
        for (kind, value) in payloads() {
            let path = filled(path, |_| value.clone());
            add(path, "", Vec::new(), format!("{kind} in the address"));
        }
    }
    let none = Vec::new();
    let parameters = operation["parameters"].as_array().unwrap_or(&none).iter();
    for name in parameters.filter(|one| one["in"] == "query").filter_map(|one| one["name"].as_str())
    {
        for (kind, value) in payloads() {
            let path = format!("{whole}?{name}={value}");
            add(path, "", Vec::new(), format!("{kind} in {name}"));
        }
        add(format!("{whole}?{name}=1&{name}=2"), "", Vec::new(), format!("{name} twice"));
        let long = "9".repeat(30_000);
        add(format!("{whole}?{name}={long}"), "", Vec::new(), format!("much in {name}"));
    }
    let content = &operation["requestBody"]["content"];
    if let Some(schema) = content.get("application/json").map(|kind| &kind["schema"]) {
        let mut honest = honest(document, schema, "");
        // Registers, questionnaires and demands are the union's.
        let is_of_union =
            ["/registers", "/surveys", "/demands"].iter().any(|part| path.contains(part));
        if let Some(owner) = honest.pointer_mut("/owner").filter(|_| is_of_union) {
            *owner = json!("u");
        }
        for (name, body) in spoilt(&honest) {
            add(whole.clone(), "application/json", body.to_string().into_bytes(), name);
        }
        for odd in [&b"{\"a\":\"\xff\xfe\"}"[..], b"[", b"", b"\x00", b"{\"a\":1,\"a\":2}"] {
            let name = format!("odd JSON of {} bytes", odd.len());
            add(whole.clone(), "application/json", odd.to_vec(), name);
        }
        let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
        add(whole.clone(), "application/json", deep.into_bytes(), "deep JSON".to_owned());
        add(whole.clone(), "text/plain", b"a".to_vec(), "text".to_owned());
    } else if !content.is_null() {
        let odd = b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"<script>alert(1)</script>\
                    \x01.txt\"\r\n\r\n\x00\xff<script>alert(1)</script>\r\n--x\r\ncontent-disposition: form-data; \
                    name=\"owner\"\r\n\r\ns\x00'\r\n--x--\r\n";
        for media in
            ["multipart/form-data; boundary=x", "multipart/form-data", "application/octet-stream"]
        {
            let at = format!("{whole}?owner=u&name=%3Cscript%3Ealert(1)%3C/script%3E.txt");
            let at = match path.ends_with("/{id}/files") {
                true => at.replace("owner=u", "version=1&field=file"),
                false => at,
            };
            add(at, media, odd.to_vec(), format!("odd parts as {media}"));
        }
        add(whole.clone(), "multipart/form-data; boundary=x", odd.to_vec(), "odd parts".to_owned());
    }
}

/// A body as the description wants it.
fn honest(document: &Value, schema: &Value, name: &str) -> Value {
    if let Some(pointer) = schema["$ref"].as_str() {
        let found = document.pointer(pointer.trim_start_matches('#')).expect("a schema");
        return honest(document, found, name);
    }
    if let Some(all) = schema["oneOf"].as_array() {
        return honest(document, all.last().expect("one of them"), name);
    }
    if let Some(first) = schema["enum"].get(0) {
        let draft = json!("draft");
        return if name == "state" { draft } else { first.clone() };
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().and_then(Value::as_str).unwrap_or_default(),
        kind => kind.as_str().unwrap_or_default(),
    };
    match kind {
        "object" => {
            let none = Map::new();
            let fields = schema["properties"].as_object().unwrap_or(&none).iter();
            let fields = fields.map(|(name, field)| (name.clone(), honest(document, field, name)));
            Value::Object(fields.collect())
        }
        "array" => json!([honest(document, &schema["items"], name)]),
        "integer" | "number" => json!(if name == "year" { 2026 } else { 1 }),
        "boolean" => json!(false),
        _ => match name {
            "owner" | "home" | "organisation" | "parent" => json!("s"),
            "facet" => json!("relevance"),
            "path" => json!("title"),
            "held_on" | "due_on" | "paid_on" | "served_on" | "since" | "from" | "until"
            | "opens" | "closes" | "finished_on" | "as_of" | "deadline" => json!("2026-01-08"),
            "key" => json!("99032126P00110010001X/社会效益指标/受助家庭人均收入增长率"),
            "words" => json!("5%"),
            "measure" => json!(""),
            "how" => json!("add"),
            _ => json!("甲"),
        },
    }
}

/// The body with one value spoilt, in every way, value by value.
fn spoilt(honest: &Value) -> Vec<(String, Value)> {
    let mut places = Vec::new();
    leaves(honest, String::new(), &mut places);
    let mut all = vec![("honest".to_owned(), honest.clone())];
    for place in places {
        let is_number = honest.pointer(&place).is_some_and(Value::is_number);
        for (kind, value) in if is_number { numbers() } else { texts() } {
            let mut body = honest.clone();
            if let Some(at) = body.pointer_mut(&place) {
                *at = value;
            }
            all.push((format!("{kind} in {place}"), body));
        }
    }
    let mut more = honest.clone();
    if let Some(fields) = more.as_object_mut() {
        fields.insert("<script>alert(1)</script>".to_owned(), json!(1));
        all.push(("a field that nobody knows".to_owned(), more));
    }
    all
}

fn leaves(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields
                .iter()
                .for_each(|(name, field)| leaves(field, format!("{place}/{name}"), places));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(at, item)| leaves(item, format!("{place}/{at}"), places));
        }
        _ => places.push(place),
    }
}
