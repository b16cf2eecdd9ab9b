#!/bin/sh
# A program that does not greet and does not end.
exec sleep 100
