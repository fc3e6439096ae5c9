#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the certificates our own command refuses to make: NAME.crt and NAME.key, without any extension
# but those given.
#
# usage: certificate NAME ISSUER|self [-t TIME] [-d DAYS] [-k KEY-OPTIONS] [-s SUBJECT] [EXTENSION=VALUE..]
#
# TIME is when it is made (now), as date(1) reads it; a key that exists is kept.
set -eu
name=$1 issuer=$2
shift 2
time=now days=30 kind='-algorithm EC -pkeyopt ec_paramgen_curve:P-256' subject=/CN=$name digest=-sha256
while getopts t:d:k:s:m: option; do
    case $option in
        t) time=$OPTARG ;;
        d) days=$OPTARG ;;
        k) kind=$OPTARG ;;
        s) subject=$OPTARG ;;
        m) digest=-$OPTARG ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
# shellcheck disable=SC2086 # options in a word
test -e "$name.key" || openssl genpkey $kind -out "$name.key" 2> /dev/null
chmod 600 "$name.key"
{
    printf '[req]\ndistinguished_name = none\n[none]\n[made]\nsubjectKeyIdentifier = none\n'
    printf '%s\n' "$@"
} > "$name.cnf"
if test "$issuer" = self; then
    set --
else
    set -- -CA "$issuer.crt" -CAkey "$issuer.key"
fi
faketime "$(date -u -d "$time" '+%F %T')" openssl req -x509 -new -config "$name.cnf" -extensions made \
    -key "$name.key" -subj "$subject" -days "$days" "$digest" "$@" -out "$name.crt"
