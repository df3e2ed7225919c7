//! What a request brings: body, query and parts of the address, with our own words if it is unreadable.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use ground::Day;
use office::Asker;
use office::beginning::Upload;
use office::budget_year::{self, YEARS};
use office::registers::sight::Wish;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};
use utoipa::{IntoParams, ToSchema};

use super::numbers::without_points;
use crate::{App, WebError};

/// How many items a list gives if nobody says.
const USUAL: u64 = 50;
/// How many items a list gives at most.
const MOST: u64 = 200;
/// The last page that can be asked for.
const LAST: u64 = 10_000;

/// A JSON body.
pub(crate) struct Sent<T>(pub(crate) T);
/// The query of an address.
pub(crate) struct Asked<T>(pub(crate) T);
/// The parts of an address.
pub(crate) struct At<T>(pub(crate) T);
/// A form of several parts.
pub(crate) struct Parcel(pub(crate) Multipart);
/// What was in the parts of a form.
pub(crate) struct Pieces {
    texts: BTreeMap<String, String>,
    files: Vec<Upload>,
}
/// A body as it comes, of any kind.
pub(crate) struct Raw(pub(crate) Vec<u8>);

/// 一页列表。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct List<T> {
    /// 这一页的各项。
    pub(crate) items: Vec<T>,
    /// 一共多少项。
    pub(crate) total: i64,
}

impl<T> List<T> {
    /// A list that is whole.
    pub(crate) fn whole(items: Vec<T>) -> List<T> {
        let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
        List { items, total }
    }
}

/// 新建的对象。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Made {
    /// 新建对象的标识。
    pub(crate) id: String,
}

/// 页码。
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageAsked {
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    pub(crate) page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    pub(crate) take: Option<u64>,
}

/// How many to pass over and how many to take.
pub(crate) fn window(page: Option<u64>, take: Option<u64>) -> Result<(u64, u64), WebError> {
    let (page, take) = (page.unwrap_or(1), take.unwrap_or(USUAL));
    if !(1..=LAST).contains(&page) || !(1..=MOST).contains(&take) {
        let said = format!("page 请填1到{LAST}，take 请填1到{MOST}");
        return Err(WebError::BadRequest(said));
    }
    Ok(((page - 1) * take, take))
}

/// A page of a list that is whole in memory.
pub(crate) fn part<T>(
    all: Vec<T>,
    page: Option<u64>,
    take: Option<u64>,
) -> Result<List<T>, WebError> {
    let (skip, take) = window(page, take)?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let few = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Ok(List { items: all.into_iter().skip(few(skip)).take(few(take)).collect(), total })
}

/// Whether personal data are wished as they are.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Plain(bool);

impl Plain {
    /// As the office understands it.
    pub(crate) fn wish(self) -> Wish {
        if self.0 { Wish::Plain } else { Wish::Masked }
    }
}

/// The organisation that was named, or else the asker's own.
pub(crate) fn owner<'a>(asker: &'a Asker, named: Option<&'a str>) -> &'a str {
    named.filter(|named| !named.is_empty()).unwrap_or(&asker.home)
}

/// A day that was sent under a name.
pub(crate) fn day(name: &str, text: &str) -> Result<Day, WebError> {
    let unclear = |_| WebError::BadRequest(format!("{name} 请写成 YYYY-MM-DD"));
    text.parse().map_err(unclear)
}

/// A day that was sent under a name, or another if none was.
pub(crate) fn day_or(name: &str, text: Option<&str>, other: Day) -> Result<Day, WebError> {
    text.map_or(Ok(other), |text| day(name, text))
}

/// A year that can be asked for.
pub(crate) fn year<N: Copy + Into<i64>>(year: N) -> Result<N, WebError> {
    if YEARS.contains(&year.into()) {
        return Ok(year);
    }
    Err(WebError::BadRequest(budget_year::BEYOND.to_owned()))
}

/// One of some words, or none.
pub(crate) fn words_or_null(all: impl IntoIterator<Item = impl Into<String>>) -> Object {
    let all = all.into_iter().map(|word| Value::String(word.into())).chain([Value::Null]);
    let kinds: SchemaType = [Type::String, Type::Null].into_iter().collect();
    ObjectBuilder::new().schema_type(kinds).enum_values(Some(all.collect::<Vec<_>>())).build()
}

