# The models of what may happen in which order (tests/model).

# Every claim, and every mutation that must break one.
model() {
  setup
  "$node" scripts/model.ts
}
