#!/bin/sh
# Copies one byte at a time: two system calls for each, so that nearly all the time goes to the kernel.
echo READY
timeout 180 dd if=/dev/zero of=/dev/null bs=1
