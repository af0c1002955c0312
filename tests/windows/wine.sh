# Functions for set-up.sh and run.sh. They need $cache, and $root for a command that uses the checkout.

# Finds Wine 10 or later. Wine 8 hangs and crashes in the runtime of .NET. Sets $inside, the path of the checkout for the
# commands of in_wine, and $found, the major version of the Wine that was looked at last.
find_wine() {
    in_debian=
    inside=${root:-}
    for wine in wine64 wine; do
        found=$($wine --version 2>/dev/null | major_version)
        if [ "${found:-0}" -ge 10 ]; then
            return 0
        fi
    done
    in_debian=$cache/debian
    inside=/opslog
    [ -d "$in_debian" ] || return 1
    # shellcheck disable=SC2016
    found=$(in_wine '"$WINE" --version' 2>/dev/null | major_version)
    [ "${found:-0}" -ge 10 ]
}

major_version() {
    sed -n 's/^wine-\([0-9]*\).*/\1/p'
}

# Runs a command of the shell in which $WINE starts a Windows program. All that it starts ends with it.
in_wine() {
    settings='export DOTNET_EnableAVX512=0 WINEDEBUG=-all WINEARCH=win64 LANG=C.UTF-8 WINEDLLOVERRIDES="mshtml=;winemenubuilder.exe=;winedbg.exe="'
    if [ -z "$in_debian" ]; then
        WINE=$wine WINESERVER=wineserver WINEPREFIX=$cache/prefix sh -c "$settings; $1; code=\$?; wineserver -k; exit \$code"
        return
    fi
    mkdir -p "$cache/prefix" "$in_debian/opslog" "$in_debian/prefix"
    # shellcheck disable=SC2016
    unshare --mount --pid --fork --kill-child sh -c '
        for each in sys dev; do mount --rbind /$each "$0/$each"; done
        mount -t proc proc "$0/proc"
        mount --bind "$1" "$0/prefix"
        mount --bind "$2" "$0/opslog"
        exec chroot "$0" env -i PATH=/usr/bin:/bin HOME=/root TERM=dumb CI="${CI:-}" \
            OPSLOG_TEST_SEED="${OPSLOG_TEST_SEED:-}" OPSLOG_LONG="${OPSLOG_LONG:-}" \
            WINE=/usr/lib/wine/wine64 WINESERVER=/usr/lib/wine/wineserver WINEPREFIX=/prefix sh -c "$3"
    ' "$in_debian" "$cache/prefix" "${root:-$cache}" "$settings; $1"
}
