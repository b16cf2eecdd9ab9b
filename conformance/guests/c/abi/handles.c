// Things of this guest. Each holds one of the host's.
#include <stdlib.h>

#include "guest.h"

#define OURS(name) exports_guesthouse_conformance_handles_##name
#define HOSTS(name) guesthouse_conformance_handles_##name

typedef OURS(own_thing_t) our_thing_t;
typedef HOSTS(own_thing_t) host_thing_t;

struct OURS(thing_t) {
  host_thing_t held;
  bool given_away;
};

void *allocate(size_t size) {
  void *memory = malloc(size);
  if (memory == NULL && size > 0) abort();
  return memory;
}

static our_thing_t own(host_thing_t held) {
  OURS(thing_t) *thing = allocate(sizeof *thing);
  *thing = (OURS(thing_t)){.held = held};
  return OURS(thing_new)(thing);
}

// Destroys a thing of this guest, but not the host's thing that it held.
static host_thing_t take(our_thing_t handle) {
  OURS(thing_t) *thing = OURS(thing_rep)(handle);
  host_thing_t held = thing->held;
  thing->given_away = true;
  OURS(thing_drop_own)(handle);
  return held;
}

static HOSTS(borrow_thing_t) borrow(OURS(borrow_thing_t) thing) {
  return HOSTS(borrow_thing)(thing->held);
}

void OURS(thing_destructor)(OURS(thing_t) *thing) {
  if (!thing->given_away) HOSTS(thing_drop_own)(thing->held);
  free(thing);
}

our_thing_t OURS(constructor_thing)(abi_string_t *name) {
  if (told_to(KEPT_HANDLE)) HOSTS(constructor_thing)(name);
  host_thing_t held = HOSTS(constructor_thing)(name);
  abi_string_free(name);
  return own(held);
}

void OURS(method_thing_name)(OURS(borrow_thing_t) self, abi_string_t *ret) {
  HOSTS(method_thing_name)(borrow(self), ret);
}

void OURS(method_thing_rename)(OURS(borrow_thing_t) self, abi_string_t *name) {
  HOSTS(method_thing_rename)(borrow(self), name);
  abi_string_free(name);
}

void OURS(static_thing_join)(OURS(borrow_thing_t) first, OURS(borrow_thing_t) second,
                             abi_string_t *ret) {
  HOSTS(static_thing_join)(borrow(first), borrow(second), ret);
}

our_thing_t OURS(static_thing_merge)(our_thing_t first, our_thing_t second) {
  host_thing_t one = take(first), other = take(second);
  return own(HOSTS(static_thing_merge)(one, other));
}

our_thing_t OURS(hand_back)(our_thing_t value) { return own(HOSTS(hand_back)(take(value))); }

void OURS(make)(abi_list_string_t *names, OURS(list_own_thing_t) *ret) {
  HOSTS(list_own_thing_t) made;
  HOSTS(make)(names, &made);
  abi_list_string_free(names);
  ret->len = made.len;
  ret->ptr = allocate(made.len * sizeof *ret->ptr);
  for (size_t at = 0; at < made.len; at++) ret->ptr[at] = own(made.ptr[at]);
  HOSTS(list_own_thing_free)(&made);
}

void OURS(destroy)(OURS(list_own_thing_t) *values) {
  HOSTS(list_own_thing_t) taken = {.len = values->len};
  taken.ptr = allocate(taken.len * sizeof *taken.ptr);
  for (size_t at = 0; at < taken.len; at++) taken.ptr[at] = take(values->ptr[at]);
  HOSTS(destroy)(&taken);
  HOSTS(list_own_thing_free)(&taken);
  OURS(list_own_thing_free)(values);
}

bool OURS(name_of)(OURS(borrow_thing_t) *value, abi_string_t *ret) {
  if (value == NULL) return HOSTS(name_of)(NULL, ret);
  HOSTS(borrow_thing_t) thing = borrow(*value);
  return HOSTS(name_of)(&thing, ret);
}
