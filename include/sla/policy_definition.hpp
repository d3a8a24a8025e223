// SPDX-License-Identifier: MIT
//
// Room: policy (definitions). What was promised to whom, as plain data.
//
// A book holds everything that a desk promises: its calendars, its metrics (metric.hpp) and its
// policies. A policy says for which tickets it holds, whose hours count, and how soon what has to
// happen. Read aloud it says what the contract says. All of it can be written in code, printed,
// compared and loaded; `compile` (policy.hpp) checks it, all at once.
//
//     using namespace std::chrono_literals;
//     sla::book_definition book{
//         .calendars = {support},
//         .policies = {{.name = "Gold",
//                       .when = sla::tier_is({"gold"}),
//                       .calendar = "Support",
//                       .targets = {{.metric = "first response",
//                                    .rows = sla::by_priority({{"urgent", 15min},
//                                                              {"normal", sla::working{4h}}})},
//                                   {.metric = "resolution",
//                                    .rows = sla::always(sla::business_days{.count = 3})}}},
//                      {.name = "Everybody else", ...}},
//     };
//
// The first policy whose condition holds is the ticket's policy, and the first row of a target
// that fits is its limit; a target of which no row fits makes no promise to that ticket. So order
// is meaning: special cases first, the rest last.
//
// The hard case is the word "day". Three days by the stopwatch, three days of eight open hours
// each, three business days and the same time on the third day from now are four different
// deadlines. A `target_duration` always says which; a bare day does not compile.
#pragma once

#include <sla/calendar.hpp>
#include <sla/calendar_definition.hpp>
#include <sla/metric.hpp>
#include <sla/time.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <ratio>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1 {

// -- attributes and conditions -----------------------------------------------------------------

/// What is known about a ticket, one name each; the names are the host's own and compare exactly.
enum class attribute : std::uint8_t {
    priority,
    channel,
    tier,     ///< How valuable the customer is, or the level bought.
    category, ///< Service type or subject.
    group,    ///< The team that works on it.
    customer, ///< The customer, or the contract.
};
inline constexpr std::size_t attribute_count = 6;

/// "priority", "channel", ...
[[nodiscard]] constexpr const char* name_of(attribute which) noexcept {
    switch (which) {
    case attribute::priority:
        return "priority";
    case attribute::channel:
        return "channel";
    case attribute::tier:
        return "tier";
    case attribute::category:
        return "category";
    case attribute::group:
        return "group";
    case attribute::customer:
        return "customer";
    }
    return "attribute";
}

/// Which tickets are meant: a tree of plain data, made with the functions below. The default means
/// every ticket. At most 32 levels deep.
struct condition {
    enum class form_type : std::uint8_t {
        always, ///< Every ticket.
        one_of, ///< `which` is one of `values`; false for a ticket that has none.
        tagged, ///< The ticket has at least one of the tags in `values`.
        all,    ///< All `parts` hold.
        any,    ///< At least one of `parts` holds.
        none,   ///< None of `parts` holds.
    };
    form_type form = form_type::always;
    attribute which = attribute::priority; ///< `one_of` only.
    std::vector<std::string> values{};     ///< `one_of`, `tagged`; not empty there.
    std::vector<condition> parts{};        ///< `all`, `any`, `none`; not empty there.

    friend bool operator==(const condition&, const condition&) = default;
};

[[nodiscard]] inline condition one_of(attribute which, std::vector<std::string> values) {
    return {.form = condition::form_type::one_of, .which = which, .values = std::move(values)};
}
[[nodiscard]] inline condition priority_is(std::vector<std::string> values) {
    return one_of(attribute::priority, std::move(values));
}
[[nodiscard]] inline condition channel_is(std::vector<std::string> values) {
    return one_of(attribute::channel, std::move(values));
}
[[nodiscard]] inline condition tier_is(std::vector<std::string> values) {
    return one_of(attribute::tier, std::move(values));
}
[[nodiscard]] inline condition category_is(std::vector<std::string> values) {
    return one_of(attribute::category, std::move(values));
}
[[nodiscard]] inline condition group_is(std::vector<std::string> values) {
    return one_of(attribute::group, std::move(values));
}
[[nodiscard]] inline condition customer_is(std::vector<std::string> values) {
    return one_of(attribute::customer, std::move(values));
}
/// The ticket has at least one of these tags.
[[nodiscard]] inline condition tagged(std::vector<std::string> tags) {
    return {.form = condition::form_type::tagged, .values = std::move(tags)};
}
[[nodiscard]] inline condition all_of(std::vector<condition> parts) {
    return {.form = condition::form_type::all, .parts = std::move(parts)};
}
[[nodiscard]] inline condition any_of(std::vector<condition> parts) {
    return {.form = condition::form_type::any, .parts = std::move(parts)};
}
/// None of these holds: `unless({channel_is({"telephone"})})`.
[[nodiscard]] inline condition unless(std::vector<condition> parts) {
    return {.form = condition::form_type::none, .parts = std::move(parts)};
}

// -- how long ----------------------------------------------------------------------------------

