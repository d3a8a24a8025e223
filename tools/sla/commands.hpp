// SPDX-License-Identifier: MIT
//
// What the program can do, and how a run ends.
#pragma once

#include "arguments.hpp"

namespace tool {

/// The exit status of the program.
enum class ending : int {
    well = 0,
    policy_has_mistakes = 1,
    rows_have_mistakes = 2, ///< Everything else was done.
    cannot_go_on = 3,       ///< Arguments or files that cannot be used.
};

extern const command check_command;
extern const command due_command;
extern const command eval_command;
extern const command report_command;
extern const command calendar_command;
extern const command import_command;
extern const command holidays_command;

ending run_check(const arguments& given);
ending run_due(const arguments& given);
ending run_eval(const arguments& given);
ending run_report(const arguments& given);
ending run_calendar(const arguments& given);
ending run_import(const arguments& given);
ending run_holidays(const arguments& given);

} // namespace tool
