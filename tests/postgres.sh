#!/usr/bin/env bash
# A PostgreSQL server for tests, on this machine only and thrown away afterwards.
#
#   tests/postgres.sh start FOLDER    makes a cluster in FOLDER, starts it, prints its address
#   tests/postgres.sh stop FOLDER     stops it and removes FOLDER
#
# The address is what JIHENG_TEST_POSTGRES expects: each test makes a database of its own there.
set -euo pipefail

# The server refuses to run as root: then it runs as the user that Debian's package made.
as_user() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# tool NAME: the newest server's tools lie beside each other, not on the path.
tool() {
    ls -d /usr/lib/postgresql/*/bin/"$1" 2>/dev/null | sort -V | tail -n 1 | grep . || command -v "$1"
}

start() {
    local folder=$1 port
    mkdir -p "$folder"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    cd "$folder"
    as_user "$(tool initdb)" -D "$folder/data" -U jiheng --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    for port in $(shuf -i 20000-60000 -n 20); do
        as_user "$(tool pg_ctl)" -D "$folder/data" -w -s -l "$folder/log" \
            -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c max_connections=200" \
            start >/dev/null 2>&1 && echo "postgres://jiheng@127.0.0.1:$port/postgres" && return
    done
    cat "$folder/log" >&2
    return 1
}

stop() {
    cd /
    as_user "$(tool pg_ctl)" -D "$1/data" -m immediate -s stop || true
    rm -rf "$1"
}

case ${1:-} in
start) start "$2" ;;
stop) stop "$2" ;;
*) sed -n '2,8p' "$0" >&2 && exit 2 ;;
esac