/// One of some words.
pub(crate) fn words(all: impl IntoIterator<Item = impl Into<String>>) -> Object {
    let all: Vec<String> = all.into_iter().map(Into::into).collect();
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(all)).build()
}

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Sent<T>, WebError> {
        if !is_json(request.headers()) {
            return Err(WebError::Media("请用 JSON 发送，Content-Type 写 application/json"));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(cut)?;
        let unclear = |error: serde_json::Error| {
            WebError::BadRequest(format!("JSON 看不懂，请对照接口说明：{error}"))
        };
        let mut value: Value = serde_json::from_slice(&without_points(&bytes)).map_err(unclear)?;
        make_whole(&mut value);
        let value: T = serde_json::from_value(value).map_err(unclear)?;
        // No text of ours has one, and PostgreSQL keeps none.
        if bytes.windows(6).any(|six| six == b"\\u0000") {
            return Err(WebError::BadRequest("文字里不能有空字符（\\u0000）".to_owned()));
        }
        Ok(Sent(value))
    }
}

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Asked<T>, WebError> {
        no_nul(parts)?;
        let taken = Query::<T>::try_from_uri(&parts.uri);
        let unclear =
            |error| WebError::BadRequest(format!("查询参数看不懂，请对照接口说明：{error}"));
        taken.map(|Query(asked)| Asked(asked)).map_err(unclear)
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<At<T>, WebError> {
        no_nul(parts)?;
        let taken = Path::<T>::from_request_parts(parts, app).await;
        let unclear = |_| WebError::BadRequest("地址看不懂，请对照接口说明".to_owned());
        taken.map(|Path(at)| At(at)).map_err(unclear)
    }
}

impl FromRequest<App> for Parcel {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Parcel, WebError> {
        if !media(request.headers()).starts_with("multipart/form-data") {
            return Err(WebError::Media("请用 multipart/form-data 发送"));
        }
        let unclear = |_| WebError::BadRequest("表单看不懂：缺少 boundary".to_owned());
        Multipart::from_request(request, app).await.map(Parcel).map_err(unclear)
    }
}

impl FromRequest<App> for Raw {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Raw, WebError> {
        Ok(Raw(Bytes::from_request(request, app).await.map_err(cut)?.to_vec()))
    }
}

impl Parcel {
    /// The parts: texts of these names, each at most once, and files, which are called `file`.
    pub(crate) async fn pieces(mut self, texts: &[&str]) -> Result<Pieces, WebError> {
        let mut pieces = Pieces { texts: BTreeMap::new(), files: Vec::new() };
        while let Some(part) = self.0.next_field().await.map_err(torn)? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" {
                let file = file_name(part.file_name().unwrap_or_default());
                let bytes = part.bytes().await.map_err(torn)?.to_vec();
                pieces.files.push(Upload { name: file, bytes });
                continue;
            }
            if !texts.contains(&name.as_str()) {
                let known = texts.join("、");
                let said = format!("表单里不收“{name}”这一项，可填的是：file {known}");
                return Err(WebError::BadRequest(said));
            }
            let text = part.text().await.map_err(torn)?;
            if pieces.texts.insert(name.clone(), text).is_some() {
                return Err(WebError::BadRequest(format!("表单里“{name}”这一项填了两次")));
            }
        }
        Ok(pieces)
    }
}

impl Pieces {
    /// A text, if it was sent.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.texts.remove(name)
    }

    /// A text that must be there.
    pub(crate) fn needed(&mut self, name: &str) -> Result<String, WebError> {
        let said = || WebError::BadRequest(format!("表单缺少“{name}”这一项"));
        self.text(name).ok_or_else(said)
    }

    /// All files.
    pub(crate) fn files(self) -> Vec<Upload> {
        self.files
    }

    /// The one file, if one was sent.
    pub(crate) fn file(mut self) -> Result<Option<Upload>, WebError> {
        let file = self.files.pop();
        if self.files.is_empty() {
            return Ok(file);
        }
        Err(WebError::BadRequest("这里一次收一个文件（file）".to_owned()))
    }
}

/// A part of a form that did not come whole.
#[expect(clippy::needless_pass_by_value, reason = "handed over by `map_err`")]
fn torn(error: axum::extract::multipart::MultipartError) -> WebError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::BadRequest("表单没有传完整，请重试".to_owned()),
    }
}

/// The last part of a path that some programs send as a file's name.
pub(crate) fn file_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(200).collect()
}

/// A whole number that was written with an exponent: 3e2.
fn make_whole(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(make_whole),
        Value::Object(fields) => fields.values_mut().for_each(make_whole),
        Value::Number(number) => {
            let text = number.to_string();
            let whole = text.strip_suffix(".0").and_then(|whole| whole.parse::<i64>().ok());
            if let Some(whole) = whole {
                *value = Value::from(whole);
            }
        }
        _ => {}
    }
}

fn cut(error: BytesRejection) -> WebError {
    match error.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::BadRequest("内容没有传完整，请重试".to_owned()),
    }
}

fn media(headers: &HeaderMap) -> String {
    let told = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    told.unwrap_or_default().to_ascii_lowercase()
}

fn is_json(headers: &HeaderMap) -> bool {
    let media = media(headers);
    let kind = media.split(';').next().unwrap_or_default().trim();
    kind == "application/json" || kind.starts_with("application/") && kind.ends_with("+json")
}

fn no_nul(parts: &Parts) -> Result<(), WebError> {
    let whole = parts.uri.path_and_query().map_or("", |whole| whole.as_str());
    if whole.contains("%00") {
        return Err(WebError::BadRequest("地址里不能有空字符（%00）".to_owned()));
    }
    Ok(())
}
