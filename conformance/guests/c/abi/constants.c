// Values written as literals of C. The bindings free the returned value, so each is a copy.
#include <float.h>
#include <math.h>
#include <string.h>

#include "guest.h"

#define OURS(name) exports_guesthouse_conformance_constants_##name
#define SHAPE(name) GUESTHOUSE_CONFORMANCE_TYPES_SHAPE_##name
#define COLOR(name) GUESTHOUSE_CONFORMANCE_TYPES_COLOR_##name
#define NINE(name) GUESTHOUSE_CONFORMANCE_TYPES_FLAGS9_##name
#define SEVENTEEN(name) GUESTHOUSE_CONFORMANCE_TYPES_FLAGS17_##name

// Returns the elements of an array as a list.
#define LIST(array, ret) \
  do { \
    (ret)->len = sizeof(array) / sizeof *(array); \
    (ret)->ptr = allocate(sizeof(array)); \
    memcpy((ret)->ptr, array, sizeof(array)); \
  } while (0)

static abi_string_t text(const char *literal) {
  abi_string_t copy;
  abi_string_dup(&copy, literal);
  return copy;
}

void OURS(a_point)(OURS(point_t) *ret) { *ret = (OURS(point_t)){.x = 1, .y = -2}; }

void OURS(a_person)(OURS(person_t) *ret) {
  abi_string_t tags[] = {text("maths"), text("")};
  *ret = (OURS(person_t)){
      .name = text("Ada"),
      .nick = {.is_some = false},
      .age = 36,
      .home = {.x = 51, .y = 0},
      .balance = -0.5,
      .initial = U'Å',
      .member = true,
  };
  LIST(tags, &ret->tags);
}

void OURS(shapes)(OURS(list_shape_t) *ret) {
  uint8_t bytes[] = {0, 255};
  abi_list_u8_t mask;
  LIST(bytes, &mask);
  OURS(shape_t) shapes[] = {
      {.tag = SHAPE(NOTHING)},
      {.tag = SHAPE(CIRCLE), .val.circle = 1.5},
      {.tag = SHAPE(LABEL), .val.label = text("l")},
      {.tag = SHAPE(CORNER), .val.corner = {.x = 3, .y = 4}},
      {.tag = SHAPE(MASK), .val.mask = mask},
      {.tag = SHAPE(GREY), .val.grey = 128},
  };
  LIST(shapes, ret);
}

void OURS(colors)(OURS(list_color_t) *ret) {
  OURS(color_t) colors[] = {COLOR(RED), COLOR(GREEN), COLOR(BLUE)};
  LIST(colors, ret);
}

OURS(flags9_t) OURS(nine_flags)(void) { return NINE(A) | NINE(I); }

OURS(flags17_t) OURS(seventeen_flags)(void) { return SEVENTEEN(H) | SEVENTEEN(I) | SEVENTEEN(Q); }

void OURS(a_pair)(abi_tuple2_u8_string_t *ret) {
  *ret = (abi_tuple2_u8_string_t){.f0 = 1, .f1 = text("two")};
}

void OURS(floats)(abi_list_f64_t *ret) {
  double floats[] = {NAN, INFINITY, -INFINITY, -0.0, 0.1, DBL_MAX, 5e-324};
  LIST(floats, ret);
}

void OURS(texts)(abi_list_string_t *ret) {
  abi_string_t with_nul;
  abi_string_dup_n(&with_nul, "a\0b", 3);
  abi_string_t texts[] = {
      text(""), with_nul, text("é"), text("e\u0301"), text("𝄞"), text("\U0010ffff"),
  };
  LIST(texts, ret);
}

void OURS(results)(OURS(list_result_string_u8_t) *ret) {
  OURS(result_string_u8_t) results[] = {
      {.is_err = false, .val.ok = text("fine")},
      {.is_err = true, .val.err = 7},
  };
  LIST(results, ret);
}

void OURS(options)(abi_list_option_option_u32_t *ret) {
  abi_option_option_u32_t options[] = {
      {.is_some = true, .val = {.is_some = false}},
      {.is_some = true, .val = {.is_some = true, .val = 0}},
      {.is_some = false},
  };
  LIST(options, ret);
}
