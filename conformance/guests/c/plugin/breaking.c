// Ways in which a C program breaks.
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

// The compiler must not know this value.
static volatile int zero = 0;

static int deeper(int depth) {
  volatile int here = depth;
  return here == zero ? 0 : deeper(here + 1) + here;
}

static void hoard(void) {
  for (;;) memset(allocate(1 << 20), 1, 1 << 20);
}

void break_by(const char *way) {
  if (strcmp(way, "abort") == 0) abort();
  if (strcmp(way, "assert") == 0) assert(zero == 1);
  if (strcmp(way, "divide") == 0) zero = 7 / zero;
  if (strcmp(way, "exit") == 0) exit(3);
  if (strcmp(way, "overflow") == 0) zero = deeper(1);
  if (strcmp(way, "hoard") == 0) hoard();
  while (strcmp(way, "loop") == 0) zero = 0;
}
