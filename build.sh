#!/usr/bin/env bash
# Builds, serves, tests and checks bethscope. `./build.sh help` tells how.
set -euo pipefail
cd "$(dirname "$0")"

readonly TARGET="${CARGO_TARGET_DIR:-$PWD/target}"
readonly TOOLS="${XDG_CACHE_HOME:-$HOME/.cache}/bethscope/tools"
readonly WASM_PACK_VERSION=0.15.1
readonly WASM="$TARGET/wasm32-unknown-unknown/ship/bethscope.wasm"
# What wasm-bindgen makes of it, as two kinds: "cpu", which the page starts with, and "gpu", which holds both backends.
bound() { printf '.build/%s/bethscope_%s_bg.wasm' "$1" "$1"; }
shrunk() { printf '.build/shrunk/bethscope_%s.wasm' "$1"; }
# The most that a module may have as gzip: what stands between a visitor and the first row, and what a GPU costs. Operating
# points, intervals and drift brought 18 kB (two thirds of it the reading and writing of what weights keep), Shapley values 9.
readonly CPU_BUDGET=350000 GPU_BUDGET=1540000
# The most bytes that the single file may have as it is.
readonly SINGLE_BUDGET=2000000
export PATH="$TARGET/tool:$TOOLS/bin:$PATH"

help() {
    cat <<'HELP'
./build.sh serve [--port N] [--base /sub/path]
        builds the page and serves it at http://127.0.0.1:8000/ (or PORT, or --port), first with the engine for the CPU;
        the engine for the GPU follows while the page is up
./build.sh build [--cpu]
        makes the shippable dist/: smaller WebAssembly, minified scripts, names with hashes and SHA256SUMS, for any
        static host; in it bethscope.zip, all of that for any other static server, and bethscope.html, the page as one
        file that needs no server; --cpu leaves the engine for the GPU out
./build.sh test [native|wasm|page|browsers|pack|genuine|dist|same]
        all tests, or a part: Rust on this machine; Rust in headless Chromium; the page in headless Chromium; its main
        path in Chromium, Firefox and WebKit; the engine as an npm package in projects of others; what needs genuine
        BETH rows ($BETH_DIR); the page as it lies in dist/ now (after ./build.sh build, say); the same bytes from
        another folder (that one only by name)
./build.sh check
        formatting, lints and types, of Rust, of JavaScript and of the workflows
./build.sh bench [--quick] [--file train.csv] [--only parse,train,score,gpu,start,scale,calm] [--out bench.json]
        dist/ as it lies there (after ./build.sh build) beside jax-js, TensorFlow.js, onnxruntime-web, PapaParse, d3-dsv
        and a scan by hand in headless Chromium: about 20 minutes, or under 4 with --quick

Each first installs what it needs and this machine lacks, into the repository's folder and the user's cache; only
browsers come from the system's package manager. On 2 cores the first build takes some minutes, later ones seconds.
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
    else
        if ! rustc --version >/dev/null 2>&1; then
            say "Installing the Rust that rust-toolchain.toml names (about a minute)"
            rustup toolchain install "$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)" --profile minimal \
                --component clippy --component rustfmt --target wasm32-unknown-unknown ||
                die "Rust could not be installed: it needs static.rust-lang.org. Is there a network?"
        fi
        if ! rustup target list --installed | grep -qx wasm32-unknown-unknown; then
            say "Adding Rust's wasm32-unknown-unknown target (seconds)"
            rustup target add wasm32-unknown-unknown ||
                die "The target could not be added: it needs static.rust-lang.org. Is there a network?"
        fi
    fi
    cargo fetch --quiet --locked --target wasm32-unknown-unknown --target "$(rustc -vV | sed -n 's/^host: //p')" ||
        die "cargo cannot have the crates that Cargo.lock names (why stands above). Is crates.io within reach?"
}

