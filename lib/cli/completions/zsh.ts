/** The completion script of zsh. The words of the line lose their quotes and go to loom; nothing is evaluated. */
export const ZSH = `#compdef loom
# Completes the words of loom in zsh.
_loom() {
  local -a found suggestions more
  local line directive=0
  found=("\${(@f)$(loom complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  [[ \${found[-1]} =~ '^:[0-9]+$' ]] && directive=\${found[-1]#:}
  for line in "\${(@)found[1,-2]}"; do
    # A colon ends a word and begins what it means.
    line=\${line//:/\\\\:}
    suggestions+=("\${line/$'\\t'/:}")
  done
  (( directive & 2 )) && more=(-S '')
  [[ $PREFIX == --*=* ]] && compset -P '*='
  if (( \${#suggestions} )); then
    _describe -V 'loom' suggestions "\${(@)more}"
  elif (( ! (directive & 4) )); then
    _files
  fi
}
if [[ \${funcstack[1]} == _loom ]]; then
  _loom "$@"
elif (( \${+functions[compdef]} )); then
  compdef _loom loom
fi
`;
