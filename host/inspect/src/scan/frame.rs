//! What the pass knows of the modules and components of a file.

use super::unfolded::Unfolded;

/// The number of parts of a module or component.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) instances: u64,
    pub(super) memories: u64,
    pub(super) tables: u64,
    pub(super) items: u64,
    /// Bytes that the engine keeps for the instances, in addition to their memories and tables.
    pub(super) bytes: u64,
}

impl Counts {
    pub(super) fn add(&mut self, other: Self) {
        self.instances = self.instances.saturating_add(other.instances);
        self.memories = self.memories.saturating_add(other.memories);
        self.tables = self.tables.saturating_add(other.tables);
        self.items = self.items.saturating_add(other.items);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

/// A component that has been read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Definition {
    pub(super) counts: Counts,
    pub(super) exports: Unfolded,
}

/// A module or component that is being read.
#[derive(Default)]
pub(super) struct Frame {
    pub(super) is_module: bool,
    pub(super) counts: Counts,
    /// Whether it has functions that are lifted or lowered, or handles.
    pub(super) has_canonicals: bool,
    pub(super) modules: Vec<Counts>,
    pub(super) components: Vec<Definition>,
    pub(super) instances: Vec<Unfolded>,
    pub(super) exports: Unfolded,
}
