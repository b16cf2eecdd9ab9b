//! The WIT of the contract parses, documents every item and matches `docs/reference/wit.md`.
//! `BLESS=1` rewrites that page.

use guesthouse_testing::bless::compare_page;
use std::fmt::Write;
use std::path::Path;
use wit_parser::{
    Docs, Function, FunctionKind, Handle, Interface, PackageId, Resolve, Type, TypeDef,
    TypeDefKind, World, WorldItem,
};

fn contract() -> (Resolve, PackageId) {
    let mut resolve = Resolve::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("wit");
    let (package, _) = resolve.push_dir(folder).expect("the contract parses");
    (resolve, package)
}

#[test]
fn the_reference_matches_the_contract() {
    let (resolve, package) = contract();
    let page = Page {
        resolve: &resolve,
        text: String::new(),
    }
    .write(package);
    compare_page("docs/reference/wit.md", &page);
}

#[test]
fn the_contract_has_no_64_bit_integers() {
    let (resolve, package) = contract();
    let page = Page {
        resolve: &resolve,
        text: String::new(),
    }
    .write(package);
    // QuickJS converts a 64-bit integer to a double and silently corrupts it above 2^53.
    assert!(!page.contains("u64") && !page.contains("s64"));
}

struct Page<'a> {
    resolve: &'a Resolve,
    text: String,
}

impl Page<'_> {
    fn write(mut self, package: PackageId) -> String {
        let package = &self.resolve.packages[package];
        self.line("<!-- Generated from wit/ by `./just generate`. -->");
        self.line(&format!("# {}\n", package.name));
        self.docs("the package", &package.docs);
        for world in package.worlds.values() {
            self.world(&self.resolve.worlds[*world]);
        }
        for interface in package.interfaces.values() {
            self.interface(&self.resolve.interfaces[*interface]);
        }
        self.text.truncate(self.text.trim_end().len());
        self.text + "\n"
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn docs(&mut self, what: &str, docs: &Docs) {
        let Some(text) = &docs.contents else {
            panic!("{what} has no documentation")
        };
        self.line(&format!("{}\n", text.trim_end()));
    }

    fn world(&mut self, world: &World) {
        self.line(&format!("## World `{}`\n", world.name));
        self.docs(&world.name, &world.docs);
        for (word, items) in [("imports", &world.imports), ("exports", &world.exports)] {
            let names = items.values().filter_map(|item| match item {
                WorldItem::Interface { id, .. } => self.resolve.interfaces[*id].name.as_deref(),
                WorldItem::Function(_) | WorldItem::Type { .. } => None,
            });
            // A world lists `types` only because its other interfaces use it.
            let links: Vec<_> = names
                .filter(|name| *name != "types")
                .map(|n| format!("[`{n}`](#interface-{n})"))
                .collect();
            self.line(&format!("- {word} {}", links.join(", ")));
        }
        self.line("");
    }

    fn interface(&mut self, interface: &Interface) {
        let name = interface.name.as_deref().unwrap_or_default();
        self.line(&format!("## Interface `{name}`\n"));
        self.docs(name, &interface.docs);
        for (name, id) in &interface.types {
            let ty = &self.resolve.types[*id];
            // The page describes a type only under the interface that defines it.
            if !matches!(ty.kind, TypeDefKind::Type(_)) {
                self.type_def(name, ty);
            }
        }
        for function in interface.functions.values() {
            self.function(function);
        }
    }

    fn type_def(&mut self, name: &str, ty: &TypeDef) {
        self.line(&format!("### {} `{name}`\n", ty.kind.as_str()));
        self.docs(name, &ty.docs);
        let members: Vec<(String, &Docs)> = match &ty.kind {
            TypeDefKind::Record(record) => record
                .fields
                .iter()
                .map(|f| (format!("{}: {}", f.name, self.type_name(&f.ty)), &f.docs))
                .collect(),
            TypeDefKind::Variant(variant) => variant
                .cases
                .iter()
                .map(|case| (case.name.clone(), &case.docs))
                .collect(),
            TypeDefKind::Enum(cases) => cases
                .cases
                .iter()
                .map(|case| (case.name.clone(), &case.docs))
                .collect(),
            _ => Vec::new(),
        };
        for (member, docs) in &members {
            let text = docs
                .contents
                .as_deref()
                .unwrap_or_default()
                .trim_end()
                .replace('\n', " ");
            self.line(format!("- `{member}` {text}").trim_end());
        }
        if !members.is_empty() {
            self.line("");
        }
    }

    fn function(&mut self, function: &Function) {
        let name = function.item_name();
        let (title, params) = match &function.kind {
            FunctionKind::Freestanding => (name.to_owned(), &function.params[..]),
            FunctionKind::Static(owner) => (self.member(*owner, name), &function.params[..]),
            FunctionKind::Method(owner) => (self.member(*owner, name), &function.params[1..]),
            other => panic!("no words for {other:?}"),
        };
        let word = if matches!(function.kind, FunctionKind::Static(_)) {
            "static func"
        } else {
            "func"
        };
        let params: Vec<_> = params
            .iter()
            .map(|p| format!("{}: {}", p.name, self.type_name(&p.ty)))
            .collect();
        let result = function
            .result
            .map(|ty| format!(" -> {}", self.type_name(&ty)))
            .unwrap_or_default();
        self.line(&format!("### func `{title}`\n"));
        self.line(&format!(
            "```wit\n{name}: {word}({}){result}\n```\n",
            params.join(", ")
        ));
        self.docs(&title, &function.docs);
    }

    fn member(&self, owner: wit_parser::TypeId, name: &str) -> String {
        format!(
            "{}.{name}",
            self.resolve.types[owner]
                .name
                .as_deref()
                .unwrap_or_default()
        )
    }

    fn type_name(&self, ty: &Type) -> String {
        let Type::Id(id) = ty else {
            return format!("{ty:?}").to_lowercase();
        };
        let def = &self.resolve.types[*id];
        let mut text = String::new();
        let inner = |ty: &Option<Type>| ty.map_or("_".to_owned(), |ty| self.type_name(&ty));
        let written = match (&def.name, &def.kind) {
            (Some(name), _) => write!(text, "{name}"),
            (None, TypeDefKind::Option(ty)) => write!(text, "option<{}>", self.type_name(ty)),
            (None, TypeDefKind::List(ty)) => write!(text, "list<{}>", self.type_name(ty)),
            (None, TypeDefKind::Result(result)) => write!(
                text,
                "result<{}, {}>",
                inner(&result.ok),
                inner(&result.err)
            ),
            (None, TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id))) => {
                write!(
                    text,
                    "{}",
                    self.resolve.types[*id].name.as_deref().unwrap_or_default()
                )
            }
            (None, other) => panic!("no words for {other:?}"),
        };
        written.expect("text grows");
        text
    }
}
