// SPDX-License-Identifier: MIT
//
// Steps and credits.

#include "forms.hpp"

#include <cstdint>
#include <string>

namespace sla::inline v1::detail::json {

form<step_time> read_step_time(std::string_view text) {
    scanner in{text};
    if (text.ends_with('%')) {
        const auto n = in.number();
        in.take(" ");
        if (n && in.rest == "%")
            return step_time{percent_used{*n}};
    }
    for (const std::string_view side : {" before", " after"}) {
        if (!text.ends_with(side))
            continue;
        const form<length> by = read_length(text.substr(0, text.size() - side.size()));
        if (const auto* l = std::get_if<length>(&by))
            return side == " before" ? step_time{before_deadline{*l}}
                                     : step_time{after_deadline{*l}};
    }
    return text_fault{"this is not a moment of a clock",
                      R"(for example "75 %", "30 min before" or "2 business hours after")",
                      {}};
}

std::string write_step_time(const step_time& at) {
    if (const auto* share = std::get_if<percent_used>(&at))
        return share->percent >= 0 && share->percent < 1'000'000'000
                   ? std::to_string(share->percent) + " %"
                   : std::string{};
    const auto* before = std::get_if<before_deadline>(&at);
    const std::string by =
        write_length(before != nullptr ? before->by : std::get<after_deadline>(at).by);
    if (by.empty())
        return {};
    return by + (before != nullptr ? " before" : " after");
}

form<credit> read_credit(std::string_view text) {
    const text_fault fault{
        "this is not a credit", R"(for example "10 %" of the fee, "12.50 %" or "50 EUR")", {}};
    scanner in{text};
    const auto whole = in.number();
    if (!whole)
        return fault;
    std::int64_t hundredths = std::int64_t{*whole} * 100;
    if (in.take(".")) {
        const std::size_t count = in.count_digits();
        const auto part = in.digits(count);
        if (!part || count > 2)
            return fault;
        hundredths += count == 1 ? *part * 10 : *part;
    }
    if (in.rest == "%" || in.rest == " %")
        return credit{.unit = credit::unit_type::percent_of_fee, .hundredths = hundredths};
    if (!in.take(" ") || in.done() || in.rest.front() == ' ' || in.rest.front() == '%')
        return fault;
    return credit{.unit = credit::unit_type::amount,
                  .hundredths = hundredths,
                  .currency = std::string{in.rest}};
}

std::string write_credit(const credit& c) {
    if (c.hundredths < 0 || c.hundredths / 100 >= 1'000'000'000)
        return {};
    std::string out = std::to_string(c.hundredths / 100);
    if (c.hundredths % 100 != 0)
        out += "." + two_digit_text(c.hundredths % 100);
    if (c.unit == credit::unit_type::percent_of_fee)
        return c.currency.empty() ? out + " %" : std::string{};
    if (c.currency.empty() || c.currency.front() == ' ' || c.currency.front() == '%')
        return {};
    return out + " " + c.currency;
}

} // namespace sla::inline v1::detail::json
