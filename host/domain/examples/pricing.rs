//! Prices a cart by a rule that a customer wrote.
#![allow(clippy::print_stdout, reason = "the program prints its result")]

use guesthouse_domain::{Guest, HostTrap, Limits, RunStart, Sandbox, domain, worker};
use std::{collections::HashMap, error::Error, sync::Arc, time::Duration};

domain! { path: "wit", world: "rule" }

/// The data of one run.
struct Shop(Arc<HashMap<String, Product>>);

impl Catalog for Shop {
    async fn lookup(guest: &mut Guest<Self>, sku: String) -> Result<Option<Product>, HostTrap> {
        Ok(guest.data.0.get(&sku).cloned())
    }
}

#[tokio::main]
async fn price(rule: &str, sku: String) -> Result<(), Box<dyn Error>> {
    let pen = Product {
        title: "A pen".into(),
        cents: 250,
        care: Care::FRAGILE,
    };
    let products = Arc::new(HashMap::from([("pen".to_owned(), pen)]));
    let rule = Sandbox::builder()
        .build()?
        .load(&Rule::new(), std::fs::read(rule)?)
        .await?;
    let start = RunStart {
        clock: Duration::ZERO,
        seed: [0; 32],
    };
    let lines = vec![Line { sku, pieces: 3 }];
    let cart = Cart {
        customer: "Ada".into(),
        lines,
        coupon: None,
    };
    let finished = rule
        .price(Shop(products), &Limits::default(), &start, cart)
        .await;
    match finished.result? {
        Ok(quote) => println!("{} cents", quote.cents),
        Err(refusal) => println!("no price: {refusal:?}"),
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    worker::run_if_asked(); // components are compiled in a child process: this program again
    let mut args = std::env::args().skip(1);
    let (rule, sku) = args
        .next()
        .zip(args.next())
        .ok_or("usage: pricing RULE.wasm SKU")?;
    price(&rule, sku)
}
