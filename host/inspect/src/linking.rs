//! The functions that components pass to each other. The engine does not support a component that
//! exports a function that it imports, and makes an adapter for each function that one component
//! inside calls in another.
//!
//! The origin of a function is known only after every instantiation: a component inside may pass on a
//! function that was passed to it. So this code follows the instantiations, as the compiler does.
//! The scan has limited the number of definitions after instantiation, and with it the steps here.

mod read;

use std::collections::HashMap;
use std::rc::Rc;

use wasmparser::ComponentExternalKind;
use wasmparser::component_types::{ComponentEntityType, ComponentInstanceTypeId};
use wasmparser::types::Types;

use crate::limits::{ADAPTERS, SMALLER};
use crate::{Diagnostic, RefusalCode};
use read::{Component, Definition, Named};

/// Refuses a valid component that exports a function that it imports, or needs too many adapters.
pub(crate) fn check(bytes: &[u8], types: &Types) -> Result<(), Diagnostic> {
    let Ok(components) = read::components(bytes) else {
        return Ok(());
    };
    let mut inliner = Inliner {
        types,
        components: &components,
        imported: HashMap::new(),
        adapters: 0,
    };
    let reexported = inliner.reexported();
    if inliner.adapters > ADAPTERS {
        let message = format!(
            "components inside the component call more than {ADAPTERS} functions of each other"
        );
        return Err(RefusalCode::TooManyParts.diagnostic(message).hint(SMALLER));
    }
    let Some(name) = reexported else {
        return Ok(());
    };
    let name = RefusalCode::shown(name);
    let message = format!(
        "the component exports a function that it imports, in the export `{name}`, which hosts do not support"
    );
    Err(RefusalCode::UnsupportedFeature
        .diagnostic(message)
        .hint("export a function of the component that calls the imported one"))
}

/// A function or an instance.
#[derive(Clone)]
enum Item<'a> {
    Function { is_imported: bool },
    Instance(Rc<Instance<'a>>),
}

impl Item<'_> {
    /// Whether it is a function that the outermost component imports, or an instance with one.
    fn is_imported(&self) -> bool {
        match self {
            Self::Function { is_imported } => *is_imported,
            Self::Instance(instance) => instance.has_imported,
        }
    }
}

struct Instance<'a> {
    has_imported: bool,
    exports: Exports<'a>,
}

enum Exports<'a> {
    /// Those of an instance that the component makes.
    Made(HashMap<&'a str, Item<'a>>),
    /// Those of an instance that the outermost component imports.
    Imported(ComponentInstanceTypeId),
}

impl<'a> Instance<'a> {
    fn made(exports: HashMap<&'a str, Item<'a>>) -> Self {
        Self {
            has_imported: exports.values().any(Item::is_imported),
            exports: Exports::Made(exports),
        }
    }
}

/// A component that is being instantiated.
#[derive(Default)]
struct Frame<'a> {
    component: usize,
    /// The number of definitions that are done.
    done: usize,
    arguments: HashMap<&'a str, Item<'a>>,
    functions: Vec<Item<'a>>,
    instances: Vec<Item<'a>>,
    exports: HashMap<&'a str, Item<'a>>,
}

impl<'a> Frame<'a> {
    fn push(&mut self, item: Item<'a>) {
        match item {
            Item::Function { .. } => self.functions.push(item),
            Item::Instance(_) => self.instances.push(item),
        }
    }

