//! Whose data a query may see.

use sea_query::{Cond, Expr, ExprTrait, Query};

/// Whose data a query may see: the organisations at and below some nodes of the tree, or what is
/// published. There is no query without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// The paths of the nodes.
    Below(Vec<String>),
    /// Everything: the program itself at work.
    Everything,
}

impl Scope {
    /// The organisations whose paths begin with one of these.
    pub fn below(mut paths: Vec<String>) -> Scope {
        paths.sort();
        paths.dedup();
        // A node covers what is below it.
        let mut kept: Vec<String> = Vec::with_capacity(paths.len());
        for path in paths {
            if kept.last().is_none_or(|last| !path.starts_with(last.as_str())) {
                kept.push(path);
            }
        }
        Scope { kind: Kind::Below(kept) }
    }

    /// Nothing at all.
    pub fn nothing() -> Scope {
        Scope::below(Vec::new())
    }

    /// Everything: for the program's own work (jobs, backups, published pages), never for a person.
    pub fn everything() -> Scope {
        Scope { kind: Kind::Everything }
    }

    /// Whether the organisation with this path is in sight.
    pub fn covers(&self, path: &str) -> bool {
        match &self.kind {
            Kind::Below(paths) => paths.iter().any(|prefix| path.starts_with(prefix.as_str())),
            Kind::Everything => true,
        }
    }

    /// The condition on a column that holds an organisation's id.
    pub fn of(&self, column: (&'static str, &'static str)) -> Cond {
        let Kind::Below(_) = self.kind else { return Cond::all() };
        let inside = Query::select()
            .column("id")
            .from("organisations")
            .cond_where(self.of_paths(("organisations", "path")))
            .to_owned();
        Cond::all().add(Expr::col(column).in_subquery(inside))
    }

    /// The condition on a column that holds an organisation's path.
    pub fn of_paths(&self, column: (&'static str, &'static str)) -> Cond {
        let Kind::Below(paths) = &self.kind else { return Cond::all() };
        let mut any = Cond::any();
        for path in paths {
            // Ids hold digits and letters, so `~` ends all that begins with the path.
            let from = Expr::col(column).gte(path.as_str());
            any = any.add(Cond::all().add(from).add(Expr::col(column).lt(format!("{path}~"))));
        }
        if paths.is_empty() { any.add(Expr::val(1).eq(0)) } else { any }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_covers_what_is_below_it_and_nothing_beside_it() {
        let scope = Scope::below(vec!["r/a/".into(), "r/a/b/".into(), "r/c/".into()]);
        assert!(scope.covers("r/a/"));
        assert!(scope.covers("r/a/b/"));
        assert!(scope.covers("r/c/x/"));
        assert!(!scope.covers("r/"));
        assert!(!scope.covers("r/ab/"));
        assert!(!Scope::nothing().covers("r/"));
        assert!(Scope::everything().covers("r/"));
    }
}
