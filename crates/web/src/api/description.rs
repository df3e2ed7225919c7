//! What the description says of the interface as a whole, and of the errors that all operations share.

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};

use super::problem::{self, Problem};

/// Kinds of operations, in the order in which they are shown.
pub(crate) const TAGS: [(&str, &str); 18] = [
    ("本人", "持令牌者是谁、能办什么、有什么待办；账号和令牌只能登录后自己管"),
    ("绩效文本", "查看、导入、起草、流转"),
    ("意见与评分", "财政审核的意见、答复和打分"),
    ("整改", "整改要求的提出、答复、确认，佐证文件、通知书和反馈表"),
    ("指标库", "往年用过的指标和目标值"),
    ("进度与期限", "各部门的报送进度和期限"),
    ("运行监控", "对照计划的亮灯和预计；下达、填报、审定监控表"),
    ("批量审核", "一次审核许多文件"),
    ("规则与手册", "审核规则、参数和依据、使用手册"),
    ("系统管理", "单位、账号、设置、备份"),
    ("安全管理", "角色、登录会话、锁定的账号"),
    ("审计", "审计日志的查看、校验和导出"),
    (
        "台账",
        "台账的记录、表格导入导出、附件、核对、提醒、对账和成批办理；个人信息遮盖，有权限并写明要看的才给原文",
    ),
    ("绩效年度", "指标绑定取数、完成值、录入的值"),
    ("绩效自评", "自评的得分和怎样得出、填写、流转、抽查复核"),
    ("绩效评价", "重点评价和部门评价：指标体系、评审专家、评分汇总、征求意见、审定"),
    ("问卷", "满意度问卷：编写、发放、录入、结果"),
    ("公开", "已公开的文本，不用令牌"),
];

/// Errors that any operation may answer with, and what they mean.
const PROBLEMS: [(&str, &str); 10] = [
    ("400", "请求看不懂：JSON、查询参数或地址有误"),
    ("401", "没有令牌，或令牌、登录已失效"),
    ("403", "没有这项权限，或令牌不含这项权限"),
    ("404", "找不到，或不在查看范围内"),
    ("409", "内容已有变化，或现在的状态不能这样办"),
    ("413", "发来的内容太大"),
    ("415", "发来的内容类型不对"),
    ("422", "内容看懂了，但不能照办；detail 说明原因"),
    ("429", "请求过于频繁；Retry-After 说明几秒后再试"),
    ("500", "系统出错，数据没有改动"),
];

const ABOUT: &str = "绩衡的数据接口，网页上能办的事都能用它办，权限与网页一致。\n\n\
    在“账号”的“接口令牌”里新建令牌，选定权限和有效期，请求时带上 `Authorization: Bearer 令牌`。\n\n\
    金额一律是以“分”为单位的整数；时间是 RFC 3339（UTC）；日期是 YYYY-MM-DD；标识是不透明的字符串。\
    出错时返回 application/problem+json，detail 用中文说明原因。";

/// The description before any operation is entered.
pub(crate) fn head() -> OpenApi {
    let info =
        InfoBuilder::new().title("绩衡数据接口").version("1").description(Some(ABOUT)).build();
    let tags =
        TAGS.map(|(name, about)| TagBuilder::new().name(name).description(Some(about)).build());
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("接口令牌，在“账号”的“接口令牌”里新建"))
        .build();
    let session = ApiKey::Cookie(ApiKeyValue::with_description("jiheng", "浏览器里已登录的会话"));
    let components = ComponentsBuilder::new()
        .schema(Problem::name(), Problem::schema())
        .security_scheme("token", SecurityScheme::Http(token))
        .security_scheme("session", SecurityScheme::ApiKey(session))
        .build();
    OpenApiBuilder::new().info(info).tags(Some(tags)).components(Some(components)).build()
}

/// Enters into every operation who may call it and what may go wrong.
pub(crate) fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            complete_one(operation);
        }
    }
}

fn complete_one(operation: &mut Operation) {
    let is_public = operation.tags.iter().flatten().any(|tag| tag == "公开");
    if !is_public {
        let no_scopes: [&str; 0] = [];
        operation.security = Some(vec![
            SecurityRequirement::new("token", no_scopes),
            SecurityRequirement::new("session", no_scopes),
        ]);
    }
    for (code, meaning) in PROBLEMS {
        if is_public && matches!(code, "401" | "403") {
            continue;
        }
        let schema = RefOr::Ref(Ref::from_schema_name(Problem::name()));
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response =
            ResponseBuilder::new().description(meaning).content(problem::MEDIA, content).build();
        operation.responses.responses.entry(code.to_owned()).or_insert(RefOr::T(response));
    }
}
