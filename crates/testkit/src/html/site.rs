//! What a web site puts around a text.

use super::Around;
use super::pen::Pen;

/// The text with its surroundings.
pub(super) fn around(around: Around, body: &str, department: &str, pen: &mut Pen) -> String {
    match around {
        Around::Nothing => body.to_owned(),
        Around::Site => site(body, department, pen),
        Around::Tables => tables(body, department, pen),
    }
}

const CHANNELS: [&str; 8] =
    ["首页", "政务公开", "政策文件", "预算决算", "绩效管理", "办事服务", "互动交流", "机构职能"];

fn links(tag: &str, pen: &mut Pen) -> String {
    let count = pen.rng.below(4) + 4;
    let link =
        |name: &&str| format!("<{tag}><a href=\"/c/{}.html\">{name}</a></{tag}>\n", name.len());
    CHANNELS.iter().take(count).map(link).collect()
}

fn site(body: &str, department: &str, pen: &mut Pen) -> String {
    let bar = match pen.rng.chance(50) {
        true => format!("<nav><ul>{}</ul></nav>\n", links("li", pen)),
        false => format!("<div class=\"menu\"><ul>{}</ul></div>\n", links("li", pen)),
    };
    let side =
        format!("<div class=\"side\"><h3>最新信息</h3><ul>{}</ul></div>\n", links("li", pen));
    format!(
        "<style>.tips, #qr {{ display: none }} @media print {{ .main {{ display: none }} }}</style>\n\
         <div class=\"wrap\">\n<div class=\"top\"><p>欢迎访问{department}网站</p><form action=\"/s\"><input name=q><select><option>全站</option></select><button>搜索</button></form></div>\n{bar}\
         <div class=\"crumb\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/yjs\">预决算公开</a> &gt; 正文</div>\n{side}\
         <div class=\"main\"><div class=\"meta\"><span>发布时间：2026-02-10</span> <span>来源：{department}</span> <span>浏览次数：<script>document.write(301)</script></span></div>\n\
         <div class=\"tips\">请使用新版浏览器查看绩效目标</div><div id=\"qr\"><table><tr><td>扫码</td><td>项目名称</td></tr></table></div>\n\
         <div class=\"article\" id=\"zoom\">\n{body}</div>\n<div class=\"share\">【打印】【关闭】 分享到：</div></div>\n\
         <div class=\"foot\"><p>版权所有：{department} 备案号：99010001</p><p>网站标识码：9901000001 <a href=\"/map\">网站地图</a></p></div>\n</div>\n\
         <script>var t = '<td>项目编码</td>';</script><noscript><p>请打开脚本</p></noscript>\n"
    )
}

fn tables(body: &str, department: &str, pen: &mut Pen) -> String {
    let cells = links("td", pen);
    let side = links("p", pen);
    let inner = format!(
        "<TABLE width=100%><TR><TD class=bt>信息公开</TD></TR><TR><TD class=nr>\n{body}</TD></TR><TR><TD align=right>【打印本页】</TD></TR></TABLE>"
    );
    let middle = match pen.rng.chance(50) {
        true => format!("<TD width=200 valign=top>{side}</TD><TD valign=top>{inner}</TD>"),
        false => format!("<TD valign=top>{inner}</TD>"),
    };
    format!(
        "<TABLE width=1000 align=center><TR><TD colspan=2><TABLE><TR>{cells}</TR></TABLE></TD></TR>\n\
         <TR><TD colspan=2>您所在的位置：{department} &gt; 预算公开</TD></TR>\n<TR>{middle}</TR>\n\
         <TR><TD colspan=2>主办：{department}　技术支持：信息中心</TD></TR></TABLE>\n"
    )
}
