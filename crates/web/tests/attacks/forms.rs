//! What is sent to pages: their addresses from the table, their fields from the code behind them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use store::people::Role;

use super::office::Town;
use super::{Shot, payloads};
use crate::support::encoded;

const FORM: &str = "application/x-www-form-urlencoded";
/// More than an address may hold is refused before it comes to us.
const LONGEST_ADDRESS: usize = 30_000;
const HUGE: usize = 1 << 20;

/// An address of the table.
struct Route {
    method: &'static str,
    path: String,
    /// Nobody, and some who get in.
    callers: Vec<Option<&'static str>>,
    fields: Vec<String>,
    /// Whether one gets there without signing in.
    is_open: bool,
}

/// Everything that is tried.
pub(crate) fn shots(town: &Town) -> impl Iterator<Item = Shot> {
    let too_much = Bytes::from(vec![b'a'; 40 << 20]);
    routes().into_iter().flat_map(move |route| {
        let of = |who: &Option<&'static str>| attack(town, &route, *who, &too_much);
        route.callers.iter().flat_map(of).collect::<Vec<_>>()
    })
}

fn attack(town: &Town, route: &Route, who: Option<&'static str>, too_much: &Bytes) -> Vec<Shot> {
    let mut shots = Vec::new();
    let whole = filled(&route.path, |name| town.known(&route.path, name));
    let mut add = |path: String, media: &'static str, body: Vec<u8>, name: String| {
        let body = Bytes::from(body);
        shots.push(Shot { who, method: route.method, path, media, body, name });
    };
    let mut send = |pairs: &[(String, String)], name: String| {
        let text = joined(pairs);
        if route.method == "GET" {
            let text = text.get(..LONGEST_ADDRESS).unwrap_or(&text);
            add(format!("{whole}?{text}"), "", Vec::new(), name);
        } else {
            add(whole.clone(), FORM, text.into_bytes(), name);
        }
    };
    let honest: Vec<_> =
        route.fields.iter().map(|it| (it.clone(), honest(town, route, it))).collect();
    for (kind, value) in payloads() {
        let all: Vec<_> = route.fields.iter().map(|it| (it.clone(), value.clone())).collect();
        send(&all, format!("{kind} in all fields"));
    }
    // Whoever is not even let in is not told more by trying field after field.
    let honest = if who.is_none() && !route.is_open { Vec::new() } else { honest };
    for (at, (field, _)) in honest.iter().enumerate() {
        let with = |value: &str| {
            let mut pairs = honest.clone();
            pairs[at].1 = value.to_owned();
            pairs
        };
        for (kind, value) in payloads() {
            send(&with(&value), format!("{kind} in {field}"));
        }
        send(&with(&"a".repeat(HUGE)), format!("a megabyte in {field}"));
        let mut twice = honest.clone();
        twice.push((field.clone(), "2".to_owned()));
        send(&twice, format!("{field} twice"));
    }
    if route.path.contains('{') {
        for (kind, value) in payloads() {
            add(
                filled(&route.path, |_| value.clone()),
                FORM,
                Vec::new(),
                format!("{kind} in the address"),
            );
        }
    }
    if route.method == "POST" {
        for (media, body) in [
            ("text/plain", b"\xff\xfe\x00a=1".to_vec()),
            ("application/json", b"{\"a\":".to_vec()),
            ("multipart/form-data", b"--x".to_vec()),
            (
                "multipart/form-data; boundary=x",
                b"--x\r\ncontent-disposition: form-data\r\n\r\n".to_vec(),
            ),
            (FORM, b"\xbc\xd7=\xff&=&&%zz=%".to_vec()),
        ] {
            let name = format!("{media} of {} bytes", body.len());
            add(whole.clone(), media, body, name);
        }
        let parts = parts(&route.fields);
        add(whole.clone(), "multipart/form-data; boundary=x", parts, "parts of a form".to_owned());
        let (path, body, name) = (whole.clone(), too_much.clone(), "40 megabytes".to_owned());
        shots.push(Shot { who, method: route.method, path, media: FORM, body, name });
    }
    shots
}

