//! Counts the parts of a component and their sizes, over all its modules and components.
//!
//! The time a compiler takes for a function, a type or a name is not always linear in its size, and
//! compilers are written for programs, not against attackers. One pass counts everything once and
//! keeps only the counts.

use crate::limits;
use guesthouse_diagnostics::{Diagnostic, RefusalCode};
use wasmparser::{
    BinaryReaderError, CompositeInnerType, FunctionBody, Imports, KnownCustom, Name,
    NameSectionReader, Payload, TypeSectionReader,
};

/// Defines the counts. Each has its limit and the words of its diagnostic.
macro_rules! sizes {
    ($($field:ident $limit:ident $words:literal;)+) => {
        /// The counts.
        #[derive(Debug, Default)]
        pub(super) struct Sizes {
            $($field: u64,)+
        }

        impl Sizes {
            fn over(&self) -> impl Iterator<Item = Count> {
                let all = [$(Count {
                    what: $words,
                    count: self.$field,
                    max: limits::$limit as u64,
                },)+];
                all.into_iter().filter(|it| it.count > it.max)
            }
        }
    };
}

/// A count and its limit.
struct Count {
    what: &'static str,
    count: u64,
    max: u64,
}

sizes! {
    functions FUNCTIONS "functions";
    function_bytes FUNCTION_BYTES "bytes in one function";
    locals LOCALS "locals in one function";
    parameters PARAMETERS "parameters or results in one function type";
    types TYPES "types";
    type_bytes TYPE_BYTES "bytes of types";
    nested_types NESTED_TYPES "types inside other types in one section";
    imports IMPORTS "imports";
    exports EXPORTS "exports";
    globals GLOBALS "globals";
    defined_memories DEFINED_MEMORIES "memories in modules";
    module_tables TABLES "tables in one module";
    table_elements TABLE_ELEMENTS "elements in one table";
    defined_elements DEFINED_ELEMENTS "elements in tables of modules";
    data_segments DATA_SEGMENTS "data segments";
    element_segments ELEMENT_SEGMENTS "element segments";
    name_length NAME_LENGTH "bytes in one name";
    custom_bytes CUSTOM_BYTES "bytes in custom sections";
}

