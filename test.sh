#!/usr/bin/env bash
# The one way to test: everything that must hold before a change is merged, in one run.
#
#   ./test.sh                     from a fresh clone or a warm one
#   JIHENG_SAMPLES=folder         where the two real statements lie (else ../shared/samples)
#   JIHENG_SEED=n                 seed of the random runs
#   JIHENG_SKIP_DENY=1            leave out cargo-deny where it cannot be installed
#
# What is missing is installed where that is permitted; otherwise it says what to install and ends.
# Ends with the test runner's own summary.
set -euo pipefail
cd "$(dirname "$0")"

# Everything is built once: what cargo keeps to build the next small change sooner would be gigabytes.
export CARGO_INCREMENTAL=${CARGO_INCREMENTAL:-0}

step() {
    printf '\n== %s  [%d:%02d]\n' "$1" $((SECONDS / 60)) $((SECONDS % 60))
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# install_package PACKAGE: from Debian, where that is permitted.
install_package() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null
    else
        return 1
    fi
}

# need COMMAND PACKAGE: the command is there, or is installed from the Debian package.
need() {
    command -v "$1" >/dev/null || install_package "$2" || true
    command -v "$1" >/dev/null || fail "$1 is missing: install the package $2 and run ./test.sh again"
}

# have_package PACKAGE OTHER: one of two Debian packages is there, or the first is installed.
have_package() {
    command -v dpkg-query >/dev/null || return 0
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" = "install ok installed" ] && return
    done
    install_package "$1" || fail "the package $1 is missing: install it and run ./test.sh again"
}

# need_tool COMMAND CRATE: the cargo command is there, or is built from its crate, not optimised: it runs for seconds.
need_tool() {
    command -v "$1" >/dev/null || cargo install --locked --quiet --debug "$2" && command -v "$1" >/dev/null
}

step "tools"
need cc build-essential
need soffice libreoffice-writer-nogui
# PDF files are checked by qpdf and read back by poppler.
need qpdf qpdf
need pdftotext poppler-utils
# Workbooks need the part of LibreOffice that is called Calc, Chinese pages a Chinese font.
have_package libreoffice-calc-nogui libreoffice-calc
have_package fonts-noto-cjk fonts-noto-cjk
# Stores are tested on a PostgreSQL server of their own, pages in a browser.
have_package postgresql postgresql-15
need psql postgresql-client
need chromium chromium
need chromedriver chromium-driver
# The demonstration is asked whether it is well.
need curl curl
# Boxes to tick, which Chinese fonts lack.
have_package fonts-dejavu-core fonts-dejavu
# Written files are also opened by the Python libraries that many offices' scripts use.
for module in docx openpyxl; do
    has_module() { python3 -c "import $module" 2>/dev/null || /usr/bin/python3 -c "import $module" 2>/dev/null; }
    has_module || install_package "python3-$module" || true
    has_module ||
        fail "python3 has no module $module: install the package python3-$module and run ./test.sh again"
done
command -v cargo >/dev/null || fail "cargo is missing: install Rust (rustup, toolchain stable) and run ./test.sh again"
cargo fmt --version >/dev/null 2>&1 || fail "rustfmt is missing: rustup component add rustfmt"
cargo clippy --version >/dev/null 2>&1 || fail "clippy is missing: rustup component add clippy"
samples=${JIHENG_SAMPLES:-../shared/samples}
[ -d "$samples" ] || echo "The real statements are not at $samples: their tests will fail (set JIHENG_SAMPLES)."
cargo --version

step "a PostgreSQL server for the tests"
rubbish=$(mktemp -d)
demo=
cleanup() {
    [ -z "$demo" ] || kill "$demo" 2>/dev/null || true
    [ ! -d "$rubbish/postgres/data" ] || tests/postgres.sh stop "$rubbish/postgres"
    rm -rf "$rubbish"
}
trap cleanup EXIT
chmod 755 "$rubbish"
JIHENG_TEST_POSTGRES=$(tests/postgres.sh start "$rubbish/postgres") ||
    fail "the PostgreSQL server for the tests does not start"
export JIHENG_TEST_POSTGRES
echo "$JIHENG_TEST_POSTGRES"

step "format"
cargo fmt --check

step "lints"
cargo clippy --quiet --workspace --all-targets --locked -- -D warnings

step "licences, sources, advisories"
if [ "${JIHENG_SKIP_DENY:-0}" = 1 ]; then
    echo "left out: JIHENG_SKIP_DENY=1"
elif need_tool cargo-deny cargo-deny; then
    cargo deny --log-level error check bans licenses sources
    advisories=$(cargo deny --log-level error check advisories 2>&1) && echo "$advisories" || {
        case $advisories in
        *"failed to fetch advisory database"*)
            echo "ADVISORIES NOT CHECKED: their database cannot be fetched from here" ;;
        *) fail "$advisories" ;;
        esac
    }
