//! The contract of the crate's documentation, with a rule in WebAssembly text.

use crate::guests::{MEMORY, START, limits, load, sandbox};
use guesthouse_domain::{
    Domain, Guest, HostTrap, Limit, Limits, Loaded, RunError, call_fn, domain, price,
};
use std::collections::HashMap;

domain! { path: "wit", world: "rule" }

const LOOKUP: u64 = 7_000;

/// The data of one run.
#[derive(Default)]
struct Shop {
    products: HashMap<String, Product>,
    asked: Vec<String>,
}

impl Catalog for Shop {
    #[price(LOOKUP)]
    async fn lookup(guest: &mut Guest<Self>, sku: String) -> Result<Option<Product>, HostTrap> {
        guest.data.asked.push(sku.clone());
        match sku.as_str() {
            "fire" => Err(HostTrap::host_error("the shop is on fire")),
            "slow" => std::future::pending().await,
            _ => Ok(guest.data.products.get(&sku).cloned()),
        }
    }
}

fn shop() -> Shop {
    let product = |title: &str, cents, care| Product {
        title: title.to_owned(),
        cents,
        care,
    };
    Shop {
        products: HashMap::from([
            ("pen".to_owned(), product("A pen", 250, Care::empty())),
            (
                "vase".to_owned(),
                product("A vase", 4_000, Care::FRAGILE | Care::BULKY),
            ),
        ]),
        asked: Vec::new(),
    }
}

fn cart(lines: &[(&str, u32)]) -> Cart {
    let line = |(sku, pieces): &(&str, u32)| Line {
        sku: (*sku).to_owned(),
        pieces: *pieces,
    };
    Cart {
        customer: "Ada".to_owned(),
        lines: lines.iter().map(line).collect(),
        coupon: Some("TEN".to_owned()),
    }
}

/// Prices a cart. The note is the title of the last fragile product.
fn rule() -> String {
    format!(
        r#"(module
  (import "acme:pricing/catalog@1.0.0" "lookup" (func $lookup (param i32 i32 i32)))
  {MEMORY}
  (func (export "acme:pricing/pricing@1.0.0#price")
    (param $name i32) (param $name-len i32) (param $line i32) (param $lines i32)
    (param $has-coupon i32) (param $coupon i32) (param $coupon-len i32) (result i32)
    (memory.fill (i32.const 2048) (i32.const 0) (i32.const 64))
    (if (i32.eqz (local.get $name-len)) (then
      (i32.store8 (i32.const 2048) (i32.const 1))
      (i32.store8 (i32.const 2056) (i32.const 2))
      (return (i32.const 2048))))
    (i32.store (i32.const 2064) (i32.const 2080))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $lines)))
      (call $lookup (i32.load (local.get $line)) (i32.load offset=4 (local.get $line)) (i32.const 1024))
      (if (i32.eqz (i32.load8_u (i32.const 1024))) (then
        (i32.store8 (i32.const 2048) (i32.const 1))
        (i32.store8 (i32.const 2056) (i32.const 0))
        (i32.store (i32.const 2060) (i32.load (local.get $line)))
        (i32.store (i32.const 2064) (i32.load offset=4 (local.get $line)))
        (return (i32.const 2048))))
      (if (i32.gt_u (i32.load offset=8 (local.get $line)) (i32.const 100)) (then
        (i32.store8 (i32.const 2048) (i32.const 1))
        (i32.store8 (i32.const 2056) (i32.const 1))
        (memory.copy (i32.const 2060) (local.get $line) (i32.const 12))
        (return (i32.const 2048))))
      (i64.store (i32.const 2056) (i64.add (i64.load (i32.const 2056))
        (i64.mul (i64.load32_u (i32.const 1036)) (i64.load32_u offset=8 (local.get $line)))))
      (if (i32.and (i32.load8_u (i32.const 1040)) (i32.const 1)) (then
        (i32.store (i32.const 2068) (i32.const 1))
        (memory.copy (i32.const 2080) (i32.const 1028) (i32.const 8))))
      (local.set $line (i32.add (local.get $line) (i32.const 12)))
      (local.set $lines (i32.sub (local.get $lines) (i32.const 1)))
      (br $next)))
    (i32.const 2048)))"#
    )
}

async fn loaded() -> Loaded<Rule<Shop>> {
    load(&Rule::new(), &rule()).await
}

#[tokio::test]
async fn an_answer_has_every_shape() {
    let rule = loaded().await;
    let cart = cart(&[("pen", 3), ("vase", 1)]);
    let finished = rule.price(shop(), &Limits::default(), &START, cart).await;
    let quote = finished.result.unwrap().unwrap();
    let expected = Quote {
        cents: 4_750,
        notes: vec!["A vase".to_owned()],
    };
    assert_eq!(quote, expected);
    assert_eq!(finished.data.asked, ["pen", "vase"]);
    assert_eq!(finished.usage.host_calls, 2);
}

