/**
 * The completion script of bash, from version 3.2 on. The words of the line go to loom as they are written: nothing is
 * evaluated, expanded or split anew, neither on the way there nor on the way back.
 */
export const BASH = `# Completes the words of loom in bash.
_loom_complete() {
  COMPREPLY=()
  local rest=\${COMP_LINE:0:COMP_POINT} words=() piece bare i
  # bash takes a word apart at characters such as = and @; pieces without a space between them are one word.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    piece=\${COMP_WORDS[i]}
    bare=\${rest#"\${rest%%[![:space:]]*}"}
    [[ \${#piece} -le \${#bare} ]] || piece=$bare
    if [[ \${#words[@]} -eq 0 || $bare != "$rest" || -z $rest ]]; then
      words+=("$piece")
    else
      words[\${#words[@]}-1]+=$piece
    fi
    rest=\${bare#"$piece"}
  done
  local written=\${words[\${#words[@]}-1]} quote= line found=() directive=0
  case $written in
    \\"*|\\'*) quote=\${written:0:1} ;;
  esac
  for ((i = 1; i < \${#words[@]}; i++)); do
    words[i]=\${words[i]//[\\"\\'\\\\]/}
  done
  while IFS= read -r line; do
    found+=("$line")
  done < <(loom complete -- "\${words[@]:1}" 2>/dev/null)
  [[ \${#found[@]} -gt 0 ]] || return 0
  line=\${found[\${#found[@]}-1]}
  [[ $line =~ ^:[0-9]+$ ]] && directive=\${line:1}
  unset "found[\${#found[@]}-1]"
  # What stands before the piece that readline replaces is there already.
  local head=\${written%"$2"}
  head=\${head#"$quote"}
  for line in "\${found[@]}"; do
    line=\${line%%$'\\t'*}
    line=\${line#"$head"}
    [[ -n $quote ]] || printf -v line '%q' "$line"
    COMPREPLY+=("$line")
  done
  ((directive & 2)) && compopt -o nospace 2>/dev/null
  ((directive & 4)) || compopt -o default 2>/dev/null
  return 0
}
complete -F _loom_complete loom
`;
