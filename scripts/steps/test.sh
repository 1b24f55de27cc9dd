# Everything that must pass, cheapest first. Every runner leaves a report in build/reports; the last line counts them.

step() {
  # step NAME SENTENCE COMMAND...: one check without cases of its own; it counts as one test.
  local name=$1 sentence=$2
  shift 2
  say "$name"
  local started_s=$SECONDS
  quietly "$name" "$sentence" "$@"
  echo "{\"name\":\"$name\",\"passed\":1,\"failed\":0}" >"build/reports/$name.step.json"
  note "passed in $((SECONDS - started_s)) s"
}

check_cpp_format() {
  git ls-files -z '*.cpp' '*.hpp' | xargs -0 clang-format-19 --style=file --dry-run --Werror
}

# catch_tests NAME: a whole Catch2 executable in one process; its closing line is the report.
catch_tests() {
  say "$1"
  local started_s=$SECONDS
  ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-19 UBSAN_OPTIONS=print_stacktrace=1 \
    quietly "$1" "Tests in $1 failed." "build/asan/bin/$1" -w NoTests
  cp "build/logs/$1.log" "build/reports/$1.catch.txt"
  note "passed in $((SECONDS - started_s)) s"
}

# shellcheck source=scripts/steps/fuzz.sh
source scripts/steps/fuzz.sh

run_tests() {
  local browser=yes name
  case "${1:-}" in
    '') ;;
    --quick) browser=no ;;
    *) fail "test knows one option: --quick (leaves out the browser)." ;;
  esac
  setup
  rm -rf build/reports
  mkdir -p build/reports
  step generated-files "A generated file is stale or was edited. Run ./scripts/dev generate." generate --check
  step layers "A file depends on a layer it must not know." "$node" scripts/lint_layers.ts
  step cpp-format "C++ is not formatted. Run ./scripts/dev format." check_cpp_format
  step web-lint "Biome found faults in the web sources. Run ./scripts/dev format." \
    biome check .
  step web-types "TypeScript found faults." env -C web "$node" node_modules/typescript/bin/tsc -p .
  say "web unit tests and vectors"
  quietly web-unit "Web unit tests failed." env -C web "$node" node_modules/vitest/vitest.mjs run \
    --reporter=json --outputFile="$root/build/reports/web-unit.vitest.json"
  step models "A model does not hold, or a mutation of it no longer fails (tests/model)." "$node" scripts/model.ts
  build_native asan
  for name in crypto protocol server integration process attack; do catch_tests "kiezel_${name}_tests"; done
  step fuzz-corpora "An input in tests/fuzz/corpus breaks what must hold." replay_corpora
  build_native release kiezel-server kiezel-admin kiezel-client
  build_web
  step budgets "The pages grew over their budget (web/README.md)." env -C web "$node" build/check_budget.ts
  step reproducible "Two builds of the same pages differ (web/README.md)." \
    env -C web "$node" build/check_reproducible.ts "$root/build/reproducible/in-another-folder"
  step smoke "The smoke run failed." "$node" scripts/smoke.ts
  if [ "$browser" = yes ]; then
    say "browser, end to end"
    quietly e2e "Browser tests failed." env -C web "$node" node_modules/@playwright/test/cli.js test
  fi
  "$node" scripts/count_tests.ts build/reports
}
