#!/bin/sh
# Pack the store of inquiries while the endpoint runs: sh scripts/backup-inquiries.sh STORE FOLDER [DAYS]
# The audit goes first, so that the copy holds at most files that no line names yet (`desk inbox verify --recover` names
# them), never a line whose file is missing. Packs older than DAYS (30) are deleted: what was erased must not live on.
set -eu
umask 077
store=$1 folder=$2 days=${3:-30}
pack="$folder/inquiries-$(date +%Y%m%dT%H%M%S)-$$.tar.gz"

cd "$store"
set -- audit secret
for part in inquiries files outbox quarantine log; do
    if [ -e "$part" ]; then set -- "$@" "$part"; fi
done
# 1 of tar: a file grew or went while it was read, which a running endpoint does.
tar -czf "$pack.part" "$@" 2>"$pack.errors" || [ $? -eq 1 ] || { cat "$pack.errors" >&2; rm -f "$pack.part"; exit 1; }
rm -f "$pack.errors"
sync "$pack.part"
mv "$pack.part" "$pack"
find "$folder" -maxdepth 1 -name 'inquiries-*.tar.gz' -mtime "+$days" -delete
echo "$pack"
