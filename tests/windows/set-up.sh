#!/bin/sh
# Makes what the Windows suite runs under: Wine 10 or later and a prefix for it, in OPSLOG_WINE or
# ${XDG_CACHE_HOME:-~/.cache}/opslog-wine. Wine on PATH is used if it is new enough; else Debian 13 is installed into a
# folder there, from the Debian mirror of this system. Where it can't be done, the last line says why and the exit code is 1.
set -eu

fail() {
    echo "$1" >&2
    exit 1
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cache=${OPSLOG_WINE:-${XDG_CACHE_HOME:-$HOME/.cache}/opslog-wine}
debian=$cache/debian

[ "$(uname -s)" = Linux ] && [ "$(uname -m)" = x86_64 ] || fail 'it needs Linux on x64'
command -v flock >/dev/null && command -v script >/dev/null || fail "it needs the commands 'flock' and 'script' (util-linux, bsdutils)"
mkdir -p "$cache"

install_debian() {
    [ "$(id -u)" -eq 0 ] || fail 'there is no Wine 10 on PATH, and only root can install Debian 13 into a folder'
    command -v unshare >/dev/null || fail "it needs the command 'unshare' (util-linux)"
    command -v debootstrap >/dev/null || fail "there is no Wine 10 on PATH and no debootstrap: install the package 'debootstrap'"
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null |
        sed -n '/-security\/* /d; s/ main$//p' | head -n 1)
    [ -n "$mirror" ] || fail 'apt names no Debian mirror; run apt-get update on a Debian system'
    rm -rf "$debian.new"
    debootstrap --variant=minbase trixie "$debian.new" "$mirror" >"$cache/debootstrap.log" 2>&1 ||
        fail "debootstrap failed: $(tail -n 1 "$cache/debootstrap.log")"
    # In mounts of its own, which end with it, so that nothing of this system is mounted there when the folder is removed.
    unshare --mount --pid --fork --kill-child sh -c '
        for each in proc sys dev; do mount --rbind /$each "$0/$each"; done
        mount -t proc proc "$0/proc"
        cp /etc/resolv.conf "$0/etc/resolv.conf"
        export DEBIAN_FRONTEND=noninteractive
        chroot "$0" sh -c "apt-get update && apt-get install -y --no-install-recommends wine64 wine && apt-get clean"
    ' "$debian.new" >"$cache/apt.log" 2>&1 || fail "Wine could not be installed: $(tail -n 1 "$cache/apt.log")"
    rm -rf "$debian"
    mv "$debian.new" "$debian"
}

exec 9>"$cache/lock"
flock 9
. "$here/wine.sh"
if ! find_wine; then
    install_debian
    find_wine || fail "the Wine of the system is older than 10 (${found:-no version})"
fi

if [ ! -f "$cache/prefix/opslog-ready" ]; then
    rm -rf "$cache/prefix"
    mkdir -p "$cache/prefix"
    # shellcheck disable=SC2016
    in_wine '"$WINE" wineboot -i && "$WINE" winecfg -v win10 && "$WINESERVER" -w' >"$cache/prefix.log" 2>&1 || fail "the prefix could not be made: $(tail -n 1 "$cache/prefix.log")"
    [ -f "$cache/prefix/drive_c/windows/system32/kernel32.dll" ] || fail 'wineboot made no Windows folder'
    touch "$cache/prefix/opslog-ready"
fi
