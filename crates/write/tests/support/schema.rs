//! The order in which ECMA-376 wants the children of an element: of those whose order Word enforces.

/// For each parent the names of its children in the order of the schema (`w:` left out). A child
/// with `*` may come again.
pub(crate) const ORDERS: &[(&str, &str)] = &[
    ("document", "background body"),
    ("body", "*p *tbl *sdt sectPr"),
    ("p", "pPr *r *hyperlink *fldSimple *bookmarkStart *bookmarkEnd *sdt"),
    ("r", "rPr *t *br *tab *fldChar *instrText"),
    (
        "pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr \
         shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE \
         autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents \
         suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr \
         sectPr pPrChange",
    ),
    (
        "rPr",
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof \
         snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd \
         fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    ),
    (
        "style",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed \
         qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr *tblStylePr",
    ),
    ("styles", "docDefaults latentStyles *style"),
    ("docDefaults", "rPrDefault pPrDefault"),
    ("tbl", "*bookmarkStart *bookmarkEnd tblPr tblGrid *tr"),
    (
        "tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc \
         tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    ),
    ("tblBorders", "top left start bottom right end insideH insideV"),
    ("tblCellMar", "top left start bottom right end"),
    ("tblGrid", "*gridCol"),
    ("tr", "tblPrEx trPr *tc"),
    ("tc", "tcPr *p *tbl *sdt"),
    (
        "tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign \
         hideMark",
    ),
    (
        "sectPr",
        "*headerReference *footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders \
         lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter \
         docGrid printerSettings",
    ),
    (
        "lvl",
        "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    ),
    (
        "settings",
        "writeProtection view zoom removePersonalInformation mirrorMargins alignBordersAndEdges \
         bordersDoNotSurroundHeader bordersDoNotSurroundFooter documentProtection defaultTabStop \
         autoHyphenation evenAndOddHeaders bookFoldPrinting drawingGridHorizontalSpacing \
         drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery \
         characterSpacingControl footnotePr endnotePr compat docVars rsids themeFontLang \
         clrSchemeMapping shapeDefaults decimalSymbol listSeparator",
    ),
    (
        "compat",
        "spaceForUL noColumnBalance balanceSingleByteDoubleByteWidth noExtraLineSpacing \
         doNotLeaveBackslashAlone ulTrailSpace doNotExpandShiftReturn spacingInWholePoints \
         adjustLineHeightInTable growAutofit useFELayout *compatSetting",
    ),
    ("font", "altName panose1 charset family notTrueType pitch sig"),
    ("sdt", "sdtPr sdtEndPr sdtContent"),
    (
        "sdtPr",
        "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding docPartObj dropDownList \
         comboBox text",
    ),
    ("dropDownList", "*listItem"),
    ("comboBox", "*listItem"),
    ("docPartObj", "docPartGallery docPartCategory docPartUnique"),
    ("ftr", "*p *tbl"),
];

/// Children that stand in any order among each other, as the schema has them in one choice.
pub(crate) const CHOICES: &[&str] = &["body", "p", "r", "tc", "ftr"];

/// What is wrong with the children of an element, if anything.
pub(crate) fn fault(parent: &str, children: &[String]) -> Option<String> {
    let (_, order) = ORDERS.iter().find(|(name, _)| *name == parent)?;
    let order: Vec<&str> = order.split_whitespace().collect();
    let is_choice = CHOICES.contains(&parent);
    let (mut last, mut before) = (0, "");
    for child in children {
        let found = order.iter().position(|name| name.trim_start_matches('*') == child);
        let Some(at) = found else { return Some(format!("{child} in {parent}")) };
        let again = order[at].starts_with('*');
        // Properties come first, and the section's setup last, in choices too.
        let free = is_choice && again && order[last].starts_with('*');
        if !free && (at < last || (at == last && !again && !before.is_empty())) {
            return Some(format!("{child} behind {before} in {parent}"));
        }
        (last, before) = (at, child.as_str());
    }
    None
}
