#!/usr/bin/env bash
# Builds, serves, tests and checks bethscope. `./build.sh help` tells how.
set -euo pipefail
cd "$(dirname "$0")"

readonly TOOLS="${XDG_CACHE_HOME:-$HOME/.cache}/bethscope/tools"
readonly WASM_PACK_VERSION=0.15.1
readonly WASM="${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/debug/bethscope.wasm"
# What wasm-bindgen makes of it, as two kinds: "cpu", which the page starts with, and "gpu", which holds both backends.
readonly KINDS=(cpu gpu)
bound() { printf '.build/%s/bethscope_%s_bg.wasm' "$1" "$1"; }
shrunk() { printf '.build/shrunk/bethscope_%s.wasm' "$1"; }
readonly WITHOUT_GPU=(--no-default-features) WITH_GPU=(--no-default-features --features webgpu)
# The most that may be fetched, as gzip: what stands between a visitor and the first scored row, and what a GPU costs.
readonly FIRST_BUDGET=600000 GPU_BUDGET=2500000
export PATH="$TOOLS/bin:$PATH"

help() {
    cat <<'HELP'
./build.sh serve [--port N] [--base /sub/path]
        builds the page and serves it at http://127.0.0.1:8000/ (or PORT, or --port)
./build.sh build
        makes the shippable dist/: smaller WebAssembly and minified scripts, for any static host
./build.sh test [native|wasm|page|dist]
        all tests, or a part: Rust on this machine; Rust in headless Chromium; the page in headless Chromium;
        the page as it lies in dist/ now (after ./build.sh build, say)
./build.sh check
        formatting, lints and types, of Rust and of JavaScript
./build.sh bench [--quick] [--file train.csv] [--only parse,train,score,gpu,start,scale] [--out bench.json]
        dist/ as it lies there (after ./build.sh build) beside TensorFlow.js, onnxruntime-web, PapaParse, d3-dsv and a
        scan by hand in headless Chromium: a quarter of an hour or more, or under 3 minutes with --quick

Each first installs what it needs and this machine lacks, into the repository's folder and the user's cache; only
Chromium comes from the system's package manager. On 2 cores the first build takes about 15 minutes, later ones seconds.
HELP
}

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }

die() {
    printf 'build.sh: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# ---- what must be there -------------------------------------------------------------------------------------------

need_rust() {
    have cargo || die "Rust is missing. Install rustup (https://rustup.rs) and run this again."
    # Outside a checkout with rustup the target may come with the system's Rust.
    if ! have rustup; then
        [[ -d "$(rustc --print target-libdir --target wasm32-unknown-unknown)" ]] ||
            die "Rust has no wasm32-unknown-unknown target here, and there is no rustup to add it with."
        return
    fi
    if ! rustc --version >/dev/null 2>&1; then
        say "Installing the Rust that rust-toolchain.toml names (about a minute)"
        rustup toolchain install "$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)" --profile minimal \
            --component clippy --component rustfmt --target wasm32-unknown-unknown
    fi
    if ! rustup target list --installed | grep -qx wasm32-unknown-unknown; then
        say "Adding Rust's wasm32-unknown-unknown target (seconds)"
        rustup target add wasm32-unknown-unknown
    fi
}

# Not --locked: wasm-bindgen-cli's lock file names crates that a registry may no longer have. Hardly optimised, because
# these tools run for seconds and would otherwise take twice as long to build.
install_tool() { # crate version minutes [options of cargo install]
    local crate=$1 version=$2 minutes=$3 scratch="$TOOLS/build"
    shift 3
    say "Building $crate $version into $TOOLS (once, about $minutes minutes on 2 cores)"
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_TARGET_DIR="$scratch" \
        cargo install --quiet "$crate@$version" --root "$TOOLS" --force "$@" ||
        die "$crate could not be built. It needs crates.io and a C compiler (cc)."
    rm -rf "$scratch"
}

# The command line tool must be of the very version that the crate is.
need_wasm_bindgen() {
    local version
    version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p;}' Cargo.lock)
    [[ "$(wasm-bindgen --version 2>/dev/null)" == "wasm-bindgen $version" ]] ||
        install_tool wasm-bindgen-cli "$version" 3 --no-default-features
}

need_wasm_pack() {
    [[ "$(wasm-pack --version 2>/dev/null)" == "wasm-pack $WASM_PACK_VERSION" ]] ||
        install_tool wasm-pack "$WASM_PACK_VERSION" 3
}

need_npm() {
    have npm || die "Node.js is missing. Install Node 20 or later (https://nodejs.org) and run this again."
    local major
    major=$(node -p 'process.versions.node.split(".")[0]')
    ((major >= 20)) || die "Node.js 20 or later is needed; this is $(node --version)."
    if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
        say "Installing the npm packages that package-lock.json pins (seconds)"
        npm ci --no-audit --no-fund --loglevel=error
        touch node_modules/.package-lock.json
    fi
}

