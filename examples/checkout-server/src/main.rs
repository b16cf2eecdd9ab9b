//! A shop whose merchants bring their own discounts: each is a rule in a component, and the best
//! discount wins. `POST /price` tells what a cart costs.
//!
//! `cargo run -p checkout-server -- RULES`, where the folder `RULES` has components of the world
//! `rule` of `examples/checkout`.

mod api;
mod database;
mod rules;
mod shop;

use clap::Parser;
use database::Database;
use guesthouse_domain::worker;
use std::error::Error;
use std::io::{Write, stdout};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Sell articles at the price of the best rule
#[derive(Parser)]
struct Args {
    /// Folder of the rules, one component each
    rules: PathBuf,
    /// Database of the shop; created if it does not exist
    #[arg(long, default_value = "shop.sqlite")]
    database: PathBuf,
    /// Address of the server; port 0 is any free port
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

#[tokio::main]
async fn serve(args: Args) -> Result<(), Box<dyn Error>> {
    let merchants = rules::load(&args.rules).await?;
    let checkout = api::Checkout {
        database: Arc::new(Database::open(&args.database)?),
        merchants: merchants.into_iter().map(Arc::new).collect(),
    };
    let rules = checkout.merchants.len();
    let listener = tokio::net::TcpListener::bind(args.listen).await?;
    let address = listener.local_addr()?;
    writeln!(stdout(), "{rules} rules at http://{address}/price")?;
    axum::serve(listener, api::router(checkout))
        .with_graceful_shutdown(stopped())
        .await?;
    Ok(())
}

/// Waits for Ctrl-C.
async fn stopped() {
    // Without a signal handler the server runs until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // Components are compiled in a child process: this program again, as a worker.
    worker::run_if_asked();
    serve(Args::parse())
}
