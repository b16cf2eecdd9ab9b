//! A rule: 3 euros off a cart of 20 euros that needs no special parcel.

use acme_checkout::Rule;
use acme_checkout::catalog::{self, Handling};
use acme_checkout::pricing::{Adjustment, Cart, Quote, Refusal};

/// The least cents of a cart with the discount.
const LEAST: u32 = 2_000;
const DISCOUNT: u32 = 300;

struct Plugin;

acme_checkout::export!(Plugin);

impl Rule for Plugin {
    fn price(cart: Cart) -> Result<Quote, Refusal> {
        let mut total = 0;
        let mut handling = Handling::empty();
        for line in cart.lines {
            let product = catalog::find(&line.sku).ok_or(Refusal::UnknownSku(line.sku))?;
            total += product.unit_price * line.quantity;
            handling |= product.handling;
        }
        let is_special =
            handling.contains(Handling::FROZEN) || handling.contains(Handling::OVERSIZED);
        let mut adjustments = Vec::new();
        if total >= LEAST && !is_special {
            total -= DISCOUNT;
            adjustments.push(Adjustment {
                reason: "light parcel".to_owned(),
                cents: -(DISCOUNT as i32),
            });
        }
        Ok(Quote { total, adjustments })
    }

    fn similar(_sku: String, _limit: u32) -> Result<Vec<String>, Refusal> {
        Ok(Vec::new())
    }
}
