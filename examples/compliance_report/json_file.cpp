// SPDX-License-Identifier: MIT

#include "json_file.hpp"

#include "csv.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <utility>

namespace compliance {

namespace {

constexpr int deepest = 64;

/// The path to what stands under `key`; a slash in a key must not look like a level.
std::string path_to(std::string_view path, std::string_view key) {
    std::string out{path};
    out += '/';
    for (const char c : key)
        if (c == '/')
            out += "~1";
        else
            out += c;
    return out;
}

/// Walks over a text that is known to be JSON and notes where every value begins.
class place_finder {
public:
    place_finder(std::string_view text, std::string_view file,
                 std::map<std::string, std::string, std::less<>>& places, sla::issue_list& issues)
        : text_{text}, file_{file}, places_{&places}, issues_{&issues} {}

    void walk(const std::string& path) {
        skip_space();
        places_->try_emplace(path, place());
        switch (text_[at_]) {
        case '{':
            walk_object(path);
            break;
        case '[':
            walk_list(path);
            break;
        case '"':
            take_string();
            break;
        default: // a number, true, false, null
            while (at_ < text_.size() &&
                   std::string_view{",]} \t\r\n"}.find(text_[at_]) == std::string_view::npos)
                advance();
        }
    }

    [[nodiscard]] std::string place() const {
        return fmt::format("{}:{}:{}", file_, here_.line, here_.column);
    }

    void advance() {
        const char c = text_[at_++];
        if (c == '\n')
            here_ = {here_.line + 1, 1};
        else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U)
            ++here_.column;
    }

    [[nodiscard]] std::size_t at() const { return at_; }

private:
    void walk_object(const std::string& path) {
        advance();
        for (skip_space(); text_[at_] != '}'; skip_space()) {
            if (text_[at_] == ',') {
                advance();
                continue;
            }
            const std::string where = place();
            const std::string key = json::parse(take_string()).get<std::string>();
            const std::string inner = path_to(path, key);
            if (const auto before = places_->find(inner); before != places_->end())
                issues_->push_back({.code = "json.key_twice",
                                    .place = where,
                                    .message = "an object has the same key twice",
                                    .saw = in_quotes(key),
                                    .related = {{before->second, "its first value"}}});
            skip_space();
            advance(); // the colon
            walk(inner);
        }
        advance();
    }

    void walk_list(const std::string& path) {
        advance();
        std::size_t index = 0;
        for (skip_space(); text_[at_] != ']'; skip_space()) {
            if (text_[at_] == ',')
                advance();
            else
                walk(fmt::format("{}/{}", path, index++));
        }
        advance();
    }

    std::string_view take_string() {
        const std::size_t begin = at_;
        advance();
        while (text_[at_] != '"') {
            if (text_[at_] == '\\')
                advance();
            advance();
        }
        advance();
        return text_.substr(begin, at_ - begin);
    }

    void skip_space() {
        while (std::string_view{" \t\r\n"}.find(text_[at_]) != std::string_view::npos)
            advance();
    }

    std::string_view text_;
    std::string_view file_;
    std::map<std::string, std::string, std::less<>>* places_;
    sla::issue_list* issues_;
    std::size_t at_ = 0;
    text_place here_{};
};

/// What the parser says, as an issue. Its sentence is "[...] ...: syntax error while ... -
/// unexpected X; expected Y", or "... - invalid ...; last read: 'Z'".
sla::issue syntax_issue(const json::parse_error& error, std::string_view text,
                        std::string_view name) {
    std::map<std::string, std::string, std::less<>> no_places;
    sla::issue_list no_issues;
    place_finder finder{text, name, no_places, no_issues};
    const std::size_t wrong = error.byte == 0 ? 0 : error.byte - 1;
    while (finder.at() < wrong && finder.at() < text.size())
        finder.advance();

    sla::issue issue{.code = "json.syntax",
                     .place = finder.place(),
                     .message = "this is not valid JSON",
                     .expected = "valid JSON"};
    const std::string_view sentence = error.what();
    const std::size_t dash = sentence.find(" - ");
    const std::string_view detail =
        dash == std::string_view::npos ? sentence : sentence.substr(dash + 3);
    constexpr std::string_view expected = "; expected ";
    const std::size_t split = detail.find(expected);
    if (split != std::string_view::npos)
        issue.expected = printable(detail.substr(split + expected.size()));
    issue.saw = shortened(detail.substr(0, split), 120);
    if (text.empty())
        issue.hint = "the file is empty";
    return issue;
}

std::string shown(const json& value) {
    return shortened(value.dump(-1, ' ', false, json::error_handler_t::replace), 60);
}

std::string quoted_list(std::initializer_list<std::string_view> words) {
    std::string out;
    for (const std::string_view word : words)
        out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", word);
    return out;
}

} // namespace

