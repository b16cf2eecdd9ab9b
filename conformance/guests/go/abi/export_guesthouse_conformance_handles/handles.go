// Package export_guesthouse_conformance_handles implements a thing that holds one of the host's.
package export_guesthouse_conformance_handles

import (
	"runtime"

	host "wit_component/guesthouse_conformance_handles"
	. "wit_component/guesthouse_conformance_sabotage"

	wit "go.bytecodealliance.org/pkg/wit/types"
)

// Thing is a resource of this guest. The bindings need the first two fields and OnDrop.
type Thing struct {
	pinner runtime.Pinner
	handle int32
	held   *host.Thing
}

// OnDrop is the destructor.
func (thing *Thing) OnDrop() {
	if thing.held != nil {
		thing.held.Drop()
	}
}

// take ends a thing that the host gave to this guest, and returns the host's thing that it held.
func (thing *Thing) take() *host.Thing {
	held := thing.held
	thing.held = nil
	thing.Drop()
	return held
}

// kept are things of the host that a sabotaged guest never drops.
var kept []*host.Thing

func MakeThing(name string) *Thing {
	if Active(MistakeKeptHandle) {
		kept = append(kept, host.MakeThing(name))
	}
	return &Thing{held: host.MakeThing(name)}
}

func (thing *Thing) Name() string {
	return thing.held.Name()
}

func (thing *Thing) Rename(name string) {
	thing.held.Rename(name)
}

func ThingJoin(first, second *Thing) string {
	return host.ThingJoin(first.held, second.held)
}

func ThingMerge(first, second *Thing) *Thing {
	return &Thing{held: host.ThingMerge(first.take(), second.take())}
}

func HandBack(value *Thing) *Thing {
	return &Thing{held: host.HandBack(value.take())}
}

func Make(names []string) []*Thing {
	things := []*Thing{}
	for _, held := range host.Make(names) {
		things = append(things, &Thing{held: held})
	}
	return things
}

func Destroy(values []*Thing) {
	held := []*host.Thing{}
	for _, thing := range values {
		held = append(held, thing.take())
	}
	host.Destroy(held)
}

func NameOf(value wit.Option[*Thing]) wit.Option[string] {
	if value.IsNone() {
		return host.NameOf(wit.None[*host.Thing]())
	}
	return host.NameOf(wit.Some(value.Some().held))
}
