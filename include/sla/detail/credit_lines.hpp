// SPDX-License-Identifier: MIT
//
// Inside the credit room: the lines of one statement, and what rules, caps and rounding do to them.
#pragma once

#include <sla/credit.hpp>
#include <sla/detail/decimal_checked.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace sla::inline v1::detail {

struct credit_entry {
    std::size_t agreement = 0; // its index
    std::size_t clause = 0;    // from 1; 0 is a ticket's
    credit_line line{};
};

using credit_entries = std::span<credit_entry>;

// The entries of one statement, in their order. A result that does not fit makes all of it
// worthless: `checked` knows.
class credit_lines {
public:
    [[nodiscard]] decimal sum(credit_entries of) noexcept {
        decimal out;
        for (const credit_entry& e : of)
            out = checked(add(out, e.line.after));
        return out;
    }

    // Parts of entries in a row that are alike.
    template <class Alike>
    [[nodiscard]] static std::vector<credit_entries> parts(credit_entries of, Alike alike) {
        std::vector<credit_entries> out;
        for (std::size_t begin = 0; begin < of.size();) {
            std::size_t end = begin + 1;
            while (end < of.size() && alike(of[begin], of[end]))
                ++end;
            out.push_back(of.subspan(begin, end - begin));
            begin = end;
        }
        return out;
    }

    void combine(const std::vector<credit_entries>& of, credit_combination rule) {
        if (rule == credit_combination::sum || of.empty())
            return;
        std::size_t best = 0;
        decimal most = sum(of[0]);
        for (std::size_t i = 1; i < of.size(); ++i)
            if (const decimal here = sum(of[i]); here > most) {
                best = i;
                most = here;
            }
        for (std::size_t i = 0; i < of.size(); ++i)
            if (i != best)
                for (credit_entry& e : of[i])
                    change(e.line, decimal{}, credit_change_reason::not_largest);
    }

    // Takes away from the last ones first, until no more than this is left.
    void cut(credit_entries of, decimal most, credit_change_reason why) {
        decimal excess = checked(subtract(sum(of), most));
        for (std::size_t i = of.size(); i-- > 0 && excess > decimal{};) {
            credit_line& line = of[i].line;
            const decimal taken = std::min(line.after, excess);
            excess = checked(subtract(excess, taken));
            change(line, checked(subtract(line.after, taken)), why);
        }
    }

    void round_each(credit_entries of, const money_rounding& money) {
        for (credit_entry& e : of)
            change(e.line, rounded(e.line.after, money.digits, money.how),
                   credit_change_reason::rounded);
    }

    void round_total(credit_entries of, const money_rounding& money) {
        const decimal exact = sum(of);
        const decimal total = rounded(exact, money.digits, money.how);
        cut(of, total, credit_change_reason::rounded);
        if (total <= exact)
            return;
        const decimal more = checked(subtract(total, exact));
        for (std::size_t i = of.size(); i-- > 0;)
            if (credit_line& line = of[i].line; line.after > decimal{}) {
                change(line, checked(add(line.after, more)), credit_change_reason::rounded);
                return;
            }
    }

    checked_decimals checked{};

private:
    void change(credit_line& line, decimal to, credit_change_reason why) {
        if (to == line.after)
            return;
        line.changes.push_back({why, checked(subtract(to, line.after))});
        line.after = to;
    }
};

} // namespace sla::inline v1::detail
