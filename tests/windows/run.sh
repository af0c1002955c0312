#!/bin/sh
# Runs the built tests for Windows under Wine, and writes to the file RESULT, in lines of fields that tabs separate:
#   suite NAME PASSED FAILED SKIPPED WITH     notrun NAME WHY     skip NAME REASON TEST     failed NAME TEST
# usage: run.sh RESULT [PART OF A TEST'S NAME]...; with parts, the xunit tests alone. The exit code is 0 if RESULT is complete.
set -eu

result=$1
shift
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
cache=${OPSLOG_WINE:-${XDG_CACHE_HOME:-$HOME/.cache}/opslog-wine}
made=$root/out/windows
title='Windows API semantics under Wine'
tab=$(printf '\t')
mkdir -p "$made" "$(dirname -- "$result")"
: >"$result"

left_out() {
    printf 'notrun\t%s\t%s\n' "$title" "$1" >>"$result"
    exit 0
}

if ! why=$("$here/set-up.sh" 2>&1); then
    left_out "$(printf '%s\n' "$why" | tail -n 1)"
fi
. "$here/wine.sh"
exec 9>"$cache/lock"
flock 9
find_wine || left_out 'there is no Wine 10'
title="$title $found"

# Builds something; where that fails, that is a failure of the suite.
build() {
    if ! "$@" >"$made/build.log" 2>&1; then
        cat "$made/build.log" >&2
        printf 'suite\t%s\t0\t1\t0\tit could not be built\n' "$title" >>"$result"
        exit 0
    fi
}

build dotnet build "$root/tests/OpsLog.Core.Tests" -c Release --nologo -v quiet
rm -rf "$made/runner"
if ! dotnet publish "$here/Runner" -c Release -o "$made/runner" --nologo -v quiet >"$made/build.log" 2>&1; then
    left_out "the runner could not be published for Windows: $(grep -m 1 error "$made/build.log" || tail -n 1 "$made/build.log")"
fi
# What both have is the runner's: it comes with a runtime.
(cd "$root/tests/OpsLog.Core.Tests/bin/Release/net10.0" && find . -type d -exec mkdir -p "$made/runner/{}" \; &&
    find . -type f | while IFS= read -r file; do [ -e "$made/runner/$file" ] || cp "$file" "$made/runner/$file"; done)

# Takes the counts and the names from a file with a first line PASSED TAB FAILED TAB SKIPPED and lines skip, failed.
take() {
    name=$1
    if [ ! -s "$2" ]; then
        printf 'suite\t%s\t0\t1\t0\tthe run wrote no result\n' "$name" >>"$result"
        return
    fi
    tr -d '\r' <"$2" | sed "1s/.*/suite$tab$name$tab&$tab$3/; s/^\(skip\|failed\)$tab/\1$tab$name$tab/" >>"$result"
}

rm -f "$made/xunit.txt" "$made/pester.txt"
parts=
for part in "$@"; do parts="$parts '$part'"; done
in_wine "cd '$inside/out/windows/runner' && \"\$WINE\" OpsLog.WindowsRunner.exe OpsLog.Core.Tests.dll ../xunit.txt $parts" || :
take "$title, xunit" "$made/xunit.txt" "$(cd "$root" && dotnet --version)"
[ $# -eq 0 ] || exit 0

# PowerShell for Windows: the one of the tool package, with a runtime made of the packages that the runner restored.
(cd "$root" && dotnet tool restore) >"$made/build.log" 2>&1 || :
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//; s:/$::')
shell=$(find "$packages/powershell" -path '*/win/pwsh.exe' 2>/dev/null | sort | tail -n 1)
desktop=$(find "$packages/microsoft.windowsdesktop.app.runtime.win-x64" -mindepth 1 -maxdepth 1 2>/dev/null | sort -V | tail -n 1)
[ -n "$shell" ] && [ -n "$desktop" ] || {
    printf 'notrun\t%s\t%s\n' "$title, Pester" 'the packages powershell and microsoft.windowsdesktop.app.runtime.win-x64 could not be restored' >>"$result"
    exit 0
}
version=${desktop##*/}
core=$packages/microsoft.netcore.app.runtime.win-x64/$version
if [ ! -f "$made/pwsh/pwsh.exe" ] || [ "$(cat "$made/pwsh.version" 2>/dev/null)" != "$shell $version" ]; then
    rm -rf "$made/pwsh" "$made/dotnet"
    cp -R "$(dirname "$shell")" "$made/pwsh"
    mkdir -p "$made/dotnet/host/fxr/$version"
    cp "$core/runtimes/win-x64/native/hostfxr.dll" "$made/dotnet/host/fxr/$version/"
    for each in "Microsoft.NETCore.App $core" "Microsoft.WindowsDesktop.App $desktop"; do
        target=$made/dotnet/shared/${each%% *}/$version
        mkdir -p "$target"
        cp -R "${each#* }"/runtimes/win-x64/lib/*/* "${each#* }"/runtimes/win-x64/native/* "$target/"
    done
    printf '%s\n' "$shell $version" >"$made/pwsh.version"
fi
build dotnet publish "$root/src/OpsLog.PowerShell" -c Release -o "$root/bin" --nologo -v quiet
pester=$(sed -n 's/.*Include="Pester" Version="\[\([0-9.]*\)\].*/\1/p' "$root/tests/Pester/Pester.csproj" | head -n 1)
build dotnet restore "$root/tests/Pester" --nologo -v quiet
# Without a terminal pwsh.exe ends at once, having done nothing. A test that never ends would hold up the run.
in_wine "cd '$inside' && export DOTNET_ROOT='Z:$inside/out/windows/dotnet' POWERSHELL_TELEMETRY_OPTOUT=1 NO_COLOR=1
    timeout -k 10 3600 script -qc '\"\$WINE\" out/windows/pwsh/pwsh.exe -NoLogo -NoProfile -NonInteractive -File tests/Pester/Invoke-Suite.ps1 -PesterPath Z:$inside/out/modules/pester/$pester/tools/Pester.psd1 -ResultPath out/windows/pester.json -LinesPath out/windows/pester.txt >out/windows/pester.log 2>&1' /dev/null" </dev/null || :
take "$title, Pester $pester" "$made/pester.txt" "$(basename "$(dirname "$(dirname "$(dirname "$(dirname "$(dirname "$shell")")")")")")"