/// A form of parts in which every part holds markup, NUL and odd bytes, and so does each file's name.
fn parts(fields: &[String]) -> Vec<u8> {
    let mut body = Vec::new();
    for field in fields {
        let head = format!(
            "--x\r\ncontent-disposition: form-data; name=\"{field}\"; \
             filename=\"<script>alert(1)</script>'.txt\"\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(b"'\"><script>alert(1)</script>\x00\xff\xfe 2026\r\n");
    }
    body.extend(b"--x--\r\n");
    body
}

/// What an honest browser would send.
fn honest(town: &Town, route: &Route, field: &str) -> String {
    let is_reviewed = town.known(&route.path, "id") == town.reviewed;
    let value = match field {
        "version" | "projects" | "project" | "page" | "position" | "warn_days" | "days" => "1",
        "_revision" => "0",
        "_base" | "_seen" | "a" | "b" => "1",
        "state" if is_reviewed => "finance_review",
        "state" => "draft",
        "year" => "2026",
        "owner" if route.path.contains("/demands") => "u",
        "owner" | "home" | "organisation" | "parent" => "s",
        "to" | "statement" | "for" => &town.written,
        "user" => &town.victim,
        "role" => "clerk",
        "kind" if route.path.contains("/demands") => "targets",
        "origin" => "review",
        "decider" => "none",
        "kind" => "accepted",
        "facet" => "relevance",
        "code" => "TGT001",
        "place" => "projects/0/purpose",
        "stage" => "send",
        "held_on" | "due_on" | "finished_on" | "as_of" => "2026-01-08",
        "key" => "99032126P00110010001X/社会效益指标/受助家庭人均收入增长率",
        "words" if route.path.contains("/year") => "5%",
        "mark" => "10",
        "scopes" => "read_statements",
        _ => "甲",
    };
    encoded(value)
}

fn joined(pairs: &[(String, String)]) -> String {
    let pairs = pairs.iter().map(|(name, value)| format!("{}={value}", encoded(name)));
    pairs.collect::<Vec<_>>().join("&")
}

/// The path with something in the place of each parameter.
pub(crate) fn filled(path: &str, value: impl Fn(&str) -> String) -> String {
    let piece = |piece: &str| match piece.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
        Some(name) => value(name),
        None => piece.to_owned(),
    };
    path.split('/').map(piece).collect::<Vec<_>>().join("/")
}

/// The table of addresses, each with those who get in: nobody, and the first and last role that does.
fn routes() -> Vec<Route> {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"));
    let handlers = handlers();
    let table = include_str!("../../../../tests/tables/routes.txt");
    let lines = table.lines().filter(|line| line.starts_with(['G', 'P']));
    let route = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let (method, path) = (cells[0], cells[1].to_owned());
        let gets_in = |cell: &&str| !["refused", "sign-in"].contains(cell);
        let mut inside: Vec<_> = Role::ALL
            .iter()
            .zip(&cells[3..])
            .filter(|(_, cell)| gets_in(cell))
            .map(|(role, _)| role.word())
            .collect();
        if inside.len() > 2 {
            // Those who write and those who review see most.
            inside.retain(|role| ["clerk", "finance"].contains(role));
        }
        let callers = std::iter::once(None).chain(inside.into_iter().map(Some)).collect();
        let key = (method.to_lowercase(), path.clone());
        let handler = handlers.iter().find(|(of, _)| *of == key).map(|(_, name)| name.as_str());
        let fields = handler.map(|handler| fields(&sources, handler)).unwrap_or_default();
        let method = if method == "GET" { "GET" } else { "POST" };
        Route { method, path, callers, fields, is_open: cells[2] != "sign-in" }
    };
    let all: Vec<Route> = lines.map(route).collect();
    let with_fields = all.iter().filter(|route| !route.fields.is_empty()).count();
    assert!(with_fields * 5 > all.len() * 2, "fields were found at {with_fields} addresses only");
    all
}

