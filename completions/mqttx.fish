# fish completion for @PROGRAM@: the program itself says what may stand at the cursor.

function __@PROGRAM@_complete
    set -l words (commandline --cut-at-cursor --tokenize --current-process)
    set -l current (commandline --cut-at-cursor --current-token)
    set -l lines (command @PROGRAM@ __complete -- $words[2..] "$current" 2>/dev/null)
    set -q lines[1]; or return
    set -l option (string match --regex -- '^--[^=]+=' "$current")
    set -l path (string replace --regex -- '^--[^=]+=' '' "$current")
    printf '%s\n' $lines[1..-2]
    switch $lines[-1]
        case :files
            printf '%s\n' "$option"(__fish_complete_path "$path")
        case :dirs
            printf '%s\n' "$option"(__fish_complete_directories "$path")
    end
end

complete --command @PROGRAM@ --no-files --arguments '(__@PROGRAM@_complete)'
