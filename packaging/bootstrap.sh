#!/bin/sh
# Two commands from a bare Debian 12 to a talking program: run and test. See `sh packaging/bootstrap.sh help`.
set -eu
umask 022

# What the build, the window and the tests need from Debian; nothing else is installed.
packages_build='g++ cmake ninja-build ccache pkgconf qt6-base-dev qt6-multimedia-dev qt6-svg-dev qtkeychain-qt6-dev
 libqt6sql6-sqlite libsndfile1-dev libpulse-dev libsoxr-dev libebur128-dev libyaml-cpp-dev libre2-dev libtomlplusplus-dev libqrencode-dev
 libzip-dev libseccomp-dev libboost-dev libqcustomplot-dev libavformat-dev libavcodec-dev libswresample-dev python3 python3-jieba'
packages_run='fonts-dejavu-core fonts-noto-cjk qt6-wayland'
packages_fetch='ca-certificates python3 python3-pip'
packages_test='clang-format curl dbus-daemon fonts-dejavu-core fonts-noto-cjk openbox pulseaudio pulseaudio-utils python3 python3-venv strace xdotool xvfb'
packages_lint='clang-format clang-tidy python3'

# LibTorch as it comes from PyPI: name, version, SHA-256 of the x86-64 wheel.
libtorch_version=2.11.0
wheels='torch==2.11.0 7aa2f9bbc6d4595ba72138026b2074be1233186150e9292865e04b7a63b8c67a
nvidia-cuda-runtime==13.0.96 7f82250d7782aa23b6cfe765ecc7db554bd3c2870c43f3d1821f1d18aebf0548
nvidia-cuda-cupti==13.0.85 4eb01c08e859bf924d222250d2e8f8b8ff6d3db4721288cf35d14252a4d933c8'

# How Chinese is read. The version is that of the reference and stands in packaging/cmake/ChineseTables.cmake too.
pypinyin_version=0.55.0
pypinyin_wheel='pypinyin==0.55.0 d53b1e8ad2cdb815fb2cb604ed3123372f5a28c6f447571244aca36fc62a286f'

# The tests' recogniser, Prometheus's reader, and OpenAI's client with all that it needs, in an environment of their own
# below build/.
test_python_packages='numpy==2.4.6 pocketsphinx==5.1.1 prometheus_client==0.26.0
 openai==3.54.0 annotated-types==0.8.0 anyio==4.16.0 h11==0.16.0 httpcore2==2.16.2 httpx2==2.16.2 idna==3.20 jiter==0.19.0
 pydantic==2.14.3 pydantic-core==2.50.4 sniffio==1.3.1 truststore==0.10.5 typing-extensions==4.16.0 typing-inspection==0.4.5'

here=$PWD
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ishowtts-studio
build=$root/build/release

usage() {
    cat <<EOF
usage: sh packaging/bootstrap.sh run|test|lint|help

  run    installs what is missing, builds, and opens the Studio with the demo voice. Without a display it speaks
         the Studio's first sentence into a WAV file in the current folder and prints the real-time factor.
  test   builds and runs every short test: also the formatting check and the engine without Qt.
  lint   formatting and clang-tidy on the files that do not include LibTorch.
  help   this text.

All of them may be repeated; what is there already is kept.
  LIBTORCH_DIR   folder of a LibTorch 2.10 or newer (the one that holds include/ and lib/) instead of fetching one
  JOBS           compilers at a time (default: as many as cores and memory allow)
EOF
}

step() {
    number=$((number + 1))
    printf '\n[%s/%s] %s\n' "$number" "$steps" "$1"
}
note() { printf '      %s\n' "$1"; }
fail() { # what went wrong, what to do
    printf '\nbootstrap: %s\n  %s\n' "$1" "$2" >&2
    exit 1
}

missing_packages() {
    for package in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=none
        [ "$state" = installed ] || printf '%s ' "$package"
    done
}

install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        note "This is not Debian: please install the equivalents of: $*"
        return
    fi
    missing=$(missing_packages "$@")
    if [ -z "$missing" ]; then
        note 'all there'
        return
    fi
    command="apt-get install --yes --no-install-recommends $missing"
    if [ "$(id -u)" -eq 0 ]; then
        as_root=''
    elif command -v sudo >/dev/null; then
        as_root=sudo
        note 'sudo may ask for your password'
        sudo true ||
            fail 'sudo refused (its reason is above), and installing packages needs root.' \
                "As root, run: apt-get update && $command"
    else
        fail 'Some Debian packages are missing, and installing them needs root.' \
            "As root, run: apt-get update && $command"
    fi
    note "installing: $missing"
    # shellcheck disable=SC2086 # words on purpose
    {
        $as_root apt-get update -qq ||
            note 'The package lists could not be refreshed; trying with those at hand.'
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends $missing ||
            fail 'apt could not install the packages (its reason is above).' \
                "Check the network and /etc/apt/sources.list, then run this again. By hand: $command"
    }
}

