//! A Go file: its imports, and how it writes types.

#![expect(clippy::indexing_slicing, reason = "the indices came with the plan")]

use std::cell::RefCell;
use std::collections::BTreeMap;

use guesthouse_contract::{Function, Result_, Type, TypeId};

use super::docs::comment;
use super::plan::{Plan, param_names};
use crate::{File, Writer};

/// The names of variables and of private items of generated code. A package of such a name gets
/// another one in the file.
const LOCALS: [&str; 22] = [
    "area",
    "at",
    "before",
    "body",
    "err",
    "exported",
    "fake",
    "found",
    "handle",
    "host",
    "implementation",
    "item",
    "list",
    "number",
    "option",
    "other",
    "params",
    "path",
    "resource",
    "result",
    "value",
    "variant",
];

/// The same for the files of a project.
const PROJECT: [&str; 5] = ["err", "fake", "got", "t", "want"];

/// The name of a package in a file that needs its own name for something else.
pub(super) fn renamed(package: &str) -> String {
    format!("{package}_")
}

/// A file of a package, while it is written.
pub(super) struct Scope<'a> {
    pub(super) plan: &'a Plan<'a>,
    /// The index of the package. `None` for a file outside of the SDK.
    package: Option<usize>,
    imports: RefCell<BTreeMap<String, Option<String>>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, package: Option<usize>) -> Self {
        Self {
            plan,
            package,
            imports: RefCell::default(),
        }
    }

    /// Imports a package by its path.
    pub(super) fn import(&self, path: &str) {
        self.imports.borrow_mut().insert(path.to_owned(), None);
    }

    /// Imports a package of the SDK, and returns its name in the file.
    pub(super) fn own(&self, path: &str) -> String {
        let name = path.rsplit('/').next().unwrap_or(path);
        let locals = if self.package.is_some() {
            &LOCALS[..]
        } else {
            &PROJECT
        };
        let alias = locals.contains(&name).then(|| renamed(name));
        let path = format!("{}/{path}", self.plan.module);
        self.imports.borrow_mut().insert(path, alias.clone());
        alias.unwrap_or_else(|| name.to_owned())
    }

    /// A name of `internal/guest`.
    pub(super) fn guest(&self, item: &str) -> String {
        format!("{}.{item}", self.own("internal/guest"))
    }

    /// `unsafe.` and a name.
    pub(super) fn unsafe_(&self, item: &str) -> String {
        self.import("unsafe");
        format!("unsafe.{item}")
    }

    /// An item of the package that defines a type.
    pub(super) fn at_home(&self, id: TypeId, item: &str) -> String {
        let home = self.plan.home(id);
        if self.package == Some(home) {
            return item.to_owned();
        }
        let package = &self.plan.packages[home].name;
        format!("{}.{item}", self.own(package))
    }

    /// The name of a named type.
    pub(super) fn named(&self, id: TypeId) -> String {
        self.at_home(id, self.plan.type_name(id))
    }

    /// A type of the surface.
    pub(super) fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "bool".to_owned(),
            Type::U8 => "uint8".to_owned(),
            Type::U16 => "uint16".to_owned(),
            Type::U32 => "uint32".to_owned(),
            Type::U64 => "uint64".to_owned(),
            Type::S8 => "int8".to_owned(),
            Type::S16 => "int16".to_owned(),
            Type::S32 => "int32".to_owned(),
            Type::S64 => "int64".to_owned(),
            Type::F32 => "float32".to_owned(),
            Type::F64 => "float64".to_owned(),
            Type::Char => "rune".to_owned(),
            Type::String => "string".to_owned(),
            Type::List(item) if **item == Type::U8 => "[]byte".to_owned(),
            Type::List(item) => format!("[]{}", self.ty(item)),
            Type::Option(some) if self.plan.is_nilable(some) => self.ty(some),
            Type::Option(some) => format!("*{}", self.ty(some)),
            Type::Tuple(items) => self.tuple(items),
            Type::Result(result) => {
                let [ok, err] = [&result.ok, &result.err].map(|side| self.side(side.as_deref()));
                format!("{}.Result[{ok}, {err}]", self.own("wit"))
            }
            Type::Own(id) | Type::Borrow(id) | Type::Defined(id) => self.named(*id),
            Type::Unsupported(_) => "any".to_owned(),
        }
    }

    fn tuple(&self, items: &[Type]) -> String {
        if items.is_empty() {
            return "struct{}".to_owned();
        }
        let types: Vec<_> = items.iter().map(|item| self.ty(item)).collect();
        let name = format!("{}.Tuple{}", self.own("wit"), items.len());
        format!("{name}[{}]", types.join(", "))
    }

    /// The type of one side of a result.
    pub(super) fn side(&self, side: Option<&Type>) -> String {
        side.map_or_else(|| "struct{}".to_owned(), |ty| self.ty(ty))
    }

    /// The results of a function.
    pub(super) fn results(&self, function: &Function) -> String {
        match (&function.result, function.fallible()) {
            (_, Some(Result_ { ok: Some(ok), .. })) => format!(" ({}, error)", self.ty(ok)),
            (_, Some(_)) => " error".to_owned(),
            (Some(ty), None) => format!(" {}", self.ty(ty)),
            (None, None) => String::new(),
        }
    }

    /// The parameters and results of a function, with names.
    pub(super) fn signature(&self, function: &Function, names: &[String]) -> String {
        let types = function.params.iter().map(|param| self.ty(&param.ty));
        let params: Vec<_> = names
            .iter()
            .zip(types)
            .map(|(name, ty)| format!("{name} {ty}"))
            .collect();
        format!("({}){}", params.join(", "), self.results(function))
    }

    /// The parameters and results of a function in an interface, where nothing uses the names.
    pub(super) fn declaration(&self, function: &Function) -> String {
        self.signature(function, &param_names(&function.params, []))
    }

    /// Finishes the file: the build constraint, the documentation of the package, the imports and
    /// the body.
    pub(super) fn file(self, path: &str, constraint: &str, docs: &str, body: String) -> File {
        let package = self
            .package
            .map_or("main", |index| &self.plan.packages[index].name);
        let path = match self.package {
            Some(_) => format!("{package}/{path}"),
            None => path.to_owned(),
        };
        let mut out = Writer::new("\t");
        if self.package.is_some() {
            out.line("// Code generated by guesthouse. DO NOT EDIT.");
            out.line("");
        }
        if !constraint.is_empty() {
            out.line(format!("//go:build {constraint}"));
            out.line("");
        }
        comment(&mut out, docs);
        out.line(format!("package {package}"));
        let mut imports = self.imports.into_inner();
        // An expression that was written for a value may be left out after all.
        imports.retain(|path, alias| {
            let name = path.rsplit('/').next().unwrap_or(path);
            is_mentioned(&body, alias.as_deref().unwrap_or(name))
        });
        imports_of(&mut out, &imports);
        File {
            path,
            text: out.finish() + &body,
        }
    }
}

