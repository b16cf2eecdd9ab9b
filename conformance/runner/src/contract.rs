//! The WIT package that guests of the suite `abi` implement.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context as _, bail};
use wit_parser::{
    Handle, IndexMap, Resolve, SourceMap, TypeDefKind, TypeId, WorldId, WorldItem, WorldKey,
};

use crate::value::Type;

/// The files of the package, by name.
pub const FILES: &[(&str, &str)] = &[
    ("constants.wit", include_str!("../wit/constants.wit")),
    ("echo.wit", include_str!("../wit/echo.wit")),
    ("handles.wit", include_str!("../wit/handles.wit")),
    ("sabotage.wit", include_str!("../wit/sabotage.wit")),
    ("types.wit", include_str!("../wit/types.wit")),
    ("worlds.wit", include_str!("../wit/worlds.wit")),
];

/// The world that guests of the suite are built against.
pub const WORLD: &str = "abi";

/// The package, parsed.
pub struct Contract {
    /// Everything the package defines.
    pub resolve: Resolve,
    /// The world of the suite.
    pub world: WorldId,
    /// The functions that the world exports, by their names in cases: `echo.echo-u8`.
    pub exports: BTreeMap<String, Function>,
    /// The functions that it imports, under the same names.
    pub imports: BTreeMap<String, Function>,
}

/// A function of an interface.
#[derive(Debug, Clone)]
pub struct Function {
    /// The interface's full name: `guesthouse:conformance/echo@0.1.0`.
    pub interface: String,
    /// The function's name in it: `echo-u8`, `[method]thing.name`.
    pub name: String,
    /// The types of its arguments. A handle is a string: its name in a case.
    pub params: Vec<Type>,
    /// The type of its result.
    pub result: Option<Type>,
    /// The named types of its arguments and its result, and those inside them.
    pub types: Vec<String>,
}

static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::embedded);

impl Contract {
    /// Returns the package that is embedded in this runner.
    pub fn get() -> &'static Self {
        &CONTRACT
    }

    #[expect(
        clippy::expect_used,
        reason = "the files are part of this build and a test parses them"
    )]
    fn embedded() -> Self {
        Self::parse(FILES, WORLD).expect("the embedded WIT is valid")
    }

    fn parse(files: &[(&str, &str)], world: &str) -> anyhow::Result<Self> {
        let mut sources = SourceMap::new();
        for (name, text) in files {
            sources.push_str(name, *text);
        }
        let group = sources
            .parse()
            .map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let mut resolve = Resolve::new();
        let package = resolve.push_group(group)?;
        let world = resolve.select_world(&[package], Some(world))?;
        let found = resolve
            .worlds
            .get(world)
            .context("the package lacks the world")?;
        let exports = functions(&resolve, &found.exports)?;
        let imports = functions(&resolve, &found.imports)?;
        Ok(Self {
            resolve,
            world,
            exports,
            imports,
        })
    }

    /// Returns the exported function that a case calls `name`.
    ///
    /// # Errors
    /// When there is no such function.
    pub fn export(&self, name: &str) -> anyhow::Result<&Function> {
        let near = guesthouse_inspect::nearest(name, self.exports.keys().map(String::as_str));
        let hint = near.map_or(String::new(), |near| format!(": did you mean `{near}`?"));
        let found = self.exports.get(name);
        found.with_context(|| format!("the contract has no function `{name}`{hint}"))
    }

    /// Writes the package's files into a folder.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, folder: &Path) -> anyhow::Result<()> {
        std::fs::create_dir_all(folder)?;
        for (name, text) in FILES {
            std::fs::write(folder.join(name), text)?;
        }
        Ok(())
    }
}

/// The imports or exports of a world.
type Items = IndexMap<WorldKey, WorldItem>;

fn functions(resolve: &Resolve, items: &Items) -> anyhow::Result<BTreeMap<String, Function>> {
    let mut found = BTreeMap::new();
    for (key, item) in items {
        let (WorldKey::Interface(_), WorldItem::Interface { id, .. }) = (key, item) else {
            bail!("the world has an item that is not an interface");
        };
        let interface = resolve.id_of(*id).context("an interface has no name")?;
        let definition = resolve
            .interfaces
            .get(*id)
            .context("the interface is missing")?;
        let short = definition.name.clone().unwrap_or_default();
        for (name, function) in &definition.functions {
            let function = describe(resolve, &interface, name, function)?;
            found.insert(format!("{short}.{name}"), function);
        }
    }
    Ok(found)
}