else
    fail "cargo-deny is missing and cannot be installed: cargo install --locked cargo-deny, or JIHENG_SKIP_DENY=1"
fi

step "building the tests"
# Here already, and with it the house-keeping: built by itself (`cargo xtask`) that would be with other features of the
# libraries, and so would be all of them once more.
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --locked --no-run --cargo-quiet
else
    cargo test --quiet --workspace --lib --bins --tests --locked --no-run
fi
xtask=${CARGO_TARGET_DIR:-target}/debug/xtask

step "tidy"
"$xtask" tidy

step "derived documents"
"$xtask" generate --check

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps --locked

step "the first command of the README"
# It serves until it is stopped: it is built, started without a browser, asked whether it is well, and stopped.
first=$(sed -n '/^```sh$/,/^```$/{/^```/d;p;}' README.md | head -n 1)
[ "$first" = "cargo run --release -- demo" ] ||
    fail "the first command of README.md is “$first”: this step knows “cargo run --release -- demo”"
cargo build --quiet --release --locked
log=$rubbish/demo.log
echo "$ $first --no-browser"
# The shell, cargo and the program are one process, each in the other's place: so it is that which is stopped.
bash -c "exec $first --no-browser" >"$log" 2>&1 &
demo=$!
give_up() {
    cat "$log" >&2
    fail "$1"
}
# await SECONDS WHAT COMMAND...: waits until the command succeeds, as long as the demonstration lives.
await() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        kill -0 "$demo" 2>/dev/null || give_up "the demonstration ended by itself before $what"
        [ "$SECONDS" -lt "$end" ] || give_up "the demonstration has taken too long: $what"
        sleep 1
    done
}
# The address is that which it tells: where another program holds the port, it takes another.
address() { sed -n 's|.*\(http://127\.0\.0\.1:[0-9]*\).*|\1|p' "$log" | head -n 1; }
has_address() { [ -n "$(address)" ]; }
is_well() { [ "$(curl --silent --noproxy '*' --max-time 5 "$(address)/healthz")" = ok ]; }
await 300 "it told its address" has_address
await 30 "it said that it is well" is_well
shows() {
    local page
    page=$(curl --silent --fail --noproxy '*' --max-time 10 "$(address)$1") || give_up "the page $1 is not sent"
    [[ $page == *"$2"* ]] || give_up "the page $1 of the demonstration does not show “$2”"
}
shows /signin gonghui.jingban
shows /public 临河县
# A file that is sent is read by a child of the program.
page() { curl --silent --noproxy '*' --max-time 60 --cookie "$rubbish/jar" --cookie-jar "$rubbish/jar" "$@"; }
page --data 'name=gonghui.jingban&password=Linhe-Yanshi-2026' "$(address)/signin" >/dev/null
owner=$(page "$(address)/statements/import" | sed -n 's/.*<option value="\([^"]*\)".*/\1/p' | head -n 1)
preview=$(page --form "owner=$owner" --form file=@examples/linhe-2026.txt "$(address)/statements/import")
[[ $preview == *导入预览* ]] || give_up "a file that is sent to the demonstration is not previewed"
kill "$demo"
for ((wait = 0; wait < 30; wait++)); do kill -0 "$demo" 2>/dev/null && sleep 1 || break; done
kill -0 "$demo" 2>/dev/null && give_up "the demonstration does not stop when it is told to"
status=0
wait "$demo" || status=$?
[ "$status" = 0 ] || give_up "the demonstration ended with status $status"
demo=
sed -n '1,5p' "$log"

step "the review command of the README"
review=$(sed -n '/^```sh$/,/^```$/{/^```/d;p;}' README.md | grep -m 1 -- '-- review ') ||
    fail "README.md has no review command in a sh block"
echo "$ $review"
status=0
bash -c "$review" || status=$?
# 0 clean, 1 findings: both are right; anything else could not do it.
[ "$status" -le 1 ] || fail "it ended with status $status"

step "documentation tests"
cargo test --quiet --workspace --doc --locked

step "tests"
# Whatever tests put into the temporary folder must be gone when they end.
export TMPDIR=$rubbish/temporary
mkdir "$TMPDIR"
chmod 1777 "$TMPDIR"
left_behind() {
    local left
    left=$(find "$TMPDIR" -mindepth 1 -maxdepth 1 -name 'jiheng-*' -printf '%f ')
    [ -z "$left" ] || fail "tests left these in the temporary folder: $left"
}
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --locked --no-fail-fast
    left_behind
else
    log=$rubbish/tests.log
    status=0
    cargo test --workspace --lib --bins --tests --locked --no-fail-fast 2>&1 | tee "$log" || status=$?
    grep -E '^test .* FAILED$' "$log" || true
    awk '/^test result:/ { passed += $4; failed += $6; ignored += $8 }
         END { printf "test result: %s. %d passed; %d failed; %d ignored\n", failed ? "FAILED" : "ok", passed, failed, ignored }' "$log"
    [ "$status" != 0 ] || left_behind
    exit "$status"
fi
