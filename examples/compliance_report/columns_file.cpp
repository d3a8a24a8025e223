// SPDX-License-Identifier: MIT

#include "columns_file.hpp"

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace compliance {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r";
    const std::size_t begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(space) + 1 - begin);
}

class columns_reader {
public:
    explicit columns_reader(std::string file) : file_{std::move(file)} {}

    void read(std::string_view line) {
        ++line_;
        if (line_ == 1 && line.starts_with("\xEF\xBB\xBF"))
            line.remove_prefix(3);
        line_begin_ = line.data();
        const std::string_view text = trimmed(line);
        if (text.empty() || text.front() == '#')
            return;
        const std::size_t equals = text.find('=');
        const std::string_view key = trimmed(text.substr(0, equals));
        const std::string_view value = equals == std::string_view::npos
                                           ? std::string_view{}
                                           : trimmed(text.substr(equals + 1));
        if (value.empty())
            return complain(text, "syntax", "this line says nothing", "\"id = ticket\"", text);
        if (!seen_.insert(std::string{key}).second)
            return complain(key, "key_twice", "this is said twice", "each of them once", key);
        set(key, value);
    }

    sla::result<ticket_form> finish() {
        line_begin_ = nullptr;
        for (const char* const needed : {"id", "created", "date format"})
            if (!seen_.contains(needed))
                complain({}, "key_missing", fmt::format("nobody says {}", in_quotes(needed)), {},
                         {});
        if (seen_.contains("verdict"))
            for (const char* const needed : {"target", "kept", "missed"})
                if (!seen_.contains(needed))
                    complain({}, "key_missing",
                             fmt::format("{} belongs to \"verdict\"", in_quotes(needed)), {}, {});
        if (!issues_.empty())
            return std::move(issues_);
        return std::move(form_);
    }

private:
    struct name {
        std::string_view key;
        std::string ticket_columns::*column;
    };
    static constexpr std::array<name, 12> names{
        {{"id", &ticket_columns::id},
         {"created", &ticket_columns::created},
         {"first response", &ticket_columns::first_response},
         {"resolved", &ticket_columns::resolved},
         {"type", &ticket_columns::type},
         {"priority", &ticket_columns::priority},
         {"channel", &ticket_columns::channel},
         {"department", &ticket_columns::department},
         {"target", &ticket_columns::target},
         {"verdict", &ticket_columns::verdict},
         {"kept", &ticket_columns::kept},
         {"missed", &ticket_columns::missed}}};

    void set(std::string_view key, std::string_view value) {
        if (const auto* const found = std::find_if(names.begin(), names.end(),
                                                   [key](const name& n) { return n.key == key; });
            found != names.end()) {
            form_.columns.*(found->column) = value;
        } else if (key == "date format") {
            if (auto dates = checked(value, wall_clock_format::of(value)))
                form_.dates = *std::move(dates);
        } else if (key == "as of") {
            if (checked(value, read_plain_date(value)))
                form_.as_of = value;
        } else if (key == "separator") {
            form_.separator = value == "tab" ? '\t' : value.front();
            if (value != "," && value != ";" && value != "tab")
                complain(value, "separator", "this cannot separate fields",
                         "\",\", \";\" or \"tab\"", value);
        } else if (key == "zone") {
            form_.zone = value;
        } else {
            complain(key, "unknown_key", "this is not known here",
                     "id, created, first response, resolved, type, priority, channel, department, "
                     "date format, separator, zone, as of, target, verdict, kept or missed",
                     key);
        }
    }

    template <class T>
    std::optional<T> checked(std::string_view at, sla::result<T> made) {
        if (made)
            return *std::move(made);
        for (sla::issue i : made.issues()) {
            i.place = place(at);
            issues_.push_back(std::move(i));
        }
        return std::nullopt;
    }

    [[nodiscard]] std::string place(std::string_view at) const {
        if (line_begin_ == nullptr)
            return file_;
        return fmt::format("{}:{}:{}", file_, line_, at.data() - line_begin_ + 1);
    }

    void complain(std::string_view at, std::string_view code, std::string message,
                  std::string expected, std::string_view saw) {
        issues_.push_back({.code = fmt::format("columns_file.{}", code),
                           .place = place(at),
                           .message = std::move(message),
                           .expected = std::move(expected),
                           .saw = saw.empty() ? std::string{} : in_quotes(saw)});
    }

    std::string file_;
    std::size_t line_ = 0;
    const char* line_begin_ = nullptr;
    ticket_form form_;
    std::set<std::string, std::less<>> seen_;
    sla::issue_list issues_;
};

} // namespace

std::filesystem::path columns_beside(const std::filesystem::path& tickets) {
    return std::filesystem::path{tickets}.replace_extension(".columns");
}

sla::result<ticket_form> read_columns(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file)
        return sla::issue_list{
            {.code = "columns_file.unreadable",
             .place = path.string(),
             .message = "nobody says what the columns of the tickets are called",
             .expected = "a file with lines such as \"id = ticket\" that can be read",
             .hint = "write one beside the tickets, or name it with --columns"}};
    columns_reader reader{path.string()};
    for (std::string line; std::getline(file, line);)
        reader.read(line);
    return reader.finish();
}

} // namespace compliance