# Of the version and with the dependencies in Cargo.lock; see www/bindgen.
need_bindgen() { # [options of cargo]
    [[ -x $TARGET/tool/bindgen ]] || say "Building wasm-bindgen (once, about a minute on 2 cores)"
    cargo build --quiet --locked --profile tool -p bethscope-bindgen "$@"
}

# wasm-pack has a lock file of its own. Hardly optimised, because it runs for seconds.
need_wasm_pack() {
    [[ "$(wasm-pack --version 2>/dev/null)" != "wasm-pack $WASM_PACK_VERSION" ]] || return 0
    say "Building wasm-pack $WASM_PACK_VERSION into $TOOLS (once, about 3 minutes on 2 cores)"
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_TARGET_DIR="$TOOLS/build" \
        cargo install --quiet --locked "wasm-pack@$WASM_PACK_VERSION" --root "$TOOLS" --force ||
        die "wasm-pack could not be built. It needs crates.io and a C compiler (cc)."
    rm -rf "$TOOLS/build"
}

need_npm() {
    have npm || die "Node.js is missing. Install Node 20 or later (https://nodejs.org) and run this again."
    local major
    major=$(node -p 'process.versions.node.split(".")[0]')
    ((major >= 20)) || die "Node.js 20 or later is needed; this is $(node --version)."
    npm_packages .
}

npm_packages() { # folder
    [[ ! $1/node_modules/.package-lock.json -nt $1/package-lock.json ]] || return 0
    say "Installing the npm packages that $1/package-lock.json pins (seconds)"
    (cd "$1" && npm ci --no-audit --no-fund --loglevel=error) ||
        die "The packages cannot be had from the npm registry. Is there a network?"
    touch "$1/node_modules/.package-lock.json"
}

# Debian packages, where this is Debian and we may.
apt_install() { # packages
    local sudo=()
    ((EUID == 0)) || sudo=(sudo -n)
    have apt-get && "${sudo[@]}" true 2>/dev/null || return 0
    say "Installing $* with apt-get (about a minute)"
    "${sudo[@]}" apt-get update -qq || true
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null || true
}

# Sets CHROME and CHROMEDRIVER.
need_chromium() {
    find_chromium
    [[ -n $CHROME && -n $CHROMEDRIVER ]] || apt_install chromium chromium-driver
    find_chromium
    [[ -n $CHROME && -n $CHROMEDRIVER ]] ||
        die "The tests need Chromium and the chromedriver of its version. Install both (Debian: apt-get install" \
            "chromium chromium-driver), or set CHROME and CHROMEDRIVER to where they are."
    export CHROME CHROMEDRIVER
}

find_chromium() {
    CHROME=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
    CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver || true)}
}

# What is missing is told by browsers.js, which knows where each is looked for.
need_browsers() {
    need_chromium
    node tests/browsers/browsers.js 2>/dev/null || apt_install firefox-esr webkit2gtk-driver xvfb
    node tests/browsers/browsers.js || exit 1
}

# Genuine rows are not in the repository. A test that quietly went without them would prove nothing.
have_rows() {
    BETH_DIR=$(realpath -m "${BETH_DIR:-../shared/beth}")
    export BETH_DIR
    [[ -f "$BETH_DIR/genuine/labelled_train.head12500.csv" ]]
}

readonly HOW_TO_GET_ROWS="They read the heads of BETH's files (https://www.kaggle.com/datasets/katehighnam/beth-dataset) \
from genuine/ in the folder that BETH_DIR names; tests/genuine/README.md tells which."

need_rows() {
    have_rows || die "There are no genuine BETH rows in $BETH_DIR/genuine/. $HOW_TO_GET_ROWS"
}

# ---- building -----------------------------------------------------------------------------------------------------

