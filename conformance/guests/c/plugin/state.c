// Commands of stores. They write an error as a line; only `uncaught` fails with it.
#include <stdlib.h>
#include <string.h>

#include "guest.h"

#define STATE(name) guesthouse_automation_state_##name

// The contract's error words, by their tags.
static const char *const errors[] = {
    "not-granted", "quota-exceeded", "invalid-key", "too-large", "unavailable",
};

typedef bool on_store_t(FILE *answer, STATE(borrow_store_t) store, char **words,
                        STATE(error_t) *error);

// Opens the store of a command, calls a function on it and drops it.
static bool on_store(run_t *run, char **words, on_store_t *act) {
  plugin_string_t name = text(words[1]);
  STATE(own_store_t) store;
  STATE(error_t) error;
  bool done = STATE(static_store_open)(&name, &store, &error);
  if (done) {
    done = act(run->answer, STATE(borrow_store)(store), words, &error);
    STATE(store_drop_own)(store);
  }
  if (!done) fprintf(run->answer, "err %s", errors[error.tag]);
  return true;
}

static bool said_ok(FILE *answer, bool done) {
  if (done) fputs("ok", answer);
  return done;
}

// Defines a command that works on a store.
#define ON_STORE(name) \
  static bool name##_on(FILE *answer, STATE(borrow_store_t) store, char **words, \
                        STATE(error_t) *error); \
  static bool name(run_t *run, char **words) { return on_store(run, words, name##_on); } \
  static bool name##_on(FILE *answer, [[maybe_unused]] STATE(borrow_store_t) store, \
                        [[maybe_unused]] char **words, [[maybe_unused]] STATE(error_t) *error)

ON_STORE(open_store) { return said_ok(answer, true); }

ON_STORE(get) {
  plugin_string_t key = text(words[2]);
  plugin_option_list_u8_t value;
  if (!STATE(method_store_get)(store, &key, &value, error)) return false;
  fputs(value.is_some ? "some " : "none", answer);
  if (value.is_some) fwrite(value.val.ptr, 1, value.val.len, answer);
  plugin_option_list_u8_free(&value);
  return true;
}

ON_STORE(set) {
  plugin_string_t key = text(words[2]);
  plugin_list_u8_t value = {(uint8_t *)words[3], strlen(words[3])};
  return said_ok(answer, STATE(method_store_set)(store, &key, &value, error));
}

ON_STORE(fill) {
  plugin_string_t key = text(words[2]);
  plugin_list_u8_t value = {.len = strtoul(words[3], NULL, 10)};
  value.ptr = allocate(value.len);
  memset(value.ptr, 'x', value.len);
  bool done = STATE(method_store_set)(store, &key, &value, error);
  plugin_list_u8_free(&value);
  return said_ok(answer, done);
}

ON_STORE(delete) {
  plugin_string_t key = text(words[2]);
  return said_ok(answer, STATE(method_store_delete)(store, &key, error));
}

// The host returns keys in pages. The next page starts after the last key of this one.
ON_STORE(keys) {
  plugin_string_t prefix = text(words[2]), last = {0};
  const char *between = "";
  for (;;) {
    plugin_list_string_t page;
    bool done = STATE(method_store_keys)(store, &prefix, last.len > 0 ? &last : NULL, 1000, &page, error);
    if (!done || page.len == 0) {
      if (done && !told_to("off-by-one")) fprintf(answer, "%s%.*s", between, (int)last.len, last.ptr);
      plugin_string_free(&last);
      return done;
    }
    for (size_t at = 0; at < page.len; at++) {
      if (last.len > 0) {
        fprintf(answer, "%s%.*s", between, (int)last.len, last.ptr);
        between = ",";
      }
      plugin_string_free(&last);
      last = page.ptr[at];
    }
    free(page.ptr);
  }
}

static bool uncaught(run_t *run, char **words) {
  plugin_string_t name = text(words[1]);
  STATE(own_store_t) store;
  STATE(error_t) error;
  if (STATE(static_store_open)(&name, &store, &error)) {
    STATE(store_drop_own)(store);
  } else if (!told_to("swallowed-error")) {
    char code[40], message[200];
    snprintf(code, sizeof code, "state-%s", errors[error.tag]);
    snprintf(message, sizeof message, "state: %s (store \"%s\")", errors[error.tag], words[1]);
    return fail(run, GUESTHOUSE_AUTOMATION_TYPES_FAILURE_KIND_FAILED, code, message);
  }
  return said_ok(run->answer, true);
}

static bool hold(run_t *run, char **words) {
  plugin_string_t name = text(words[1]);
  size_t count = strtoul(words[2], NULL, 10);
  STATE(own_store_t) *held = allocate(count * sizeof *held);
  STATE(error_t) error;
  size_t opened = 0;
  while (opened < count && STATE(static_store_open)(&name, &held[opened], &error)) opened++;
  fprintf(run->answer, "ok %zu", opened);
  while (opened > 0) STATE(store_drop_own)(held[--opened]);
  free(held);
  return true;
}

const command_t store_commands[] = {
    {"open", open_store}, {"get", get},           {"set", set},   {"fill", fill},
    {"delete", delete},   {"keys", keys},         {"hold", hold}, {"uncaught", uncaught},
    {0},
};
