//! TXT: wording.

use crate::hand::{Numerals, chinese};
use crate::plant::sites::{add_sentence, replace_in};
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;

fn sentence(sample: &mut Sample, rng: &mut Rng, sentence: &str, words: &str) -> Option<Planted> {
    add_sentence(&mut sample.draft, rng, sentence)?;
    at([words])
}

pub(super) fn foreign_wording(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let strange = [
        ("education", "教职工满意度", "努力提高教职工满意度。"),
        ("health", "住院患者满意度", "努力提高住院患者满意度。"),
        ("health", "临床科室", "定期征求临床科室的意见。"),
        ("forestry", "护林员满意度", "努力提高护林员满意度。"),
        ("union", "工会会员满意度", "努力提高工会会员满意度。"),
        ("education", "任课教师", "组织任课教师学习业务知识。"),
    ];
    let others: Vec<_> =
        strange.iter().filter(|(kind, ..)| *kind != sample.scene.kind.id).collect();
    let (_, words, text) = **rng.pick(&others)?;
    sentence(sample, rng, text, words)
}

pub(super) fn report_phrase(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let (text, words) = *rng.one(&[
        ("各项工作取得了显著成效。", "取得了"),
        ("一年来圆满完成了各项工作任务。", "完成了"),
        ("进一步增强了干部的服务意识，得到了群众一致好评。", "得到了"),
        ("先后开展了多次督导检查，解决了一批实际问题。", "开展了"),
    ]);
    sentence(sample, rng, text, words)
}

pub(super) fn numerals_mixed(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    if sample.hand.numerals == Numerals::Chinese {
        return None;
    }
    let project = rng.below(sample.draft.projects.len());
    let tasks = &sample.scene.works.get(project)?.tasks;
    let large: Vec<_> = tasks.iter().filter(|task| task.count >= 20).collect();
    let task = *rng.pick(&large)?;
    let unit = &task.template.unit;
    let number = if rng.chance(50) { chinese(task.count) } else { formal(task.count) };
    let (right, wrong) = (format!("{}{unit}", task.count), format!("{number}{unit}"));
    let goals = &mut sample.draft.projects.get_mut(project)?.goals;
    replace_in(goals.iter_mut().collect(), &right, &wrong)?;
    at([&wrong])
}

/// 伍佰: the signs used against forgery.
fn formal(value: i64) -> String {
    const SIGNS: [(char, char); 12] = [
        ('一', '壹'),
        ('二', '贰'),
        ('三', '叁'),
        ('四', '肆'),
        ('五', '伍'),
        ('六', '陆'),
        ('七', '柒'),
        ('八', '捌'),
        ('九', '玖'),
        ('十', '拾'),
        ('百', '佰'),
        ('千', '仟'),
    ];
    let formal = |c: char| SIGNS.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, sign)| *sign);
    chinese(value).chars().map(formal).collect()
}

pub(super) fn unpaired(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let (text, words) = *rng.one(&[
        ("深入开展“优质服务年主题活动。", "“"),
        ("深入开展优质服务年”主题活动。", "”"),
        ("严格执行《政府采购法的各项规定。", "《"),
        ("统筹各类资金（含上级补助资金，提高使用效益。", "（"),
    ]);
    sentence(sample, rng, text, words)
}

pub(super) fn outdated(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let (text, words) = if sample.scene.year >= 2024 && rng.chance(50) {
        ("深入学习贯彻党的十九大精神。", "十九大")
    } else {
        *rng.one(&[
            ("深入学习贯彻党的十八大精神。", "十八大"),
            ("扎实开展党的群众路线教育实践活动。", "群众路线教育实践活动"),
        ])
    };
    sentence(sample, rng, text, words)
}

pub(super) fn another_level(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let (text, words) = *rng.one(&[
        ("为全省范围内同类工作奠定基础。", "全省范围内"),
        ("结合我省实际完善工作机制。", "我省"),
        ("我厅统筹抓好各项任务。", "我厅"),
    ]);
    sentence(sample, rng, text, words)
}

pub(super) fn no_such_day(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let (text, words) = *rng.one(&[
        ("11月31日前完成全年工作总结。", "11月31日"),
        ("每年6月31日前通报上半年支出进度。", "6月31日"),
        ("4月31日前与各承办单位签订责任书。", "4月31日"),
        ("9月1日至9月31日开展专项检查。", "9月31日"),
        ("2月30日前召开动员部署会。", "2月30日"),
    ]);
    sentence(sample, rng, text, words)
}
