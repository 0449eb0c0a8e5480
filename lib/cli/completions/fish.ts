/** The completion script of fish. The words of the line go to loom as fish has read them; nothing is evaluated. */
export const FISH = `# Completes the words of loom in fish.
function __loom_words
    set -l before (commandline -opc)
    set -l written (commandline -ct | string collect --allow-empty)
    set -l found (loom complete -- $before[2..-1] "$written" 2>/dev/null)
    set -l head (string match -r -- '^--[^=]*=' "$written")
    if test "$found[-1]" = ":0"
        for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$written"))
            printf '%s%s\\n' "$head" "$path"
        end
        return
    end
    for line in $found[1..-2]
        printf '%s%s\\n' "$head" "$line"
    end
end
complete -c loom -e
complete -c loom -k -f -a '(__loom_words)'
`;
