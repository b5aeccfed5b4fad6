# Sourced by ./verify: the Chromium and the driver of the browser tests, from the system's packages
# where they are absent. The tests look in the same places.

find_browser() {
  browser=$(first_executable /usr/bin/chromium /usr/bin/google-chrome) &&
    driver=$(first_executable /usr/bin/chromedriver /usr/local/bin/chromedriver)
}

first_executable() {
  local place
  for place in "$@"; do
    if [[ -x $place ]]; then
      echo "$place"
      return
    fi
  done
  return 1
}

need_browser() {
  find_browser && return
  apt_install chromium chromium-driver && find_browser && return
  echo "No browser for the tests: chromium and chromium-driver are not installed, and apt-get" \
    "could not install them (see $apt_log, if there is one)." >&2
  exit 69
}
