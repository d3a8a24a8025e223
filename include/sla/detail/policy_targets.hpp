// SPDX-License-Identifier: MIT
//
// Inside the policy room: targets, compiled: rows, steps, credits and options.
#pragma once

#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_durations.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/detail/policy_names.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1::detail {

[[nodiscard]] inline compiled_length compile_length(const length& from) noexcept {
    if (const auto* const open_time = std::get_if<working>(&from))
        return {.is_working = true, .by = open_time->length()};
    return {.is_working = false, .by = *std::get_if<elapsed>(&from)};
}

class target_compiler {
public:
    explicit target_compiler(compile_state& state) noexcept : state_{state}, book_{state.book} {}

    // `policy` is the index of the policy that the targets belong to.
    [[nodiscard]] stretch run(const policy_definition& from, std::uint32_t policy,
                              const place& here, const calendar_choice& calendar) {
        complaints& say = state_.say;
        if (from.targets.empty())
            say.add("policy.targets_missing", here.member("targets"),
                    "this policy promises nothing", "at least one target", "an empty list");
        if (from.targets.size() > max_targets)
            say.add("policy.too_many_targets", here.member("targets"),
                    "too many clocks for one policy",
                    "at most " + std::to_string(max_targets) + " targets",
                    std::to_string(from.targets.size()));
        const auto first = static_cast<std::uint32_t>(book_.targets.size());
        for (std::size_t t = 0; t < from.targets.size(); ++t) {
            const place where = here.entry("targets", t);
            for (std::size_t earlier = 0; earlier < t; ++earlier)
                if (from.targets[earlier].metric == from.targets[t].metric) {
                    say.add("policy.metric_twice", where.member("metric"),
                            "two targets for one metric", "one target with all the rows",
                            quoted(from.targets[t].metric, 64))
                        .related.push_back(
                            {here.entry("targets", earlier).text(), "the first one"});
                    break;
                }
            compile(from.targets[t], policy, where, calendar);
        }
        return {first, static_cast<std::uint32_t>(from.targets.size())};
    }

private:
    void compile(const target_definition& from, std::uint32_t policy, const place& here,
                 const calendar_choice& inherited) {
        complaints& say = state_.say;
        const std::uint32_t* const metric = say.find(
            state_.metrics, from.metric, here.member("metric"), "policy.unknown_metric", "metric");
        const calendar_choice calendar = inherited.or_named(state_, from.calendar, here);
        if (from.rows.empty())
            say.add("policy.rows_missing", here.member("rows"), "the target has no limit",
                    "at least one row", "an empty list");
        const auto self = static_cast<std::uint32_t>(book_.targets.size());
        every_row_has_calendar_ = true;
        const auto first_row = static_cast<std::uint32_t>(book_.rows.size());
        for (std::size_t r = 0; r < from.rows.size(); ++r)
            book_.rows.push_back(compile(from.rows[r], self, here.entry("rows", r), calendar));

        compiled_target out{.metric = static_cast<metric_id>(metric != nullptr ? *metric : 0),
                            .policy = policy,
                            .rows = {first_row, static_cast<std::uint32_t>(from.rows.size())},
                            .steps = compile_steps(from.steps, here),
                            .bands = compile_bands(from.credits, here),
                            .start_calendar = no_calendar,
                            .met = from.options.met,
                            .fit = from.options.fit,
                            .retarget = from.options.retarget,
                            .breach = from.options.breach,
                            .out_of_hours = std::nullopt};
        compile_options(from.options, here.member("options"), out);
        book_.targets.push_back(out);
        book_.target_definitions.push_back(from);
    }

    [[nodiscard]] compiled_row compile(const target_row& from, std::uint32_t target,
                                       const place& here, const calendar_choice& inherited) {
        const calendar_choice calendar = inherited.or_named(state_, from.calendar, here);
        every_row_has_calendar_ = every_row_has_calendar_ && !calendar.is_missing();
        const auto first_match = static_cast<std::uint32_t>(book_.matches.size());
        for (std::size_t m = 0; m < from.match.size(); ++m) {
            const attribute_match& match = from.match[m];
            state_.check_attribute_values(match.which, match.values, here.entry("match", m));
            book_.matches.push_back(
                {.which = match.which, .ids = state_.intern(match.which, match.values)});
        }
        duration_check{state_}.run(from.within, here.member("within"), calendar);
        return {.match = {first_match, static_cast<std::uint32_t>(from.match.size())},
                .within = from.within,
                .calendar = calendar.index.value_or(no_calendar),
                .target = target};
    }

    // A length that may be zero unless `least` says otherwise, and has a calendar where it needs
    // one.
    [[nodiscard]] compiled_length check(const length& from, const place& here,
                                        elapsed least = elapsed{0}) {
        const compiled_length out = compile_length(from);
        if (out.by < least)
            state_.say.add("policy.length_out_of_range", here,
                           least == elapsed{0} ? "this length is below zero"
                                               : "this length has to be longer than nothing",
                           least == elapsed{0} ? "zero or more" : "a positive length",
                           std::to_string(out.by.count()) + " ms");
        if (out.is_working)
            needs_calendar(here, "working time counts by a calendar");
        return out;
    }

