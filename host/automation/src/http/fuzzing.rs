//! Internal functions about requests for the fuzz targets.

use super::{Client, Resolver, address, resolve};
use crate::bindings::http::Request;
use crate::bindings::types::Attribute;
use crate::policy::{AddressRange, HttpGrant, Policy};
use crate::state::EventKey;
use std::net::IpAddr;
use std::sync::Arc;

/// A request as the host would send it.
pub struct Sent {
    /// Path and query.
    pub target: String,
    /// Names and values.
    pub headers: Vec<(String, Vec<u8>)>,
}

/// Returns whether the host may connect to an address.
pub fn reaches(address: IpAddr, allowed: &[AddressRange]) -> bool {
    address::check(address, allowed).is_ok()
}

/// Returns the request that the host sends for a guest's request under a grant, or `None` if it is
/// denied.
pub fn request(
    grant: HttpGrant,
    method: &str,
    path: &str,
    headers: &[(String, String)],
) -> Option<Sent> {
    let connection = "up".to_owned();
    let policy = Policy::default().grant_connection(&connection, grant);
    let resolver: Arc<dyn Resolver> = Arc::new(resolve::system);
    let client = Client::new(&policy, crate::OperatorKey::default(), &resolver).ok()?;
    let headers = headers.iter().map(|(name, value)| Attribute {
        name: name.clone(),
        value: value.clone(),
    });
    let request = Request {
        connection,
        method: method.to_owned(),
        path: path.to_owned(),
        headers: headers.collect(),
        body: None,
        timeout_ms: None,
    };
    let event = EventKey {
        plugin: "plugin",
        source: "/source",
        id: "id",
    };
    let sent = client.prepare(event, 0, request).ok()?.request;
    let headers = sent.headers().iter();
    Some(Sent {
        target: sent.uri().to_string(),
        headers: headers
            .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
            .collect(),
    })
}