# Sets CHROME and CHROMEDRIVER.
need_chromium() {
    CHROME=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
    CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver || true)}
    if [[ -z $CHROME || -z $CHROMEDRIVER ]]; then
        local sudo=()
        ((EUID == 0)) || sudo=(sudo -n)
        if have apt-get && "${sudo[@]}" true 2>/dev/null; then
            say "Installing Chromium and its driver with apt-get (about a minute)"
            "${sudo[@]}" apt-get update -qq
            DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends \
                chromium chromium-driver >/dev/null
            CHROME=$(command -v chromium || true)
            CHROMEDRIVER=$(command -v chromedriver || true)
        fi
    fi
    [[ -n $CHROME && -n $CHROMEDRIVER ]] ||
        die "The tests need Chromium and the chromedriver of its version. Install both (Debian: apt-get install" \
            "chromium chromium-driver), or set CHROME and CHROMEDRIVER to where they are."
    export CHROME CHROMEDRIVER
}

# A test that quietly went without its rows would prove nothing.
need_rows() {
    BETH_DIR=$(realpath -m "${BETH_DIR:-../shared/beth}")
    [[ -f "$BETH_DIR/genuine/labelled_train.head12500.csv" ]] ||
        die "The tests read genuine BETH rows from $BETH_DIR/genuine/, and there are none." \
            "Set BETH_DIR to the folder that holds genuine/labelled_train.head12500.csv and the other heads."
    export BETH_DIR
}

# ---- building -----------------------------------------------------------------------------------------------------

# There is one profile and one target folder: what is served is what wasm-pack tests, and Burn is compiled once.
engine() {
    need_rust
    need_wasm_bindgen
    module cpu "${WITHOUT_GPU[@]}"
    # Last, because the tests in the browser go on from it.
    module gpu "${WITH_GPU[@]}"
}

# Both kinds are one crate's cdylib, so cargo keeps only the one it built last and compiles the crate again for the other.
# Therefore it is asked only when something has changed since.
module() { # kind features
    local kind=$1 fresh=.build/$1.part bound
    shift
    bound=$(bound "$kind")
    [[ ! -f $bound || -n $(find src Cargo.toml Cargo.lock rust-toolchain.toml .cargo -newer "$bound") ]] || return 0
    if [[ -f $WASM ]]; then
        say "Compiling the ${kind^^} engine to WebAssembly (about a minute when little has changed)"
    else
        say "Compiling the ${kind^^} engine to WebAssembly (the first time: minutes on 2 cores, most of it Burn)"
    fi
    rm -rf "$fresh"
    mkdir -p "$fresh"
    # What is edited while it compiles is newer than this.
    touch "$fresh/began"
    cargo build --target wasm32-unknown-unknown --lib "$@"
    wasm-bindgen --target web --out-name "bethscope_$kind" --out-dir "$fresh" "$WASM"
    [[ $kind == "$(kind_of "$fresh/bethscope_$kind.js")" ]] ||
        die "cargo left another module in $WASM than the ${kind^^} engine. Remove that file and run this again."
    touch -r "$fresh/began" "$fresh/bethscope_${kind}_bg.wasm"
    rm -rf ".build/$kind"
    mv "$fresh" ".build/$kind"
}

# Only one of them asks a browser for WebGPU.
kind_of() { # what wasm-bindgen wrote
    if grep -q requestAdapter "$1"; then echo gpu; else echo cpu; fi
}

page() { # [options of www/build.mjs]
    need_npm
    say "Bundling the page into dist/ (a second)"
    node www/build.mjs "$@"
}

serve() {
    # Before the long wait: a missing Node should be told at once.
    need_npm
    engine
    page
    exec node www/serve.mjs --root dist "$@"
}

build() {
    need_npm
    engine
    local kind
    for kind in "${KINDS[@]}"; do shrink "$kind"; done
    rm -rf dist
    page --minify
    for kind in "${KINDS[@]}"; do cp "$(shrunk "$kind")" dist/; done
    sizes
}

shrink() { # kind
    local kind=$1 bound shrunk
    bound=$(bound "$kind")
    shrunk=$(shrunk "$kind")
    [[ ! $shrunk -nt $bound ]] || return 0
    say "Shrinking the ${kind^^} engine with wasm-opt ($([[ $kind == cpu ]] && echo "a minute" || echo "minutes"))"
    mkdir -p "$(dirname "$shrunk")"
    # binaryen as npm has it: Debian's 108 breaks the module. It runs as WebAssembly itself and wants the room.
    node --max-old-space-size=8000 node_modules/binaryen/bin/wasm-opt -Oz \
        --enable-bulk-memory --enable-nontrapping-float-to-int --enable-simd --enable-sign-ext \
        --enable-mutable-globals --enable-reference-types --enable-multivalue \
        "$bound" -o "$shrunk.part"
    mv "$shrunk.part" "$shrunk"
}

