//! The valid components as trees.

use super::tree::Node;
use std::sync::LazyLock;

const TEXTS: [&str; 5] = [
    include_str!("../../../guests/types.wat"),
    include_str!("../../../guests/nested.wat"),
    include_str!("../../../guests/resource.wat"),
    include_str!("../../../guests/core.wat"),
    include_str!("../../../guests/output.wat"),
];

pub(super) fn all() -> &'static [Node] {
    static GUESTS: LazyLock<Vec<Node>> = LazyLock::new(|| {
        let parse = |text: &&str| Node::parse(&wat::parse_str(text).unwrap());
        TEXTS.iter().map(parse).collect()
    });
    &GUESTS
}
