// SPDX-License-Identifier: MIT

#include "output.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace compliance {

namespace {

void write_file(const std::string& path, const std::string& text, const arguments& chosen,
                sla::issue_list& issues) {
    if (path.empty())
        return;
    for (const std::string& input : {chosen.tickets, chosen.policy, chosen.columns}) {
        std::error_code no_such_file;
        if (std::filesystem::equivalent(path, input, no_such_file)) {
            issues.push_back({.code = "output.is_input",
                              .place = path,
                              .message = "the file to be written is the one that was read",
                              .expected = "a file of its own",
                              .saw = input});
            return;
        }
    }
    std::ofstream file{path, std::ios::binary};
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file)
        issues.push_back({.code = "output.unwritable",
                          .place = path,
                          .message = "the file could not be written",
                          .expected = "a folder that exists, and leave to write there"});
}

} // namespace

sla::issue_list write_files(const arguments& chosen, const outcome& found) {
    sla::issue_list issues;
    write_file(chosen.html, found.html, chosen, issues);
    write_file(chosen.csv, found.csv, chosen, issues);
    write_file(chosen.json, found.json, chosen, issues);
    write_file(chosen.save_policy, found.policy, chosen, issues);
    return issues;
}

} // namespace compliance
