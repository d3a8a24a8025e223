# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Completion for bash: commands, their options as `sla COMMAND --help` lists them, and files.

_sla() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local choices
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "check due eval report calendar import holidays --help --version" -- "$word")
        return
    fi
    case $previous in
    --format)
        case ${COMP_WORDS[1]} in
        eval) choices="ndjson csv text" ;;
        report) choices="text csv json" ;;
        *) choices="text json" ;;
        esac
        ;;
    --input) choices="ndjson csv" ;;
    --errors) choices="text ndjson" ;;
    --per) choices="day week month quarter year" ;;
    --time) choices="elapsed working" ;;
    --open) choices="excluded as_of_now worst_case" ;;
    --cycles) choices="last all" ;;
    --by) choices="priority channel tier category group customer policy" ;;
    --zone) choices=$(sed -n 's/^[^#][^\t]*\t[^\t]*\t\([^\t]*\).*/\1/p' \
        "${TZDIR:-/usr/share/zoneinfo}/zone.tab" 2>/dev/null) ;;
    esac
    if [ -z "$choices" ] && [[ $word == -* ]]; then
        choices=$(sla "${COMP_WORDS[1]}" --help 2>/dev/null | sed -n 's/^  \(--[a-z-]*\).*/\1/p')
    fi
    if [ -z "$choices" ] && [ "${COMP_WORDS[1]}" = calendar ] && [ "$COMP_CWORD" -eq 4 ]; then
        choices="add between open -"
    fi
    if [ -z "$choices" ] && [ "${COMP_WORDS[1]}" = import ] && [ "$COMP_CWORD" -eq 2 ]; then
        choices="zendesk zendesk-groups jira"
    fi
    if [ -n "$choices" ]; then
        mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -o filenames -F _sla sla
