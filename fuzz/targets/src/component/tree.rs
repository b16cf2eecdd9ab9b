//! A component as a tree of sections. Writing it computes the lengths again, so that a parser reaches
//! a changed section.

/// A module or a component: its header and its sections.
#[derive(Clone)]
pub(super) struct Node {
    pub(super) header: [u8; 8],
    pub(super) sections: Vec<Section>,
}

#[derive(Clone)]
pub(super) struct Section {
    pub(super) id: u8,
    pub(super) body: Body,
}

#[derive(Clone)]
pub(super) enum Body {
    Bytes(Vec<u8>),
    /// A module or component inside a component.
    Node(Node),
}

const COMPONENT: u8 = 0x0d;
const NESTED: [u8; 2] = [1, 4];

impl Node {
    /// Parses a valid component or module.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let (header, mut rest) = bytes.split_at(8);
        let header: [u8; 8] = header.try_into().unwrap();
        let mut sections = Vec::new();
        while let Some((id, after)) = rest.split_first() {
            let (length, after) = read_number(after);
            let (body, after) = after.split_at(length);
            let nested = header[4] == COMPONENT && NESTED.contains(id);
            let body = if nested {
                Body::Node(Self::parse(body))
            } else {
                Body::Bytes(body.to_vec())
            };
            sections.push(Section { id: *id, body });
            rest = after;
        }
        Self { header, sections }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = self.header.to_vec();
        for section in &self.sections {
            let body = match &section.body {
                Body::Bytes(bytes) => bytes.clone(),
                Body::Node(node) => node.bytes(),
            };
            out.push(section.id);
            write_number(body.len(), &mut out);
            out.extend(body);
        }
        out
    }
}

fn read_number(mut bytes: &[u8]) -> (usize, &[u8]) {
    let (mut number, mut shift) = (0, 0);
    while let Some((byte, rest)) = bytes.split_first() {
        number |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        bytes = rest;
        if byte & 0x80 == 0 {
            break;
        }
    }
    (number, bytes)
}

pub(super) fn write_number(mut number: usize, out: &mut Vec<u8>) {
    loop {
        let byte = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            return out.push(byte);
        }
        out.push(byte | 0x80);
    }
}
