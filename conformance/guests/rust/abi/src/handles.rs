use crate::Guest;
use crate::exports::guesthouse::conformance::handles::{self, GuestThing, Thing, ThingBorrow};
use crate::guesthouse::conformance::handles as host;
use crate::guesthouse::conformance::sabotage::{Mistake, active};

/// A thing of this guest. It holds one of the host's.
pub struct Holder(host::Thing);

impl GuestThing for Holder {
    fn new(name: String) -> Self {
        if active(Mistake::KeptHandle) {
            std::mem::forget(host::Thing::new(&name));
        }
        Self(host::Thing::new(&name))
    }

    fn name(&self) -> String {
        self.0.name()
    }

    fn rename(&self, name: String) {
        self.0.rename(&name);
    }

    fn join(first: ThingBorrow<'_>, second: ThingBorrow<'_>) -> String {
        host::Thing::join(&first.get::<Self>().0, &second.get::<Self>().0)
    }

    fn merge(first: Thing, second: Thing) -> Thing {
        own(host::Thing::merge(held(first), held(second)))
    }
}

impl handles::Guest for Guest {
    type Thing = Holder;

    fn hand_back(value: Thing) -> Thing {
        own(host::hand_back(held(value)))
    }

    fn make(names: Vec<String>) -> Vec<Thing> {
        host::make(&names).into_iter().map(own).collect()
    }

    fn destroy(values: Vec<Thing>) {
        host::destroy(values.into_iter().map(held).collect());
    }

    fn name_of(value: Option<ThingBorrow<'_>>) -> Option<String> {
        host::name_of(value.as_ref().map(|thing| &thing.get::<Holder>().0))
    }
}

fn own(thing: host::Thing) -> Thing {
    Thing::new(Holder(thing))
}

fn held(thing: Thing) -> host::Thing {
    thing.into_inner::<Holder>().0
}
