// SPDX-License-Identifier: MIT
//
// sla: service levels from the command line. docs/command_line.md describes it.
//
//     main ─► arguments ─► check, due, eval, report, calendar, import,
//                          holidays
//                            policy ── the document
//                            tickets ─ csv_tickets, ndjson_tickets ── io
//                            problems: what is wrong with rows

#include "commands.hpp"
#include "io.hpp"
#include "policy.hpp"
#include "text.hpp"
#include <sla/describe.hpp>
#include <sla/version.hpp>

#include <array>
#include <exception>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace tool;

struct entry {
    const command* what;
    ending (*run)(const arguments&);
};
const std::array<entry, 7>& commands() {
    static const std::array<entry, 7> all{{{&check_command, run_check},
                                           {&due_command, run_due},
                                           {&eval_command, run_eval},
                                           {&report_command, run_report},
                                           {&calendar_command, run_calendar},
                                           {&import_command, run_import},
                                           {&holidays_command, run_holidays}}};
    return all;
}

constexpr int killed_by_pipe = 128 + 13;

std::string usage() {
    std::string out =
        "sla COMMAND ... judges service levels by a policy, which is a JSON document\n\n"
        "Commands:\n";
    for (const entry& e : commands()) {
        const std::string_view summary = e.what->summary;
        out += "  " + padded(e.what->name, 10, alignment::left) +
               std::string{summary.substr(0, summary.find_first_of("\n:;"))} + "\n";
    }
    return out +
           "\nsla COMMAND --help says more of each; sla --version, which version this is.\n"
           "Exit status: 0 done, 1 the policy has mistakes, 2 some rows had mistakes, 3 nothing\n"
           "could be done. What is wrong is on the standard error output.\n";
}

ending complain(const sla::issue_list& issues, std::string_view command) {
    std::string out;
    for (const sla::issue& i : issues)
        out += "sla: " + sla::describe(i) + "\n";
    if (!issues.empty() && issues.front().code.starts_with("arguments."))
        out += "sla: " + (command.empty() ? "" : std::string{command} + " ") +
               "--help says what there is\n";
    say(out);
    return ending::cannot_go_on;
}

ending run(std::span<const char* const> words) {
    if (words.empty()) {
        say(usage());
        return ending::cannot_go_on;
    }
    const std::string_view name = words.front();
    output out;
    if (name == "--help" || name == "-h" || name == "help") {
        out.text = usage();
        out.flush();
        return ending::well;
    }
    if (name == "--version" || name == "-V") {
        out.text = "sla " SLA_VERSION_STRING "\n";
        out.flush();
        return ending::well;
    }
    std::vector<std::string> names;
    for (const entry& e : commands()) {
        names.emplace_back(e.what->name);
        if (e.what->name != name)
            continue;
        sla::issue_list issues;
        const arguments given{*e.what, words.subspan(1), issues};
        if (!issues.empty())
            return complain(issues, name);
        if (given.help()) {
            out.text = help_of(*e.what);
            out.flush();
            return ending::well;
        }
        try {
            return e.run(given);
        } catch (const stop& s) {
            return complain(s.issues, name);
        }
    }
    return complain(
        {unknown_name("arguments.unknown_command", "sla", "there is no such command", name, names)},
        {});
}

} // namespace

int main(int argc, char** argv) {
    try {
        const std::span<const char* const> all{argv, static_cast<std::size_t>(argc)};
        return static_cast<int>(run(all.subspan(argc > 0 ? 1 : 0)));
    } catch (const reader_gone&) {
        return killed_by_pipe;
    } catch (const stop& s) {
        return static_cast<int>(complain(s.issues, {}));
    } catch (const policy_broken& broken) {
        say(sla::describe(broken.issues) + "\n");
        return static_cast<int>(ending::policy_has_mistakes);
    } catch (const std::bad_alloc&) {
        say("sla: out of memory\n");
    } catch (const std::exception& error) {
        say("sla: " + std::string{error.what()} + "\n");
    }
    return static_cast<int>(ending::cannot_go_on);
}