sla::result<json_file> json_file::read(const std::filesystem::path& path) {
    json_file file;
    file.name_ = path.string();
    const auto fail = [&](const char* code, std::string place, std::string message,
                          std::string expected) {
        return sla::issue_list{{.code = code,
                                .place = std::move(place),
                                .message = std::move(message),
                                .expected = std::move(expected)}};
    };
    std::ifstream input{path, std::ios::binary};
    std::error_code no_matter;
    if (!input || std::filesystem::is_directory(path, no_matter))
        return fail("json.file_unreadable", file.name_, "the file cannot be opened",
                    "a JSON file that can be read");
    const std::string text{std::istreambuf_iterator<char>{input}, {}};

    bool too_deep = false;
    try {
        file.root_ = json::parse(text, [&](int depth, json::parse_event_t, const json&) {
            too_deep = too_deep || depth > deepest;
            return !too_deep;
        });
    } catch (const json::parse_error& error) {
        return sla::issue_list{syntax_issue(error, text, file.name_)};
    }
    if (too_deep)
        return fail("json.too_deep", file.name_, "lists and objects are nested too deeply",
                    fmt::format("at most {} levels", deepest));

    sla::issue_list issues;
    const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    place_finder{std::string_view{text}.substr(mark), file.name_, file.places_, issues}.walk("");
    if (!issues.empty())
        return issues;
    return file;
}

std::string json_file::place(std::string path) const {
    while (true) {
        const auto found = places_.find(path);
        if (found != places_.end())
            return found->second;
        const std::size_t slash = path.rfind('/');
        if (slash == std::string::npos)
            return name_;
        path.resize(slash);
    }
}

json_reader::json_reader(const json_reader& parent, const json& value, std::string_view key)
    : file_{parent.file_}, issues_{parent.issues_}, value_{&value}, path_{path_to(parent.path_,
                                                                                  key)} {}

void json_reader::report(const char* code, std::string message, std::string expected,
                         std::string saw, std::string hint) const {
    issues_->push_back({.code = code,
                        .place = place(),
                        .message = std::move(message),
                        .expected = std::move(expected),
                        .saw = std::move(saw),
                        .hint = std::move(hint)});
}

void json_reader::report(sla::issue_list issues) const {
    for (sla::issue& i : issues)
        i.place = place();
    sla::append(*issues_, std::move(issues));
}

bool json_reader::is_object(std::initializer_list<std::string_view> keys) const {
    if (!value_->is_object()) {
        report("policy_file.wrong_type", "this has to be an object", "{ ... }", shown(*value_));
        return false;
    }
    for (const auto& [key, inner] : value_->items())
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            json_reader{*this, inner, key}.report(
                "policy_file.unknown_key", "there is no such key here",
                fmt::format("one of {}", quoted_list(keys)), in_quotes(key));
    return true;
}

bool json_reader::has(std::string_view key) const {
    return value_->is_object() && value_->contains(key);
}

std::optional<json_reader> json_reader::find(std::string_view key) const {
    if (!has(key))
        return std::nullopt;
    return json_reader{*this, *value_->find(key), key};
}

std::optional<json_reader> json_reader::require(std::string_view key) const {
    std::optional<json_reader> found = find(key);
    if (!found && value_->is_object())
        report("policy_file.key_missing", fmt::format("the key \"{}\" is missing", key),
               fmt::format("\"{}\": ...", key), "an object without it");
    return found;
}

std::vector<json_reader> json_reader::entries() const {
    std::vector<json_reader> all;
    if (!value_->is_array()) {
        report("policy_file.wrong_type", "this has to be a list", "[ ... ]", shown(*value_));
        return all;
    }
    for (std::size_t i = 0; i < value_->size(); ++i)
        all.push_back({*this, (*value_)[i], fmt::format("{}", i)});
    return all;
}

std::vector<std::pair<std::string, json_reader>> json_reader::members() const {
    std::vector<std::pair<std::string, json_reader>> all;
    if (!value_->is_object()) {
        report("policy_file.wrong_type", "this has to be an object", "{ ... }", shown(*value_));
        return all;
    }
    for (const auto& [key, inner] : value_->items())
        all.emplace_back(key, json_reader{*this, inner, key});
    return all;
}

std::optional<std::string> json_reader::text() const {
    if (value_->is_string() && !value_->get_ref<const std::string&>().empty())
        return value_->get<std::string>();
    report("policy_file.wrong_type", "this has to be a text", "\"...\"", shown(*value_));
    return std::nullopt;
}

std::vector<std::string> json_reader::texts() const {
    std::vector<std::string> all;
    if (!value_->is_array()) {
        if (auto one = text())
            all.push_back(std::move(*one));
        return all;
    }
    for (const json_reader& entry : entries())
        if (auto one = entry.text())
            all.push_back(std::move(*one));
    if (value_->empty())
        report("policy_file.wrong_type", "the list is empty", "at least one text", "[]");
    return all;
}

std::optional<int> json_reader::whole_number(int least, int most) const {
    // Compared as the widest type: a number beyond int must not wrap into range.
    if (value_->is_number_integer() && !(value_->is_number_unsigned() &&
                                         value_->get<std::uint64_t>() > std::uint64_t{INT32_MAX})) {
        const auto number = value_->get<std::int64_t>();
        if (number >= least && number <= most)
            return static_cast<int>(number);
    }
    report("policy_file.wrong_number", "this is not a number that can be used here",
           fmt::format("a whole number from {} to {}", least, most), shown(*value_));
    return std::nullopt;
}

} // namespace compliance
