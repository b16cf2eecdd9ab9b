// Declarations for all parts of the guest.
#pragma once

#include "abi.h"

// Whether the guest must make a mistake of the interface `sabotage`.
#define told_to(mistake) \
  guesthouse_conformance_sabotage_active(GUESTHOUSE_CONFORMANCE_SABOTAGE_MISTAKE_##mistake)

// Allocates memory, or ends the program if there is none.
void *allocate(size_t size);
