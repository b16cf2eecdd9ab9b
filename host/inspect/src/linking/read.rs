//! Reads how the functions and instances of each component come about.

use wasmparser::{
    BinaryReaderError, CanonicalFunction, ComponentAlias, ComponentExternalKind, ComponentInstance,
    ComponentOuterAliasKind, Encoding, Parser, Payload,
};

/// A component of the file. Its definitions stand in their order.
#[derive(Default)]
pub(super) struct Component<'a> {
    pub(super) definitions: Vec<Definition<'a>>,
    /// For each index of a component, its position in the file.
    components: Vec<usize>,
}

/// What adds a function or an instance to a component, or uses a function.
pub(super) enum Definition<'a> {
    Import(&'a str),
    Lift,
    /// The index of a function that a module calls.
    Lower(u32),
    /// An instance, and the name of its export.
    Alias(u32, &'a str),
    /// The position of a component, and the arguments.
    Instantiate(usize, Vec<Named<'a>>),
    /// An instance of items that exist already.
    Bundle(Vec<Named<'a>>),
    Export(Named<'a>),
}

/// A function or instance, with the name under which a component passes it on.
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) kind: ComponentExternalKind,
    pub(super) index: u32,
}

fn is_followed(kind: ComponentExternalKind) -> bool {
    matches!(
        kind,
        ComponentExternalKind::Func | ComponentExternalKind::Instance
    )
}

/// Returns every component of the file, the outermost one first.
pub(super) fn components(bytes: &[u8]) -> Result<Vec<Component<'_>>, BinaryReaderError> {
    let mut reader = Reader::default();
    for payload in Parser::new(0).parse_all(bytes) {
        reader.note(payload?)?;
    }
    Ok(reader.all)
}

#[derive(Default)]
struct Reader<'a> {
    all: Vec<Component<'a>>,
    /// Positions of the components that are being read. `None` is a module.
    open: Vec<Option<usize>>,
}

impl<'a> Reader<'a> {
    fn note(&mut self, payload: Payload<'a>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::Version { encoding, .. } => self.begin(encoding),
            Payload::End(_) => drop(self.open.pop()),
            Payload::ComponentImportSection(section) => {
                for import in section {
                    let import = import?;
                    if is_followed(import.ty.kind()) {
                        self.add(Definition::Import(import.name.name));
                    }
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for function in section {
                    match function? {
                        CanonicalFunction::Lift { .. } => self.add(Definition::Lift),
                        CanonicalFunction::Lower { func_index, .. } => {
                            self.add(Definition::Lower(func_index));
                        }
                        _ => {}
                    }
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section {
                    self.alias(&alias?);
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section {
                    self.instance(instance?);
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section {
                    let export = export?;
                    let (name, kind, index) = (export.name.name, export.kind, export.index);
                    if is_followed(kind) {
                        self.add(Definition::Export(Named { name, kind, index }));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, encoding: Encoding) {
        if encoding == Encoding::Module {
            return self.open.push(None);
        }
        let position = self.all.len();
        if let Some(outer) = self.outer(0) {
            outer.components.push(position);
        }
        self.all.push(Component::default());
        self.open.push(Some(position));
    }

    /// Returns the component that is `count` levels further out than the one that is being read.
    fn outer(&mut self, count: u32) -> Option<&mut Component<'a>> {
        let position = self.open.iter().rev().nth(count as usize).copied()??;
        self.all.get_mut(position)
    }

    fn add(&mut self, definition: Definition<'a>) {
        if let Some(component) = self.outer(0) {
            component.definitions.push(definition);
        }
    }

    fn alias(&mut self, alias: &ComponentAlias<'a>) {
        match *alias {
            ComponentAlias::InstanceExport {
                kind,
                instance_index,
                name,
            } if is_followed(kind) => self.add(Definition::Alias(instance_index, name)),
            ComponentAlias::Outer {
                kind: ComponentOuterAliasKind::Component,
                count,
                index,
            } => {
                let aliased = self.outer(count);
                let position = aliased.and_then(|it| it.components.get(index as usize).copied());
                if let (Some(position), Some(component)) = (position, self.outer(0)) {
                    component.components.push(position);
                }
            }
            _ => {}
        }
    }

    fn instance(&mut self, instance: ComponentInstance<'a>) {
        let definition = match instance {
            ComponentInstance::Instantiate {
                component_index,
                args,
            } => {
                let here = self.outer(0);
                let position =
                    here.and_then(|it| it.components.get(component_index as usize).copied());
                let arguments = args.iter().map(|argument| Named {
                    name: argument.name,
                    kind: argument.kind,
                    index: argument.index,
                });
                // The file is valid, so the component exists.
                Definition::Instantiate(position.unwrap_or(usize::MAX), arguments.collect())
            }
            ComponentInstance::FromExports(exports) => {
                let exports = exports.iter().map(|export| Named {
                    name: export.name.name,
                    kind: export.kind,
                    index: export.index,
                });
                Definition::Bundle(exports.collect())
            }
        };
        self.add(definition);
    }
}