libtorch_complete() { # folder that holds torch/ and nvidia/
    [ -f "$1/torch/include/ATen/ATen.h" ] && [ -f "$1/torch/lib/libtorch_cpu.so" ] &&
        [ -f "$1/torch/lib/libc10.so" ] && [ -e "$1/nvidia/cu13/lib/libcudart.so.13" ] &&
        [ -e "$1/nvidia/cu13/lib/libcupti.so.13" ]
}

# Debian's own Python has the pip and venv that are installed here; the one of an active environment may have neither.
system_python() { [ -x /usr/bin/python3 ] && echo /usr/bin/python3 || echo python3; }

libtorch_of_python() { # the folder of torch >= 2.10 in the active Python, if there is one
    command -v python3 >/dev/null || return 1
    python3 - <<'EOF' 2>/dev/null
import importlib.metadata, importlib.util, re, sys
spec = importlib.util.find_spec("torch")
version = [int(n) for n in re.findall(r"\d+", importlib.metadata.version("torch"))[:2]]
if spec is None or version < [2, 10]:
    sys.exit(1)
print(spec.submodule_search_locations[0])
EOF
}

# The same order as packaging/cmake/FindLibTorch.cmake.
find_libtorch() {
    if [ -n "${LIBTORCH_DIR:-}" ]; then
        [ -f "$LIBTORCH_DIR/include/ATen/ATen.h" ] ||
            fail "LIBTORCH_DIR=$LIBTORCH_DIR holds no LibTorch (include/ATen/ATen.h is not there)." \
                'Point it to the folder that holds include/ and lib/, or unset it to fetch LibTorch.'
        export LIBTORCH_DIR
        note "$LIBTORCH_DIR (from LIBTORCH_DIR)"
    elif libtorch_complete "$cache/libtorch-$libtorch_version"; then
        note "$cache/libtorch-$libtorch_version"
    elif found=$(libtorch_of_python); then
        note "$found (the torch of python3)"
    else
        return 1
    fi
}

download_wheels() { # folder, then "name==version SHA-256" on each line
    mkdir -p "$1" && printf '%s\n' "$2" | sed 's/ / --hash=sha256:/' >"$1/requirements.txt" &&
        env PIP_REQUIRE_VIRTUALENV=0 "$(system_python)" -m pip download --no-deps --require-hashes --no-cache-dir \
            --only-binary=:all: --python-version 3.11 --implementation cp --platform manylinux_2_28_x86_64 \
            --platform manylinux_2_25_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 \
            --dest "$1" --requirement "$1/requirements.txt"
}

fetch_libtorch() {
    target=$cache/libtorch-$libtorch_version
    [ "$(uname -m)" = x86_64 ] ||
        fail "No LibTorch was found, and only the one for x86-64 is fetched (this is $(uname -m))." \
            "Install one, for example: python3 -m venv ~/torch && ~/torch/bin/pip install torch==$libtorch_version
  then: LIBTORCH_DIR=\$(~/torch/bin/python -c 'import torch,os; print(os.path.dirname(torch.__file__))') sh packaging/bootstrap.sh run"
    # shellcheck disable=SC2086
    install_packages $packages_fetch
    mkdir -p "$cache" || fail "The folder $cache cannot be made." 'Set XDG_CACHE_HOME to a folder you may write to.'
    free=$(df -Pk "$cache" | awk 'NR == 2 { print $4 }')
    [ "$free" -gt 2000000 ] ||
        fail "LibTorch needs 2 GB free at $cache, and there are $((free / 1000)) MB." \
            'Free some space, or set XDG_CACHE_HOME to a folder on another disk.'

    fetcher=$(system_python)
    downloads=$cache/wheels-$libtorch_version
    note 'downloading LibTorch from PyPI: 545 MB, checked against its SHA-256'
    download_wheels "$downloads" "$wheels" ||
        fail 'LibTorch could not be downloaded (the reason is above).' \
            'Check the network and run this again; or set LIBTORCH_DIR to a LibTorch 2.10 or newer that you have.'

    note 'unpacking'
    rm -rf "$target.part"
    "$fetcher" - "$downloads" "$target.part" <<'EOF' ||
# Only what compiling and running need: 1 GB of the wheel's 1.3 GB.
import glob, re, sys, zipfile
wanted = re.compile(r"""torch/include/ | torch/version\.py$ |
    torch/lib/lib(c10|c10_cuda|caffe2_nvrtc|torch|torch_cpu|torch_cuda|torch_cuda_linalg|torch_nvshmem)\.so$ |
    torch/lib/libgomp[^/]*$ | nvidia/cu13/lib/[^/]*\.so[^/]*$ |
    [^/]*\.dist-info/(METADATA$|licenses/|LICENSE|NOTICE)""", re.VERBOSE)
for wheel in glob.glob(sys.argv[1] + "/*.whl"):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(sys.argv[2], [name for name in archive.namelist() if wanted.match(name)])
EOF
        fail 'LibTorch could not be unpacked (the reason is above).' "Is there room at $cache? Then run this again."
    libtorch_complete "$target.part" ||
        fail 'The unpacked LibTorch is not complete.' "Remove $downloads and run this again."
    "$fetcher" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$target.part/torch/lib/libtorch_cpu.so" ||
        fail 'The fetched LibTorch does not load on this machine (the reason is above).' \
            'Set LIBTORCH_DIR to a LibTorch 2.10 or newer that does.'
    rm -rf "$target"
    mv "$target.part" "$target"
    rm -rf "$downloads"
    note "$target"
}

