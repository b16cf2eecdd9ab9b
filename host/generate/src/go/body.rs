//! Writes the body of a function that converts values.

use guesthouse_contract::Type;

use super::layout::layout;
use super::scope::Scope;
use crate::Writer;

/// The body of a function, while it is written.
pub(super) struct Body<'s, 'a> {
    pub(super) scope: &'s Scope<'a>,
    pub(super) out: Writer,
    /// The number of local variables so far.
    next: usize,
}

/// A place in memory: the name of a pointer, and an offset.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pointer: String,
    offset: u32,
}

impl Place {
    pub(super) fn new(pointer: &str) -> Self {
        Self {
            pointer: pointer.to_owned(),
            offset: 0,
        }
    }

    pub(super) fn at(&self, offset: u32) -> Self {
        Self {
            offset: self.offset + offset,
            ..self.clone()
        }
    }

    /// The pointer as an expression.
    pub(super) fn pointer(&self, scope: &Scope<'_>) -> String {
        match self.offset {
            0 => self.pointer.clone(),
            offset => format!("{}({}, {offset})", scope.unsafe_("Add"), self.pointer),
        }
    }

    /// What stands there, as a type.
    pub(super) fn read(&self, scope: &Scope<'_>, ty: &str) -> String {
        format!("*(*{ty})({})", self.pointer(scope))
    }
}

impl<'s, 'a> Body<'s, 'a> {
    pub(super) fn new(scope: &'s Scope<'a>) -> Self {
        Self {
            scope,
            out: Writer::new("\t"),
            next: 0,
        }
    }

    pub(super) fn line(&mut self, text: impl AsRef<str>) {
        self.out.line(text);
    }

    /// The name of a new local variable.
    pub(super) fn local(&mut self, stem: &str) -> String {
        self.next += 1;
        format!("{stem}{}", self.next)
    }

    /// Writes `header {`, what `write` writes, and `}`.
    pub(super) fn block(&mut self, header: &str, write: impl FnOnce(&mut Self)) {
        self.line(format!("{header} {{"));
        self.inner(write);
        self.line("}");
    }

    /// Writes two blocks, with `else` between them. Without a second one there is no `else`.
    pub(super) fn either(
        &mut self,
        condition: &str,
        yes: impl FnOnce(&mut Self),
        no: impl FnOnce(&mut Self),
    ) {
        self.line(format!("if {condition} {{"));
        self.inner(yes);
        self.line("} else {");
        self.inner(no);
        self.line("}");
    }

    /// Writes indented lines.
    pub(super) fn inner(&mut self, write: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.out, Writer::new("\t"));
        write(self);
        let inner = std::mem::replace(&mut self.out, outer).finish();
        self.out
            .indented(|out| inner.lines().for_each(|line| out.line(line)));
    }

    /// The size and alignment of a type, as arguments.
    pub(super) fn size(&self, ty: &Type) -> (u32, u32) {
        let layout = layout(self.scope.plan.model, ty);
        (layout.size, layout.align)
    }

    /// Returns the text.
    pub(super) fn finish(self) -> String {
        self.out.finish()
    }
}
