#!/bin/bash
# Fetches snac, a small server of the fediverse, from Debian into DIR. Nothing is installed and root is not needed.
#   fetch-snac.sh DIR     prints the library path it needs (an empty line where the machine has everything)
# The package of trixie's backports runs on Debian 12 (bookworm) and newer: it needs libc 2.34, libcurl and libssl 3.
# Exit 69 and one line on stderr where this machine has no apt of Debian's or apt cannot reach its server.
set -euo pipefail
DIR=${1:?a folder to put it into}
SUITE=trixie-backports
KEYS=/usr/share/keyrings/debian-archive-keyring.gpg

unavailable() { echo "$1" >&2; exit 69; }
command -v apt-get >/dev/null && command -v dpkg >/dev/null || unavailable "there is no apt-get here; snac comes from Debian"
[ -r "$KEYS" ] || unavailable "Debian's keys are not at $KEYS, so its packages cannot be trusted"

mkdir -p "$DIR"; DIR=$(cd "$DIR" && pwd)
APT=$DIR/apt; mkdir -p "$APT"/{lists,cache/archives}/partial "$APT"/parts
# The machine's own mirror, where it names one.
MIRROR=$(sed -n 's/^URIs: *\(http[^ ]*\/debian\/\?\)\( .*\)\?$/\1/p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1 || true)
MIRROR=${MIRROR:-http://deb.debian.org/debian}
RELEASE=$(. /etc/os-release && echo "${VERSION_CODENAME:-trixie}")
source_of() { printf 'deb [signed-by=%s] %s %s main\n' "$KEYS" "$MIRROR" "$1"; }
source_of "$SUITE" >"$APT"/parts/snac.list
cat >"$APT"/apt.conf <<CONF
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$APT/parts";
Dir::State::lists "$APT/lists";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "$APT/cache";
APT::Sandbox::User "";
APT::Update::Post-Invoke-Success "";
APT::Update::Post-Invoke "";
DPkg::Post-Invoke "";
Debug::NoLocking "true";
Acquire::Languages "none";
Acquire::Retries "1";
Acquire::http::Timeout "15";
CONF
export APT_CONFIG=$APT/apt.conf
update() { apt-get update -qq -o APT::Update::Error-Mode=any >"$APT"/update.log 2>&1 || unavailable "apt cannot reach $MIRROR ($(tail -n 1 "$APT"/update.log))"; }

update
cd "$APT"
apt-get download -qq snac2 >download.log 2>&1 || unavailable "apt could not download snac2 ($(tail -n 1 download.log))"
dpkg -x snac2_*.deb "$DIR"/dist

# A bare image may lack libcurl: it and what it needs are unpacked beside, from the machine's own release.
LIBS=$DIR/dist/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
if [[ $(ldd "$DIR"/dist/usr/bin/snac) == *'not found'* ]]; then
  source_of "$RELEASE" >"$APT"/parts/snac.list
  update
  CURL=$(apt-cache pkgnames | grep -xE 'libcurl4(t64)?')
  NAMES=$(apt-cache depends --recurse --important $CURL | grep -E '^lib' | grep -vxE 'libc6|libgcc-s1|libcrypt1' | sort -u)
  apt-get download -qq $NAMES >libs.log 2>&1 || unavailable "apt could not download libcurl ($(tail -n 1 libs.log))"
  for deb in lib*.deb; do dpkg -x "$deb" "$DIR"/dist; done
fi
rm -rf "$APT"
[ -d "$LIBS" ] && echo "$LIBS" || echo
