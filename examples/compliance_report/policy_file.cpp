// SPDX-License-Identifier: MIT

#include "policy_file.hpp"

#include "boston_policy.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

namespace compliance {

namespace {

namespace chrono = std::chrono;

/// Issues of a document: "policy.json: /policies/0/name".
sla::issue_list in_file(const std::string& file, sla::issue_list issues) {
    for (sla::issue& i : issues)
        i.place = fmt::format("{}: {}", file, i.place);
    return issues;
}

/// The share that the document's objectives want of all tickets. The report has one goal for all
/// metrics, in whole percent.
void read_goal(desk_policy& desk, sla::issue_list& issues) {
    std::optional<sla::share> goal;
    for (const sla::objective_definition& o : desk.document.objectives) {
        if (o.within || !o.match.empty())
            continue;
        if (goal && *goal != o.goal) {
            issues.push_back({.code = "policy_file.goals",
                              .place = fmt::format("{}: /objectives", desk.file),
                              .message = "this report compares all metrics with one goal",
                              .expected = "objectives of one share"});
            return;
        }
        goal = o.goal;
    }
    if (!goal)
        return;
    for (unsigned percent = 1; percent <= 100; ++percent)
        if (*goal == sla::share::percent(percent))
            desk.goal = percent;
    if (!desk.goal)
        issues.push_back({.code = "policy_file.goals",
                          .place = fmt::format("{}: /objectives", desk.file),
                          .message = "this report compares with whole percents",
                          .expected = "1 % to 100 %"});
}

sla::result<desk_policy> read_document(std::string file, std::string text) {
    sla::result<sla::json_document> document = sla::document_from_json(text);
    if (!document)
        return in_file(file, document.issues());
    desk_policy desk{
        .document = *std::move(document), .file = std::move(file), .text = std::move(text)};
    sla::issue_list issues;
    if (desk.document.book.policies.empty())
        issues.push_back({.code = "policy_file.policies_missing",
                          .place = fmt::format("{}: /policies", desk.file),
                          .message = "nothing is promised",
                          .expected = "a policy"});
    else
        desk.name = desk.document.book.policies.front().name;
    for (const sla::vocabulary& v : desk.document.book.vocabularies) {
        if (v.which == sla::attribute::priority)
            desk.priorities = v.values;
        if (v.which == sla::attribute::channel)
            desk.channels = v.values;
    }
    read_goal(desk, issues);
    if (!issues.empty())
        return issues;
    return desk;
}

/// The place in the file from which the longest known beginning of `place` came.
std::string origin_of(const desk_policy& desk, const std::string& place) {
    const std::pair<std::string, std::string>* best = nullptr;
    for (const auto& origin : desk.origins)
        if (place.starts_with(origin.first) &&
            (best == nullptr || origin.first.size() > best->first.size()))
            best = &origin;
    return best == nullptr ? place : best->second;
}

} // namespace

sla::result<desk_policy> read_policy(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::error_code no_matter;
    if (!file || std::filesystem::is_directory(path, no_matter))
        return sla::issue_list{{.code = "policy_file.unreadable",
                                .place = path.string(),
                                .message = "the file cannot be opened",
                                .expected = "a document that can be read"}};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (is_boston_policy(text))
        return read_boston_policy(path);
    return read_document(path.string(), std::move(text));
}

sla::result<sla::policy_book> compile_policy(const desk_policy& desk, const sla::zone_source& zones,
                                             chrono::year year) {
    const sla::calendar_options options{.first_year = year - chrono::years{7},
                                        .last_year = year + chrono::years{8}};
    sla::result<sla::policy_book> book = desk.text.empty()
                                             ? sla::compile(desk.document.book, zones, options)
                                             : sla::compile_json(desk.text, zones, options);
    sla::issue_list issues = desk.text.empty() ? book.issues() : in_file(desk.file, book.issues());
    for (sla::issue& i : issues) {
        i.place = origin_of(desk, i.place);
        for (sla::related_place& r : i.related)
            r.place = origin_of(desk, r.place);
    }
    if (!book)
        return issues;
    return {*std::move(book), std::move(issues)};
}

} // namespace compliance
