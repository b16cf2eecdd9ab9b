//! A rule: coupons lower the price, and fragile articles cost extra packing.

use acme_checkout::Rule;
use acme_checkout::catalog::{self, Handling, Product, Search};
use acme_checkout::coupons;
use acme_checkout::pricing::{Adjustment, Cart, Quote, Refusal};

/// The cents that careful packing costs.
const PACKING: i32 = 200;
/// The most cents that the articles of a cart may cost.
const MOST: u64 = 1_000_000_000;
/// The number of articles that one call of a search returns.
const PAGE: u32 = 10;

struct Plugin;

acme_checkout::export!(Plugin);

impl Rule for Plugin {
    fn price(cart: Cart) -> Result<Quote, Refusal> {
        if cart.lines.is_empty() {
            return Err(Refusal::EmptyCart);
        }
        let mut sum = 0;
        let mut handling = Handling::empty();
        for line in &cart.lines {
            let product = find(&line.sku)?;
            sum += u64::from(product.unit_price) * u64::from(line.quantity);
            if sum > MOST {
                return Err(Refusal::TooExpensive);
            }
            handling |= product.handling;
        }
        let mut adjustments = Vec::new();
        if let Some(code) = cart.coupon {
            let Some(percent) = coupons::percent(&code) else {
                return Err(Refusal::BadCoupon(code));
            };
            adjustments.push(Adjustment {
                reason: format!("coupon {code}"),
                cents: -((sum * u64::from(percent) / 100) as i32),
            });
        }
        if handling.contains(Handling::FRAGILE) {
            adjustments.push(Adjustment {
                reason: "careful packing".to_owned(),
                cents: PACKING,
            });
        }
        let change: i32 = adjustments.iter().map(|it| it.cents).sum();
        Ok(Quote {
            total: (sum as u32).saturating_add_signed(change),
            adjustments,
        })
    }

    fn similar(sku: String, limit: u32) -> Result<Vec<String>, Refusal> {
        let search = Search::new(&find(&sku)?.title);
        let mut found = Vec::new();
        while found.len() < limit as usize {
            let page = search.next(PAGE);
            if page.is_empty() {
                break;
            }
            found.extend(page.into_iter().map(|it| it.sku).filter(|it| *it != sku));
        }
        found.truncate(limit as usize);
        Ok(found)
    }
}

fn find(sku: &str) -> Result<Product, Refusal> {
    catalog::find(sku).ok_or_else(|| Refusal::UnknownSku(sku.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use acme_checkout::pricing::Line;

    use super::*;

    /// A shop with mugs.
    struct Shop;

    impl catalog::fake::Fake for Shop {
        fn find(&self, sku: &str) -> Option<Product> {
            (sku == "mug").then(|| mug("mug"))
        }

        fn new_search(&self, text: &str) -> Search {
            assert_eq!(text, "Mug");
            Search::fake(Pages(Cell::new(0)))
        }
    }

    impl coupons::fake::Fake for Shop {
        fn percent(&self, code: &str) -> Option<u32> {
            (code == "TEN").then_some(10)
        }
    }

    /// A search that finds two pages.
    struct Pages(Cell<usize>);

    impl catalog::fake::Search for Pages {
        fn next(&self, _limit: u32) -> Vec<Product> {
            let page = self.0.replace(self.0.get() + 1);
            let skus = [vec!["mug", "mug-xl"], vec!["mug-red"]];
            let skus = skus.get(page).cloned().unwrap_or_default();
            skus.into_iter().map(mug).collect()
        }
    }

    fn mug(sku: &str) -> Product {
        Product {
            sku: sku.to_owned(),
            title: "Mug".to_owned(),
            unit_price: 900,
            handling: Handling::FRAGILE,
        }
    }

    fn price(coupon: Option<&str>) -> Result<Quote, Refusal> {
        let _catalog = catalog::fake::set(Shop);
        let _coupons = coupons::fake::set(Shop);
        let line = Line {
            sku: "mug".to_owned(),
            quantity: 2,
        };
        Plugin::price(Cart {
            lines: vec![line],
            coupon: coupon.map(str::to_owned),
        })
    }

    #[test]
    fn a_coupon_and_packing_change_the_price() {
        let quote = price(Some("TEN")).unwrap();
        assert_eq!(quote.total, 1_820);
        assert_eq!(quote.adjustments[0].cents, -180);
        assert_eq!(quote.adjustments[1].reason, "careful packing");
    }

    #[test]
    fn a_wrong_coupon_is_refused() {
        assert_eq!(
            price(Some("OLD")),
            Err(Refusal::BadCoupon("OLD".to_owned()))
        );
    }

    #[test]
    fn similar_articles_are_read_page_by_page() {
        let _catalog = catalog::fake::set(Shop);
        let similar = |limit| Plugin::similar("mug".to_owned(), limit).unwrap();
        assert_eq!(similar(9), ["mug-xl", "mug-red"]);
        assert_eq!(similar(1), ["mug-xl"]);
    }
}
