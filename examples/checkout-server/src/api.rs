//! The HTTP interface: `POST /price`.

use crate::database::Database;
use crate::rules::{self, Answer, Merchant};
use crate::shop::{Cart, Line};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The most bytes of a request, and the most lines of a cart.
const MOST_BYTES: usize = 64 << 10;
const MOST_LINES: usize = 100;

/// What all requests share.
pub(crate) struct Checkout {
    pub(crate) database: Arc<Database>,
    pub(crate) merchants: Vec<Arc<Merchant>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    lines: Vec<RequestLine>,
    coupon: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestLine {
    sku: String,
    quantity: u32,
}

/// The price of a cart, in cents.
#[derive(Serialize)]
struct Price {
    /// The price without a rule.
    sum: u32,
    total: u32,
    /// The rule with the best discount.
    rule: Option<String>,
    adjustments: Vec<Change>,
    /// The answers of all rules.
    answers: Vec<Heard>,
}

#[derive(Serialize)]
struct Change {
    reason: String,
    cents: i32,
}

#[derive(Serialize)]
struct Heard {
    rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Why a cart has no price.
#[derive(Debug, thiserror::Error)]
enum NoPrice {
    #[error("a cart has 1 to {MOST_LINES} lines")]
    Lines,
    #[error("there is no article `{0}`")]
    UnknownSku(String),
    #[error("the cart costs more than the shop can count")]
    TooExpensive,
    #[error("the shop has a problem")]
    Database(#[from] rusqlite::Error),
    #[error("the shop has a problem")]
    Task(#[from] tokio::task::JoinError),
}

impl IntoResponse for NoPrice {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Lines | Self::UnknownSku(_) | Self::TooExpensive => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Database(_) | Self::Task(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, format!("{self}\n")).into_response()
    }
}

pub(crate) fn router(checkout: Checkout) -> Router {
    Router::new()
        .route("/price", post(price))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(Arc::new(checkout))
}

async fn price(
    State(checkout): State<Arc<Checkout>>,
    Json(request): Json<Request>,
) -> Result<Json<Price>, NoPrice> {
    let sum = sum(&checkout.database, &request)?;
    let answers = ask(&checkout, &request, sum).await?;
    let best = rules::best(&answers, sum);
    let adjustments = best.iter().flat_map(|(_, quote)| &quote.adjustments);
    let adjustments = adjustments.map(|it| Change {
        reason: it.reason.clone(),
        cents: it.cents,
    });
    Ok(Json(Price {
        sum,
        total: best.map_or(sum, |(_, quote)| quote.total),
        rule: best
            .and_then(|(at, _)| checkout.merchants.get(at))
            .map(|it| it.name.clone()),
        adjustments: adjustments.collect(),
        answers: checkout.merchants.iter().zip(&answers).map(heard).collect(),
    }))
}

/// Returns the price of a cart without a rule.
fn sum(database: &Database, request: &Request) -> Result<u32, NoPrice> {
    if request.lines.is_empty() || request.lines.len() > MOST_LINES {
        return Err(NoPrice::Lines);
    }
    let mut sum: u32 = 0;
    for RequestLine { sku, quantity } in &request.lines {
        let product = database.find(sku)?;
        let product = product.ok_or_else(|| NoPrice::UnknownSku(sku.clone()))?;
        let price = product.unit_price.checked_mul(*quantity);
        let total = price.and_then(|it| sum.checked_add(it));
        sum = total.ok_or(NoPrice::TooExpensive)?;
    }
    Ok(sum)
}

/// Asks all rules at once. The sandbox decides how many run side by side.
async fn ask(checkout: &Checkout, request: &Request, sum: u32) -> Result<Vec<Answer>, NoPrice> {
    let asked = checkout.merchants.iter().map(|merchant| {
        let (merchant, database) = (Arc::clone(merchant), Arc::clone(&checkout.database));
        let cart = cart(request);
        tokio::spawn(async move { merchant.price(&database, cart, sum).await })
    });
    let mut answers = Vec::new();
    for task in asked.collect::<Vec<_>>() {
        answers.push(task.await?);
    }
    Ok(answers)
}

fn cart(request: &Request) -> Cart {
    let lines = request.lines.iter().map(|line| Line {
        sku: line.sku.clone(),
        quantity: line.quantity,
    });
    Cart {
        lines: lines.collect(),
        coupon: request.coupon.clone(),
    }
}

fn heard((merchant, answer): (&Arc<Merchant>, &Answer)) -> Heard {
    let (total, problem) = match answer {
        Answer::Quote(quote) => (Some(quote.total), None),
        Answer::Refused(refusal) => (None, Some(format!("no price: {refusal:?}"))),
        Answer::NotAccepted(reason) => (None, Some(reason.clone())),
        Answer::Failed(error) => (None, Some(error.to_string())),
    };
    Heard {
        rule: merchant.name.clone(),
        total,
        problem,
    }
}
