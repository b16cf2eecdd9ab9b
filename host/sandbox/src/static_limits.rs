//! Limits that are the same in every sandbox: what a component may be made of, and what the host
//! keeps of a guest's text. What a run may consume is in [`Limits`](crate::Limits).

use crate::limit_table::fixed;

fixed! {
    /// Core instances, unfolded. CPython with native extensions needs some hundred.
    CORE_INSTANCES: u32 = 512, ends as "too-many-parts";
    /// Linear memories, unfolded.
    MEMORIES: u32 = 8, ends as "too-many-parts";
    /// Tables, unfolded.
    TABLES: u32 = 64, ends as "too-many-parts";
    /// Elements one table may have.
    TABLE_ELEMENTS: usize = 100_000;
    /// Components in components in components.
    DEPTH: usize = 16, ends as "too-many-parts";
    /// Entries of the sections of a component, unfolded. CPython with its extensions has ten thousand.
    DEFINITIONS: u64 = 200_000, ends as "too-many-parts";
    /// Bytes that the engine keeps of the instances of a component beside memories and tables,
    /// unfolded: globals, functions that are referred to, elements and data that wait.
    INSTANCE_BYTES: u64 = 8 << 20, ends as "too-many-parts";
    /// Functions, over all modules.
    FUNCTIONS: u64 = 200_000, ends as "too-many-parts";
    /// Bytes of one function.
    FUNCTION_BYTES: u64 = 2 << 20, ends as "too-many-parts";
    /// Locals of one function, beside its parameters.
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
    /// Linear memories, over all modules: each that data is put into becomes an image, whether its
    /// module is instantiated or not.
    DEFINED_MEMORIES: u64 = 16, ends as "too-many-parts";
    /// Elements that tables begin with, over all modules.
    DEFINED_ELEMENTS: u64 = 400_000, ends as "too-many-parts";
    /// Data segments, over all modules.
    DATA_SEGMENTS: u64 = 200_000, ends as "too-many-parts";
    /// Element segments, over all modules.
    ELEMENT_SEGMENTS: u64 = 10_000, ends as "too-many-parts";
    /// Bytes of one name of an import, an export, a function or a custom section.
    NAME_LENGTH: u64 = 16 << 10, ends as "too-many-parts";
    /// Bytes of all custom sections: names and debugging information.
    CUSTOM_BYTES: u64 = 32 << 20, ends as "too-many-parts";
    /// Diagnostics that are given at once.
    DIAGNOSTICS: usize = 50;
    /// Bytes of stack for the guest's own frames.
    WASM_STACK: usize = 1 << 20;
    /// Bytes of stack for host functions below the guest's frames. Overflowing it would abort the
    /// process, so it is generous, and host parsers of guest data bound their own depth.
    HOST_STACK: usize = 2 << 20;
    /// Frames that are kept of the stack of a guest that trapped.
    FRAMES: usize = 20;
    /// Fuel between two points where a guest yields: about a tenth of a millisecond.
    SLICE: u64 = 100_000;
    /// Bytes a guest may write to standard output or error at once. `write-zeroes` makes the host
    /// allocate that much.
    WRITE_BYTES: usize = 64 << 10;
    /// Bytes of standard error that are kept to read a crash from.
    STDERR_TAIL_BYTES: usize = 16 << 10;
    /// Bytes of one line of it. A crash is told at the beginning of a line, however long its message.
    STDERR_LINE_BYTES: usize = 4 << 10;
    /// Fields that are kept of one log line.
    LOG_FIELDS: usize = 64;
    /// Lines of the host about one run, beside the guest's own.
    NOTES: usize = 100;
    /// Bytes of one line of the host.
    NOTE_BYTES: usize = 1_000;
    /// Bytes of a crash's message, and of its trace.
    CRASH_BYTES: usize = 4_000;
    /// Bytes of one diagnostic of a refused component.
    DIAGNOSTIC_BYTES: usize = 2_000;
    /// Bytes of one name of an import, export or function in a message.
    NAME_BYTES: usize = 200;
}
