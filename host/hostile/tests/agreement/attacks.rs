//! Components that are cheap to write and expensive to read. Each has the import and the export of
//! a plugin, so that the judge does not refuse it for its names.

use std::fmt::Write as _;

/// A name that a plugin may import.
const IMPORT: &str = "guesthouse:automation/types@0.1.0";

fn component(inside: &str) -> Vec<u8> {
    let text = format!(
        "(component {inside}
          (instance $handler)
          (export \"guesthouse:automation/handler@0.1.0\" (instance $handler)))"
    );
    wat::parse_str(&text).unwrap()
}

/// Returns a line for each number from one to `count`.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for number in 1..=count {
        let _ = writeln!(all, "{}", line(number));
    }
    all
}

pub(crate) fn all() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut add = |name: &str, text: String| files.push((name.to_owned(), component(&text)));
    for levels in [20, 126, 127, 500, 2_000] {
        add(
            &format!("{levels} instance types in a row"),
            types_in_a_row("instance", levels),
        );
        add(
            &format!("{levels} component types in a row"),
            types_in_a_row("component", levels),
        );
    }
    for (levels, times) in [(12, 10), (17, 10), (17, 990)] {
        let name = format!("{times} instantiations against 2^{levels} exports");
        add(&name, instantiations(levels, times));
    }
    let threads = instantiations(17, 10)
        + "(core module (memory 1 2 shared) (func (param v128) unreachable) (tag))";
    add("a feature after expensive types", threads);
    for count in [100, 10_000] {
        add(
            &format!("{count} aliases of a type in a row"),
            aliases(count),
        );
    }
    for levels in [4, 12, 18] {
        add(
            &format!("2^{levels} exports of instances"),
            doubled_exports(levels),
        );
    }
    for length in [1_000, 16_000, 17_000] {
        add(&format!("a name of {length} bytes"), long_name(length));
    }
    add(
        "many functions with long names",
        lines(10, |n| {
            let name = "n".repeat(16_000);
            format!("(import \"{IMPORT}{n}\" (instance (export \"{name}{n}\" (func))))")
        }),
    );
    files.push((
        "a module with many imports".to_owned(),
        module_with_imports(200_000),
    ));
    files.push((
        "a module with many imports in a component".to_owned(),
        nested_imports(200_000),
    ));
    files
}

/// Returns types that each refer to the previous one.
fn types_in_a_row(kind: &str, levels: usize) -> String {
    let first = format!("(type $t0 ({kind}))\n");
    first
        + &lines(levels, |n| {
            let before = n - 1;
            format!("(type $t{n} ({kind} (export \"a\" ({kind} (type $t{before})))))")
        })
}

/// Returns a type whose exports double with each level, and instantiations. Subtyping visits every
/// export for each instantiation.
fn instantiations(levels: usize, times: usize) -> String {
    let mut text = "(type $t0 (instance (export \"f\" (func))))\n".to_owned();
    text += &lines(levels, |n| {
        let inner = format!("(instance (type $t{}))", n - 1);
        format!("(type $t{n} (instance (export \"a\" {inner}) (export \"b\" {inner})))")
    });
    let _ = writeln!(
        text,
        "(import \"{IMPORT}\" (instance $i (type $t{levels})))"
    );
    let _ = writeln!(
        text,
        "(component $c (import \"x\" (instance (type $t{levels}))))"
    );
    text + &lines(times, |_| {
        "(instance (instantiate $c (with \"x\" (instance $i))))".to_owned()
    })
}

fn aliases(count: usize) -> String {
    let mut text = "(type $u0 u8)".to_owned();
    let exports = lines(count, |n| {
        let before = n - 1;
        format!(
            "(export \"t{n}\" (type $e{n} (eq {})))",
            if n == 1 {
                "$r".to_owned()
            } else {
                format!("$e{before}")
            }
        )
    });
    let _ = write!(
        text,
        "(import \"{IMPORT}\" (instance (type $r (record (field \"x\" u8))) {exports}))"
    );
    text
}

/// Returns instances that each export the previous one twice. An engine may follow every path.
fn doubled_exports(levels: usize) -> String {
    let text = lines(levels, |n| {
        let before = n - 1;
        format!(
            "(instance $i{n} (export \"a\" (instance $i{before})) (export \"b\" (instance $i{before})))"
        )
    });
    format!("(instance $i0)\n{text}(export \"more\" (instance $i{levels}))")
}

fn long_name(length: usize) -> String {
    format!("(core module (func (export \"{}\")))", "n".repeat(length))
}

fn module_with_imports(count: usize) -> Vec<u8> {
    wat::parse_str(format!("(module {})", imports(count))).unwrap()
}

fn nested_imports(count: usize) -> Vec<u8> {
    component(&format!("(core module {})", imports(count)))
}

fn imports(count: usize) -> String {
    "(import \"\" \"\" (func))".repeat(count)
}
