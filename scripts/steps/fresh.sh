# Proves the two commands where nothing is installed: a fresh Debian 12 made with debootstrap, entered with chroot.

fresh() {
  local folder=${1:-/var/tmp/kiezel-fresh}
  [ "$(id -u)" = 0 ] || fail "fresh makes a Debian 12 with debootstrap and needs root."
  [ ! -e "$folder" ] || fail "$folder exists. Remove it or name another: ./scripts/dev fresh DIR"
  command -v debootstrap >/dev/null || quietly debootstrap-install "debootstrap could not be installed." \
    apt-get install -y --no-install-recommends debootstrap
  local mirror
  mirror=$(apt-get indextargets --format '$(SITE)' 'Codename: bookworm' | head -n 1)
  [ -n "$mirror" ] || fail "No Debian 12 source was found in this machine's apt lists. Run apt-get update."
  say "Making a fresh Debian 12 in $folder"
  quietly debootstrap "debootstrap failed." debootstrap --variant=minbase --include=ca-certificates bookworm "$folder" "$mirror"
  furnish "$folder"
  # shellcheck disable=SC2064
  trap "leave '$folder'" EXIT
  mount --bind /proc "$folder/proc"
  mount --bind /dev "$folder/dev"
  # Objects are the same whoever compiled them: ccache compares the compiler and every header that was read.
  mkdir -p "$folder/root/.cache/ccache" "$HOME/.cache/ccache"
  mount --bind "$HOME/.cache/ccache" "$folder/root/.cache/ccache"
  say "./scripts/run --smoke in the fresh machine"
  chroot "$folder" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 bash -c 'cd /kiezel && ./scripts/run --smoke'
  say "./scripts/test in the fresh machine"
  chroot "$folder" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 bash -c 'cd /kiezel && ./scripts/test'
  say "Both commands work on a fresh Debian 12. Remove it with: rm -rf $folder"
}

# The machine's own package settings (sources, proxies, registry) are its network, not its tools.
furnish() {
  local folder=$1 settings
  git clone -q "$root" "$folder/kiezel"
  rm -rf "$folder/etc/apt/sources.list" "$folder/etc/apt/sources.list.d"
  cp -rL /etc/apt/sources.list* "$folder/etc/apt/" 2>/dev/null || true
  cp -rL /etc/apt/apt.conf.d/. "$folder/etc/apt/apt.conf.d/" 2>/dev/null || true
  cp -rL /etc/apt/auth.conf.d/. "$folder/etc/apt/auth.conf.d/" 2>/dev/null || true
  cp -L /etc/resolv.conf /etc/hosts "$folder/etc/" 2>/dev/null || true
  cp -rL /etc/ssl/certs "$folder/etc/ssl/" 2>/dev/null || true
  cp -rL /usr/local/share/ca-certificates "$folder/usr/local/share/" 2>/dev/null || true
  for settings in /etc/npmrc /usr/etc/npmrc "$HOME/.npmrc"; do
    if [ -f "$settings" ]; then cat "$settings" >>"$folder/root/.npmrc"; fi
  done
}

leave() {
  umount "$1/root/.cache/ccache" "$1/dev" "$1/proc" 2>/dev/null || true
}