fn describe(
    resolve: &Resolve,
    interface: &str,
    name: &str,
    function: &wit_parser::Function,
) -> anyhow::Result<Function> {
    let mut reader = TypeReader {
        resolve,
        named: Vec::new(),
    };
    let types = function.params.iter().map(|param| reader.read(param.ty));
    let params = types.collect::<Result<_, _>>()?;
    let result = function.result.map(|ty| reader.read(ty)).transpose()?;
    reader.named.sort();
    reader.named.dedup();
    Ok(Function {
        interface: interface.to_owned(),
        name: name.to_owned(),
        params,
        result,
        types: reader.named,
    })
}

/// Turns a type of the package into a type of WAVE, and records the names of the types in it.
struct TypeReader<'a> {
    resolve: &'a Resolve,
    named: Vec<String>,
}

impl TypeReader<'_> {
    fn read(&mut self, ty: wit_parser::Type) -> anyhow::Result<Type> {
        use wit_parser::Type as Wit;
        Ok(match ty {
            Wit::Bool => Type::BOOL,
            Wit::U8 => Type::U8,
            Wit::U16 => Type::U16,
            Wit::U32 => Type::U32,
            Wit::U64 => Type::U64,
            Wit::S8 => Type::S8,
            Wit::S16 => Type::S16,
            Wit::S32 => Type::S32,
            Wit::S64 => Type::S64,
            Wit::F32 => Type::F32,
            Wit::F64 => Type::F64,
            Wit::Char => Type::CHAR,
            Wit::String => Type::STRING,
            Wit::Id(id) => return self.defined(id),
            Wit::ErrorContext => bail!("`error-context` has no text form"),
        })
    }

    fn defined(&mut self, id: TypeId) -> anyhow::Result<Type> {
        let resolve = self.resolve;
        let definition = resolve.types.get(id).context("the type is missing")?;
        // A `use` is the same type under the same name.
        if let TypeDefKind::Type(ty) = &definition.kind {
            return self.read(*ty);
        }
        self.named.extend(definition.name.clone());
        let made = match &definition.kind {
            TypeDefKind::List(element) => Some(Type::list(self.read(*element)?)),
            TypeDefKind::Option(some) => Some(Type::option(self.read(*some)?)),
            TypeDefKind::Result(result) => Some(Type::result(
                self.maybe(result.ok)?,
                self.maybe(result.err)?,
            )),
            TypeDefKind::Tuple(tuple) => {
                let types = tuple.types.iter().map(|ty| self.read(*ty));
                Type::tuple(types.collect::<Result<Vec<_>, _>>()?)
            }
            TypeDefKind::Record(record) => {
                let fields = record.fields.iter();
                let read = fields.map(|field| Ok((field.name.as_str(), self.read(field.ty)?)));
                Type::record(read.collect::<anyhow::Result<Vec<_>>>()?)
            }
            TypeDefKind::Variant(variant) => {
                let cases = variant.cases.iter();
                let read = cases.map(|case| Ok((case.name.as_str(), self.maybe(case.ty)?)));
                Type::variant(read.collect::<anyhow::Result<Vec<_>>>()?)
            }
            TypeDefKind::Enum(it) => Type::enum_ty(it.cases.iter().map(|case| case.name.as_str())),
            TypeDefKind::Flags(it) => Type::flags(it.flags.iter().map(|flag| flag.name.as_str())),
            TypeDefKind::Handle(Handle::Own(to) | Handle::Borrow(to)) => {
                let named = resolve.types.get(*to).and_then(|it| it.name.clone());
                self.named.extend(named);
                Some(Type::STRING)
            }
            _ => None,
        };
        made.with_context(|| format!("{} has no text form", definition.kind.as_str()))
    }

    fn maybe(&mut self, ty: Option<wit_parser::Type>) -> anyhow::Result<Option<Type>> {
        ty.map(|ty| self.read(ty)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/wit");
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let embedded: Vec<_> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(names, embedded);
    }

    #[test]
    fn functions_are_found_with_their_types() {
        let contract = Contract::get();
        let function = contract.export("echo.echo-person").unwrap();
        assert_eq!(function.types, ["person", "point"]);
        let merge = contract.export("handles.[static]thing.merge").unwrap();
        assert_eq!(merge.params, [Type::STRING, Type::STRING]);
        assert_eq!(merge.types, ["thing"]);
    }

    #[test]
    fn a_misspelt_function_gets_a_hint() {
        let error = Contract::get().export("echo.ecko-u8").unwrap_err();
        let expected = "the contract has no function `echo.ecko-u8`: did you mean `echo.echo-u8`?";
        assert_eq!(error.to_string(), expected);
    }

    /// The host has the same functions, because an echo passes its value on to the function of the
    /// host.
    #[test]
    fn every_echo_has_an_import() {
        let contract = Contract::get();
        let exports = contract.exports.iter();
        let passed_on = exports.filter(|(name, _)| !name.starts_with("constants."));
        for (name, function) in passed_on {
            assert_eq!(contract.imports[name].params, function.params, "{name}");
        }
    }
}
