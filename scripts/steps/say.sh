# How the scripts speak: one line a step, and a sentence a person can act on when something fails.
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
fail() {
  printf '\033[1mKiezel:\033[0m %s\n' "$*" >&2
  exit 1
}

# quietly NAME SENTENCE COMMAND...: run with the output in build/logs/NAME.log; on failure show its end and the sentence.
quietly() {
  local name=$1 sentence=$2
  shift 2
  mkdir -p "$root/build/logs"
  local log="$root/build/logs/$name.log"
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "$sentence (all of it: build/logs/$name.log)"
  fi
}
