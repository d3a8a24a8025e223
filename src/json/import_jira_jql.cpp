// SPDX-License-Identifier: MIT
//
// The part of Jira's query language that says what a ticket is. Source: Atlassian support, "JQL
// fields", "JQL operators", "JQL keywords".
//
//     query   = and { "OR" and } [ "ORDER" "BY" ... ]
//     and     = not { "AND" not }
//     not     = { "NOT" | "!" } ( "(" query ")" | clause )
//     clause  = field ( "=" | "!=" ) value
//             | field [ "NOT" ] "IN" "(" value { "," value } ")"
//             | field "IS" [ "NOT" ] ( "EMPTY" | "NULL" )
#include "import_jira.hpp"
#include <sla/detail/policy_text.hpp>

#include <algorithm>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

constexpr std::string_view spaces = " \t\r\n";
constexpr int deepest = 20; // of a condition: two levels each for "not" and the list

struct token {
    enum class what_type : std::uint8_t { end, word, quoted_text, sign };
    what_type what = what_type::end;
    std::string text{};
};

class tokens {
public:
    explicit tokens(std::string_view query) : rest_{query} { next(); }

    [[nodiscard]] const token& front() const { return front_; }
    [[nodiscard]] bool is_sign(std::string_view sign) const {
        return front_.what == token::what_type::sign && front_.text == sign;
    }
    [[nodiscard]] bool is_word(std::string_view upper) const {
        return front_.what == token::what_type::word && is_keyword(front_.text, upper);
    }
    bool take_sign(std::string_view sign) {
        if (!is_sign(sign))
            return false;
        next();
        return true;
    }
    bool take_word(std::string_view upper) {
        if (!is_word(upper))
            return false;
        next();
        return true;
    }
    token take() {
        token out = std::exchange(front_, {});
        next();
        return out;
    }

private:
    static bool is_keyword(std::string_view text, std::string_view upper) {
        return std::equal(text.begin(), text.end(), upper.begin(), upper.end(), [](char c, char u) {
            return (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c) == u;
        });
    }

    void next() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(spaces), rest_.size()));
        front_ = {};
        if (rest_.empty())
            return;
        const char c = rest_.front();
        if (c == '"' || c == '\'') {
            quoted_text(c);
            return;
        }
        constexpr std::string_view signs = "()=!,<>~&|";
        if (signs.find(c) != std::string_view::npos) {
            std::size_t size = 1;
            for (const std::string_view two : {"!=", "<=", ">=", "!~", "&&", "||"})
                if (rest_.starts_with(two))
                    size = 2;
            front_ = {token::what_type::sign, std::string{rest_.substr(0, size)}};
            rest_.remove_prefix(size);
            return;
        }
        std::size_t size = 0;
        while (size < rest_.size() && signs.find(rest_[size]) == std::string_view::npos &&
               spaces.find(rest_[size]) == std::string_view::npos && rest_[size] != '"' &&
               rest_[size] != '\'')
            ++size;
        front_ = {token::what_type::word, std::string{rest_.substr(0, size)}};
        rest_.remove_prefix(size);
    }

    void quoted_text(char quote) {
        rest_.remove_prefix(1);
        front_.what = token::what_type::quoted_text;
        while (!rest_.empty() && rest_.front() != quote) {
            if (rest_.front() == '\\' && rest_.size() > 1)
                rest_.remove_prefix(1);
            front_.text += rest_.front();
            rest_.remove_prefix(1);
        }
        if (rest_.empty())
            front_ = {token::what_type::sign, "an open quotation"};
        else
            rest_.remove_prefix(1);
    }

    std::string_view rest_;
    token front_;
};

class query_reader {
public:
    query_reader(source& from, index at, std::string_view query, condition_maker& make)
        : from_{from}, at_{at}, make_{make}, in_{query} {}

    std::optional<condition> read() {
        std::optional<condition> out = read_or(deepest);
        if (out && in_.is_word("ORDER")) {
            from_.note(at_, "import.approximate", "an order means nothing here", "ORDER BY");
            return out;
        }
        if (out && in_.front().what != token::what_type::end)
            return fail("this part of the query is not understood", in_.front().text);
        return out;
    }

private:
    std::nullopt_t fail(std::string message, std::string_view saw) {
        if (!failed_)
            from_.note(at_, "import.unmapped_condition", std::move(message), quoted(saw, 64));
        failed_ = true;
        return std::nullopt;
    }

    // Recursion is bounded by `left`.
    std::optional<condition> read_or(int left) { // NOLINT(misc-no-recursion)
        std::vector<condition> parts;
        do {
            std::optional<condition> part = read_and(left);
            if (!part)
                return {};
            parts.push_back(*std::move(part));
        } while (in_.take_word("OR") || in_.take_sign("||") || in_.take_sign("|"));
        return parts.size() == 1 ? std::move(parts.front()) : any_of(std::move(parts));
    }

