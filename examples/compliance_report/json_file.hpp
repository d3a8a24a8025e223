// SPDX-License-Identifier: MIT
//
// For Boston's form alone: a JSON file that knows where everything in it stands, and a way to read
// it that reports all mistakes instead of the first.
//
// The parser (nlohmann/json) forgets line numbers and lets the last of two equal keys win; this
// keeps the former and reports the latter.
#pragma once

#include <sla/issue.hpp>
#include <sla/result.hpp>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace compliance {

/// Keeps the order of the file, so that mistakes are reported in it.
using json = nlohmann::ordered_json;

class json_file {
public:
    /// Issues `json.file_unreadable`, `json.syntax`, `json.too_deep`, `json.key_twice`, at
    /// "policy.json:12:5".
    [[nodiscard]] static sla::result<json_file> read(const std::filesystem::path& path);

    [[nodiscard]] const json& root() const { return root_; }

    /// "policy.json:12:5" of a value, named by the path of keys and indices to it, each after a
    /// slash; of a value that is not there, of what should hold it.
    [[nodiscard]] std::string place(std::string path) const;

private:
    std::string name_;
    json root_;
    std::map<std::string, std::string, std::less<>> places_;
};

/// A value of a file while it is being read. Whatever is wrong goes to a list; what cannot be read
/// comes back empty.
class json_reader {
public:
    /// Precondition: both outlive the reader.
    json_reader(const json_file& file, sla::issue_list& issues)
        : file_{&file}, issues_{&issues}, value_{&file.root()} {}

    [[nodiscard]] const json& value() const { return *value_; }
    [[nodiscard]] std::string place() const { return file_->place(path_); }

    void report(const char* code, std::string message, std::string expected, std::string saw,
                std::string hint = {}) const;
    /// The issues, at this place.
    void report(sla::issue_list issues) const;

    /// An object with no keys but these; false after a report.
    [[nodiscard]] bool is_object(std::initializer_list<std::string_view> keys) const;
    [[nodiscard]] bool has(std::string_view key) const;
    /// The value of a key; nothing when there is none.
    [[nodiscard]] std::optional<json_reader> find(std::string_view key) const;
    /// The same, where a missing key is a mistake.
    [[nodiscard]] std::optional<json_reader> require(std::string_view key) const;

    /// The entries of a list; none after a report.
    [[nodiscard]] std::vector<json_reader> entries() const;
    /// The values of an object by key, in their order; none after a report.
    [[nodiscard]] std::vector<std::pair<std::string, json_reader>> members() const;

    /// A text that is not empty.
    [[nodiscard]] std::optional<std::string> text() const;
    /// A text, or a list of texts; empty after a report.
    [[nodiscard]] std::vector<std::string> texts() const;
    [[nodiscard]] std::optional<int> whole_number(int least, int most) const;

private:
    json_reader(const json_reader& parent, const json& value, std::string_view key);

    const json_file* file_;
    sla::issue_list* issues_;
    const json* value_;
    std::string path_;
};

} // namespace compliance
