# bash completion for @PROGRAM@: the program itself says what may stand at the cursor.

_@PROGRAM@() {
    local words=() word lines line current
    # Bash cuts words at "=" and ":"; they are joined again here ...
    for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        if [[ ${#words[@]} -gt 0 && ( $word == [=:]* || ${words[-1]} == *[=:] ) ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
    done
    current=${words[-1]}
    mapfile -t lines < <(command @PROGRAM@ __complete -- "${words[@]}" 2>/dev/null)
    [[ ${#lines[@]} -gt 0 ]] || return
    case ${lines[-1]} in
        :files) compopt -o default ;;
        :dirs) compopt -o dirnames ;;
    esac
    unset 'lines[-1]'
    COMPREPLY=()
    for line in "${lines[@]}"; do
        word=${line%%$'\t'*}
        # ... so what stands before them is on the line already.
        [[ $current == *[=:]* ]] && word=${word#"${current%"${current##*[=:]}"}"}
        COMPREPLY+=("$word")
    done
}

complete -F _@PROGRAM@ @PROGRAM@