/// Whether a text has a name of a package before a dot.
fn is_mentioned(text: &str, package: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || char == '_' || char == '.';
    let item = format!("{package}.");
    let mut found = text.match_indices(&item);
    found.any(|(at, _)| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        !before.is_some_and(is_part)
    })
}

/// Writes imports: first those of Go itself, which have no dot in their first part.
fn imports_of(out: &mut Writer, imports: &BTreeMap<String, Option<String>>) {
    let is_std = |path: &str| !path.split('/').next().unwrap_or_default().contains('.');
    let spec = |(path, alias): (&String, &Option<String>)| match alias {
        Some(alias) => format!("{alias} \"{path}\""),
        None => format!("\"{path}\""),
    };
    let group = |std| {
        imports
            .iter()
            .filter(move |(path, _)| is_std(path) == std)
            .map(spec)
    };
    let (std, own): (Vec<_>, Vec<_>) = (group(true).collect(), group(false).collect());
    if imports.is_empty() {
        return;
    }
    out.line("");
    if let ([spec], []) | ([], [spec]) = (&*std, &*own) {
        out.line(format!("import {spec}"));
        return;
    }
    out.line("import (");
    out.indented(|out| {
        std.iter().for_each(|spec| out.line(spec));
        if !std.is_empty() && !own.is_empty() {
            out.line("");
        }
        own.iter().for_each(|spec| out.line(spec));
    });
    out.line(")");
}

/// Writes a function. gofmt breaks a long header before an empty body.
pub(super) fn function(out: &mut Writer, header: &str, body: &str) {
    if body.is_empty() && header.len() < 90 {
        out.line(format!("{header} {{}}"));
        return;
    }
    out.line(format!("{header} {{"));
    out.indented(|out| body.lines().for_each(|line| out.line(line)));
    out.line("}");
}
