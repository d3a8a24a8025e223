// SPDX-License-Identifier: MIT
//
// Flat objects, and what else there is to say about a single line of JSON.
#include "json_line.hpp"

#include <sla/detail/zone_text.hpp>
#include <sla/json_ticket.hpp>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail::json {

issue syntax_issue(std::size_t position, const std::string& token, std::string_view said,
                   bool number) {
    issue out{.code = "ticket.syntax",
              .place = "column " + std::to_string(std::max<std::size_t>(position, 1)),
              .message = number ? "this number is too large" : "this is not JSON",
              .expected = number ? "a number below 1e308" : "one object on the line",
              .saw = token.empty() ? "the end of the line" : quoted(token, 40)};
    // A text has its own quotation marks.
    if (token.starts_with('"'))
        out.saw = quoted(std::string_view{token}.substr(1, token.find('"', 1) - 1), 40);
    // "[...] syntax error while parsing value - invalid literal; last read: ..."
    const std::size_t dash = said.find(" - ");
    if (number || dash == std::string_view::npos)
        return out;
    said.remove_prefix(dash + 3);
    out.hint = said.substr(0, said.find(';'));
    return out;
}

void with_point(std::string& written) {
    for (char& c : written)
        if (std::string_view{"0123456789+-eE"}.find(c) == std::string_view::npos)
            c = '.';
}

namespace {

class members_handler {
public:
    std::vector<json_member> members;
    issue_list issues;

    bool null() {
        if (!inside_)
            return not_an_object("null");
        return true;
    }
    bool boolean(bool b) { return add(b ? "true" : "false"); }
    bool number_integer(std::int64_t n) { return add(digits_(n)); }
    bool number_unsigned(std::uint64_t n) { return add(digits_(n)); }
    bool number_float(double /*unused*/, std::string written) {
        with_point(written);
        return add(written);
    }
    bool string(const std::string& text) { return add(text); }
    template <class Binary>
    bool binary(const Binary& /*unused*/) {
        return false;
    }
    bool start_object(std::size_t /*unused*/) {
        if (inside_)
            return nested("an object");
        inside_ = true;
        return true;
    }
    bool start_array(std::size_t /*unused*/) {
        return inside_ ? nested("a list") : not_an_object("a list");
    }
    bool end_object() { return true; }
    bool end_array() { return true; }
    bool key(const std::string& name) {
        key_ = name;
        return true;
    }
    template <class Exception>
    bool parse_error(std::size_t position, const std::string& token, const Exception& error) {
        issues = {syntax_issue(position, token, error.what(), error.id == 406)};
        return false;
    }

private:
    bool add(std::string_view text) {
        if (!inside_)
            return not_an_object(quoted(text, 40));
        const auto same = [this](const json_member& m) { return m.name == key_; };
        if (std::any_of(members.begin(), members.end(), same))
            return complain("ticket.member_twice", "this member is there twice", "one of it",
                            quoted(key_, 64));
        if (members.size() == most_members)
            return complain("ticket.member_superfluous",
                            "there are more members than any question has",
                            "at most " + std::to_string(most_members), quoted(key_, 64));
        members.push_back({key_, std::string{text}});
        return true;
    }
    bool not_an_object(std::string saw) {
        return complain("ticket.not_an_object", "this is not an object", "members in braces",
                        std::move(saw));
    }
    bool nested(const char* saw) {
        return complain("ticket.wrong_type", "this is of another kind", "a text or a number", saw);
    }
    bool complain(const char* code, std::string message, std::string expected, std::string saw) {
        issues.push_back({.code = code,
                          .place = inside_ ? "/" + key_ : "",
                          .message = std::move(message),
                          .expected = std::move(expected),
                          .saw = std::move(saw)});
        return false;
    }

    static constexpr std::size_t most_members = 100;

    number_text digits_;
    bool inside_ = false;
    std::string key_;
};

} // namespace

} // namespace detail::json

result<std::vector<json_member>> members_from_json(std::string_view text) {
    detail::json::members_handler handler;
    nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &handler);
    if (!handler.issues.empty())
        return std::move(handler.issues);
    return std::move(handler.members);
}

} // namespace sla::inline v1