need_libtorch() { find_libtorch || fetch_libtorch; }

# Where packaging/cmake/ChineseTables.cmake looks for it. Fails when it cannot be had.
need_pypinyin() {
    target=$cache/pypinyin-$pypinyin_version
    if [ -f "$target/pypinyin/phrases_dict.json" ]; then
        note "$target"
        return
    fi
    # shellcheck disable=SC2086
    (install_packages $packages_fetch) || return 1 # in a shell of its own: "fail" would end the run
    downloads=$cache/wheels-pypinyin-$pypinyin_version
    note 'downloading pypinyin from PyPI: 0.8 MB, checked against its SHA-256'
    download_wheels "$downloads" "$pypinyin_wheel" || return 1
    rm -rf "$target.part"
    "$(system_python)" - "$downloads" "$target.part" <<'EOF' || return 1
import glob, sys, zipfile
for wheel in glob.glob(sys.argv[1] + "/*.whl"):
    zipfile.ZipFile(wheel).extractall(sys.argv[2])
EOF
    rm -rf "$target" && mv "$target.part" "$target" && rm -rf "$downloads" && note "$target"
}

# A file that includes LibTorch takes up to 1.5 GB to compile.
job_count() {
    [ -z "${JOBS:-}" ] || { echo "$JOBS" && return; }
    cores=$(nproc 2>/dev/null || echo 1)
    fitting=$(awk '/^MemAvailable:/ { print int($2 / 1500000) }' /proc/meminfo 2>/dev/null || echo 1)
    [ "${fitting:-0}" -ge 1 ] || fitting=1
    [ "$cores" -lt "$fitting" ] && echo "$cores" || echo "$fitting"
}

