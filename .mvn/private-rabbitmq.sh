# Sourced by ./verify: a RabbitMQ of our own from the system's package, on free ports, with all its
# files in target/rabbitmq. It touches no other RabbitMQ and is gone when the script ends.

start_private_rabbitmq() {
  [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || install_rabbitmq || exit
  local home=$PWD/target/rabbitmq epmd_port
  rm -rf "$home"
  mkdir -p "$home"
  echo '[].' >"$home/plugins"
  epmd_port=$(free_port)
  rabbitmq_port=$(free_port)
  trap stop_private_rabbitmq EXIT
  # With an epmd that is ours from the start, Erlang does not leave a detached one behind.
  epmd -port "$epmd_port" -address 127.0.0.1 >"$home/epmd.log" 2>&1 &
  epmd_pid=$!
  env HOME="$home" ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_NODENAME=tributary@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 \
    RABBITMQ_NODE_PORT="$rabbitmq_port" RABBITMQ_DIST_PORT="$(free_port)" \
    RABBITMQ_MNESIA_BASE="$home/mnesia" RABBITMQ_LOG_BASE="$home/log" \
    RABBITMQ_PID_FILE="$home/pid" RABBITMQ_ENABLED_PLUGINS_FILE="$home/plugins" \
    RABBITMQ_CONFIG_FILE="$home/rabbitmq" RABBITMQ_CONF_ENV_FILE="$home/rabbitmq-env.conf" \
    /usr/lib/rabbitmq/bin/rabbitmq-server >"$home/out.log" 2>&1 &
  rabbitmq_pid=$!
  await_rabbitmq "$home"
}

await_rabbitmq() {
  local waited
  for ((waited = 0; waited < 60; waited++)); do
    if answers_amqp "$rabbitmq_port"; then
      return
    fi
    kill -0 "$rabbitmq_pid" 2>/dev/null || break
    sleep 1
  done
  echo "The private RabbitMQ did not start: see $1/out.log and $1/log." >&2
  exit 69
}

stop_private_rabbitmq() {
  kill "${rabbitmq_pid:-}" 2>/dev/null && wait "$rabbitmq_pid" || true
  kill "${epmd_pid:-}" 2>/dev/null || true
}

# In a subshell, for a trap of its own: Debian starts a service when its package is installed,
# unless policy-rc.d says no meanwhile.
install_rabbitmq() (
  policy=/usr/sbin/policy-rc.d
  command -v apt-get >/dev/null || no_rabbitmq
  if [[ ! -e $policy ]]; then
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$policy"
  fi
  apt_install rabbitmq-server || no_rabbitmq
)

no_rabbitmq() {
  echo "No RabbitMQ for the tests: TRIBUTARY_TEST_RABBITMQ_URL is not set, none listens on" \
    "127.0.0.1:5672, no Docker engine answers, and apt-get could not install rabbitmq-server" \
    "(see $apt_log, if there is one)." >&2
  exit 69
}

# Erlang's ports lie below those that the system gives to outgoing connections.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    continue
  done
  echo "$port"
}
