# Measurements: two things side by side in one run, reported as a ratio. Load goes to loopback only, bounded in time and count.

bench() {
  setup
  build_native release kiezel-server kiezel-admin kiezel-load kiezel-client kiezel-rates
  build_web
  "$node" scripts/bench.ts "$@"
}
