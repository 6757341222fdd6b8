# shellcheck shell=bash
# ./dev clean: everything made stands under out/.

verb_clean() {
  [[ $# -eq 0 ]] || usage_error clean "$1"
  rm -rf "$OUT"
}
