//! The elements and texts of a page, kept in one list and linked by their numbers.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, ExpandedName, QualName};

/// More elements and texts than this are in no page of a statement.
const MOST_NODES: usize = 400_000;
/// Attributes that are looked at; the others are not kept.
const KEPT: &[&str] = &[
    "style",
    "class",
    "id",
    "href",
    "type",
    "start",
    "value",
    "reversed",
    "rowspan",
    "colspan",
    "role",
    "hidden",
    "title",
    "aria-level",
];

/// Number of an element or a text; the page itself is 0.
pub(super) type Id = usize;

/// A page taken apart.
#[derive(Debug, Default)]
pub(super) struct Dom {
    nodes: Vec<Node>,
    /// It had more elements and texts than are kept.
    pub(super) is_cut: bool,
}

#[derive(Debug)]
struct Node {
    parent: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    before: Option<Id>,
    next: Option<Id>,
    kind: Kind,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    /// The page, a comment, or what stands for something that was not kept.
    Other,
    /// An element.
    Element(Element),
    /// Characters.
    Text(StrTendril),
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    name: Rc<QualName>,
    attributes: Box<[Attribute]>,
}

impl Element {
    /// Its name in small letters.
    pub(super) fn name(&self) -> &str {
        &self.name.local
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| *attribute.name.local == *name)?;
        Some(&found.value)
    }
}

impl Dom {
    /// What a node is.
    pub(super) fn kind(&self, id: Id) -> &Kind {
        self.nodes.get(id).map_or(&Kind::Other, |node| &node.kind)
    }

    /// The element with this number, if it is one.
    pub(super) fn element(&self, id: Id) -> Option<&Element> {
        match self.kind(id) {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The name of an element; blank for what is none.
    pub(super) fn name(&self, id: Id) -> &str {
        self.element(id).map_or("", Element::name)
    }

    /// The node around a node.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.get(id)?.parent
    }

    /// The nodes in a node, in order.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        let first = self.nodes.get(id).and_then(|node| node.first);
        std::iter::successors(first, |id| self.nodes.get(*id)?.next)
    }

    /// The last node in a node.
    pub(super) fn last_child(&self, id: Id) -> Option<Id> {
        self.nodes.get(id)?.last
    }

    /// The node before a node in the same parent.
    pub(super) fn before(&self, id: Id) -> Option<Id> {
        self.nodes.get(id)?.before
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn add(&mut self, kind: Kind) -> Option<Id> {
        if self.nodes.len() >= MOST_NODES {
            self.is_cut = true;
            return None;
        }
        let node = Node { parent: None, first: None, last: None, before: None, next: None, kind };
        self.nodes.push(node);
        Some(self.nodes.len() - 1)
    }

    fn get(&mut self, id: Id) -> Option<&mut Node> {
        self.nodes.get_mut(id)
    }

    /// Takes a node out of its parent.
    fn detach(&mut self, id: Id) {
        let Some(node) = self.get(id) else { return };
        let (parent, before, next) = (node.parent.take(), node.before.take(), node.next.take());
        match before.and_then(|before| self.get(before)) {
            Some(before) => before.next = next,
            None => {
                if let Some(parent) = parent.and_then(|parent| self.get(parent)) {
                    parent.first = next;
                }
            }
        }
        match next.and_then(|next| self.get(next)) {
            Some(next) => next.before = before,
            None => {
                if let Some(parent) = parent.and_then(|parent| self.get(parent)) {
                    parent.last = before;
                }
            }
        }
    }

    /// Puts a node into a parent, before `next` or at the end.
    fn attach(&mut self, id: Id, parent: Id, next: Option<Id>) {
        if id == parent {
            return;
        }
        self.detach(id);
        let before = match next {
            Some(next) => self.before(next),
            None => self.last_child(parent),
        };
        if let Some(node) = self.get(id) {
            (node.parent, node.before, node.next) = (Some(parent), before, next);
        }
        match before.and_then(|before| self.get(before)) {
            Some(before) => before.next = Some(id),
            None => {
                if let Some(parent) = self.get(parent) {
                    parent.first = Some(id);
                }
            }
        }
        match next.and_then(|next| self.get(next)) {
            Some(next) => next.before = Some(id),
            None => {
                if let Some(parent) = self.get(parent) {
                    parent.last = Some(id);
                }
            }
        }
    }

    /// Puts characters into a parent; they join the characters before them.
    fn write(&mut self, text: StrTendril, parent: Id, next: Option<Id>) {
        let before = match next {
            Some(next) => self.before(next),
            None => self.last_child(parent),
        };
        if let Some(Node { kind: Kind::Text(known), .. }) = before.and_then(|id| self.get(id)) {
            known.push_tendril(&text);
        } else if let Some(id) = self.add(Kind::Text(text)) {
            self.attach(id, parent, next);
        }
    }
}

/// A node as the parser holds it.
#[derive(Clone, Debug)]
pub(super) struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// Builds the page as the parser says.
#[derive(Debug)]
pub(super) struct Sink {
    dom: RefCell<Dom>,
    nameless: Rc<QualName>,
    /// Elements that were begun less those that were ended.
    pub(super) open: Cell<usize>,
}

impl Sink {
    /// A sink with an empty page.
    pub(super) fn new() -> Sink {
        let mut dom = Dom::default();
        dom.add(Kind::Other);
        let nameless = Rc::new(QualName::new(None, "".into(), "".into()));
        Sink { dom: RefCell::new(dom), nameless, open: Cell::new(0) }
    }

    /// Whether it takes no more elements and texts.
    pub(super) fn is_full(&self) -> bool {
        self.dom.borrow().is_cut
    }

    fn other(&self) -> Handle {
        // What finds no room hangs on the last node, which is never looked at for it.
        let id = self.dom.borrow_mut().add(Kind::Other).unwrap_or(MOST_NODES);
        Handle { id, name: Rc::clone(&self.nameless) }
    }

    fn put(&self, child: NodeOrText<Handle>, parent: Id, next: Option<Id>) {
        let mut dom = self.dom.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) if node.id < MOST_NODES => {
                dom.attach(node.id, parent, next);
            }
            NodeOrText::AppendNode(_) => {}
            NodeOrText::AppendText(text) => dom.write(text, parent, next),
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Dom;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Dom {
        self.dom.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: 0, name: Rc::clone(&self.nameless) }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        mut attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Handle {
        attributes.retain(|attribute| KEPT.contains(&&*attribute.name.local));
        let name = Rc::new(name);
        let attributes = attributes.into_boxed_slice();
        let kind = Kind::Element(Element { name: Rc::clone(&name), attributes });
        let id = self.dom.borrow_mut().add(kind).unwrap_or(MOST_NODES);
        self.open.set(self.open.get() + 1);
        Handle { id, name }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.other()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.other()
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(child, parent.id, None);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        before: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let parent = self.dom.borrow().parent(element.id);
        match parent {
            Some(parent) => self.put(child, parent, Some(element.id)),
            None => self.put(child, before.id, None),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, _: &Handle) {
        self.open.set(self.open.get().saturating_sub(1));
    }

    /// What stands in a template is not shown.
    fn get_template_contents(&self, _: &Handle) -> Handle {
        self.other()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, node: NodeOrText<Handle>) {
        let parent = self.dom.borrow().parent(sibling.id);
        if let Some(parent) = parent {
            self.put(node, parent, Some(sibling.id));
        }
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.dom.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        let mut dom = self.dom.borrow_mut();
        let children: Vec<Id> = dom.children(node.id).collect();
        for child in children {
            dom.attach(child, parent.id, None);
        }
    }
}
