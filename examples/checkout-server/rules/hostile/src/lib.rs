//! A rule that attacks the shop. The coupon selects the attack.

use acme_checkout::Rule;
use acme_checkout::catalog::{self, Search};
use acme_checkout::pricing::{Adjustment, Cart, Quote, Refusal};

struct Plugin;

acme_checkout::export!(Plugin);

impl Rule for Plugin {
    fn price(cart: Cart) -> Result<Quote, Refusal> {
        match cart.coupon.as_deref() {
            Some("MEMORY") => fill_memory(),
            Some("HANDLES") => open_searches(),
            Some("CALLS") => ask_for_ever(),
            Some("CRASH") => panic!("no price for you"),
            Some("WRONG") => Ok(quote(1, 0)),
            Some("GIFT") => Ok(gift(cart)),
            _ => compute_for_ever(),
        }
    }

    fn similar(_sku: String, _limit: u32) -> Result<Vec<String>, Refusal> {
        Ok(Vec::new())
    }
}

fn quote(total: u32, cents: i32) -> Quote {
    Quote {
        total,
        adjustments: vec![Adjustment {
            reason: "trust me".to_owned(),
            cents,
        }],
    }
}

/// Gives everything away, with correct numbers.
fn gift(cart: Cart) -> Quote {
    let cost = |sku: &str| catalog::find(sku).map_or(0, |it| it.unit_price);
    let sum: u32 = cart
        .lines
        .iter()
        .map(|it| cost(&it.sku) * it.quantity)
        .sum();
    quote(0, -(sum as i32))
}

fn compute_for_ever() -> ! {
    let mut n: u64 = 1;
    loop {
        n = std::hint::black_box(n.wrapping_mul(31));
    }
}

fn fill_memory() -> ! {
    let mut all = Vec::new();
    loop {
        all.push(std::hint::black_box(Vec::<u8>::with_capacity(1 << 20)));
    }
}

fn open_searches() -> ! {
    let mut all = Vec::new();
    loop {
        all.push(Search::new("mug"));
    }
}

fn ask_for_ever() -> ! {
    loop {
        std::hint::black_box(catalog::find("mug"));
    }
}
