//! Plugins on generated Python SDKs, built by componentize-py and run by wasmtime.

mod host;
mod values;

use std::fs;
use std::path::{Path, PathBuf};

use guesthouse_contract::{Contract, Model};
use guesthouse_diagnostics::Language;
use guesthouse_generate::{File, Options, sdk};
use guesthouse_toolchain::{DomainBuild, Engine, Error, WorldBuild, toolchain};
use host::Guest;
use wasmtime::component::Val;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Reads a contract of the generator's tests, without what Python refuses: functions of an interface
/// that a world imports inline.
fn contract(path: &str) -> Contract {
    let text = fs::read_to_string(here(path)).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.contains("import inline: interface"));
    let text = lines.collect::<Vec<_>>().join("\n");
    Contract::from_files(path, [(path, text.as_str())]).unwrap()
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Builds a plugin in a folder, as `guesthouse build` does.
fn build(dir: &Path, contract: &Contract, model: &Model, plugin: &str) -> Result<Vec<u8>, Error> {
    let options = Options::default();
    let guesthouse = dir.join(".guesthouse");
    write(&dir.join("plugin.py"), plugin);
    write(
        &guesthouse.join("wit/contract.wit"),
        &contract.text().unwrap(),
    );
    for File { path, text } in sdk(Language::Python, model, &options).unwrap() {
        write(&guesthouse.join("sdk").join(path), &text);
    }
    let build = DomainBuild {
        dir,
        wit: &guesthouse.join("wit"),
        sdk: &guesthouse.join("sdk"),
        model,
        package: &options.package(Language::Python, model),
        name: "plugin",
        engine: Engine::default(),
        entry: None,
    };
    fs::create_dir_all(build.work_dir()).unwrap();
    let compiled = toolchain(Language::Python).compile_domain(&build, &())?;
    Ok(compiled.bytes)
}

const EVERYTHING: &str = "../generate/tests/wit/everything.wit";
const PRICING: &str = "../contract/tests/wit/pricing.wit";

#[test]
fn every_type_passes_in_both_directions() {
    let dir = tempfile::tempdir().unwrap();
    let contract = contract(EVERYTHING);
    let model = contract.model(contract.world(Some("everything")).unwrap());
    let plugin = include_str!("everything/plugin.py");
    let bytes = build(dir.path(), &contract, &model, plugin).unwrap();
    let mut guest = Guest::new(&bytes);
    let echo = "test:everything/echo@1.2.0";
    for (function, value) in values::echoed() {
        let got = guest
            .call(Some(echo), function, std::slice::from_ref(&value))
            .unwrap();
        assert_eq!(got, Some(value), "{function}");
    }
    for (function, value, failure) in values::failed() {
        let got = guest.call(Some(echo), function, &[value]).unwrap();
        assert_eq!(
            got,
            Some(Val::Result(Err(failure.map(Box::new)))),
            "{function}"
        );
    }
    let many = [
        values::numbers(),
        values::point(),
        values::figure("none", None),
        values::text("d"),
    ];
    assert_eq!(
        guest.call(Some(echo), "echo-many", &many).unwrap(),
        Some(values::text("d"))
    );
    assert_eq!(guest.call(Some(echo), "nothing", &[]).unwrap(), None);
    let counted = guest.call(Some(echo), "count-to", &[Val::U32(3)]).unwrap();
    assert_eq!(
        counted,
        Some(Val::List(vec![Val::U32(1), Val::U32(2), Val::U32(3)]))
    );
    let question = values::question();
    let answered = guest
        .call(None, "answer", std::slice::from_ref(&question))
        .unwrap();
    assert_eq!(answered, Some(Val::Option(Some(Box::new(question)))));
    assert_eq!(
        guest
            .call(Some("inline-out"), "next", &[Val::U32(1)])
            .unwrap(),
        Some(Val::U32(2))
    );
    assert_eq!(guest.open_counters(), 0);
    guest
        .call(Some(echo), "crash", &[values::text("7")])
        .unwrap_err();
    let trace = guest.err();
    let place = "File \"plugin.py\", line 62, in crash";
    assert!(
        trace.starts_with("Traceback (most recent call last):\n") && trace.contains(place),
        "{trace}"
    );
    let message = "TypeError: mirror.echo_point: v.y: expected an integer from -2147483648 to 2147483647, found '7'";
    assert!(trace.trim_end().ends_with(message), "{trace}");
}

/// The plugin that the price of the SDK is measured with.
const DISCOUNT: &str = "
from acme_pricing import Quote, UnknownSku, catalog


def price(skus: list[str]) -> Quote:
    found = []
    for sku in skus:
        article = catalog.lookup(sku)
        if article is None:
            raise UnknownSku(sku)
        found.append(article)
    return Quote(sum(each.unit_price for each in found), found)
";

/// The same on the bindings alone.
const RAW: &str = "
from componentize_py_types import Err
from wit_world.exports.pricing import Quote, Refusal_UnknownSku
from wit_world.imports import catalog


class Pricing:
    def price(self, skus):
        found = []
        for sku in skus:
            article = catalog.lookup(sku)
            if article is None:
                raise Err(Refusal_UnknownSku(sku))
            found.append(article)
        return Quote(sum(each.unit_price for each in found), found)
";

#[test]
fn an_answer_costs_at_most_half_more_than_with_the_bindings_alone() {
    let dir = tempfile::tempdir().unwrap();
    let contract = contract(PRICING);
    let model = contract.model(contract.world(Some("rule")).unwrap());
    let sdk = build(dir.path(), &contract, &model, DISCOUNT).unwrap();
    let raw = dir.path().join("raw");
    write(&raw.join("app.py"), RAW);
    let world = WorldBuild {
        dir: &raw,
        wit: &dir.path().join(".guesthouse/wit"),
        world: "rule",
        language: Language::Python,
        engine: Engine::default(),
    };
    let raw = world.build(&()).unwrap();
    let [sdk, raw] = [&sdk, &raw].map(|bytes| price(bytes, &["a", "b", "c"]));
    assert_eq!(sdk.0, raw.0);
    assert!(sdk.1 * 2 <= raw.1 * 3, "{} instead of {}", sdk.1, raw.1);
}

/// Returns the answer, and the fuel of a call that is not the first.
fn price(component: &[u8], skus: &[&str]) -> (Option<Val>, u64) {
    let mut guest = Guest::new(component);
    let skus = Val::List(skus.iter().map(|sku| values::text(sku)).collect());
    let mut call = || {
        guest.call(
            Some("acme:pricing/pricing@1.0.0"),
            "price",
            std::slice::from_ref(&skus),
        )
    };
    call().unwrap();
    let answer = call().unwrap();
    (answer, guest.fuel())
}

#[test]
fn a_plugin_without_its_function_is_a_build_error() {
    let dir = tempfile::tempdir().unwrap();
    let contract = contract(PRICING);
    let model = contract.model(contract.world(Some("rule")).unwrap());
    let error = build(dir.path(), &contract, &model, "x = 1\n")
        .unwrap_err()
        .to_string();
    let expected =
        "plugin.py has no function `price`: write `def price(skus: list[str]) -> pricing.Quote`";
    assert!(error.contains(expected), "{error}");
}
