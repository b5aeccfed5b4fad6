# Sourced by ./verify: whether a server that the tests can use answers on a local port. Each asks
# in the server's own protocol, since an open port alone says little.

# ask PORT GREETING BYTES: the first bytes of the answer in hexadecimal, without blanks.
ask() {
  timeout 3 bash -c '
    exec 3<>"/dev/tcp/127.0.0.1/$0"
    printf "$1" >&3
    head -c "$2" <&3 | od -An -v -tx1 | tr -d " \n"' "$@" 2>/dev/null || true
}

# A start-up message for the user postgres, and the answer AuthenticationOk: no password wanted.
answers_postgres() {
  [[ $(ask "$1" '\0\0\0\027\0\003\0\0user\0postgres\0\0' 9) == 520000000800000000 ]]
}

answers_redis() {
  [[ $(ask "$1" 'PING\r\n' 5) == 2b504f4e47 ]]
}

# The protocol header of AMQP 0-9-1, and the method frame on channel 0 that opens a connection.
answers_amqp() {
  [[ $(ask "$1" 'AMQP\0\0\011\001' 3) == 010000 ]]
}
