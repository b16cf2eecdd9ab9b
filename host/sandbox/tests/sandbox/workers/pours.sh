#!/bin/sh
# A worker whose artefact is 100 MB of nothing.
printf 'guesthouse-compile-worker 2\n'
read -r request
printf '\000'
head -c 100000000 /dev/zero
