// What the parts of the guest share.
#pragma once

#include <stdio.h>

#include "plugin.h"

#define TYPES(name) guesthouse_automation_types_##name
#define HANDLER(name) exports_guesthouse_automation_handler_##name

// An event that is being handled.
typedef struct {
  const HANDLER(event_t) *event;
  // Where a command writes its line.
  FILE *answer;
  // What a command fills that fails.
  HANDLER(failure_t) *failure;
} run_t;

// A command's first word, and what it does with all of them. It returns whether it succeeded.
typedef struct {
  const char *word;
  bool (*act)(run_t *run, char **words);
} command_t;

// The commands of stores, and those of everything else; a command without a word is the last.
extern const command_t store_commands[], other_commands[];

// Breaks in a way, or returns if it is none of C's.
void break_by(const char *way);

// Writes what chance decided.
void write_chance(FILE *answer, const char *what);

// Writes the numbers of the events that `emit` asks for, unless told otherwise in order.
size_t number_of(size_t at, size_t count);

// Says why the event could not be handled.
bool fail(run_t *run, TYPES(failure_kind_t) kind, const char *code, const char *message);

// Whether the guest is to make a mistake.
bool told_to(const char *mistake);

// The text as the bindings want it, not copied.
plugin_string_t text(const char *literal);

// Writes a text of the bindings.
void write_text(FILE *answer, plugin_string_t text);

// Memory that is there: without any, the program ends.
void *allocate(size_t size);
