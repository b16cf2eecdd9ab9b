//! Reads the WIT package and finds the world.

use crate::args::Args;
use std::path::{Path, PathBuf};
use wit_parser::{PackageId, ParseError, Resolve, ResolveError, Span, WorldId};

/// A parsed package and the world in it.
pub(crate) struct Source {
    pub(crate) resolve: Resolve,
    pub(crate) world: WorldId,
    pub(crate) files: Vec<File>,
}

/// A file of the package or of one that it uses.
pub(crate) struct File {
    /// Its path in the folder of the package.
    pub(crate) name: String,
    pub(crate) path: String,
}

pub(crate) fn read(args: &Args) -> syn::Result<Source> {
    let given = args.path.value();
    let wrong = |message: String| syn::Error::new(args.path.span(), message);
    // Cargo sets it for every compilation.
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let path = root.join(&given).canonicalize().map_err(|_missing| {
        wrong(format!(
            "`{given}` does not exist in the folder of this crate's Cargo.toml: give the folder of a WIT package"
        ))
    })?;
    let mut resolve = Resolve {
        all_features: true,
        ..Resolve::default()
    };
    let (package, sources) = resolve.push_path(&path).map_err(|error| {
        let parsing = error.downcast_ref::<ParseError>();
        let resolving = error.downcast_ref::<ResolveError>();
        let span = parsing.map(|error| error.kind().span());
        let span = span.or_else(|| resolving.map(|error| error.kind().span()));
        let place = span
            .filter(Span::is_known)
            .map(|span| resolve.render_location(span));
        let at = place.map_or(String::new(), |place| format!(", at {place}"));
        let cause = error.root_cause();
        wrong(format!("the WIT in `{given}` is not valid: {cause}{at}"))
    })?;
    let folder = if path.is_dir() {
        path.as_path()
    } else {
        path.parent().unwrap_or(&path)
    };
    let files = sources.paths().map(|path| file(folder, path));
    let files = files.collect::<Result<_, _>>().map_err(wrong)?;
    let world = find_world(&resolve, package, &args.world.value())
        .map_err(|message| syn::Error::new(args.world.span(), message))?;
    Ok(Source {
        resolve,
        world,
        files,
    })
}

fn file(folder: &Path, path: &Path) -> Result<File, String> {
    let shown = path.display();
    let name = path.strip_prefix(folder).unwrap_or(path);
    let is_text = path.extension().is_some_and(|it| it == "wit");
    match (name.to_str(), path.to_str()) {
        (Some(name), Some(path)) if is_text => Ok(File {
            name: name.replace('\\', "/"),
            path: path.to_owned(),
        }),
        _ => Err(format!(
            "`{shown}` is not a file `.wit`: `domain!` reads only text"
        )),
    }
}

#[expect(clippy::indexing_slicing, reason = "the ids came with the resolve")]
fn find_world(resolve: &Resolve, package: PackageId, name: &str) -> Result<WorldId, String> {
    let package = &resolve.packages[package];
    package.worlds.get(name).copied().ok_or_else(|| {
        let names: Vec<_> = package.worlds.keys().map(|it| format!("`{it}`")).collect();
        let known = match names.as_slice() {
            [] => "none".to_owned(),
            names => names.join(", "),
        };
        let package = &package.name;
        format!("the package `{package}` has no world `{name}`: its worlds are {known}")
    })
}
