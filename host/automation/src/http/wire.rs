//! One request over one connection of its own: resolve, check every address, connect to a checked
//! address, send, read the whole answer. No redirects, no proxies, no pool, no decompression.

use super::address;
use super::{Denial, Denied, Upstream};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use url::Host;

/// The longest wait for one of several addresses.
const CONNECT_SHARE: Duration = Duration::from_secs(3);
/// Headers of an answer, and bytes of them.
const MAX_HEADERS: usize = 100;
const MAX_HEADER_BYTES: usize = 64 << 10;

/// A complete answer.
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
                let stream = connector
                    .connect(name, stream)
                    .await
                    .map_err(|error| Denied::new(Denial::Unavailable, format!("TLS: {error}")))?;
                exchange(upstream, stream, request).await
            }
        }
    };
    timeout_at(deadline, exchange)
        .await
        .unwrap_or_else(|_elapsed| {
            Err(Denied::new(
                Denial::Timeout,
                format!("no complete answer in {timeout:?}"),
            ))
        })
}

async fn connect(upstream: &Upstream, deadline: Instant) -> Result<TcpStream, Denied> {
    let allowed = &upstream.grant.connection.addresses;
    let addresses = resolve(upstream).await?;
    for address in &addresses {
        address::check(address.ip(), allowed)
            .map_err(|reason| Denied::new(Denial::Refused, reason))?;
    }
    let mut last = Denied::new(Denial::Unavailable, "the name has no address");
    for address in addresses {
        match connect_to(address, deadline.min(Instant::now() + CONNECT_SHARE)).await {
            Ok(stream) => return Ok(stream),
            Err(denied) => last = denied,
        }
    }
    Err(last)
}

async fn connect_to(address: SocketAddr, until: Instant) -> Result<TcpStream, Denied> {
    let denied =
        |error, reason: &dyn std::fmt::Display| Denied::new(error, format!("{address}: {reason}"));
    match timeout_at(until, TcpStream::connect(address)).await {
        Ok(Ok(stream)) => {
            // Small requests should not wait for more to come. Without it they are only slower.
            stream.set_nodelay(true).ok();
            Ok(stream)
        }
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            Err(denied(Denial::Refused, &error))
        }
        Ok(Err(error)) => Err(denied(Denial::Unavailable, &error)),
        Err(elapsed) => Err(denied(Denial::Timeout, &elapsed)),
    }
}

/// Resolves the name once. What is connected to later are these addresses and nothing else.
async fn resolve(upstream: &Upstream) -> Result<Vec<SocketAddr>, Denied> {
    let url = &upstream.grant.connection.url;
    let port = url.port_or_known_default().unwrap_or(80);
    match url.host() {
        Some(Host::Ipv4(address)) => Ok(vec![(address, port).into()]),
        Some(Host::Ipv6(address)) => Ok(vec![(address, port).into()]),
        Some(Host::Domain(name)) => match upstream.names.resolve(name).await {
            Ok(addresses) => Ok(addresses.into_iter().map(|ip| (ip, port).into()).collect()),
            Err(error) => Err(Denied::new(
                Denial::Unavailable,
                format!("`{name}`: {error}"),
            )),
        },
        None => Err(Denied::new(
            Denial::Unavailable,
            "the connection has no host",
        )),
    }
}

fn server_name(upstream: &Upstream) -> Result<ServerName<'static>, Denied> {
    match upstream.grant.connection.url.host() {
        Some(Host::Ipv4(address)) => Ok(IpAddr::V4(address).into()),
        Some(Host::Ipv6(address)) => Ok(IpAddr::V6(address).into()),
        Some(Host::Domain(name)) => ServerName::try_from(name.to_owned())
            .map_err(|error| Denied::new(Denial::Unavailable, format!("`{name}`: {error}"))),
        None => Err(Denied::new(
            Denial::Unavailable,
            "the connection has no host",
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
    // Ends with this function, however it ends.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let response = sender
        .send_request(request)
        .await
        .map_err(|error| broken(&error))?;
    // The contract knows no other, and what reads the answer is made for those.
    if response.status().as_u16() > 599 {
        let reason = format!("the answer has the status {}", response.status().as_u16());
        return Err(Denied::new(Denial::Unavailable, reason));
    }
    read(response, upstream.grant.connection.limits.response_bytes).await
}

async fn read(response: Response<Incoming>, max: u64) -> Result<Reply, Denied> {
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    let too_large = || {
        let reason = format!("the answer is larger than {max} bytes");
        Denied::new(Denial::TooLarge, reason)
    };
    let (head, mut incoming) = response.into_parts();
    // The parser's own bound is that of a buffer: it may read one piece more.
    let bytes = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
    if head.headers.iter().map(bytes).sum::<usize>() > MAX_HEADER_BYTES {
        return Err(Denied::new(Denial::TooLarge, "the headers are too large"));
    }
    if incoming.size_hint().lower() > max as u64 {
        return Err(too_large());
    }
    let mut body = Vec::new();
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|error| broken(&error))?;
        let Some(data) = frame.data_ref() else {
            // Trailers: nobody may act on what comes after it was judged.
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

/// Makes room as a vector does, by doubling, but never more than the limit.
fn reserve(body: &mut Vec<u8>, more: usize, max: usize) {
    if body.capacity() - body.len() < more {
        let room = body.len().clamp(more, (max - body.len()).max(more));
        body.reserve_exact(room);
    }
}

fn broken(error: &hyper::Error) -> Denied {
    let kind = if error.is_parse_too_large() {
        Denial::TooLarge
    } else {
        Denial::Unavailable
    };
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    Denied::new(kind, format!("{error}{}", cause.unwrap_or_default()))
}
