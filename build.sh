#!/bin/sh
# The entry for a machine that has only the .NET SDK and a shell. With PowerShell 7.4 or later it runs build.ps1.
# Without it, it runs what does not require PowerShell and lists what it omitted.
set -eu

usage() {
    cat <<'TEXT'
usage: ./build.sh [build|test|analyze|tour|bench|help|packages|package|clean] [--long] [--windows] [arguments for tour or bench]

  build    the module, ready for Import-Module ./OpsLog.psd1 (the default)
  test     builds and runs every test suite; --long adds the tests that take minutes, --windows the Windows build under
           Wine, which tests/windows/set-up.sh installs into OPSLOG_WINE or ${XDG_CACHE_HOME:-~/.cache}/opslog-wine
  tour     builds and shows the main job on real input
  bench    builds and measures, next to other engines: see docs/performance.md
  analyze  checks the scripts with PSScriptAnalyzer, if it is installed
  help     compiles docs/cmdlets to en-US
  packages lists the packages that have a newer version or a known vulnerability
  package  makes the folder out/OpsLog/<version> of the module, a package and a zip
  clean    removes what the others made

OPSLOG_NO_PWSH=1 in the environment: do as if there were no PowerShell.
TEXT
}

fail() {
    echo "build.sh: $1" >&2
    exit 1
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$root"

task=build
case ${1:-} in
    build | test | analyze | tour | bench | help | packages | package | clean) task=$1; shift ;;
    -h | --help) usage; exit 0 ;;
    '' | --long | --windows) ;;
    *) usage >&2; exit 2 ;;
esac
long=
windows=
while [ $# -gt 0 ]; do
    case $1 in
        --long) long=1 ;;
        --windows) windows=1 ;;
        *) break ;;
    esac
    shift
done

if [ "$task" = clean ]; then
    rm -rf bin out packaging/Precompile/obj
    for made in src/*/bin src/*/obj tests/*/bin tests/*/obj bench/*/bin bench/*/obj examples/*/bin examples/*/obj; do
        rm -rf "$made"
    done
    exit 0
fi

# The .NET SDK and NuGet write to a home directory. If there is no writable one, they get one in out/.
if [ ! -d "${HOME:-}" ] || [ ! -w "${HOME:-}" ]; then
    mkdir -p out/home
    HOME=$root/out/home
    DOTNET_CLI_HOME=$HOME
    export HOME DOTNET_CLI_HOME
fi
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 POWERSHELL_TELEMETRY_OPTOUT=1
export MSBUILDDISABLENODEREUSE=1 # No build server may outlive the build.

command -v dotnet >/dev/null 2>&1 ||
    fail 'the .NET SDK 10 is needed and there is no dotnet on PATH: https://dotnet.microsoft.com/download'
dotnet --version >/dev/null 2>&1 ||
    fail "the installed .NET SDK is not the one that global.json asks for: $(dotnet --version 2>&1 | tr '\n' ' ')"

# Runs a command silently for a maximum number of seconds.
bounded() {
    seconds=$1
    shift
    if command -v timeout >/dev/null 2>&1; then
        timeout "$seconds" "$@" </dev/null >/dev/null 2>&1
        return
    fi
    "$@" </dev/null >/dev/null 2>&1 &
    child=$!
    # One second at a time, so that no long sleep remains when the watch is stopped.
    (
        while [ "$seconds" -gt 0 ]; do
            sleep 1
            seconds=$((seconds - 1))
        done
        kill "$child"
    ) >/dev/null 2>&1 &
    watch=$!
    code=0
    wait "$child" || code=$?
    kill "$watch" 2>/dev/null || :
    return $code
}

# The PowerShell to use: "path", "tool" or none, followed by the reason.
shell=
why=
recent='exit [int]($PSVersionTable.PSVersion.Major * 100 + $PSVersionTable.PSVersion.Minor -lt 704)'
find_shell() {
    if [ "${OPSLOG_NO_PWSH:-}" = 1 ]; then
        why='OPSLOG_NO_PWSH=1 asks to do without PowerShell'
        return
    fi
    if ! command -v pwsh >/dev/null 2>&1; then
        why='no PowerShell on PATH'
    elif bounded 60 pwsh -NoLogo -NoProfile -NonInteractive -Command "$recent"; then
        shell=path
        return
    else
        why='the pwsh on PATH does not start or is older than 7.4'
    fi
    if ! bounded 600 dotnet tool restore; then
        why="$why and no 'powershell' .NET tool could be restored"
    elif ! bounded 60 dotnet tool run pwsh -NoLogo -NoProfile -NonInteractive -Command "$recent"; then
        why="$why and the 'powershell' .NET tool does not start"
    else
        shell=tool
    fi
}

