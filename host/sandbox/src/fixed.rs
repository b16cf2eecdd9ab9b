//! Limits that are the same in every sandbox: what a component may be made of, and what the host
//! keeps of a guest's text. What a run may consume is in [`Limits`](crate::Limits).

use crate::numbers::fixed;

fixed! {
    /// Core instances, unfolded. CPython with native extensions needs some hundred.
    core_instances: u32 = 512, off 100_000, ends as "too-many-parts";
    /// Linear memories, unfolded.
    memories: u32 = 8, off 64, ends as "too-many-parts";
    /// Tables, unfolded.
    tables: u32 = 64, off 1_000, ends as "too-many-parts";
    /// Elements one table may have.
    table_elements: usize = 100_000, off 10_000_000;
    /// Components in components in components.
    depth: usize = 16, off usize::MAX, ends as "too-many-parts";
    /// Entries of the sections of a component, unfolded. CPython with its extensions has ten thousand.
    definitions: u64 = 200_000, off u64::MAX, ends as "too-many-parts";
    /// Bytes that the engine keeps of the instances of a component beside memories and tables,
    /// unfolded: globals, functions that are referred to, elements and data that wait.
    instance_bytes: u64 = 8 << 20, off u64::MAX, ends as "too-many-parts";
    /// Functions, over all modules.
    functions: u64 = 200_000, off u64::MAX, ends as "too-many-parts";
    /// Bytes of one function.
    function_bytes: u64 = 2 << 20, off u64::MAX, ends as "too-many-parts";
    /// Locals of one function, beside its parameters.
    locals: u64 = 10_000, off u64::MAX, ends as "too-many-parts";
    /// Parameters of one function type of a module, and results.
    parameters: u64 = 100, off u64::MAX, ends as "too-many-parts";
    /// Types, over all modules and components.
    types: u64 = 20_000, off u64::MAX, ends as "too-many-parts";
    /// Bytes of all types.
    type_bytes: u64 = 1 << 20, off u64::MAX, ends as "too-many-parts";
    /// Imports, over all modules and components.
    imports: u64 = 50_000, off u64::MAX, ends as "too-many-parts";
    /// Exports, over all modules and components.
    exports: u64 = 100_000, off u64::MAX, ends as "too-many-parts";
    /// Globals, over all modules.
    globals: u64 = 50_000, off u64::MAX, ends as "too-many-parts";
    /// Linear memories, over all modules: each that data is put into becomes an image, whether its
    /// module is instantiated or not.
    defined_memories: u64 = 16, off u64::MAX, ends as "too-many-parts";
    /// Elements that tables begin with, over all modules.
    defined_elements: u64 = 400_000, off u64::MAX, ends as "too-many-parts";
    /// Data segments, over all modules.
    data_segments: u64 = 200_000, off u64::MAX, ends as "too-many-parts";
    /// Element segments, over all modules.
    element_segments: u64 = 10_000, off u64::MAX, ends as "too-many-parts";
    /// Bytes of one name of an import, an export, a function or a custom section.
    name_length: u64 = 16 << 10, off u64::MAX, ends as "too-many-parts";
    /// Bytes of all custom sections: names and debugging information.
    custom_bytes: u64 = 32 << 20, off u64::MAX, ends as "too-many-parts";
    /// Diagnostics that are given at once.
    diagnostics: usize = 50, off usize::MAX;
    /// Bytes of stack for the guest's own frames.
    wasm_stack: usize = 1 << 20, off 64 << 20;
    /// Bytes of stack for host functions below the guest's frames. Overflowing it would abort the
    /// process, so it is generous, and host parsers of guest data bound their own depth.
    host_stack: usize = 2 << 20, off 64 << 10;
    /// Frames that are kept of the stack of a guest that trapped.
    frames: usize = 20, off 100_000;
    /// Fuel between two points where a guest lets others run: about a millisecond.
    slice: u64 = 1_000_000, off u64::MAX;
    /// Bytes a guest may write to standard output or error at once. `write-zeroes` makes the host
    /// allocate that much.
    write_bytes: usize = 64 << 10, off 1 << 30;
    /// Bytes of standard error that are kept to read a crash from.
    stderr_tail_bytes: usize = 16 << 10, off 1 << 30;
    /// Bytes of one line of it. A crash is told at the beginning of a line, however long its message.
    stderr_line_bytes: usize = 4 << 10, off 1 << 30;
    /// Fields that are kept of one log line.
    log_fields: usize = 64, off usize::MAX;
    /// Lines of the host about one run, beside the guest's own.
    notes: usize = 100, off 1_000_000;
    /// Bytes of one line of the host.
    note_bytes: usize = 1_000, off 1 << 30;
    /// Bytes of a crash's message, and of its trace.
    crash_bytes: usize = 4_000, off 1 << 30;
    /// Bytes of one diagnostic of a refused component.
    diagnostic_bytes: usize = 2_000, off 1 << 30;
    /// Bytes of one name of an import, export or function in a message.
    name_bytes: usize = 200, off 1 << 30;
}
