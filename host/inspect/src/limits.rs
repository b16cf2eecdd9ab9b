//! Limits on what a component may be made of, the same in every host.

use guesthouse_diagnostics::LimitRow;

/// Defines a constant for each limit and one table of them all.
macro_rules! limits {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident: $type:ty = $value:expr;
    )+) => {
        $($(#[doc = $doc])+ pub const $name: $type = $value;)+

        /// Every limit on what a component may be made of.
        pub const TABLE: &[LimitRow] = &[$(LimitRow {
            name: stringify!($name),
            default: $name as u64,
            ends_as: Some("too-many-parts"),
            meaning: concat!($($doc),+).trim_ascii(),
        },)+];
    };
}

limits! {
    /// Core instances. If a component is instantiated twice, its core instances count twice.
    /// CPython with native extensions needs about a hundred.
    CORE_INSTANCES: u32 = 512;
    /// Functions that components inside the component call in each other. If a component is
    /// instantiated twice, its calls count twice. The engine makes core instances for them.
    ADAPTERS: u32 = 512;
    /// Linear memories of all instances. If a module is instantiated twice, its memories count
    /// twice.
    MEMORIES: u32 = 8;
    /// Tables of all instances, and of one module, whether it is instantiated or not. If a module is
    /// instantiated twice, its tables count twice.
    TABLES: u32 = 64;
    /// Elements of one table: those that it starts with, whether its module is instantiated or not,
    /// and those that it may have at run time. A table does not grow beyond this number.
    TABLE_ELEMENTS: usize = 100_000;
    /// Levels of components inside components.
    DEPTH: usize = 16;
    /// Entries of the sections of a component. If a module or component is instantiated twice, its
    /// entries count twice. An entry that names an instance counts each export of the instance.
    /// CPython with its extensions has ten thousand.
    DEFINITIONS: u64 = 200_000;
    /// Bytes of the names of a component's exports. If an instance is exported twice, the names of its
    /// exports count twice.
    EXPORTED_NAME_BYTES: u64 = 1 << 20;
    /// Bytes that the engine keeps for the instances of a component in addition to memories and
    /// tables: globals, referenced functions, passive elements and data.
    INSTANCE_BYTES: u64 = 8 << 20;
    /// Functions, over all modules.
    FUNCTIONS: u64 = 200_000;
    /// Bytes of one function.
    FUNCTION_BYTES: u64 = 2 << 20;
    /// Branch targets of one instruction, `br_table`.
    BRANCH_TARGETS: u32 = 65_520;
    /// Locals of one function, without its parameters.
    LOCALS: u64 = 10_000;
    /// Parameters, or results, of one function type of a module.
    PARAMETERS: u64 = 100;
    /// Types, over all modules and components.
    TYPES: u64 = 20_000;
    /// Bytes of all types.
    TYPE_BYTES: u64 = 1 << 20;
    /// Nested component or instance types in one type section. The host counts the bytes that can
    /// begin such a type, so the count can be too high, but not too low.
    NESTED_TYPES: usize = 1_000;
    /// Imports, over all modules and components.
    IMPORTS: u64 = 50_000;
    /// Exports, over all modules and components.
    EXPORTS: u64 = 100_000;
    /// Globals, over all modules.
    GLOBALS: u64 = 50_000;
    /// Linear memories, over all modules. The engine makes an image of each one that has data,
    /// whether its module is instantiated or not.
    DEFINED_MEMORIES: u64 = 16;
    /// Initial elements of tables, over all modules.
    DEFINED_ELEMENTS: u64 = 400_000;
    /// Data segments, over all modules.
    DATA_SEGMENTS: u64 = 200_000;
    /// Element segments, over all modules.
    ELEMENT_SEGMENTS: u64 = 10_000;
    /// Bytes of one name of an import, an export, a function or a custom section.
    NAME_LENGTH: u64 = 16 << 10;
    /// Bytes of all custom sections: names and debugging information.
    CUSTOM_BYTES: u64 = 32 << 20;
}

/// The hint for a component that exceeds one of these limits.
pub(crate) const SMALLER: &str = "remove code and dependencies that the plugin does not need";

/// Diagnostics that are reported at once.
pub(crate) const DIAGNOSTICS: usize = 50;

/// Names that are kept of a component for its report. Its author chooses how many it has.
pub(crate) const REPORTED_NAMES: usize = 1_000;
