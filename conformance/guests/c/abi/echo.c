// Each function calls the host's function of the same name and returns its result. The guest must
// free its arguments.
#include <stdlib.h>

#include "guest.h"

// The bindings use full names: OURS is exported, HOSTS is called.
#define OURS(name) exports_guesthouse_conformance_echo_echo_##name
#define HOSTS(name) guesthouse_conformance_echo_echo_##name
#define OUR(type) exports_guesthouse_conformance_echo_##type
#define HOST(type) guesthouse_conformance_echo_##type

// Passes on a value that fits in a register.
#define PASS(type, name) \
  type OURS(name)(type value) { return HOSTS(name)(value); }

// Passes on a value in memory.
#define PASS_MEMORY(type, name) \
  void OURS(name)(type##_t *value, type##_t *ret) { \
    HOSTS(name)(value, ret); \
    type##_free(value); \
  }

// Passes on a value whose type the bindings define twice, once for exports and once for imports.
#define PASS_ACROSS(type, name) \
  void OURS(name)(OUR(type##_t) *value, OUR(type##_t) *ret) { \
    HOSTS(name)((HOST(type##_t) *)value, (HOST(type##_t) *)ret); \
    OUR(type##_free)(value); \
  }

void OURS(nothing)(void) { HOSTS(nothing)(); }

void OURS(args)(uint8_t first, abi_string_t *second, double third, abi_tuple3_u8_string_f64_t *ret) {
  HOSTS(args)(first, second, third, ret);
  abi_string_free(second);
}

PASS(bool, bool)
PASS(uint8_t, u8)
PASS(int8_t, s8)
PASS(uint16_t, u16)
PASS(int16_t, s16)
PASS(uint32_t, u32)
PASS(int32_t, s32)
PASS(uint64_t, u64)
PASS(int64_t, s64)
PASS(float, f32)
PASS(double, f64)
PASS(uint32_t, char)
PASS_MEMORY(abi_string, string)

PASS_MEMORY(abi_list_u8, bytes)
PASS_MEMORY(abi_list_f64, doubles)
PASS_MEMORY(abi_list_list_u16, grid)

void OURS(numbers)(abi_list_s32_t *value, abi_list_s32_t *ret) {
  abi_list_s32_t passed = *value;
  if (passed.len > 0 && told_to(OFF_BY_ONE)) passed.len -= 1;
  HOSTS(numbers)(&passed, ret);
  abi_list_s32_free(value);
}

void OURS(strings)(abi_list_string_t *value, abi_list_string_t *ret) {
  HOSTS(strings)(value, ret);
  abi_list_string_free(value);
  if (told_to(REORDERED)) {
    for (size_t at = 0; at < ret->len / 2; at++) {
      abi_string_t first = ret->ptr[at];
      ret->ptr[at] = ret->ptr[ret->len - 1 - at];
      ret->ptr[ret->len - 1 - at] = first;
    }
  }
}

void OURS(single)(abi_tuple1_u32_t *value, abi_tuple1_u32_t *ret) { HOSTS(single)(value, ret); }

PASS_MEMORY(abi_tuple2_u8_string, pair)

void OURS(point)(OUR(point_t) *value, OUR(point_t) *ret) {
  OUR(point_t) swapped = {.x = value->y, .y = value->x};
  HOSTS(point)(told_to(WRONG_FIELD) ? &swapped : value, ret);
}

PASS_ACROSS(list_point, points)
PASS_ACROSS(person, person)
PASS_ACROSS(wide, wide)
PASS_ACROSS(shape, shape)
PASS_ACROSS(list_shape, shapes)
PASS(OUR(color_t), color)
PASS_ACROSS(list_hue, hues)

bool OURS(option)(uint32_t *value, uint32_t *ret) { return HOSTS(option)(value, ret); }

bool OURS(text_option)(abi_string_t *value, abi_string_t *ret) {
  bool some = HOSTS(text_option)(value, ret);
  if (value != NULL) abi_string_free(value);
  return some;
}

bool OURS(nested_option)(abi_option_u32_t *value, abi_option_u32_t *ret) {
  bool some = HOSTS(nested_option)(value, ret);
  return some && (ret->is_some || !told_to(LOST_OPTION));
}

PASS_MEMORY(abi_list_option_string, options)

bool OURS(result)(OUR(result_u32_string_t) *value, uint32_t *ret, abi_string_t *err) {
  bool ok = HOSTS(result)((HOST(result_u32_string_t) *)value, ret, err);
  OUR(result_u32_string_free)(value);
  if (!ok && told_to(SWALLOWED_ERROR)) {
    abi_string_free(err);
    *ret = 0;
    return true;
  }
  return ok;
}

bool OURS(result_ok)(OUR(result_u32_void_t) *value, uint32_t *ret) {
  return HOSTS(result_ok)((HOST(result_u32_void_t) *)value, ret);
}

bool OURS(result_err)(OUR(result_void_string_t) *value, abi_string_t *err) {
  bool ok = HOSTS(result_err)((HOST(result_void_string_t) *)value, err);
  OUR(result_void_string_free)(value);
  return ok;
}

bool OURS(result_bare)(OUR(result_void_void_t) *value) {
  return HOSTS(result_bare)((HOST(result_void_void_t) *)value);
}

PASS_ACROSS(list_result_string_u8, results)

PASS(OUR(flags1_t), flags1)
PASS(OUR(flags8_t), flags8)
PASS(OUR(flags9_t), flags9)
PASS(OUR(flags16_t), flags16)
PASS(OUR(flags17_t), flags17)
PASS(OUR(flags32_t), flags32)