#[tokio::test]
async fn errors_of_the_contract_are_values() {
    let rule = loaded().await;
    let price = async |cart| {
        let finished = rule.price(shop(), &Limits::default(), &START, cart).await;
        finished.result.unwrap().unwrap_err()
    };
    let unknown = Refusal::UnknownProduct("ink".to_owned());
    assert_eq!(price(cart(&[("pen", 1), ("ink", 1)])).await, unknown);
    let too_many = Refusal::TooMany(Line {
        sku: "pen".to_owned(),
        pieces: 101,
    });
    assert_eq!(price(cart(&[("pen", 101)])).await, too_many);
    let nobody = Cart {
        customer: String::new(),
        ..cart(&[])
    };
    assert_eq!(price(nobody).await, Refusal::Closed);
}

#[tokio::test]
async fn a_trap_of_the_host_ends_the_run() {
    let rule = loaded().await;
    let limits = Limits::default();
    let run = rule.price(shop(), &limits, &START, cart(&[("fire", 1)]));
    let stopped = run.await.result.unwrap_err();
    assert_eq!(
        stopped,
        RunError::HostError("the shop is on fire".to_owned())
    );
}

#[tokio::test]
async fn a_host_function_that_waits_ends_at_the_deadline() {
    let rule = loaded().await;
    let limits = limits(|limits| limits.deadline_ms = 100);
    let run = rule.price(shop(), &limits, &START, cart(&[("slow", 1)]));
    assert_eq!(run.await.result.unwrap_err(), RunError::Timeout);
}

#[tokio::test]
async fn several_calls_share_an_instance() {
    let rule = loaded().await;
    let call = call_fn::<Rule<Shop>, _, _>(|store, instance, exports| {
        Box::pin(async move {
            let one = exports.price(store, instance, cart(&[("pen", 1)])).await?;
            let two = exports.price(store, instance, cart(&[("pen", 2)])).await?;
            Ok([one, two].map(|result| result.map(|quote| quote.cents)))
        })
    });
    let finished = rule.run(shop(), &Limits::default(), &START, call).await;
    assert_eq!(finished.result.unwrap(), [Ok(250), Ok(500)]);
    assert_eq!(finished.data.asked, ["pen", "pen"]);
}

#[tokio::test]
async fn a_call_costs_its_price_and_its_bytes() {
    let rule = loaded().await;
    let limits = Limits::default();
    let usage = async |lines: &[(&str, u32)]| {
        let run = rule.price(shop(), &limits, &START, cart(lines));
        run.await.usage
    };
    let (one, two) = (
        usage(&[("pen", 1)]).await,
        usage(&[("pen", 1), ("pen", 1)]).await,
    );
    // A line has a fixed part of twelve bytes. The guest asks for it by name and gets a title.
    let line = 12 + "pen".len() + "pen".len() + "A pen".len();
    assert_eq!(two.host_bytes - one.host_bytes, line as u64);
    let fuel = two.fuel - one.fuel;
    assert!(fuel > LOOKUP + price::CALL, "{fuel}");
    assert!(fuel < 2 * LOOKUP, "{fuel}");
}

#[tokio::test]
async fn the_limit_on_bytes_holds() {
    let rule = loaded().await;
    let limits = limits(|limits| limits.host_bytes = 1_000);
    let large = Cart {
        customer: "a".repeat(2_000),
        ..cart(&[])
    };
    let run = rule.price(shop(), &limits, &START, large);
    assert_eq!(
        run.await.result.unwrap_err(),
        RunError::Limit(Limit::HostBytes)
    );
    let run = rule.price(shop(), &limits, &START, cart(&[("pen", 1); 100]));
    let finished = run.await;
    assert_eq!(
        finished.result.unwrap_err(),
        RunError::Limit(Limit::HostBytes)
    );
}

#[tokio::test]
async fn a_component_of_another_contract_is_refused() {
    let domain = Rule::<Shop>::new();
    let wit = domain.wit().unwrap();
    let changed = wit.files[0].text.replace("cents: u64", "cents: u32");
    let bytes_of = |text: String| {
        let mut wit = wit.clone();
        wit.files[0].text = text.into();
        let (resolve, _, world) = wit.parse().unwrap();
        let mut module =
            wit_component::dummy_module(&resolve, world, wit_parser::ManglingAndAbi::Standard32);
        let encoding = wit_component::StringEncoding::UTF8;
        wit_component::embed_component_metadata(&mut module, &resolve, world, encoding).unwrap();
        let encoder = wit_component::ComponentEncoder::default().module(&module);
        encoder.unwrap().encode().unwrap()
    };
    let refused = sandbox()
        .load(&domain, bytes_of(changed))
        .await
        .err()
        .unwrap();
    let why = "the function `price` of `acme:pricing/pricing@1.0.0` differs from the contract";
    assert!(refused.to_string().contains(why), "{refused}");
    let renamed = wit.files[0].text.replace("acme:pricing@", "acme:prices@");
    let refused = sandbox()
        .load(&domain, bytes_of(renamed))
        .await
        .err()
        .unwrap();
    let why = "the component imports `acme:prices/catalog@1.0.0`, which hosts do not provide";
    assert!(refused.to_string().contains(why), "{refused}");
}
