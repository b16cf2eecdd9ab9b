//! Checks the addresses of connections. One forbidden address refuses the whole name: a name with
//! public and internal addresses is an attack or a mistake.

use crate::policy::AddressRange;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Returns a message for the operator if the host may not connect to the address.
pub(super) fn check(address: IpAddr, allowed: &[AddressRange]) -> Result<(), String> {
    let address = unmapped(address);
    let kind = Kind::of(address);
    if kind == Kind::Public {
        return Ok(());
    }
    let (name, range) = kind.rule();
    match range {
        Some(range) if allowed.contains(&range) => Ok(()),
        Some(range) => Err(format!(
            "{address} is a {name} address; to allow it, set `addresses = [\"{range}\"]` on the connection"
        )),
        None => Err(format!(
            "{address} is a {name} address, which is never allowed"
        )),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Public,
    Loopback,
    Private,
    LinkLocal,
    Metadata,
    Unspecified,
    Multicast,
    Reserved,
    Translated,
}

impl Kind {
    fn of(address: IpAddr) -> Self {
        match address {
            _ if is_metadata(address) => Self::Metadata,
            IpAddr::V4(address) => v4(address),
            IpAddr::V6(address) => v6(address),
        }
    }

    /// Returns the name, and the range that allows the address in a policy. Without a range it is
    /// never allowed.
    fn rule(self) -> (&'static str, Option<AddressRange>) {
        match self {
            Self::Public => ("public", None),
            Self::Loopback => ("loopback", Some(AddressRange::Loopback)),
            Self::Private => ("private", Some(AddressRange::Private)),
            Self::LinkLocal => ("link-local", Some(AddressRange::LinkLocal)),
            Self::Metadata => ("cloud metadata", Some(AddressRange::LinkLocal)),
            Self::Unspecified => ("unspecified", None),
            Self::Multicast => ("multicast", None),
            Self::Reserved => ("reserved", None),
            Self::Translated => ("non-public NAT64 or 6to4", None),
        }
    }
}

/// Returns the IPv4 address of an IPv4-mapped IPv6 address. The system connects to it as IPv4.
fn unmapped(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

/// Returns whether the address is that of a metadata service outside of `169.254.0.0/16`: Alibaba,
/// Azure, AWS, Scaleway or Google. Their ranges are private or even public.
fn is_metadata(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => matches!(v4.octets(), [100, 100, 100, 200] | [168, 63, 129, 16]),
        IpAddr::V6(v6) => matches!(
            v6.segments(),
            [0xfd00, 0xec2, ..]
                | [0xfd00, 0x42, 0, 0, 0, 0, 0, 0x42]
                | [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254]
        ),
    }
}

fn v4(address: Ipv4Addr) -> Kind {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (127, ..) => Kind::Loopback,
        (10, ..) | (172, 16..=31, _) | (192, 168, _) | (100, 64..=127, _) => Kind::Private,
        (169, 254, _) => Kind::LinkLocal,
        (0, ..) => Kind::Unspecified,
        (224..=239, ..) => Kind::Multicast,
        // Benchmarks, documentation, protocol assignments, 6to4 relays, the future and broadcast.
        (198, 18..=19, _)
        | (192, 0, 0 | 2)
        | (192, 88, 99)
        | (198, 51, 100)
        | (203, 0, 113)
        | (240..=255, ..) => Kind::Reserved,
        _ => Kind::Public,
    }
}

fn v6(address: Ipv6Addr) -> Kind {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 1] => Kind::Loopback,
        // NAT64 and 6to4 contain an IPv4 address. A gateway would connect to it.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            match Kind::of(embedded(high, low)) {
                Kind::Public => Kind::Public,
                _ => Kind::Translated,
            }
        }
        [0xfc00..=0xfdff, ..] => Kind::Private,
        [0xfe80..=0xfebf, ..] => Kind::LinkLocal,
        [0xff00..=0xffff, ..] => Kind::Multicast,
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] | [0x2001, 0..=0x1ff, ..] => Kind::Reserved,
        // Only 2000::/3 is routed on the public internet.
        [0x2000..=0x3fff, ..] => Kind::Public,
        _ => Kind::Reserved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_allowed(text: &str, allowed: &[AddressRange]) -> bool {
        check(text.parse().unwrap(), allowed).is_ok()
    }

    #[test]
    fn only_public_addresses_by_default() {
        for public in [
            "1.1.1.1",
            "93.184.216.34",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::1",
        ] {
            assert!(is_allowed(public, &[]), "{public}");
        }
        for internal in [
            "127.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "100::1",
            "fec0::1",
            "4000::1",
            "100.100.100.200",
            "168.63.129.16",
            "fd20:ce::254",
            "::ffff:168.63.129.16",
            "64:ff9b::a83f:8110",
            "::ffff:0:7f00:1",
            "3fff::1",
        ] {
            assert!(!is_allowed(internal, &[]), "{internal}");
        }
    }

    #[test]
    fn each_range_allows_only_its_own_addresses() {
        use AddressRange::{LinkLocal, Loopback, Private};
        for (address, range) in [
            ("127.0.0.1", Loopback),
            ("::1", Loopback),
            ("::ffff:127.0.0.1", Loopback),
            ("10.1.2.3", Private),
            ("100.64.0.1", Private),
            ("fd00::1", Private),
            ("169.254.169.254", LinkLocal),
            ("fe80::1", LinkLocal),
            ("fd00:ec2::254", LinkLocal),
            ("168.63.129.16", LinkLocal),
        ] {
            for allowed in [Loopback, Private, LinkLocal] {
                assert_eq!(
                    is_allowed(address, &[allowed]),
                    allowed == range,
                    "{address} {allowed:?}"
                );
            }
        }
        assert!(!is_allowed("0.0.0.0", &[Loopback, Private, LinkLocal]));
        assert!(!is_allowed(
            "64:ff9b::7f00:1",
            &[Loopback, Private, LinkLocal]
        ));
    }
}
