# shellcheck shell=bash
# ./dev docs: writes docs/options.md from the option tables. The test that holds the two together does it, when asked.

verb_docs() {
  [[ $# -eq 0 ]] || usage_error docs "$1"
  need_sdk
  quietly dotnet build tests/Compilers.Tests --configuration Debug
  LARDER_WRITE_DOCS=1 quietly dotnet test "$OUT/obj/bin/Compilers.Tests/debug/Larder.Compilers.Tests.dll" \
    --filter FullyQualifiedName~The_document_is_what_the_tables_say
}
