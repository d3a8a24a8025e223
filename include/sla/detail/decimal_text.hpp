// SPDX-License-Identifier: MIT
//
// Inside the decimal room: to text and back, by hand, so that no locale has a say.
#pragma once

#include <sla/decimal.hpp>
#include <sla/detail/zone_rule_parse.hpp>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sla::inline v1 {

namespace detail {

class decimal_reader {
public:
    explicit decimal_reader(std::string_view text) noexcept : text_{text} {}

    result<decimal> read() {
        if (text_.empty())
            return wrong("decimal.empty", "there is no number", "a number such as 12.50");
        const bool negative = text_.front() == '-';
        at_ = negative ? 1 : 0;
        if (!at_digit())
            return not_a_number("a digit");
        take_digits();
        if (at_ < text_.size() && text_[at_] == '.') {
            point_ = at_++;
            if (!at_digit())
                return not_a_number("a digit after the point");
            take_digits();
        }
        if (at_ < text_.size())
            return not_a_number(point_ == none ? "a digit, a point, or the end" : "a digit");
        return number(negative);
    }

private:
    static constexpr std::size_t none = std::string_view::npos;

    [[nodiscard]] bool at_digit() const noexcept {
        return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9';
    }
    void take_digits() noexcept {
        while (at_digit())
            ++at_;
    }

    [[nodiscard]] result<decimal> number(bool negative) {
        std::size_t end = text_.size();
        if (point_ != none)
            while (text_[end - 1] == '0')
                --end;
        if (point_ != none && end > point_ + 1 + decimal::max_digits) {
            at_ = point_ + 1 + decimal::max_digits;
            return wrong("decimal.too_many_digits", "so many digits after the point are not kept",
                         "at most " + std::to_string(decimal::max_digits));
        }
        wide_count count = 0;
        int digits = 0;
        for (at_ = negative ? 1 : 0; at_ < end; ++at_) {
            if (at_ == point_)
                continue;
            count = count * 10 + (text_[at_] - '0');
            digits += point_ != none && at_ > point_ ? 1 : 0;
            if (count > std::numeric_limits<std::int64_t>::max())
                return wrong("decimal.out_of_range", "the number has too many digits",
                             "at most 9223372036854775807, the point left out");
        }
        const auto size = static_cast<std::int64_t>(count);
        return decimal::scaled(negative ? -size : size, digits);
    }

    [[nodiscard]] result<decimal> not_a_number(std::string expected) {
        std::string hint;
        if (at_ < text_.size() && text_[at_] == ',')
            hint = "the decimal point is a point, and digits are not grouped";
        else if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E'))
            hint = "write all digits out";
        else if (at_ < text_.size() && text_[at_] == '%')
            hint = "leave the sign out";
        return wrong("decimal.not_a_number", "this is no decimal number", std::move(expected),
                     std::move(hint));
    }

    [[nodiscard]] result<decimal> wrong(std::string code, std::string message, std::string expected,
                                        std::string hint = {}) {
        return issue_list{
            issue{.code = std::move(code),
                  .place = "character " + std::to_string(at_ + 1),
                  .message = std::move(message),
                  .expected = std::move(expected),
                  .saw = at_ < text_.size() ? quoted(text_.substr(at_)) : "the end of the text",
                  .hint = std::move(hint)}};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t point_ = none;
};

} // namespace detail

inline std::string to_string(decimal a, int digits) {
    assert(digits >= 0 && digits <= decimal::max_digits);
    const bool negative = a.count() < 0;
    std::string out = std::to_string(negative ? -a.count() : a.count());
    const auto after = static_cast<std::size_t>(a.digits());
    if (out.size() <= after)
        out.insert(0, after + 1 - out.size(), '0');
    if (after > 0)
        out.insert(out.size() - after, 1, '.');
    if (digits > a.digits()) {
        out += after == 0 ? "." : "";
        out.append(static_cast<std::size_t>(digits) - after, '0');
    }
    return negative ? "-" + out : out;
}

inline std::string to_string(decimal a) {
    return to_string(a, 0);
}

inline result<decimal> parse_decimal(std::string_view text) {
    return detail::decimal_reader{text}.read();
}

} // namespace sla::inline v1