/// How long something may take, and in which time; what it means is said at each alternative's
/// type. A plain duration up to hours is elapsed time: `30min`, `24h`.
///
/// Whole days of `<chrono>` are refused, because nobody can tell whether `days{1}` means 24 hours,
/// a business day or tomorrow at the same time. Say `elapsed{24h}`, `business_days{.count = 1}` or
/// `calendar_days{1}`.
class target_duration : public std::variant<elapsed, working, business_days, calendar_days,
                                            calendar_weeks, calendar_months> {
public:
    using forms = std::variant<elapsed, working, business_days, calendar_days, calendar_weeks,
                               calendar_months>;

    /// No duration yet: zero, which does not compile into a book.
    constexpr target_duration() noexcept = default;

    template <class Form>
    requires(!std::derived_from<std::remove_cvref_t<Form>, forms> &&
             std::convertible_to<Form, forms>)
        // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions,bugprone-forwarding-reference-overload)
        constexpr target_duration(Form&& form) noexcept
        : forms{std::forward<Form>(form)} {}

    template <class Rep, class Period>
    requires std::ratio_greater_equal_v<Period, std::chrono::days::period>
    target_duration(std::chrono::duration<Rep, Period>)
    = delete;
};

/// One cell of a table of limits.
struct attribute_match {
    attribute which;
    std::vector<std::string> values; ///< One of these; not empty.

    friend bool operator==(const attribute_match&, const attribute_match&) = default;
};

/// One line of a target's table: what has to fit, and the limit then.
struct target_row {
    std::vector<attribute_match> match{}; ///< All of these; empty: every ticket.
    target_duration within{};             ///< Positive.
    std::string calendar{};               ///< Instead of the target's; empty: the target's.

    friend bool operator==(const target_row&, const target_row&) = default;
};

/// How soon a metric's clock has to stop.
struct target_definition {
    std::string metric;             ///< The name of a `metric_definition`.
    std::vector<target_row> rows{}; ///< The first one that fits holds; at least one.
    std::string calendar{};         ///< Instead of the policy's; empty: the policy's.

    friend bool operator==(const target_definition&, const target_definition&) = default;
};

/// The same limit for every ticket.
[[nodiscard]] inline std::vector<target_row> always(target_duration within) {
    return {{.within = within}};
}

/// One limit for each value of an attribute.
[[nodiscard]] inline std::vector<target_row>
by(attribute which, std::initializer_list<std::pair<std::string, target_duration>> lines) {
    std::vector<target_row> rows;
    rows.reserve(lines.size());
    for (const auto& [value, within] : lines)
        rows.push_back({.match = {{which, {value}}}, .within = within});
    return rows;
}
[[nodiscard]] inline std::vector<target_row>
by_priority(std::initializer_list<std::pair<std::string, target_duration>> lines) {
    return by(attribute::priority, lines);
}

/// A line of a grid: a value of the attribute on the left, and a limit for each column; `nullopt`
/// where nothing is promised.
struct grid_line {
    std::string value;
    std::vector<std::optional<target_duration>> cells;
};

/// A table over two attributes, `left` down the side and `top` across:
///
///     grid(attribute::priority, attribute::channel, {"telephone", "chat", "e-mail"},
///          {{"P0", {5min, 1min, 30min}},
///           {"P1", {10min, 5min, 2h}}})
///
/// A line with too few cells gets limits of zero and one with too many gets columns without a
/// name: `compile` reports either.
[[nodiscard]] inline std::vector<target_row> grid(attribute left, attribute top,
                                                  const std::vector<std::string>& columns,
                                                  const std::vector<grid_line>& lines) {
    std::vector<target_row> rows;
    for (const grid_line& line : lines) {
        const std::size_t width =
            line.cells.size() > columns.size() ? line.cells.size() : columns.size();
        for (std::size_t i = 0; i < width; ++i) {
            if (i < line.cells.size() && !line.cells[i])
                continue;
            rows.push_back({.match = {{left, {line.value}},
                                      {top, {i < columns.size() ? columns[i] : std::string{}}}},
                            .within = i < line.cells.size() ? *line.cells[i] : target_duration{}});
        }
    }
    return rows;
}

/// The rows, and this limit for every ticket that fits none of them.
[[nodiscard]] inline std::vector<target_row> otherwise(std::vector<target_row> rows,
                                                       target_duration within) {
    rows.push_back({.within = within});
    return rows;
}

// -- policies and the book ---------------------------------------------------------------------

/// A promise: for these tickets, by this calendar, so soon.
struct policy_definition {
    std::string name; ///< Unique in a book.
    condition when{};
    std::string calendar{}; ///< Needed where a limit is anything but elapsed time.
    std::vector<target_definition> targets{}; ///< At most 8, one for each metric.

    friend bool operator==(const policy_definition&, const policy_definition&) = default;
};

/// A calendar made of two others, which stand in `calendars` or earlier in the list of
/// combinations: "office hours in Berlin or in Boston".
struct calendar_combination {
    std::string name;
    std::string left;
    set_operation operation = set_operation::unite;
    std::string right;

    friend bool operator==(const calendar_combination&, const calendar_combination&) = default;
};

/// The values that an attribute can have. Where they are declared, a name that is not among them is
/// a mistake; where they are not, every name is taken as it comes.
struct vocabulary {
    attribute which;
    std::vector<std::string> values;

    friend bool operator==(const vocabulary&, const vocabulary&) = default;
};

/// Everything that a desk promises; see the top of this file.
struct book_definition {
    std::vector<calendar_definition> calendars{};
    std::vector<calendar_combination> combined{};
    std::vector<metric_definition> metrics = built_in_metrics();
    std::vector<vocabulary> vocabularies{};
    std::vector<policy_definition> policies{}; ///< The first one that matches holds.

    friend bool operator==(const book_definition&, const book_definition&) = default;
};

} // namespace sla::inline v1