    std::optional<condition> read_and(int left) { // NOLINT(misc-no-recursion)
        std::vector<condition> parts;
        do {
            std::optional<condition> part = read_not(left);
            if (!part)
                return {};
            parts.push_back(*std::move(part));
        } while (in_.take_word("AND") || in_.take_sign("&&") || in_.take_sign("&"));
        return all_or_one(std::move(parts));
    }

    std::optional<condition> read_not(int left) { // NOLINT(misc-no-recursion)
        bool negated = false;
        while (in_.take_word("NOT") || in_.take_sign("!"))
            negated = !negated;
        std::optional<condition> out;
        if (in_.take_sign("(")) {
            if (left <= 3)
                return fail("this query is nested too deeply", "(");
            out = read_or(left - 3);
            if (out && !in_.take_sign(")"))
                return fail("a closing parenthesis is missing", in_.front().text);
        } else {
            out = read_clause();
        }
        if (!out || !negated)
            return out;
        return unless({*std::move(out)});
    }

    std::optional<condition> read_clause() {
        const token field = in_.take();
        if (field.what != token::what_type::word && field.what != token::what_type::quoted_text)
            return fail("the name of a field is missing", field.text);
        if (field.text.empty() || in_.is_sign("("))
            return fail("a function cannot be asked here", field.text);
        if (in_.take_sign("="))
            return is_one(field.text, false);
        if (in_.take_sign("!="))
            return is_one(field.text, true);
        if (in_.take_word("IS")) {
            const bool negated = in_.take_word("NOT");
            if (!in_.take_word("EMPTY") && !in_.take_word("NULL"))
                return fail("\"is\" needs EMPTY or NULL", in_.front().text);
            return empty(field.text, negated);
        }
        const bool negated = in_.take_word("NOT");
        if (in_.take_word("IN"))
            return is_in(field.text, negated);
        return fail("a condition with this operator cannot be said here", in_.front().text);
    }

    // A value; nothing for functions and other signs.
    std::optional<std::string> value() {
        const token::what_type what = in_.front().what;
        if (what != token::what_type::word && what != token::what_type::quoted_text) {
            fail("a value is missing", in_.front().text);
            return {};
        }
        std::string out = in_.take().text;
        if (what == token::what_type::word && in_.is_sign("(")) {
            fail("a function cannot be asked here", out);
            return {};
        }
        return out;
    }

    std::optional<condition> is_one(const std::string& field, bool negated) {
        if (in_.take_word("EMPTY") || in_.take_word("NULL"))
            return empty(field, negated);
        std::optional<std::string> one = value();
        if (!one)
            return {};
        return one_of_values(field, {*std::move(one)}, negated);
    }

    std::optional<condition> is_in(const std::string& field, bool negated) {
        if (!in_.take_sign("("))
            return fail("\"in\" needs a list in parentheses", in_.front().text);
        std::vector<std::string> values;
        do {
            if (in_.is_word("EMPTY") || in_.is_word("NULL"))
                return fail("EMPTY in a list cannot be said here", in_.front().text);
            std::optional<std::string> one = value();
            if (!one)
                return {};
            values.push_back(*std::move(one));
        } while (in_.take_sign(","));
        if (!in_.take_sign(")"))
            return fail("a closing parenthesis is missing", in_.front().text);
        return one_of_values(field, std::move(values), negated);
    }

    std::optional<condition> one_of_values(const std::string& field,
                                           std::vector<std::string> values, bool negated) {
        std::optional<condition> out = field == "labels" || field == "Labels"
                                           ? make_.has_tag(from_, at_, std::move(values))
                                           : make_.is_one_of(from_, at_, field, std::move(values));
        if (!out || !negated)
            return out;
        from_.note(at_, "import.approximate",
                   "here it also holds for a ticket that has no such value, in Jira it does not",
                   quoted(field, 64));
        return unless({*std::move(out)});
    }

    std::optional<condition> empty(const std::string& field, bool negated) {
        std::optional<condition> out = make_.is_empty(from_, at_, field);
        if (!out || !negated)
            return out;
        return unless({*std::move(out)});
    }

    source& from_;
    index at_;
    condition_maker& make_;
    tokens in_;
    bool failed_ = false;
};

} // namespace

std::optional<condition> read_jql(source& from, index at, std::string_view query,
                                  condition_maker& make) {
    return query_reader{from, at, query, make}.read();
}

} // namespace sla::inline v1::detail::json