    void needs_calendar(const place& here, const char* why) {
        if (!every_row_has_calendar_)
            state_.say.add("policy.calendar_missing", here, why,
                           "a calendar at the policy, the target or each row", "none");
    }

    [[nodiscard]] stretch compile_steps(const std::vector<step_definition>& from,
                                        const place& in_target) {
        complaints& say = state_.say;
        if (from.size() > max_steps)
            say.add("policy.too_many_steps", in_target.member("steps"), "too many steps",
                    "at most " + std::to_string(max_steps) + " in one target",
                    std::to_string(from.size()));
        std::vector<compiled_step> out;
        for (std::size_t i = 0; i < from.size(); ++i) {
            const place here = in_target.entry("steps", i);
            if (say.check_name(from[i].name, here, "step"))
                for (std::size_t earlier = 0; earlier < i; ++earlier)
                    if (from[earlier].name == from[i].name) {
                        say.name_twice(from[i].name, here, in_target.entry("steps", earlier),
                                       "step");
                        break;
                    }
            out.push_back(compile_step(from[i], here.member("at")));
        }
        return store(book_.steps, out);
    }

    [[nodiscard]] compiled_step compile_step(const step_definition& from, const place& here) {
        using point = compiled_step::point;
        if (const auto* const used = std::get_if<percent_used>(&from.at)) {
            if (used->percent < 1 || used->percent > 1000)
                state_.say.add("policy.percent_out_of_range", here,
                               "so much of a limit cannot be used up", "1 to 1000 percent",
                               std::to_string(used->percent));
            return {.at = point::percent, .percent = used->percent, .by = {}};
        }
        if (const auto* const before = std::get_if<before_deadline>(&from.at))
            return {.at = point::before, .percent = 0, .by = check(before->by, here)};
        return {.at = point::after,
                .percent = 0,
                .by = check(std::get_if<after_deadline>(&from.at)->by, here)};
    }

    [[nodiscard]] stretch compile_bands(const std::vector<credit_band>& from,
                                        const place& in_target) {
        complaints& say = state_.say;
        if (from.size() > max_credit_bands)
            say.add("policy.too_many_credits", in_target.member("credits"), "too many credit bands",
                    "at most " + std::to_string(max_credit_bands) + " in one target",
                    std::to_string(from.size()));
        std::vector<compiled_length> out;
        for (std::size_t i = 0; i < from.size(); ++i) {
            const place here = in_target.entry("credits", i);
            out.push_back(check(from[i].late_by, here.member("late_by")));
            // Working and elapsed time cannot be compared, so each kind is by itself.
            for (std::size_t earlier = i; earlier-- > 0;) {
                const bool is_start = out[earlier].by == elapsed{0} || out[i].by == elapsed{0};
                if (out[earlier].is_working != out[i].is_working && !is_start)
                    continue;
                if (out[earlier].by >= out[i].by)
                    say.add("policy.credits_out_of_order", here.member("late_by"),
                            "a later band has to begin at more lateness",
                            "more than " + std::to_string(out[earlier].by.count()) + " ms",
                            std::to_string(out[i].by.count()) + " ms")
                        .related.push_back(
                            {in_target.entry("credits", earlier).text(), "the band before it"});
                break;
            }
            check(from[i].due, here.member("due"));
        }
        return store(book_.bands, out);
    }

    void check(const credit& due, const place& here) {
        complaints& say = state_.say;
        if (due.hundredths < 0)
            say.add("policy.credit_negative", here.member("hundredths"),
                    "a credit cannot be below zero", "zero or more",
                    std::to_string(due.hundredths));
        if (!say.check_enumerator(due.unit, credit::unit_type::amount, here.member("unit")))
            return;
        const bool is_amount = due.unit == credit::unit_type::amount;
        if (is_amount && due.currency.empty())
            say.add("policy.currency_missing", here.member("currency"), "an amount of what",
                    "a currency", "nothing");
        else if (!is_amount && !due.currency.empty())
            say.add("policy.currency_superfluous", here.member("currency"),
                    "percents of the fee have no currency", "nothing, or the unit amount",
                    quoted(due.currency, 64));
    }

    void compile_options(const target_options& from, const place& here, compiled_target& out) {
        complaints& say = state_.say;
        say.check_enumerator(from.met, met_when::strictly_before, here.member("met"));
        say.check_enumerator(from.fit, exact_fit::next_open, here.member("fit"));
        say.check_enumerator(from.retarget, retarget_mode::freeze, here.member("retarget"));
        say.check_enumerator(from.breach, breach_mode::recomputed, here.member("breach"));
        if (!from.start_hours.empty())
            out.start_calendar = state_.find_calendar(from.start_hours, here.member("start_hours"))
                                     .value_or(no_calendar);
        if (!from.out_of_hours)
            return;
        const place extra = here.member("out_of_hours");
        // Whether the clock starts out of hours is a question to the limit's calendar.
        if (std::holds_alternative<elapsed>(*from.out_of_hours))
            needs_calendar(extra, "without a calendar there are no hours to be out of");
        out.out_of_hours = check(*from.out_of_hours, extra, elapsed{1});
    }

    compile_state& state_;
    book_data& book_;
    bool every_row_has_calendar_ = true;
};

} // namespace sla::inline v1::detail
