// Declarations for all parts of the guest.
#pragma once

#include <stdio.h>

#include "plugin.h"

#define TYPES(name) guesthouse_automation_types_##name
#define HANDLER(name) exports_guesthouse_automation_handler_##name

// The event that the guest handles.
typedef struct {
  const HANDLER(event_t) *event;
  // A command writes its line here.
  FILE *answer;
  // A command that fails fills this.
  HANDLER(failure_t) *failure;
} run_t;

// A command's first word, and its function, which returns whether it succeeded.
typedef struct {
  const char *word;
  bool (*act)(run_t *run, char **words);
} command_t;

// The commands of stores, and all others. An entry without a word ends each list.
extern const command_t store_commands[], other_commands[];

// Breaks in the given way, or returns if C has no such way.
void break_by(const char *way);

// Writes a value that could differ.
void write_chance(FILE *answer, const char *what);

// Writes the numbers of the events of `emit`, in order unless the guest must make a mistake.
size_t number_of(size_t at, size_t count);

// Sets the failure of the event.
bool fail(run_t *run, TYPES(failure_kind_t) kind, const char *code, const char *message);

// Whether the guest must make this mistake.
bool told_to(const char *mistake);

// Returns the text as a string of the bindings, without a copy.
plugin_string_t text(const char *literal);

// Writes a string of the bindings.
void write_text(FILE *answer, plugin_string_t text);

// Allocates memory, or ends the program if there is none.
void *allocate(size_t size);
