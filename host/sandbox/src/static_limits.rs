//! Limits that are the same in every sandbox: what a component may be made of, and what the host
//! keeps of a guest's text. What a run may consume is in [`Limits`](crate::Limits).

use crate::limit_table::fixed;

fixed! {
    /// Core instances, each counted as often as it is instantiated. CPython with native extensions
    /// needs some hundred.
    CORE_INSTANCES: u32 = 512, ends as "too-many-parts";
    /// Linear memories, each counted as often as it is instantiated.
    MEMORIES: u32 = 8, ends as "too-many-parts";
    /// Tables, each counted as often as it is instantiated.
    TABLES: u32 = 64, ends as "too-many-parts";
    /// Elements one table may have.
    TABLE_ELEMENTS: usize = 100_000;
    /// Depth of nested components.
    DEPTH: usize = 16, ends as "too-many-parts";
    /// Entries of the sections of a component, each counted as often as it is instantiated. CPython
    /// with its extensions has ten thousand.
    DEFINITIONS: u64 = 200_000, ends as "too-many-parts";
    /// Bytes that the engine keeps for the instances of a component, without memories and tables:
    /// globals, referenced functions, passive elements and data.
    INSTANCE_BYTES: u64 = 8 << 20, ends as "too-many-parts";
    /// Functions, over all modules.
    FUNCTIONS: u64 = 200_000, ends as "too-many-parts";
    /// Bytes of one function.
    FUNCTION_BYTES: u64 = 2 << 20, ends as "too-many-parts";
    /// Locals of one function, without its parameters.
    LOCALS: u64 = 10_000, ends as "too-many-parts";
    /// Parameters of one function type of a module, and results.
    PARAMETERS: u64 = 100, ends as "too-many-parts";
    /// Types, over all modules and components.
    TYPES: u64 = 20_000, ends as "too-many-parts";
    /// Bytes of all types.
    TYPE_BYTES: u64 = 1 << 20, ends as "too-many-parts";
    /// Imports, over all modules and components.
    IMPORTS: u64 = 50_000, ends as "too-many-parts";
    /// Exports, over all modules and components.
    EXPORTS: u64 = 100_000, ends as "too-many-parts";
    /// Globals, over all modules.
    GLOBALS: u64 = 50_000, ends as "too-many-parts";
    /// Linear memories, over all modules. Each with data becomes an image, even if its module is
    /// never instantiated.
    DEFINED_MEMORIES: u64 = 16, ends as "too-many-parts";
    /// Initial elements of tables, over all modules.
    DEFINED_ELEMENTS: u64 = 400_000, ends as "too-many-parts";
    /// Data segments, over all modules.
    DATA_SEGMENTS: u64 = 200_000, ends as "too-many-parts";
    /// Element segments, over all modules.
    ELEMENT_SEGMENTS: u64 = 10_000, ends as "too-many-parts";
    /// Bytes of one name of an import, an export, a function or a custom section.
    NAME_LENGTH: u64 = 16 << 10, ends as "too-many-parts";
    /// Bytes of all custom sections: names and debugging information.
    CUSTOM_BYTES: u64 = 32 << 20, ends as "too-many-parts";
    /// Diagnostics in one refusal.
    DIAGNOSTICS: usize = 50;
    /// Bytes of stack for the guest's own frames.
    WASM_STACK: usize = 1 << 20;
    /// Bytes of stack for host functions below the guest's frames. An overflow would abort the
    /// process, so it is generous, and host parsers of guest data bound their own depth.
    HOST_STACK: usize = 2 << 20;
    /// Stack frames that the host keeps of a trap.
    FRAMES: usize = 20;
    /// Fuel between two points where a guest yields: about a tenth of a millisecond.
    SLICE: u64 = 100_000;
    /// Bytes a guest may write to standard output or error at once. `write-zeroes` makes the host
    /// allocate that much.
    WRITE_BYTES: usize = 64 << 10;
    /// Bytes at the end of standard error in which the host looks for a crash.
    STDERR_TAIL_BYTES: usize = 16 << 10;
    /// Bytes of one line of standard error in which the host looks for a crash.
    STDERR_LINE_BYTES: usize = 4 << 10;
    /// Fields of one log line.
    LOG_FIELDS: usize = 64;
    /// Lines that the host writes about one run, in addition to the guest's own.
    NOTES: usize = 100;
    /// Bytes of one line that the host writes.
    NOTE_BYTES: usize = 1_000;
    /// Bytes of a crash's message, and of its trace.
    CRASH_BYTES: usize = 4_000;
    /// Bytes of one diagnostic of a refused component.
    DIAGNOSTIC_BYTES: usize = 2_000;
    /// Bytes of one name of an import, export or function in a message.
    NAME_BYTES: usize = 200;
}