compile() { # preset, then targets (none: all)
    preset=$1
    shift
    # Without what an earlier run found: LIBTORCH_DIR may say something else today.
    cmake --preset "$preset" -U 'LibTorch_*' ||
        fail "CMake could not configure the build (its reason is above)." \
            "If the tree was moved or LibTorch replaced: rm -rf $root/build/$preset and run this again."
    # shellcheck disable=SC2046
    cmake --build "$root/build/$preset" -j "$(job_count)" $([ $# -eq 0 ] || echo --target "$@") ||
        fail 'The build failed (the compiler message is above).' \
            'If the compiler was killed, memory was short: try JOBS=1. Otherwise this is our bug: please report it.'
}

display_usable() {
    case ${WAYLAND_DISPLAY:-} in
    '') ;;
    /*) [ -S "$WAYLAND_DISPLAY" ] && return 0 ;;
    *) [ -S "${XDG_RUNTIME_DIR:-/nonexistent}/$WAYLAND_DISPLAY" ] && return 0 ;;
    esac
    case ${DISPLAY:-} in
    '') return 1 ;;
    :* | unix:*)
        screen=${DISPLAY##*:}
        [ -S "/tmp/.X11-unix/X${screen%%.*}" ]
        ;;
    *) return 0 ;; # another machine's display: only trying tells
    esac
}

speak_into_file() {
    sentence=$(cat "$root/resources/guide/first_sentence.txt")
    folder=$here
    [ -w "$folder" ] || folder=$build
    printf '\nSpeaking: %s\n' "$sentence"
    "$build/bin/ishowtts" say --text "$sentence" --voice slt --out "$folder/first-sentence.wav" ||
        fail 'The sentence could not be spoken (the reason is above).' 'If the reason is unclear, please report it.'
}

run() {
    steps=5
    step 'Debian packages'
    # shellcheck disable=SC2086
    install_packages $packages_build $packages_run
    step 'LibTorch'
    need_libtorch
    step 'Readings of Chinese'
    need_pypinyin || note 'It could not be had (the reason is above), so Chinese will not be read. Everything else is built.'
    step 'Build'
    compile release ishowtts-studio ishowtts
    if display_usable; then
        step 'Opening the Studio'
        status=0
        "$build/bin/ishowtts-studio" "$@" || status=$?
        # Qt aborts when a display refuses it.
        [ "$status" -eq 134 ] || exit "$status"
        note 'The display could not be used; speaking into a file instead.'
    else
        step 'No display here: speaking into a file'
    fi
    speak_into_file
}

check_format() {
    find "$root/app" "$root/engine" "$root/tests" "$root/ui" \( -name '*.h' -o -name '*.cpp' \) -print0 |
        xargs -0 -n 100 -P "$(nproc)" clang-format --dry-run --Werror ||
        fail 'Some files are not formatted.' 'clang-format -i on the files named above puts it right.'
    note 'every file is formatted'
}

test_python() {
    python=$root/build/python/bin/python
    made_of=$root/build/python/packages # an environment of another list is made anew
    if [ "$(cat "$made_of" 2>/dev/null)" != "$test_python_packages" ] ||
        ! "$python" -c 'import numpy, openai, pocketsphinx, prometheus_client' 2>/dev/null; then
        "$(system_python)" -m venv --clear "$root/build/python" || fail 'No Python environment could be made.' 'See the reason above.'
        # shellcheck disable=SC2086 # pocketsphinx: its only dependency plays sound, which no test does
        env PIP_REQUIRE_VIRTUALENV=0 "$python" -m pip install --quiet --no-deps --only-binary=:all: \
            $test_python_packages ||
            fail 'The Python packages for the tests could not be installed from PyPI (the reason is above).' \
                'Check the network and run this again.'
        printf '%s\n' "$test_python_packages" >"$made_of"
    fi
    "$python" -c 'from importlib.metadata import version as v; print("      numpy", v("numpy"), "openai", v("openai"), "pocketsphinx", v("pocketsphinx"))'
}

run_case() { # the engine alone computes what upstream computed
    program=$root/build/engine-only/bin/ishowtts
    if ldd "$program" | grep -q 'libQt'; then
        fail 'The engine-only build links Qt.' 'Rule R1 in CONTRIBUTING.md: keep Qt out of engine/.'
    fi
    "$root/build/python/bin/python" "$root/tests/end_to_end/run_case.py" "$program" ||
        fail 'The engine without Qt does not compute what upstream computes.' 'See the figures above.'
}

check() {
    steps=9
    step 'Debian packages'
    # shellcheck disable=SC2086
    install_packages $packages_build $packages_test
    step 'LibTorch'
    need_libtorch
    step 'Readings of Chinese'
    need_pypinyin ||
        fail 'pypinyin could not be had (the reason is above), which the tests need.' 'Check the network and run this again.'
    step 'Formatting'
    check_format
    step 'Build'
    compile release
    step 'Python environment of the tests'
    test_python
    step 'Short tests'
    # More than there are cores: half of the time a test waits, for sound that plays or for a window.
    ctest --preset release -j "$(($(nproc) + 2))" || fail 'Some tests failed.' 'Their output is above; one alone: ctest --preset release -R NAME'
    step 'The engine without Qt'
    compile engine-only ishowtts
    step 'One case with it'
    run_case
    printf '\nAll short tests passed.\n'
}

lint() {
    steps=5
    step 'Debian packages'
    # shellcheck disable=SC2086
    install_packages $packages_build $packages_lint
    step 'LibTorch'
    need_libtorch
    step 'Formatting'
    check_format
    step 'Build' # clang-tidy reads what it generates
    compile release
    step 'clang-tidy'
    cmake --build "$build" --target tidy ||
        fail 'clang-tidy has findings (they are above).' 'Put them right; what is checked is in .clang-tidy.'
}

number=0
cd "$root"
verb=${1:-help}
[ $# -eq 0 ] || shift
case $verb in
run) run "$@" ;;
test) check ;;
lint) lint ;;
help | -h | --help) usage ;;
*)
    usage >&2
    fail "There is no command '$verb'." 'The commands are listed above.'
    ;;
esac
