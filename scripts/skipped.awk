# Names the skipped tests of a .trx file, each with its reason; `run` is whose results these are.

function plain(text) {
  gsub(/&lt;/, "<", text)
  gsub(/&gt;/, ">", text)
  gsub(/&quot;/, "\"", text)
  gsub(/&#xD;/, "", text)
  gsub(/&amp;/, "\\&", text)
  return text
}

/<UnitTestResult / {
  inside = /outcome="NotExecuted"/
  if (inside && match($0, /testName="[^"]*"/)) {
    name = substr($0, RSTART + 10, RLENGTH - 11)
    reason = "no reason given"
  }
  if (inside && /\/>[ \t\r]*$/) finish()
}

inside && match($0, /<Message>[^<]*/) { reason = substr($0, RSTART + 9, RLENGTH - 9) }

/<\/UnitTestResult>/ { if (inside) finish() }

function finish() {
  printf "SKIPPED %s: %s: %s\n", run, plain(name), plain(reason)
  inside = 0
}