# What of an engine is never called, but held by tables: arithmetic on and copies of tensors that are not contiguous f32,
# of which there are none, and in the compiler for the GPU the reading of its intermediate language as text. As traps they
# are 27 kB and 340 kB less to fetch (gzip).
readonly NEVER_CALLED_CPU=(burn_flex3ops6binary9binary_op burn_flex3ops7qtensor burn_flex6tensor10FlexTensor15into_contiguous)
readonly NEVER_CALLED_GPU=("${NEVER_CALLED_CPU[@]:0:2}" pliron..parsable..Parsable pliron2op27canonical_syntax_parse_impl cubek_ cubecl_std5quant)

# Both kinds are one crate's cdylib, so cargo keeps only the one it built last and compiles the crate again for the other.
# Therefore it is asked only when something has changed since.
module() { # kind
    local kind=$1 fresh=.build/$1.part features=() parts=("${NEVER_CALLED_GPU[@]}") bound
    bound=$(bound "$kind")
    ! is_built "$kind" || return 0
    [[ $kind == gpu ]] || features=(--no-default-features) parts=("${NEVER_CALLED_CPU[@]}")
    if [[ -f $WASM ]]; then
        say "Compiling the ${kind^^} engine to WebAssembly (about a minute when little has changed)"
    else
        say "Compiling the ${kind^^} engine to WebAssembly (the first time: minutes on 2 cores, most of it Burn)"
    fi
    rm -rf "$fresh"
    mkdir -p "$fresh"
    # What is edited while it compiles is newer than this.
    touch "$fresh/began"
    cargo rustc --locked --profile ship --target wasm32-unknown-unknown --lib --crate-type cdylib \
        --config "target.wasm32-unknown-unknown.rustflags=[$(remapped)]" "${features[@]}"
    "$TARGET/tool/bindgen" "$WASM" "bethscope_$kind" "$fresh" "${parts[@]}"
    touch -r "$fresh/began" "$fresh/bethscope_${kind}_bg.wasm"
    rm -rf ".build/$kind"
    mv "$fresh" ".build/$kind"
}

is_built() { # kind
    local bound
    bound=$(bound "$1")
    [[ -f $bound && -z $(find src www/bindgen Cargo.toml Cargo.lock rust-toolchain.toml .cargo -newer "$bound") ]]
}

# The same bytes whatever the folders are called: panics name files by their place in the repository or the registry.
remapped() {
    # The last one that fits counts, and the target folder may lie in the repository's.
    local from=("$PWD=." "$TARGET=target" "${CARGO_HOME:-$HOME/.cargo}/registry/src=crates" "$(rustc --print sysroot)=rust")
    printf '"--remap-path-prefix=%s",' "${from[@]}"
}

page() { # [options of www/build.mjs]
    say "Bundling the page (a second)"
    node www/build.mjs "$@"
}

# Both modules, and the page around them as it is served here.
engine() {
    need_npm
    need_rust
    need_bindgen
    module cpu
    module gpu
    page
}

serve() {
    # Before the long wait: a missing Node or a port that is taken should be told at once.
    need_npm
    node www/serve.mjs --check "$@"
    need_rust
    need_bindgen
    module cpu
    if is_built gpu; then
        page
        exec node www/serve.mjs --root dist "$@"
    fi
    page --without-gpu
    node www/serve.mjs --root dist --awaits bethscope_gpu.wasm --awaits bethscope_gpu.txt "$@" &
    local server=$!
    # shellcheck disable=SC2064 # the server of now
    trap "kill $server 2>/dev/null || true" EXIT
    module gpu
    page
    say "The engine for the GPU is there; an open page takes it by itself"
    wait "$server"
}

build() {
    local kinds=(cpu gpu) options=(--ship) kind
    case ${1:-} in
    --cpu)
        kinds=(cpu)
        options+=(--without-gpu)
        ;;
    "") ;;
    *) die "./build.sh build takes --cpu or nothing, not \"$1\"." ;;
    esac
    need_npm
    need_rust
    need_bindgen
    for kind in "${kinds[@]}"; do
        module "$kind"
        shrink "$kind"
    done
    page "${options[@]}"
    archive dist
    sizes "${kinds[@]}"
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

