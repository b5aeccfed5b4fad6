# Sourced by ./run and ./verify: sets JAVA_HOME to a JDK of at least 25, or ends with one line.
# Every JDK since 9 names its version in a file, so nothing has to be started to ask for it.

is_jdk() {
  [[ -x $1/bin/javac && -r $1/release ]] || return 1
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  ((${version:-0} >= 25))
}

find_jdk() {
  local home on_path
  on_path=$(readlink -f "$(command -v java || true)" 2>/dev/null || true)
  for home in "${JAVA_HOME:-}" "${on_path%/bin/java}" \
    /usr/lib/jvm/* /opt/* /opt/java/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_jdk "$home"; then
      echo "$home"
      return
    fi
  done
  echo "No JDK 25 or later found: install one, or point JAVA_HOME at it." >&2
  return 69
}

JAVA_HOME=$(find_jdk) || exit
export JAVA_HOME
# Maven's own libraries still use what JDK 25 warns about.
export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
# Java asks the password file for the home folder, which in containers often is none.
if [[ -d ${HOME:-} && $HOME != *[[:space:]]* ]]; then
  MAVEN_OPTS+=" -Duser.home=$HOME"
fi
