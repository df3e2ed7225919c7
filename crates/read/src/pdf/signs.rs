//! Characters that a font's own table names wrongly: radicals and doubles of common characters.
//!
//! Producers that look a glyph's character up in the font find the lowest of several, so that 工 is
//! written as the radical ⼯. The radicals are never meant: nobody types them.

/// The characters of the radicals from U+2F00 on.
const RADICALS: &str = "\
一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀\
寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋\
比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸\
缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛\
辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Those of the further radicals from U+2E80 on; a question mark where there is none.
const FURTHER: &str = "\
?厂??乙?冂几刀刂卜㔾小小????巳幺彑?忄心扌攵?旡?月歹母民氵氺灬爫爫丬牛\
犭王疋目示礻竹糹??????羊羊羊??聿肉?艹艹艹虎衣覀西见角角讠贝足车辶辶辶阝\
钅長镸长门隹阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// Those of the doubles from U+F900 on; a question mark where there is none.
const DOUBLES: &str = "\
豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟\
廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累\
縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮\
兩凉梁糧良諒量勵呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈\
裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉\
杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李梨泥理痢罹裏裡里離匿溺吝燐璘\
藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀??塚?晴??凞猪益\
礼神祥福靖精羽?蘒?諸??逸都???飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎\
懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹艹著褐視謁謹賓贈辶逸\
難響頻恵𤋮舘??並况全侀充冀勇勺喝啕喙嗢塚墳奄奔婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒\
敖晴朗望杖歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆\
視調諸請謁諾諭謹變贈輸遲醙鉶陼難靖韛響頋頻鬒龜𢡊𢡄𣏕㮝䀘䀹𥉉𥳐𧻓齃龎??????";

/// The character that was meant.
pub(super) fn meant(sign: char) -> char {
    let (table, first) = match sign {
        '\u{2f00}'..='\u{2fd5}' => (RADICALS, 0x2f00),
        '\u{2e80}'..='\u{2ef3}' => (FURTHER, 0x2e80),
        '\u{f900}'..='\u{fadf}' => (DOUBLES, 0xf900),
        // One glyph in most fonts; no Chinese text has the bar, or the brackets of mathematics.
        '\u{2015}' => return '—',
        '\u{2329}' => return '〈',
        '\u{232a}' => return '〉',
        _ => return sign,
    };
    let at = (sign as usize).saturating_sub(first);
    table.chars().nth(at).filter(|found| *found != '?').unwrap_or(sign)
}

/// Whether the font does not say which character it is.
pub(super) fn is_unknown(sign: char) -> bool {
    matches!(sign, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\0'..='\x1f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_what_is_meant() {
        let read: String = "⼀⼯⼈⻅⻚⾦豈䀀县".chars().map(meant).collect();
        assert_eq!(read, "一工人见页金豈䀀县");
        assert_eq!(RADICALS.chars().count(), 214);
        assert_eq!(FURTHER.chars().count(), 0x2ef4 - 0x2e80);
        assert_eq!(DOUBLES.chars().count(), 0xfae0 - 0xf900);
        assert!(is_unknown('\u{e123}') && !is_unknown('县'));
    }
}
