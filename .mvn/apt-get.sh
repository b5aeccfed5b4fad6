# Sourced by ./verify: installs what the tests need from the system's packages, where it may.

apt_log=target/apt-get.log
as_root=(env)
((EUID == 0)) || as_root=(sudo)

# apt_install PACKAGE...: fails where there is no apt-get, and when it fails; $apt_log says why.
apt_install() {
  command -v apt-get >/dev/null || return
  echo "installing $* …" >&2
  mkdir -p target
  local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get install -y --no-install-recommends "$@")
  "${install[@]}" >"$apt_log" 2>&1 ||
    { "${as_root[@]}" apt-get update && "${install[@]}"; } >>"$apt_log" 2>&1
}
