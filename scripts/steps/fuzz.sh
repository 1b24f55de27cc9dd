# Hostile bytes for every parser (tests/fuzz).

# fuzz [NAME|all] [SECONDS] [--keep], or fuzz lines [NAME]
fuzz() {
  setup
  if [ "${1:-}" = lines ]; then
    build_native coverage kiezel_fuzzers
    "$node" scripts/fuzz_lines.ts "${@:2}"
    return
  fi
  build_native fuzz kiezel_fuzzers
  "$node" scripts/fuzz.ts "$@"
}

# Each committed input once, through the same code under the same sanitizers.
replay_corpora() {
  local folder
  for folder in tests/fuzz/corpus/*/; do
    "build/asan/bin/$(basename "$folder")_fuzzer" "$folder" || return 1
  done
}
