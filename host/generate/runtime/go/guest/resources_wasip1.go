package guest

// Resource is a handle of a resource of the host.
type Resource struct {
	name   string
	handle uint32
	isOpen bool
	drop   func(uint32)
}

// The resources to close when the call from the host ends.
var atEnd []*Resource

var keepsOwned bool

// KeepOwned lets resources of the host live longer than a call, as those of the guest do.
func KeepOwned() { keepsOwned = true }

// Own stores a handle that the guest owns.
func Own(resource *Resource, name string, handle uint32, drop func(uint32)) {
	*resource = Resource{name, handle, true, drop}
	if !keepsOwned {
		atEnd = append(atEnd, resource)
	}
}

// Lend stores a handle that the guest may use until the call from the host ends.
func Lend(resource *Resource, name string, handle uint32, drop func(uint32)) {
	*resource = Resource{name, handle, true, drop}
	atEnd = append(atEnd, resource)
}

// Close gives the resource back to the host.
func (r *Resource) Close() {
	if r.isOpen {
		r.isOpen = false
		r.drop(r.handle)
	}
}

func (r *Resource) self() *Resource { return r }

// Handle returns the handle of a resource for a call.
func Handle(resource *Resource) uint32 {
	if !resource.isOpen {
		panic("the " + resource.name + " is closed")
	}
	return resource.handle
}

// Borrow returns the handle of a value for a call. The value must be of the host.
func Borrow(value any, name, path string) uint32 {
	resource, ok := value.(interface{ self() *Resource })
	if !ok {
		mismatch(path, "a "+name+" of the host", value)
	}
	return Handle(resource.self())
}

// Take is Borrow for a call that takes the resource over.
func Take(value any, name, path string) uint32 {
	handle := Borrow(value, name, path)
	value.(interface{ self() *Resource }).self().isOpen = false
	return handle
}

// closeAll closes what is still open, last in first out.
func closeAll() {
	for i := len(atEnd) - 1; i >= 0; i-- {
		atEnd[i].Close()
	}
	clear(atEnd)
	atEnd = atEnd[:0]
}

// The resources of the guest for which the host has handles, by number. Numbers start at 1.
var (
	given = []any{nil}
	free  []uint32
)

// Give makes a handle for a value of the guest.
func Give(value any, makeHandle func(uint32) uint32, name, path string) uint32 {
	if value == nil {
		mismatch(path, "a "+name, value)
	}
	if last := len(free) - 1; last >= 0 {
		number := free[last]
		free = free[:last]
		given[number] = value
		return makeHandle(number)
	}
	given = append(given, value)
	return makeHandle(uint32(len(given) - 1))
}

// Given returns the value with a number.
func Given[T any](number uint32) T { return given[number].(T) }

// TakeBack returns the value of a handle that the host gave back.
func TakeBack[T any](handle uint32, numberOf func(uint32) uint32, drop func(uint32)) T {
	number := numberOf(handle)
	value := forget(number).(T)
	// The destructor finds nothing: the plugin has the value again.
	drop(handle)
	return value
}

// Destroy closes the value with a number, whose last handle the host dropped.
func Destroy(number uint32) {
	if closer, ok := forget(number).(interface{ Close() }); ok {
		closer.Close()
	}
	free = append(free, number)
}

func forget(number uint32) any {
	value := given[number]
	given[number] = nil
	return value
}
