# Starts the service with a demo organisation, or proves the main job with --smoke.

# KIEZEL_DATA keeps the demo's data elsewhere than data/demo; KIEZEL_PORT asks for another port.
run_usage() {
  cat <<'TEXT'
./scripts/run            build and start Kiezel on http://localhost:8080 with a demo organisation
./scripts/run --smoke    prove the main job on free ports, print figures, leave nothing behind
  --port N               listen on another port (KIEZEL_PORT)
  --data DIR             keep the data elsewhere (KIEZEL_DATA, default data/demo)
TEXT
}

run() {
  local port=${KIEZEL_PORT:-8080} data=${KIEZEL_DATA:-$root/data/demo} smoke=no
  while [ $# -gt 0 ]; do
    case "$1" in
      --smoke) smoke=yes ;;
      --port) port=${2:?--port needs a number}; shift ;;
      --data) data=${2:?--data needs a folder}; shift ;;
      -h | --help) run_usage; return 0 ;;
      *) run_usage >&2; fail "run does not know the option '$1'." ;;
    esac
    shift
  done
  setup
  if [ "$smoke" = yes ]; then
    build_native release kiezel-server kiezel-admin kiezel-client
    build_web
    "$node" scripts/smoke.ts
  else
    build_native release kiezel-server kiezel-admin
    build_web
    serve "$port" "$data"
  fi
}

started=()
stop_started() {
  local pid
  trap '' INT TERM
  for pid in "${started[@]}"; do
    if kill -TERM "$pid" 2>/dev/null; then wait "$pid" 2>/dev/null || true; fi
  done
  say "Stopped. The data is kept; ./scripts/run starts again where you were."
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

await_ready() {
  local ops_port=$1 server_pid=$2 log=$3 waited_s=0
  until curl -fsS -o /dev/null "http://127.0.0.1:$ops_port/readyz" 2>/dev/null; do
    kill -0 "$server_pid" 2>/dev/null || { tail -n 5 "$log" >&2; fail "The server stopped while starting (log: $log)."; }
    [ "$waited_s" -lt 60 ] || fail "The server was not ready within 60 seconds (log: $log)."
    sleep 1
    waited_s=$((waited_s + 1))
  done
}

serve() {
  local port=$1 data=$2 ops_port=$(($1 + 1)) bin=build/release/bin
  case "$port" in '' | *[!0-9]*) fail "The port must be a number, not '$port'." ;; esac
  port_is_taken "$port" && fail "Port $port is in use. Stop what uses it, or choose another: ./scripts/run --port 9000"
  port_is_taken "$ops_port" && fail "Port $ops_port (health and metrics) is in use. Choose another: ./scripts/run --port 9000"
  mkdir -p "$data"
  say "Preparing the demo organisation in $data"
  "$bin/kiezel-admin" demo prepare --data "$data" --origin "http://localhost:$port" --register server/admin/demo-schools.csv \
    || fail "The demo organisation could not be made. To begin again: remove $data"
  local log="$data/server.log"
  say "Starting the server"
  "$bin/kiezel-server" --data "$data" --listen "127.0.0.1:$port" --ops_listen "127.0.0.1:$ops_port" \
    --origins "http://localhost:$port,http://127.0.0.1:$port" --web_root web/dist 2>>"$log" >>"$log" &
  started+=($!)
  trap 'exit 0' INT TERM
  trap stop_started EXIT
  await_ready "$ops_port" "${started[0]}" "$log"
  "$bin/kiezel-admin" demo attend --data "$data" >>"$log" 2>&1 &
  started+=($!)
  announce "$port" "$ops_port" "$data"
  wait -n "${started[@]}" || true
  tail -n 5 "$log" >&2
  fail "One of the two processes stopped by itself; the log is $log."
}

announce() {
  local port=$1 ops_port=$2 data=$3
  echo
  say "Kiezel is running"
  note "Pupils and parents:  http://localhost:$port/"
  note "Advisors:            http://localhost:$port/advies"
  build/release/bin/kiezel-admin demo invitations --data "$data" | sed 's/^/    /'
  note "Health and metrics:  http://localhost:$ops_port/readyz and /metrics"
  note "Data and log:        $data"
  note "Stop:                Ctrl+C"
  echo
}
