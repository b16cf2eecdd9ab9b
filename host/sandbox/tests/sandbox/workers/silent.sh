#!/bin/sh
# A program that writes no greeting and does not exit.
exec sleep 100
