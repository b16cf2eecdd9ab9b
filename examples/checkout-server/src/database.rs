//! The database of the shop: articles and coupons.

use crate::shop::{Handling, Product};
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The tables, with the articles of a small shop.
const SCHEMA: &str = include_str!("../shop.sql");

const COLUMNS: &str = "sku, title, unit_price, is_fragile, is_oversized, is_frozen";

/// A connection to the database. A query takes some microseconds, so all requests share one.
pub(crate) struct Database(Mutex<Connection>);

impl Database {
    /// Opens the database, and creates it if the file does not exist.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        Self::fill(Connection::open(path)?)
    }

    fn fill(connection: Connection) -> Result<Self> {
        connection.execute_batch(SCHEMA)?;
        Ok(Self(Mutex::new(connection)))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns an article.
    pub(crate) fn find(&self, sku: &str) -> Result<Option<Product>> {
        self.connection()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM articles WHERE sku = ?"))?
            .query_row([sku], product)
            .optional()
    }

    /// Returns the first `limit` articles after the number `after` whose titles contain a text.
    pub(crate) fn search(&self, text: &str, after: &str, limit: u32) -> Result<Vec<Product>> {
        self.connection()
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM articles
                 WHERE sku > :after AND instr(lower(title), lower(:text)) > 0
                 ORDER BY sku LIMIT :limit"
            ))?
            .query_map(
                named_params! { ":after": after, ":text": text, ":limit": limit },
                product,
            )?
            .collect()
    }

    /// Returns the discount of a coupon in percent.
    pub(crate) fn percent(&self, code: &str) -> Result<Option<u32>> {
        self.connection()
            .prepare_cached("SELECT percent FROM coupons WHERE code = ?")?
            .query_row([code], |row| row.get(0))
            .optional()
    }
}

fn product(row: &Row<'_>) -> Result<Product> {
    let flags = [
        ("is_fragile", Handling::FRAGILE),
        ("is_oversized", Handling::OVERSIZED),
        ("is_frozen", Handling::FROZEN),
    ];
    let mut handling = Handling::empty();
    for (column, flag) in flags {
        if row.get(column)? {
            handling |= flag;
        }
    }
    Ok(Product {
        sku: row.get("sku")?,
        title: row.get("title")?,
        unit_price: row.get("unit_price")?,
        handling,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    fn database() -> Database {
        Database::fill(Connection::open_in_memory().unwrap()).unwrap()
    }

    #[test]
    fn an_article_has_its_price_and_its_flags() {
        let mug = database().find("mug").unwrap().unwrap();
        assert_eq!((mug.title.as_str(), mug.unit_price), ("Mug", 900));
        assert_eq!(mug.handling, Handling::FRAGILE);
        assert_eq!(database().find("'; DROP TABLE articles").unwrap(), None);
    }

    #[test]
    fn a_search_continues_after_the_last_article() {
        let database = database();
        let page = |after| {
            let found = database.search("MUG", after, 2).unwrap();
            found.into_iter().map(|it| it.sku).collect::<Vec<_>>()
        };
        assert_eq!(page(""), ["mug", "mug-red"]);
        assert_eq!(page("mug-red"), ["mug-xl"]);
        assert_eq!(page("mug-xl"), [""; 0]);
    }

    #[test]
    fn a_coupon_has_a_percentage() {
        assert_eq!(database().percent("TEN").unwrap(), Some(10));
        assert_eq!(database().percent("OLD").unwrap(), None);
    }
}
