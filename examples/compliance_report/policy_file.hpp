// SPDX-License-Identifier: MIT
//
// A policy from its file: an sla document (docs/documents.md), or Boston's own form.
#pragma once

#include "wall_clock.hpp"
#include <sla/json_document.hpp>
#include <sla/policy.hpp>
#include <sla/policy_definition.hpp>
#include <sla/result.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace compliance {

/// The names of the columns of the ticket file; empty: there is none.
struct ticket_columns {
    std::string id{};
    std::string created{};
    std::string first_response{};
    std::string resolved{};
    std::string type{};
    std::string priority{};
    std::string channel{};
    std::string department{};
    std::string target{};  ///< When another system says that the resolution was due.
    std::string verdict{}; ///< What that system says became of it, in these words:
    std::string kept{};
    std::string missed{};
};

/// How tickets are read.
struct ticket_form {
    ticket_columns columns{};
    char separator = ',';
    wall_clock_format dates{};
    std::string zone{};  ///< In which the file's dates are written, and times are shown.
    std::string as_of{}; ///< When the file was written; empty where unknown.
};

struct desk_policy {
    std::string name{};
    /// Of Boston's policy, which tells of its tickets; otherwise whatever the columns file says.
    std::optional<ticket_form> form{};
    sla::json_document document{};

    std::string file{};
    std::string text{}; ///< Of an sla document.
    /// From places in `document.book` ("policies[0].targets[0].rows[3]") to places in a file that
    /// is none.
    std::vector<std::pair<std::string, std::string>> origins{};

    std::vector<std::string> priorities{}; ///< Declared, in their order.
    std::vector<std::string> channels{};
    std::optional<unsigned> goal{}; ///< Percent of promises to keep.
};

/// All mistakes come back at once, each with its place in the file.
[[nodiscard]] sla::result<desk_policy> read_policy(const std::filesystem::path& path);

/// The book, compiled for the years around `year`; issues and warnings stand at places of the file.
[[nodiscard]] sla::result<sla::policy_book>
compile_policy(const desk_policy& desk, const sla::zone_source& zones, std::chrono::year year);

} // namespace compliance