find_shell
if [ -n "$shell" ]; then
    [ -z "$windows" ] || set -- -Windows "$@"
    [ -z "$long" ] || set -- -Long "$@"
    set -- -NoLogo -NoProfile -NonInteractive -File "$root/build.ps1" -Task "$task" "$@"
    case $shell in
        path) exec pwsh "$@" ;;
        tool) exec dotnet tool run pwsh "$@" ;;
    esac
fi

# From here on without PowerShell.
[ -z "$long" ] || export OPSLOG_LONG=1

build() {
    dotnet publish src/OpsLog.PowerShell -c Release -o bin --nologo -v quiet
    [ -f bin/linux-x64/OpsLog.Core.dll ] ||
        echo 'The engine is not compiled for any system in advance, because the package Microsoft.NETCore.App.Crossgen2 could not be restored. The module works, and starts more slowly.'
}

# Without build.ps1 there is one suite to count; the last lines have the same form as there.
run_tests() {
    results=out/test-results
    trx=$results/xunit.trx
    mkdir -p "$results"
    rm -f "$trx"
    code=0
    dotnet test tests/OpsLog.Core.Tests -c Release --nologo -v quiet \
        --logger 'trx;LogFileName=xunit.trx' --logger 'console;verbosity=minimal' --results-directory "$results" </dev/null || code=$?
    total=$(counter total)
    executed=$(counter executed)
    passed=$(counter passed)
    failed=$((executed - passed))
    skipped=$((total - executed))
    with=
    if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
        failed=1
        with=" (the run itself failed with exit code $code)"
    elif [ "$executed" -eq 0 ]; then
        code=1
        with=' (no test was run, which is a failure)'
    fi
    echo "suite xunit: $passed passed, $failed failed, $skipped skipped$with"
    skip_reasons
    echo "suite xunit on .NET 8: NOT RUN - $why"
    echo "suite Pester: NOT RUN - $why"
    echo "suite PSScriptAnalyzer: NOT RUN - $why"
    [ -z "$windows" ] || run_windows
    echo "$passed passed, $failed failed, $skipped skipped"
    # A person can omit the suite that can't run here. Continuous integration can't.
    [ -z "${CI:-}" ] || code=1
    return $code
}

# The Windows build under Wine; adds its counts to those of the other suites.
run_windows() {
    lines=$results/windows.tsv
    if ! tests/windows/run.sh "$lines"; then
        printf 'suite\tWindows API semantics under Wine\t0\t1\t0\tthe run itself failed\n' >"$lines"
    fi
    awk -F '\t' '
        $1 == "notrun" { print "suite " $2 ": NOT RUN - " $3 }
        $1 == "suite" { print "suite " $2 ": " $3 " passed, " $4 " failed, " $5 " skipped (" ($3 + $4 ? $6 : "no test was run, which is a failure") ")" }
        $1 == "skip" { tests[$3]++ }
        END { for (reason in tests) print "  " tests[reason] " skipped: " reason }
    ' "$lines"
    # shellcheck disable=SC2046
    set -- $(awk -F '\t' '$1 == "suite" { p += $3; f += $4 + ($3 + $4 == 0); s += $5 } END { print p + 0, f + 0, s + 0 }' "$lines")
    passed=$((passed + $1))
    failed=$((failed + $2))
    skipped=$((skipped + $3))
    [ "$2" -eq 0 ] || code=1
}

skip_reasons() {
    [ ! -f "$trx" ] || awk '
        /outcome="NotExecuted"/ { skipped = 1 }
        skipped && sub(/.*<Message>/, "") { sub(/<\/Message>.*/, ""); tests[$0]++; skipped = 0 }
        END { for (reason in tests) print "  " tests[reason] " skipped: " reason }
    ' "$trx"
}

counter() {
    found=
    [ ! -f "$trx" ] || found=$(sed -n "s/.*<Counters.* $1=\"\([0-9]*\)\".*/\1/p" "$trx" | head -n 1)
    echo "${found:-0}"
}

case $task in
    build) build ;;
    test) build; run_tests ;;
    tour)
        echo "tour: the engine alone, without the cmdlets - $why"
        dotnet run -c Release --project examples/OpsLog.Tour -- "$@"
        ;;
    bench) dotnet run -c Release --project bench/OpsLog.Bench -- "$@" ;;
    packages)
        dotnet restore OpsLog.slnx --nologo -v quiet
        dotnet list OpsLog.slnx package --outdated
        dotnet list OpsLog.slnx package --vulnerable --include-transitive
        ;;
    analyze | help | package) fail "$task needs PowerShell 7.4 or later: $why" ;;
esac
