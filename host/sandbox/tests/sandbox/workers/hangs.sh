#!/bin/sh
# A worker that never answers.
printf 'guesthouse-compile-worker 2\n'
exec sleep 100
