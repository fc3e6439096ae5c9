#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the program is for, told by running it: story.sh PATH/TO/mqttx. Every step states what must come of it, and the
# first that does not ends the story. It runs inside `mqttx lab`, where MQTTX_PROFILE and the rest are set.
set -euo pipefail

program=$(realpath "$1")
if [ -z "${MQTTX_LAB_DIR:-}" ]; then
    exec "$program" lab -- "${BASH_SOURCE[0]}" "$1"
fi
PATH=$(dirname "$program"):$PATH
cd "$MQTTX_LAB_DIR"
scratch=demo
mkdir "$scratch"
trap 'jobs -p | xargs -r kill 2>/dev/null || true' EXIT

bold='' dim='' good='' bad='' off=''
if [ -t 1 ]; then
    bold=$'\e[1m' dim=$'\e[2m' good=$'\e[32m' bad=$'\e[31m' off=$'\e[0m'
fi
chapter=0
steps=0

chapter() { printf '\n%s%d. %s%s\n' "$bold" $((chapter += 1)) "$1" "$off"; }

broken() {
    printf '%sdemo: FAILED: %s%s\n' "$bad" "$1" "$off" >&2
    exit 1
}

kept() { printf '   %sok%s %s\n' "$good" "$off" "$1" && steps=$((steps + 1)); }

# A command line as one would type it.
typed() {
    local word line=
    for word in "$@"; do
        [[ $word =~ ^[A-Za-z0-9_./:=+-]+$ ]] || word="'$word'"
        line+="$word "
    done
    printf '   %s$ %s%s\n' "$dim" "${line% }" "$off"
}

# Shows a command (in short, when `shown` is set), runs it, and holds it to its exit status.
expect() {
    local wanted=$1 status=0
    shift
    if [ -n "${shown:-}" ]; then printf '   %s$ %s%s\n' "$dim" "$shown" "$off"; else typed "$@"; fi
    timeout 20 "$@" >"$scratch/out" 2>&1 || status=$?
    sed 's/^/     /' "$scratch/out"
    [ $status -eq "$wanted" ] || broken "exit $status instead of $wanted"
    kept "exit $status"
}

holds() { "${@:2}" || broken "not true: $1" && kept "$1"; }

lacks() { ! grep -qaF "$1" "$2"; }

# Waits until the broker has so many subscriptions to home/#.
await_subscriptions() {
    local deadline=$((SECONDS + 15))
    until [ "$(grep -c ' home/#$' broker.log)" -ge "$1" ]; do
        [ $SECONDS -lt $deadline ] || broken "no subscription within 15 s"
    done
}

# The status of a background job, at most 15 seconds away (its own -W).
ended() {
    local status=0
    wait "$1" || status=$?
    [ $status -eq "$2" ] || broken "a subscriber ended with $status instead of $2"
}

# A subscriber that must refuse what Alice then publishes: refuses SUBSCRIPTION-NUMBER TEXT OPTION..
# A --keyring belongs to the subscriber, --plaintext to Alice.
refuses() {
    local number=$1 text=$2 reader=() writer=()
    if [ "$3" = --plaintext ]; then writer=("$3"); else reader=("${@:3}"); fi
    typed mqttx sub "${reader[@]}" -t 'home/#' -q 1 --on-payload-error fail
    mqttx sub "${reader[@]}" -t 'home/#' -q 1 --on-payload-error fail -W 15 >"$scratch/opened" 2>"$scratch/said" &
    local subscriber=$!
    await_subscriptions "$number"
    expect 0 mqttx pub --profile alice "${writer[@]}" -t home/door -m "$text" -q 1
    ended $subscriber 9
    sed 's/^/     /' "$scratch/said"
    holds "refused: exit 9, and nothing written" test ! -s "$scratch/opened"
}

secret='the door is open'

chapter "From nothing: a CA, certificates, passwords, permissions, a payload key, and a real broker on them"
expect 0 openssl verify -CAfile pki/ca.crt -purpose sslclient pki/client/lab.crt
printf '   %sport %s asks for a certificate, port %s for a password%s\n' \
    "$dim" "$MQTTX_LAB_PORT" $((MQTTX_LAB_PORT + 1)) "$off"

chapter "Two subscribers: one holds the key, the other is anybody's MQTT client that the broker lets in"
typed mqttx sub -t 'home/#' -v -q 1 -C 1
mqttx sub -t 'home/#' -v -q 1 -C 1 -W 15 >"$scratch/opened" &
with_key=$!
typed mosquitto_sub ... -u bob -t 'home/#' -q 1 -C 1 -N
mosquitto_sub -h 127.0.0.1 -p $((MQTTX_LAB_PORT + 1)) --cafile pki/ca.crt -u bob -P "$(<secrets/bob)" \
    -t 'home/#' -q 1 -C 1 -N -W 15 >"$scratch/sealed" &
without_key=$!
await_subscriptions 2

chapter "Alice publishes; the profile knows who she is, and the keyring seals what goes to home/#"
expect 0 mqttx pub --profile alice -t home/door -m "$secret" -q 1
ended $with_key 0
ended $without_key 0

chapter "The owner of the key reads it"
sed 's/^/     /' "$scratch/opened"
holds "the text arrived" grep -qxF "home/door $secret" "$scratch/opened"

chapter "The broker, and everybody who reads along there, sees this"
od -A d -t x1z "$scratch/sealed" | sed 's/^/     /'
holds "not a word of it is in those bytes" lacks door "$scratch/sealed"

chapter "A wrong key opens nothing"
mqttx keygen symmetric --topic 'home/#' -o "$scratch/wrong.jwks" 2>/dev/null
refuses 3 "$secret" --profile bob --keyring "$scratch/wrong.jwks"

chapter "Plain text where a key protects the topic is not taken for Alice's word"
refuses 4 'the door is closed' --plaintext

chapter "A stranger gets nowhere: without a certificate, without a password"
expect 5 mqttx pub --profile stranger -t home/door -m hello -q 1
expect 6 mqttx pub --profile stranger -p $((MQTTX_LAB_PORT + 1)) -t home/door -m hello -q 1

chapter "Bob may read, not write. One of two programs tells the script that called it"
shown='mosquitto_pub ... -V 5 -u bob -t home/door -m hello -q 1' \
    expect 0 mosquitto_pub -h 127.0.0.1 -p $((MQTTX_LAB_PORT + 1)) --cafile pki/ca.crt -u bob -P "$(<secrets/bob)" \
    -V 5 -t home/door -m hello -q 1
expect 7 mqttx pub --profile bob -t home/door -m hello -q 1

printf '\n%s%d promises kept in %d seconds. Try it yourself: %s lab%s\n' "$bold$good" $steps $SECONDS "$1" "$off"