    fn find(&self, named: &Named<'a>) -> Option<Item<'a>> {
        let list = match named.kind {
            ComponentExternalKind::Func => &self.functions,
            ComponentExternalKind::Instance => &self.instances,
            _ => return None,
        };
        list.get(named.index as usize).cloned()
    }

    /// Returns the frame of a component that this one instantiates.
    fn inner(&self, component: usize, arguments: &[Named<'a>]) -> Self {
        Self {
            component,
            arguments: self.find_all(arguments),
            ..Self::default()
        }
    }

    fn find_all(&self, all: &[Named<'a>]) -> HashMap<&'a str, Item<'a>> {
        let found = all
            .iter()
            .map(|named| Some((named.name, self.find(named)?)));
        found.flatten().collect()
    }
}

struct Inliner<'a> {
    types: &'a Types,
    components: &'a [Component<'a>],
    /// For each type of an imported instance, whether it has functions.
    imported: HashMap<ComponentInstanceTypeId, bool>,
    adapters: u32,
}

impl<'a> Inliner<'a> {
    /// Returns the name of an export of the outermost component that has an imported function.
    fn reexported(&mut self) -> Option<&'a str> {
        let mut frames = vec![Frame::default()];
        loop {
            let is_root = frames.len() == 1;
            let frame = frames.last_mut()?;
            let Some(definition) = self.next(frame) else {
                let instance = Instance::made(frames.pop()?.exports);
                frames.last_mut()?.push(Item::Instance(Rc::new(instance)));
                continue;
            };
            match definition {
                Definition::Instantiate(component, arguments) => {
                    let inner = frame.inner(*component, arguments);
                    frames.push(inner);
                }
                Definition::Export(named) => {
                    let Some(item) = frame.find(named) else {
                        continue;
                    };
                    if is_root && item.is_imported() {
                        return Some(named.name);
                    }
                    frame.exports.insert(named.name, item.clone());
                    frame.push(item);
                }
                Definition::Lower(index) => self.lower(frame.functions.get(*index as usize)?)?,
                Definition::Import(name) if is_root => frame.push(self.import(name)?),
                Definition::Import(name) => frame.push(frame.arguments.get(name)?.clone()),
                Definition::Lift => frame.push(Item::Function { is_imported: false }),
                Definition::Bundle(exports) => {
                    let instance = Instance::made(frame.find_all(exports));
                    frame.push(Item::Instance(Rc::new(instance)));
                }
                Definition::Alias(instance, name) => {
                    let instance = frame.instances.get(*instance as usize)?;
                    frame.push(self.alias(instance, name)?);
                }
            }
        }
    }

    fn next(&self, frame: &mut Frame<'a>) -> Option<&'a Definition<'a>> {
        let component = self.components.get(frame.component)?;
        let definition = component.definitions.get(frame.done)?;
        frame.done += 1;
        Some(definition)
    }

    /// Counts an adapter, or returns none if there are too many.
    fn lower(&mut self, function: &Item<'a>) -> Option<()> {
        self.adapters += u32::from(!function.is_imported());
        (self.adapters <= ADAPTERS).then_some(())
    }

    fn alias(&mut self, instance: &Item<'a>, name: &str) -> Option<Item<'a>> {
        let Item::Instance(instance) = instance else {
            return None;
        };
        match &instance.exports {
            Exports::Made(exports) => exports.get(name).cloned(),
            Exports::Imported(id) => self.imported_item(self.types[*id].exports.get(name)?.ty),
        }
    }

    fn import(&mut self, name: &str) -> Option<Item<'a>> {
        self.imported_item(self.types.component_item_for_import(name)?.ty)
    }

    fn imported_item(&mut self, ty: ComponentEntityType) -> Option<Item<'a>> {
        Some(match ty {
            ComponentEntityType::Func(_) => Item::Function { is_imported: true },
            ComponentEntityType::Instance(id) => Item::Instance(Rc::new(Instance {
                has_imported: self.has_functions(id),
                exports: Exports::Imported(id),
            })),
            _ => return None,
        })
    }

    /// Recurses over types, whose depth the validator has limited.
    fn has_functions(&mut self, id: ComponentInstanceTypeId) -> bool {
        if let Some(known) = self.imported.get(&id) {
            return *known;
        }
        let types = self.types;
        let has = types[id].exports.values().any(|item| match item.ty {
            ComponentEntityType::Func(_) => true,
            ComponentEntityType::Instance(id) => self.has_functions(id),
            _ => false,
        });
        self.imported.insert(id, has);
        has
    }
}
