//! Sends one request over a new connection: resolves the name, checks every address, connects to a
//! checked address, sends, and reads the whole response. No redirects, no proxies, no pool, no
//! decompression.

use super::{Denied, Upstream, address, tls};
use crate::bindings::http::Error;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use url::Host;

/// The longest wait for the connection to one of several addresses.
const CONNECT_SHARE: Duration = Duration::from_secs(3);
/// Headers of a response, and their bytes. The service chooses them, and a guest may own the service.
const MAX_HEADERS: usize = 100;
const MAX_HEADER_BYTES: usize = 64 << 10;

/// A complete response.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

pub(super) async fn send(
    upstream: &Upstream,
    request: Request<Full<Bytes>>,
    timeout: Duration,
) -> Result<Reply, Denied> {
    let deadline = Instant::now() + timeout;
    let exchange = async {
        let stream = connect(upstream, deadline).await?;
        match &upstream.tls {
            None => exchange(upstream, stream, request).await,
            Some(config) => {
                let name = server_name(upstream)?;
                let connector = TlsConnector::from(Arc::clone(config));
                let stream = connector.connect(name, stream).await;
                let stream = stream.map_err(|error| tls::failed(upstream, &error))?;
                exchange(upstream, stream, request).await
            }
        }
    };
    timeout_at(deadline, exchange)
        .await
        .unwrap_or_else(|_elapsed| {
            Err(Denied::new(
                Error::Timeout,
                format!("the service did not send a complete response within {timeout:?}"),
            ))
        })
}

async fn connect(upstream: &Upstream, deadline: Instant) -> Result<TcpStream, Denied> {
    let allowed = &upstream.grant.connection.addresses;
    let addresses = resolve(upstream).await?;
    for address in &addresses {
        address::check(address.ip(), allowed).map_err(Denied::refused)?;
    }
    let mut last = Denied::unavailable("the host name of the connection has no address");
    for address in addresses {
        match connect_to(address, deadline.min(Instant::now() + CONNECT_SHARE)).await {
            Ok(stream) => return Ok(stream),
            Err(denied) => last = denied,
        }
    }
    Err(last)
}

async fn connect_to(address: SocketAddr, until: Instant) -> Result<TcpStream, Denied> {
    let denied = |error, reason: &dyn std::fmt::Display| {
        Denied::new(error, format!("cannot connect to {address}: {reason}"))
    };
    match timeout_at(until, TcpStream::connect(address)).await {
        Ok(Ok(stream)) => {
            // Sends small requests at once. A failure only makes them slower.
            stream.set_nodelay(true).ok();
            Ok(stream)
        }
        Ok(Err(error)) => Err(denied(Error::Unavailable, &error)),
        Err(elapsed) => Err(denied(Error::Timeout, &elapsed)),
    }
}

/// Resolves the name once. The host connects only to these addresses: a second lookup could return
/// others, which were never checked.
async fn resolve(upstream: &Upstream) -> Result<Vec<SocketAddr>, Denied> {
    let url = &upstream.grant.connection.url;
    let port = url.port_or_known_default().unwrap_or(80);
    match url.host() {
        Some(Host::Ipv4(address)) => Ok(vec![(address, port).into()]),
        Some(Host::Ipv6(address)) => Ok(vec![(address, port).into()]),
        Some(Host::Domain(name)) => match upstream.names.resolve(name).await {
            Ok(addresses) => Ok(addresses.into_iter().map(|ip| (ip, port).into()).collect()),
            Err(error) => {
                let reason = format!("cannot resolve the host name `{name}`: {error}");
                Err(Denied::unavailable(reason))
            }
        },
        None => Err(Denied::unavailable(
            "the URL of the connection has no host name",
        )),
    }
}

fn server_name(upstream: &Upstream) -> Result<ServerName<'static>, Denied> {
    match upstream.grant.connection.url.host() {
        Some(Host::Ipv4(address)) => Ok(IpAddr::V4(address).into()),
        Some(Host::Ipv6(address)) => Ok(IpAddr::V6(address).into()),
        Some(Host::Domain(name)) => ServerName::try_from(name.to_owned())
            .map_err(|error| Denied::unavailable(format!("invalid host name `{name}`: {error}"))),
        None => Err(Denied::unavailable(
            "the URL of the connection has no host name",
        )),
    }
}

async fn exchange<S>(
    upstream: &Upstream,
    stream: S,
    request: Request<Full<Bytes>>,
) -> Result<Reply, Denied>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::Builder::new()
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEADER_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| broken(&error))?;
    // The set aborts the task when this function ends, on every path.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let response = sender
        .send_request(request)
        .await
        .map_err(|error| broken(&error))?;
    // The contract has no statuses above 599, and SDKs rely on that. The host asks for no other
    // protocol, so a service must not switch to one.
    let status = response.status().as_u16();
    if status > 599 || status == 101 {
        let reason = format!("the response has the invalid status {status}");
        return Err(Denied::refused(reason));
    }
    read(response, upstream.grant.connection.limits.response_bytes).await
}

async fn read(response: Response<Incoming>, max: u64) -> Result<Reply, Denied> {
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    let too_large = || {
        let reason = format!("the response exceeds the limit `response_bytes` of {max} bytes");
        Denied::new(Error::TooLarge, reason)
    };
    let (head, mut incoming) = response.into_parts();
    // The parser bounds its buffer, which may hold more than the limit by one read.
    let bytes = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
    if head.headers.iter().map(bytes).sum::<usize>() > MAX_HEADER_BYTES {
        return Err(Denied::new(
            Error::TooLarge,
            "the headers of the response are too large",
        ));
    }
    if incoming.size_hint().lower() > max as u64 {
        return Err(too_large());
    }
    let mut body = Vec::new();
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|error| broken(&error))?;
        let Some(data) = frame.data_ref() else {
            // Trailers are dropped: they arrive after the headers were checked.
            continue;
        };
        if data.len() > max - body.len() {
            return Err(too_large());
        }
        reserve(&mut body, data.len(), max);
        body.extend_from_slice(data);
    }
    Ok(Reply {
        status: head.status.as_u16(),
        headers: head.headers,
        body,
    })
}

/// Grows the body by doubling, as a vector does, but never beyond the limit.
fn reserve(body: &mut Vec<u8>, more: usize, max: usize) {
    if body.capacity() - body.len() < more {
        let room = body.len().clamp(more, (max - body.len()).max(more));
        body.reserve_exact(room);
    }
}

fn broken(error: &hyper::Error) -> Denied {
    let kind = if error.is_parse_too_large() {
        Error::TooLarge
    } else if breaks_http(error) {
        Error::Refused
    } else {
        Error::Unavailable
    };
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    Denied::new(kind, format!("{error}{}", cause.unwrap_or_default()))
}

/// Returns whether the response breaks a rule of HTTP, rather than ends too early.
fn breaks_http(error: &hyper::Error) -> bool {
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref());
    let is_invalid = |cause: &io::Error| {
        matches!(
            cause.kind(),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
        )
    };
    error.is_parse() || cause.is_some_and(is_invalid)
}