impl Sizes {
    /// Counts a payload of the component that `bytes` hold.
    pub(super) fn note(
        &mut self,
        payload: &Payload<'_>,
        bytes: &[u8],
    ) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::TypeSection(section) => self.note_types(section)?,
            Payload::FunctionSection(section) => add(&mut self.functions, section.count()),
            Payload::GlobalSection(section) => add(&mut self.globals, section.count()),
            Payload::MemorySection(section) => add(&mut self.defined_memories, section.count()),
            Payload::TableSection(section) => {
                raise(&mut self.module_tables, section.count());
                for table in section.clone() {
                    let elements = table?.ty.initial;
                    raise(&mut self.table_elements, elements);
                    add(&mut self.defined_elements, elements);
                }
            }
            Payload::ElementSection(section) => add(&mut self.element_segments, section.count()),
            Payload::DataSection(section) => add(&mut self.data_segments, section.count()),
            Payload::CodeSectionEntry(body) => self.note_function(body)?,
            Payload::CustomSection(section) => {
                add(&mut self.custom_bytes, section.data().len());
                self.note_name_length(section.name());
                if let KnownCustom::Name(names) = section.as_known() {
                    self.note_function_names(names);
                }
            }
            Payload::CoreTypeSection(section) => {
                self.note_type_bytes(section.count(), section.range().len());
            }
            Payload::ComponentTypeSection(section) => {
                self.note_type_bytes(section.count(), section.range().len());
                let types = bytes.get(section.range()).unwrap_or_default();
                raise(&mut self.nested_types, count_possible_nested_types(types));
            }
            _ => self.note_names(payload)?,
        }
        Ok(())
    }

    /// The engine copies the name of a function for each frame of a trap. The engine skips names
    /// that it cannot read, and so does this code.
    fn note_function_names(&mut self, names: NameSectionReader<'_>) {
        let maps = names.into_iter().map_while(Result::ok);
        for map in maps {
            let Name::Function(names) = map else { continue };
            let names = names.into_iter().map_while(Result::ok);
            names.for_each(|naming| self.note_name_length(naming.name));
        }
    }

    fn note_names(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::ImportSection(section) => {
                for imports in section.clone() {
                    self.note_imports(imports?)?;
                }
            }
            Payload::ExportSection(section) => {
                add(&mut self.exports, section.count());
                for export in section.clone() {
                    self.note_name_length(export?.name);
                }
            }
            Payload::ComponentImportSection(section) => {
                add(&mut self.imports, section.count());
                for import in section.clone() {
                    self.note_name_length(import?.name.name);
                }
            }
            Payload::ComponentExportSection(section) => {
                add(&mut self.exports, section.count());
                for export in section.clone() {
                    self.note_name_length(export?.name.name);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn note_imports(&mut self, imports: Imports<'_>) -> Result<(), BinaryReaderError> {
        match imports {
            Imports::Single(_, import) => {
                add(&mut self.imports, 1_u32);
                self.note_name_length(import.module);
                self.note_name_length(import.name);
            }
            // No toolchain writes the compact forms, and the validator refuses them.
            Imports::Compact1 { items, .. } => add(&mut self.imports, items.count()),
            Imports::Compact2 { names, .. } => add(&mut self.imports, names.count()),
        }
        Ok(())
    }

    fn note_types(&mut self, section: &TypeSectionReader<'_>) -> Result<(), BinaryReaderError> {
        self.note_type_bytes(0, section.range().len());
        // The parser allocates a whole group of types at once, so the size is checked first.
        if self.exceeds_a_limit() {
            return Ok(());
        }
        for group in section.clone() {
            for ty in group?.types() {
                add(&mut self.types, 1_u32);
                if let CompositeInnerType::Func(ty) = &ty.composite_type.inner {
                    raise(&mut self.parameters, ty.params().len());
                    raise(&mut self.parameters, ty.results().len());
                }
            }
        }
        Ok(())
    }

    // The types of a component are not read here: they nest, and reading them recurses.
    fn note_type_bytes(&mut self, count: u32, bytes: usize) {
        add(&mut self.types, count);
        add(&mut self.type_bytes, bytes);
    }

    fn note_function(&mut self, body: &FunctionBody<'_>) -> Result<(), BinaryReaderError> {
        raise(&mut self.function_bytes, body.range().len());
        let mut locals = 0_u64;
        for group in body.get_locals_reader()? {
            let (count, _) = group?;
            add(&mut locals, count);
        }
        self.locals = self.locals.max(locals);
        Ok(())
    }

    fn note_name_length(&mut self, name: &str) {
        raise(&mut self.name_length, name.len());
    }

    /// Returns whether a limit is exceeded. Further reading would only find more of the same.
    pub(super) fn exceeds_a_limit(&self) -> bool {
        self.over().next().is_some()
    }

    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        let diagnostic = |Count { what, count, max }| {
            let message = format!("the component has {count} {what}, more than the {max} allowed");
            RefusalCode::TooManyParts
                .diagnostic(message)
                .hint(limits::SMALLER)
        };
        self.over().map(diagnostic).collect()
    }
}

fn add(sum: &mut u64, count: impl TryInto<u64>) {
    *sum = sum.saturating_add(count.try_into().unwrap_or(u64::MAX));
}

fn raise(max: &mut u64, count: impl TryInto<u64>) {
    *max = (*max).max(count.try_into().unwrap_or(u64::MAX));
}

/// Counts the places where a component or instance type may begin inside another type: the byte that
/// declares a type, then one that begins it. Parsers recurse into such types without a bound.
fn count_possible_nested_types(types: &[u8]) -> usize {
    let opens = |pair: &&[u8]| matches!(pair, [1, 0x41 | 0x42]);
    types.windows(2).filter(opens).count()
}