# What the page fetches before it can score a row.
readonly FIRST=(index.html style.css start.js main.js bethscope_cpu.wasm pretrained.safetensors favicon.svg)

sizes() {
    say "dist/ is ready for any static host:"
    printf '%28s %12s %12s\n' file bytes gzip
    local file
    for file in dist/*; do
        printf '%28s %12s %12s\n' "${file#dist/}" "$(wc -c <"$file")" "$(gzipped "$file")"
    done
    printf '%28s %12s %12s\n' "before the first scored row" "" "$(gzipped "${FIRST[@]/#/dist/}")"
    local code gpu
    code=$(gzipped dist/bethscope_cpu.wasm dist/start.js dist/main.js)
    ((code <= FIRST_BUDGET)) ||
        die "The CPU engine and the scripts have $code bytes as gzip; $FIRST_BUDGET may be fetched before a row is scored."
    gpu=$(gzipped dist/bethscope_gpu.wasm)
    ((gpu <= GPU_BUDGET)) || die "The GPU engine has $gpu bytes as gzip; it may have $GPU_BUDGET."
}

# As hosts send them, each by itself.
gzipped() { # files
    local file sum=0
    for file in "$@"; do sum=$((sum + $(gzip -9c "$file" | wc -c))); done
    echo "$sum"
}

# ---- testing ------------------------------------------------------------------------------------------------------

test_native() {
    need_rust
    need_rows
    say "Rust tests on this machine (the first time: about 8 minutes, most of it compiling Burn)"
    cargo test --release
}

test_wasm() {
    need_rust
    need_rows
    need_wasm_bindgen
    need_wasm_pack
    need_chromium
    say "Rust tests in headless Chromium, WebGPU on its software adapter (minutes)"
    # The first steps on the software adapter take half a minute; the default limit is 20 s. The native commands are
    # left out, since each links all of Burn.
    WASM_BINDGEN_TEST_TIMEOUT=600 wasm-pack test --headless --chrome --chromedriver "$CHROMEDRIVER" \
        -- "${WITH_GPU[@]}"
}

test_page() {
    need_npm
    engine
    page
    test_dist
}

test_dist() {
    need_npm
    need_rows
    need_chromium
    [[ -f dist/index.html && -f dist/bethscope_cpu.wasm && -f dist/bethscope_gpu.wasm ]] ||
        die "dist/ is not built: run ./build.sh build first."
    say "Page tests in headless Chromium (minutes)"
    # One file at a time: each has a browser of its own, and some measure time.
    node --test --test-concurrency=1 tests/page/*.test.js
}

run_tests() {
    case ${1:-all} in
    all)
        # Before the long wait: what is missing should be told at once.
        need_rows
        need_npm
        need_chromium
        test_native
        test_wasm
        test_page
        ;;
    native | wasm | page | dist) "test_$1" ;;
    *) die "There is no test part \"$1\": native, wasm, page or dist." ;;
    esac
}

check() {
    need_rust
    need_npm
    say "Formatting"
    cargo fmt --check
    npx biome check
    say "JavaScript types"
    npx tsc -p .
    say "Clippy, native and wasm32 (the first time: minutes)"
    cargo clippy --all-targets -- -D warnings
    cargo clippy --all-targets --target wasm32-unknown-unknown "${WITH_GPU[@]}" -- -D warnings
    cargo clippy --lib --target wasm32-unknown-unknown "${WITHOUT_GPU[@]}" -- -D warnings
}

bench() {
    [[ -f dist/index.html && -f dist/bethscope.js ]] || die "dist/ is not built: run ./build.sh build first."
    need_npm
    node tests/bench/options.js "$@"
    need_chromium
    need_rust
    if [[ ! tests/bench/node_modules/.package-lock.json -nt tests/bench/package-lock.json ]]; then
        say "Installing what bethscope is measured against, as tests/bench/package-lock.json pins it (seconds)"
        (cd tests/bench && npm ci --no-audit --no-fund --loglevel=error)
        touch tests/bench/node_modules/.package-lock.json
    fi
    say "Compiling the command that makes the rows (the first time: about 8 minutes, most of it Burn)"
    cargo build --release --bin reconstruct
    say "Measuring in Chromium; leave the machine alone meanwhile"
    node tests/bench/bench.js "$@"
}

command=${1:-help}
(($# == 0)) || shift
case $command in
serve) serve "$@" ;;
build) build ;;
test) run_tests "$@" ;;
check) check ;;
bench) bench "$@" ;;
help | --help | -h) help ;;
*)
    help >&2
    die "There is no command \"$command\"."
    ;;
esac
