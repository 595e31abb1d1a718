#!/bin/sh
# manual.sh TOOL DIRECTORY DATE QUERIES: man pages of TOOL and its commands. The comment at the top of the header
# QUERIES becomes a section of "search".
# help2man makes them, since it reads what --help prints: scdoc, ronn and pandoc ask for a second text in a language of
# their own, which the tool would have to write.
set -eu
tool=$1 date=$3 queries=$4
cd "$2"

# What --help prints, with the marks that help2man asks for: examples have a prompt, and come after all else.
mark() {
  sed 's/^\(  -.\),\(--.*\)   /\1, \2  /' help | awk '
    BEGIN { RS = ""; ORS = "\n\n"; mark = "Exit status: " }
    /^Examples:/ { gsub(/\n  /, "&$ "); examples = $0; next }
    at = index($0, mark) { status = substr($0, at + length(mark)); $0 = substr($0, 1, at - 1) }
    length { print }
    END { print examples; if (status) print "*Exit status*\n\n" status }'
}

# The comment at the top of a header: a heading, paragraphs, and lists of "   what     does this" with longer lines.
section() {
  sed -n '
    /^\/\//!q
    2d; s/^\/\/ *$/.PP/; s/^\/\/ //; s/[-\\]/\\&/g; s/"/\\(dq/g
    1s/\(.*\)\./[\1]/
    s/^   *\([^ ].*[^ ]\)   *\([^ ]\)/.TP\n.B \1\n\2/; s/^  *//
    p' "$1"
}

# The page NAME of what is in "help" and "additions". In examples, dashes and quotation marks are what people copy.
page() {
  about=$(awk '{ sub(/\.$/, ""); print tolower(substr($0, 1, 1)) substr($0, 2); exit }' help)
  mark >marked
  help2man --no-info --name="$about" --source="$version" --version-string="$1 ${version#* }" --include=additions \
    --help-option=marked --output=page cat
  sed "/^\.TH/s/\"[A-Z][a-z]* [0-9]*\"/\"$date\"/; /^\\\\f(CW/{s/-/\\\\-/g; s/'/\\\\(aq/g;}" page >"$1.1"
}

version=$("$tool" --version)
"$tool" --help >help
commands=$(sed -n 's/^  \([a-z][a-z]*\)  *[A-Z].*/\1/p' help)
{
  echo '[SEE ALSO]'
  for command in $commands; do echo ".BR satchel-$command (1),"; done | sed '$s/,$//'
} >additions
page satchel
for command in $commands; do
  printf '[SEE ALSO]\n.BR satchel (1)\n' >additions
  [ "$command" != search ] || section "$queries" >>additions
  "$tool" "$command" --help >help
  page "satchel-$command"
done
rm help marked additions page
