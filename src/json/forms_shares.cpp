// SPDX-License-Identifier: MIT
//
// Percentages, shares and what a goal is at.

#include "document_forms.hpp"

#include <charconv>
#include <cstdint>
#include <string>
#include <system_error>

namespace sla::inline v1::detail::json {

namespace {

constexpr int most_digits = 9; // after the point

text_fault no_percentage() {
    return {"this is not a percentage", R"(for example "90 %" or "99.95 %")", {}};
}

} // namespace

form<decimal> read_percent(std::string_view text) {
    scanner in{text};
    const bool negative = in.take("-");
    const auto whole = in.number();
    if (!whole)
        return no_percentage();
    std::int64_t count = *whole;
    int digits = 0;
    if (in.take(".")) {
        digits = static_cast<int>(in.count_digits());
        const auto part = in.digits(static_cast<std::size_t>(digits));
        if (!part)
            return no_percentage();
        for (int i = 0; i < digits; ++i)
            count *= 10;
        count += *part;
    }
    in.take(" ");
    if (in.rest != "%")
        return no_percentage();
    return decimal::scaled(negative ? -count : count, digits);
}

std::string write_percent(decimal percent) {
    constexpr std::int64_t beyond = 1'000'000'000;
    if (percent.digits() > most_digits || percent <= decimal{-beyond} || decimal{beyond} <= percent)
        return {};
    return to_string(percent) + " %";
}

form<share> read_share(std::string_view text) {
    const form<decimal> read = read_percent(text);
    const auto* percent = std::get_if<decimal>(&read);
    if (percent == nullptr)
        return std::get<text_fault>(read);
    if (text.starts_with('-') || decimal{100} < *percent)
        return text_fault{"this is no part of all tickets", R"("0 %" to "100 %")", {}};
    std::uint64_t whole = 100;
    for (int i = 0; i < percent->digits(); ++i)
        whole *= 10;
    return share{static_cast<std::uint64_t>(percent->count()), whole};
}

std::string write_share(share of) {
    if (of.whole == 0 || of.part > of.whole)
        return {};
    wide_number hundredfold = wide_number{of.part} * 100;
    for (int digits = 0; digits <= most_digits; ++digits, hundredfold *= 10)
        if (hundredfold % of.whole == 0)
            return write_percent(
                decimal::scaled(static_cast<std::int64_t>(hundredfold / of.whole), digits));
    return {};
}

form<goal_level> read_goal_level(std::string_view text) {
    const form<decimal> percent = read_percent(text);
    if (const auto* value = std::get_if<decimal>(&percent))
        if (const auto millionths = multiply(*value, 10'000);
            millionths && millionths->digits() == 0 && !text.starts_with('-'))
            return goal_level{goal_unit::share, millionths->count()};
    const form<length> time = read_length(text);
    if (const auto* value = std::get_if<length>(&time))
        if (const auto* elapsed_time = std::get_if<elapsed>(value))
            return goal_level{goal_unit::time, elapsed_time->count()};
    return text_fault{"this is no level of a goal",
                      R"("85 %" with at most four digits after the point, "30 min", or a number)",
                      {}};
}

std::string write_goal_level(const goal_level& at) {
    if (at.unit == goal_unit::time)
        return write_length(length{elapsed{at.value}});
    return at.value < 0 ? std::string{} : write_percent(decimal::scaled(at.value, 4));
}

} // namespace sla::inline v1::detail::json
