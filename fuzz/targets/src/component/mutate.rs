//! One change to a component.

use super::tree::{Body, Node, Section, write_number};
use crate::bytes::Bytes;

/// Changes a section somewhere in the tree.
pub(super) fn once(node: &mut Node, bytes: &mut Bytes, donors: &[Node]) {
    if node.sections.is_empty() {
        return;
    }
    let at = bytes.below(node.sections.len());
    if let Body::Node(inside) = &mut node.sections[at].body
        && bytes.below(4) > 0
    {
        return once(inside, bytes, donors);
    }
    match bytes.below(10) {
        0 => drop(node.sections.remove(at)),
        1 => {
            let section = node.sections[at].clone();
            node.sections
                .insert(bytes.below(node.sections.len() + 1), section);
        }
        2 => {
            let other = bytes.below(node.sections.len());
            node.sections.swap(at, other);
        }
        3 => {
            let section = donated(&donors[bytes.below(donors.len())], bytes);
            node.sections.insert(at, section);
        }
        4 => wrap(node),
        5 => node.sections[at].id = bytes.byte() % 16,
        6 => node.header[bytes.below(8)] ^= bytes.byte(),
        _ => inside(&mut node.sections[at].body, bytes),
    }
}

/// Takes a section of another component, at any depth.
fn donated(donor: &Node, bytes: &mut Bytes) -> Section {
    let section = &donor.sections[bytes.below(donor.sections.len())];
    match &section.body {
        Body::Node(inside) if bytes.flag() && !inside.sections.is_empty() => donated(inside, bytes),
        _ => section.clone(),
    }
}

/// Puts the whole component into another one that has nothing else and instantiates it twice.
fn wrap(node: &mut Node) {
    let header = *b"\0asm\x0d\0\x01\0";
    let inner = std::mem::replace(
        node,
        Node {
            header,
            sections: Vec::new(),
        },
    );
    let nested = if inner.header[4] == header[4] { 4 } else { 1 };
    let instances = if nested == 4 { 5 } else { 2 };
    node.sections.push(Section {
        id: nested,
        body: Body::Node(inner),
    });
    let twice = Body::Bytes(b"\x02\x00\x00\x00\x00\x00\x00".to_vec());
    node.sections.push(Section {
        id: instances,
        body: twice,
    });
}

/// Changes bytes within a section.
fn inside(body: &mut Body, bytes: &mut Bytes) {
    let Body::Bytes(body) = body else { return };
    let at = usize::from(bytes.u16()) % (body.len() + 1);
    let end = body.len().min(at + 1 + bytes.below(8));
    let new = match bytes.below(6) {
        0 => Vec::new(),
        1 => vec![bytes.byte()],
        2 => {
            let mut number = Vec::new();
            write_number(bytes.u32() as usize, &mut number);
            number
        }
        3 => body[at..end].repeat(1 + bytes.below(64)),
        4 => body[at..end]
            .iter()
            .map(|byte| byte ^ (1 << (at % 8)))
            .collect(),
        _ => {
            let n = bytes.below(16);
            bytes.take(n).to_vec()
        }
    };
    body.splice(at..end, new);
}
