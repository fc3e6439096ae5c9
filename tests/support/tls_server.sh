#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts OpenSSL's test server on a free port, which it writes to the file PORT; returns when it listens.
#
# usage: tls_server PORT OPTION..
set -eu
port=$1
shift
: > "$port.log" # before the loop below looks
setsid openssl s_server -accept 0 -www "$@" < /dev/null > "$port.log" 2>&1 &
server=$!
until number=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' "$port.log") && test -n "$number"; do
    kill -0 $server 2> /dev/null || { cat "$port.log" >&2; exit 1; }
    sleep 0.02
done
echo "$number" > "$port"