/// Method, path and handler, as the router lists them.
fn handlers() -> Vec<((String, String), String)> {
    let mut all = Vec::new();
    let router = concat!(
        include_str!("../../src/router.rs"),
        include_str!("../../src/router/appraisals.rs"),
        include_str!("../../src/router/beyond.rs")
    );
    for piece in router.split(".route(").skip(1) {
        let mut parts = piece.splitn(3, '"').skip(1);
        let (path, rest) = (parts.next().expect("a path"), parts.next().unwrap_or_default());
        for method in ["get", "post"] {
            for (at, _) in rest.match_indices(&format!("{method}(")) {
                let name =
                    rest[at + method.len() + 1..].split([')', '(']).next().unwrap_or_default();
                if name.contains("::") {
                    all.push(((method.to_owned(), path.to_owned()), name.to_owned()));
                }
            }
        }
    }
    all
}

/// All files below a folder: path and text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    for entry in
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() {
            all.extend(sources(&entry));
        } else {
            all.push((entry.clone(), fs::read_to_string(&entry).expect("a file")));
        }
    }
    all
}

/// The names of fields that the module of a handler takes: of the types that it deserializes, and the
/// words by which it takes parts and pairs apart.
fn fields(sources: &[(PathBuf, String)], handler: &str) -> Vec<String> {
    let mut names: Vec<&str> = handler.split("::").collect();
    let function = format!("fn {}(", names.pop().unwrap_or_default());
    let module = names.last().copied().unwrap_or_default();
    let is_module = |path: &Path| {
        path.iter().any(|part| part == module || part == format!("{module}.rs").as_str())
    };
    let home = sources.iter().find(|(path, text)| is_module(path) && text.contains(&function));
    let Some((home, text)) = home else { return Vec::new() };
    let folder = home.parent().unwrap_or(home);
    let below = home.with_extension("");
    let is_near = |path: &Path| {
        let stem = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        path == home
            || path.starts_with(&below)
            || path.parent() == Some(folder) && (stem == "mod.rs" || home.ends_with("mod.rs"))
    };
    let near: Vec<&str> =
        sources.iter().filter(|(path, _)| is_near(path)).map(|(_, text)| text.as_str()).collect();
    let types = taken(text, &function);
    let named = |named: &str| near.iter().find_map(|text| deserialized(text, named));
    let mut all = BTreeSet::new();
    for name in types {
        match named(&name) {
            Some(fields) => all.extend(fields),
            // Taken apart by hand.
            None => all.extend(near.iter().flat_map(|text| matched(text))),
        }
    }
    all.into_iter().collect()
}

/// The types in which a handler takes what was sent.
fn taken(text: &str, function: &str) -> Vec<String> {
    let head = text.split(function).nth(1).unwrap_or_default();
    let head = head.split("->").next().unwrap_or_default();
    let mut all = Vec::new();
    for holder in ["Form<", "Query<"] {
        for piece in head.split(holder).skip(1) {
            all.push(piece.split(['<', '>']).next().unwrap_or_default().to_owned());
        }
    }
    if head.contains("Multipart") {
        all.push("Multipart".to_owned());
    }
    all
}

/// The fields of a type, if it is deserialized here.
fn deserialized(text: &str, name: &str) -> Option<Vec<String>> {
    let (_, body) = text.split_once(&format!("struct {name} {{"))?;
    let body = body.split("\n}").next().unwrap_or_default();
    let mut all = Vec::new();
    let mut renamed = None;
    for line in body.lines().map(str::trim) {
        if let Some((_, rest)) = line.split_once("rename = \"") {
            renamed = rest.split('"').next().map(str::to_owned);
        } else if let Some((name, _)) = line.split_once(": ")
            && !line.starts_with(['/', '#'])
        {
            let name = name.trim_start_matches("pub(crate) ").trim_start_matches("pub ");
            all.push(renamed.take().unwrap_or_else(|| name.to_owned()));
        }
    }
    Some(all)
}

/// Words in arms and lookups by which parts and pairs are told: `Some("owner") =>`, `"_page" =>`, `all("name")`.
fn matched(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    for line in code.lines().map(str::trim) {
        let arm = line.split_once(" =>").map(|(left, _)| left);
        let left =
            arm.or_else(|| line.find("all(\"").map(|at| &line[at + 3..])).unwrap_or_default();
        let word = left.split('"').nth(1).unwrap_or_default();
        let is_word =
            !word.is_empty() && word.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'_');
        if is_word
            && (left.starts_with("Some(\"") || left.starts_with('"') || left.starts_with("(\""))
        {
            all.push(word.to_owned());
        }
    }
    all
}
