//! Papers to print, files that were added.

use office::papers::Paper;
use office::statements::Dossier;

use crate::view::time;

/// Something to download.
pub(crate) struct FileView {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) icon: &'static str,
    pub(crate) size: String,
    pub(crate) when: String,
}

/// The formats of papers.
const FORMATS: [(&str, &str, &str); 4] = [
    ("docx", "Word", "file-earmark-word"),
    ("pdf", "PDF", "file-earmark-pdf"),
    ("xlsx", "Excel", "file-earmark-excel"),
    ("html", "网页", "file-earmark-text"),
];

/// The papers that can be printed now, in every format.
pub(crate) fn papers(dossier: &Dossier) -> Vec<FileView> {
    let mut papers = vec![(Paper::Text, "text")];
    if !dossier.gradings.is_empty() {
        papers.push((Paper::Opinion, "opinion"));
    }
    if !dossier.approvals.is_empty() {
        papers.push((Paper::Approval, "approval"));
    }
    let id = &dossier.listed.statement.id;
    let each = papers.into_iter().flat_map(|(paper, word)| {
        FORMATS.iter().map(move |(ending, format, icon)| FileView {
            href: format!("/statements/{id}/papers/{word}.{ending}"),
            name: format!("{}（{format}）", paper.label()),
            icon,
            size: String::new(),
            when: String::new(),
        })
    });
    each.collect()
}

/// The files that were added.
pub(crate) fn files(dossier: &Dossier) -> Vec<FileView> {
    let id = &dossier.listed.statement.id;
    let file = |file: &store::files::StoredFile| FileView {
        href: format!("/statements/{id}/files/{}", file.id),
        name: format!("{}：{}", file.kind.label(), file.name),
        icon: "paperclip",
        size: format!("{} KB", file.size.div_euclid(1024) + 1),
        when: time(&file.created_at),
    };
    dossier.files.iter().map(file).collect()
}
