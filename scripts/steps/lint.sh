# Slower checks and formatting, besides what ./scripts/dev test does.

lint() {
  setup
  say "clang-tidy over the C++ sources"
  [ -f build/dev/compile_commands.json ] || quietly configure-dev "CMake could not configure." cmake --preset dev
  git ls-files 'crypto/*.cpp' 'protocol/*.cpp' 'server/*.cpp' |
    xargs -P "$(jobs_max)" -n 4 clang-tidy-19 -p build/dev --quiet --warnings-as-errors='*' \
    || fail "clang-tidy found faults."
  say "clang-tidy: no faults"
}

format() {
  setup
  git ls-files -z '*.cpp' '*.hpp' | xargs -0 clang-format-19 --style=file -i
  biome check --write .
}
