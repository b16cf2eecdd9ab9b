//! Contracts with every type, with names that are keywords or that collide, and with many interfaces.
//! That this module compiles is most of the test.

use guesthouse_domain::support::wit;

mod everything {
    guesthouse_domain::domain! { path: "../generate/tests/wit/everything.wit", world: "everything" }
}

mod nasty {
    guesthouse_domain::domain! { path: "../generate/tests/wit/nasty.wit", world: "world" }
}

mod checkout {
    guesthouse_domain::domain! { path: "../../examples/checkout/wit", world: "rule" }
}

mod automation {
    guesthouse_domain::domain! { path: "../../wit", world: "plugin" }
}

#[test]
fn a_domain_contains_the_whole_contract() {
    let contracts = [
        (everything::everything::WIT, everything::everything::WORLD),
        (nasty::world::WIT, nasty::world::WORLD),
        (checkout::rule::WIT, checkout::rule::WORLD),
        (automation::plugin::WIT, automation::plugin::WORLD),
    ];
    for (files, name) in contracts {
        let (resolve, _, world) = wit(files, name).parse().unwrap();
        assert_eq!(resolve.worlds[world].name, name);
    }
}
