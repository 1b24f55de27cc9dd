# Builds into build/PRESET and web/dist. Ninja and Vite do only what changed; ccache remembers across clean builds.

jobs_max() {
  # A Beast translation unit takes up to 2 GB, so memory bounds the jobs as much as cores do.
  local cores memory_gb
  cores=$(nproc)
  memory_gb=$(awk '/MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)
  local by_memory=$((memory_gb / 2))
  [ "$by_memory" -ge 1 ] || by_memory=1
  echo $((cores < by_memory ? cores : by_memory))
}

# build_native PRESET [TARGET...]
build_native() {
  local preset=$1
  shift
  say "Building C++ ($preset)${*:+: $*}"
  quietly "configure-$preset" "CMake could not configure the build." cmake --preset "$preset"
  quietly "build-$preset" "The C++ build failed." cmake --build --preset "$preset" -j "$(jobs_max)" ${*:+--target "$@"}
}

# Vite is asked only when a source of the pages is newer than the last build.
build_web() {
  if [ -f web/dist/.built ] && [ -z "$(find web crypto/words_nl.txt -newer web/dist/.built \
    -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path 'web/test-results/*' -type f -print -quit)" ]; then
    return 0
  fi
  say "Building the web pages"
  quietly web-build "The web build failed." env -C web "$node" node_modules/vite/bin/vite.js build
  touch web/dist/.built
}

build() {
  build_native "$1"
  build_web
}

# The one number that names these pages; the signed directory says which one is served.
bundle() {
  build_web >&2
  env -C web "$node" build/bundle.ts
}

generate() {
  "$node" scripts/generate.ts "$@"
  "$node" scripts/generate_words.ts "$@"
}
