//! What rules can ask the shop for: the implementation of the contract's imports.

use crate::database::Database;
use guesthouse_domain::{Guest, HostTrap, Resource, Resources, domain, price};
use std::sync::Arc;

domain! { path: "../checkout/wit", world: "rule" }

/// The most articles that one call returns.
const PAGE: u32 = 50;

/// The data of one run.
pub(crate) struct Shop(pub(crate) Arc<Database>);

/// A search that a rule has open.
pub(crate) struct Pages {
    text: String,
    /// The number of the last article that the rule got.
    last: String,
}

impl Catalog for Shop {
    type Search = Pages;

    #[price(20_000)]
    async fn find(guest: &mut Guest<Self>, sku: String) -> Result<Option<Product>, HostTrap> {
        guest.data.0.find(&sku).map_err(HostTrap::host_error)
    }

    async fn search_new(
        guest: &mut Guest<Self>,
        text: String,
    ) -> Result<Resource<Search>, HostTrap> {
        let last = String::new();
        guest.add_resource(Pages { text, last })
    }

    #[price(50_000)]
    async fn search_next(
        guest: &mut Guest<Self>,
        this: Resource<Search>,
        limit: u32,
    ) -> Result<Vec<Product>, HostTrap> {
        let database = Arc::clone(&guest.data.0);
        let pages = guest.resource(&this)?;
        let found = database
            .search(&pages.text, &pages.last, limit.min(PAGE))
            .map_err(HostTrap::host_error)?;
        if let Some(product) = found.last() {
            pages.last.clone_from(&product.sku);
        }
        Ok(found)
    }
}

impl Coupons for Shop {
    #[price(20_000)]
    async fn percent(guest: &mut Guest<Self>, code: String) -> Result<Option<u32>, HostTrap> {
        guest.data.0.percent(&code).map_err(HostTrap::host_error)
    }
}