# SHA256SUMS of all files; bethscope.zip, with them all in it and these sums; and its own sum.
archive() { # folder
    local sum=(sha256sum)
    have sha256sum || sum=(shasum -a 256)
    rm -f "$1/SHA256SUMS" "$1/bethscope.zip"
    (cd "$1" && "${sum[@]}" -- * >SHA256SUMS.part && mv SHA256SUMS.part SHA256SUMS)
    node www/bundle/archive.mjs "$1"
    (cd "$1" && "${sum[@]}" -- bethscope.zip >>SHA256SUMS)
}

# What the page fetches before it can score a row. Names of dist/ have a hash in them where it is for others.
readonly FIRST=(index.html style{,.*}.css start{,.*}.js main{,.*}.js bethscope_cpu{,.*}.wasm
    pretrained{,.*}.safetensors favicon{,.*}.svg)

sizes() { # kinds
    say "dist/ is ready for any static host:"
    printf '%33s %10s %10s  %s\n' file bytes gzip SHA-256
    local sum file kind got first=()
    while read -r sum file; do
        printf '%33s %10s %10s  %s\n' "$file" "$(wc -c <"dist/$file")" "$(gzipped "dist/$file")" "$sum"
    done <dist/SHA256SUMS
    mapfile -t first < <(in_dist "${FIRST[@]}")
    printf '%33s %10s %10s\n' "before the first scored row" "" "$(gzipped "${first[@]}")"
    local -A budget=([cpu]=$CPU_BUDGET [gpu]=$GPU_BUDGET)
    got=$(wc -c <dist/bethscope.html)
    ((got <= SINGLE_BUDGET)) || die "The single file has $got bytes; it may have $SINGLE_BUDGET."
    for kind in "$@"; do
        got=$(gzipped "$(in_dist "bethscope_$kind"{,.*}.wasm)")
        ((got <= budget[$kind])) ||
            die "The ${kind^^} engine has $got bytes as gzip; it may have ${budget[$kind]}."
    done
}

# The files in dist/ with these names, a line each; fails where there are none.
in_dist() { # names, in which * stands for anything
    local name
    for name in "$@"; do compgen -G "dist/$name" || true; done | grep .
}

# As hosts send them, each by itself.
gzipped() { # files
    local file sum=0
    for file in "$@"; do sum=$((sum + $(gzip -9c "$file" | wc -c))); done
    echo "$sum"
}

# ---- testing ------------------------------------------------------------------------------------------------------

# The commands' own features, so that Burn is compiled once for both.
readonly NATIVE=(--release --locked --no-default-features --features commands)

test_native() {
    need_rust
    say "Rust tests on this machine (the first time: minutes, most of it compiling Burn)"
    cargo test "${NATIVE[@]}"
    cargo test --release --locked -p bethscope-log --doc
}

test_wasm() {
    need_rust
    need_bindgen --features command
    need_wasm_pack
    need_chromium
    say "Rust tests in headless Chromium, WebGPU on its software adapter (minutes)"
    # As anybody would type it. wasm-pack would look for a driver of its own on the network.
    PATH="$(dirname "$CHROMEDRIVER"):$PATH" wasm-pack test --headless --chrome
}

test_page() {
    engine
    test_dist
}

test_dist() {
    need_npm
    need_chromium
    need_dist
    say "Page tests in headless Chromium (minutes)"
    # One file at a time: each has a browser of its own.
    node --test --test-concurrency=1 tests/page/*.test.js tests/page/drills/*.test.js
}

test_browsers() {
    need_npm
    need_browsers
    is_dist || engine
    say "The page's main path in Chromium, Firefox and WebKit (minutes)"
    node --test --test-concurrency=1 tests/browsers/*.test.js
}

# The engine as others install it. The tools that look at it are tests/pack's own, so that nobody else installs them.
test_pack() {
    need_npm
    need_chromium
    npm_packages tests/pack
    is_dist || engine
    say "The engine as a package, in projects of others (a minute)"
    node --test --test-concurrency=1 tests/pack/*.test.js
}

is_dist() {
    [[ -f dist/index.html ]] && in_dist bethscope_cpu{,.*}.wasm >/dev/null && in_dist bethscope_gpu{,.*}.wasm >/dev/null
}

need_dist() {
    is_dist || die "dist/ is not built: run ./build.sh build first."
}

test_genuine() {
    need_rows
    need_rust
    need_npm
    need_chromium
    say "Tests of genuine BETH rows"
    cargo test "${NATIVE[@]}" --test genuine
    is_dist || engine
    node --test --test-concurrency=1 tests/genuine/*.test.js
}

genuine_tests() {
    cat tests/genuine/*.rs tests/genuine/*.js | grep -c -E '^(#\[test\]|test\()'
}

# Another folder, another target folder, the same bytes of the CPU's engine, and of all that is made with it.
test_same() {
    build_cpu_only
    rm -rf .build/same
    page --ship --without-gpu --out .build/same
    archive .build/same
    local copy
    copy=$(mktemp -d)
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf '$copy'" EXIT
    say "The CPU engine once more, in $copy (minutes)"
    mkdir "$copy/elsewhere"
    git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy/elsewhere"
    (
        cd "$copy/elsewhere"
        CARGO_TARGET_DIR="$copy/other-target" ./build.sh build --cpu
    )
    local file
    for file in .build/cpu/bethscope_cpu.js "$(bound cpu)" "$(shrunk cpu)"; do
        cmp "$file" "$copy/elsewhere/$file" || die "$file is not the same from another folder."
    done
    diff -r .build/same "$copy/elsewhere/dist" || die "dist/ is not the same from another folder."
    say "The same bytes from another folder: $(sha256sum "$(shrunk cpu)" | cut -c1-64)"
}

build_cpu_only() {
    need_npm
    need_rust
    need_bindgen
    module cpu
    shrink cpu
}

run_tests() {
    case ${1:-all} in
    all) all_tests ;;
    native | wasm | page | browsers | pack | genuine | dist | same) "test_$1" ;;
    *) die "There is no test part \"$1\": native, wasm, page, browsers, pack, genuine, dist or same." ;;
    esac
}

all_tests() {
    # Before the long wait: what is missing should be told at once.
    [[ ${CI:-} != true ]] || need_rows
    need_npm
    need_browsers
    need_rust
    test_native
    test_wasm
    test_page
    test_browsers
    test_pack
    if have_rows; then
        test_genuine
    else
        say "All passed, but $(genuine_tests) tests of genuine BETH rows were not run. $HOW_TO_GET_ROWS"
    fi
}

check() {
    need_rust
    need_npm
    say "Formatting"
    cargo fmt --all --check
    npx biome check
    node .github/lint.mjs
    say "JavaScript types"
    npx tsc -p .
    say "Clippy, native and wasm32 (the first time: minutes)"
    cargo clippy --locked --workspace --all-targets --features commands -- -D warnings
    cargo clippy --locked --all-targets --target wasm32-unknown-unknown -- -D warnings
    cargo clippy --locked --lib --target wasm32-unknown-unknown --no-default-features -- -D warnings
}

bench() {
    need_dist
    need_npm
    node tests/bench/options.js "$@"
    need_chromium
    need_rust
    npm_packages tests/bench
    say "Compiling the command that makes the rows (the first time: minutes, most of it Burn)"
    cargo build "${NATIVE[@]}" --bin reconstruct
    say "Measuring in Chromium; leave the machine alone meanwhile"
    node tests/bench/bench.js "$@"
}

command=${1:-help}
(($# == 0)) || shift
case $command in
serve) serve "$@" ;;
build) build "$@" ;;
test) run_tests "$@" ;;
check) check ;;
bench) bench "$@" ;;
help | --help | -h) help ;;
*)
    help >&2
    die "There is no command \"$command\"."
    ;;
esac
