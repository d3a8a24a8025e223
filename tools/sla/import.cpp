// SPDX-License-Identifier: MIT
//
// sla import: what was promised elsewhere, as a policy document.

#include "commands.hpp"
#include "io.hpp"
#include "policy.hpp"
#include "text.hpp"
#include <sla/describe.hpp>
#include <sla/import.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace tool {

namespace {

constexpr std::array<option, 5> import_options{{
    {"schedule", "SCHEDULE", "Zendesk: the schedule in which business hours count; the first one"},
    {"holidays", "SCHEDULE=FILE", "Zendesk: the holidays of this schedule", true},
    {"field", "FIELD=ATTRIBUTE",
     "a field of theirs is priority, channel, tier, category, group or\ncustomer here; other "
     "fields become tags",
     true},
    {"strict", "", "what could not be taken over counts as a mistake"},
    {"quiet", "", "do not list it"},
}};

using importer = sla::result<sla::imported_book> (*)(std::span<const sla::import_document>,
                                                     const sla::import_options&);
struct product {
    std::string_view name;
    importer run;
    bool has_schedules; ///< Which say when business hours are.
};
constexpr std::array<product, 3> products{{{"zendesk", sla::import_zendesk, true},
                                           {"zendesk-groups", sla::import_zendesk_groups, true},
                                           {"jira", sla::import_jira, false}}};

const product& product_of(const std::string& name) {
    std::vector<std::string> names;
    for (const product& p : products) {
        if (p.name == name)
            return p;
        names.emplace_back(p.name);
    }
    stop_with(unknown_name("arguments.unknown_value", "PRODUCT",
                           "there is no importer for this product", name, names));
}

// The two sides of "SCHEDULE=FILE", with the last "=", for names may have one.
std::pair<std::string, std::string> sides(std::string_view option, std::string_view expected,
                                          const std::string& value) {
    const std::size_t equal = value.rfind('=');
    if (equal == std::string::npos || equal == 0 || equal + 1 == value.size())
        stop_with({.code = "arguments.pair",
                   .place = std::string{option},
                   .message = "two things with = between them are needed",
                   .expected = std::string{expected},
                   .saw = in_quotes(value)});
    return {value.substr(0, equal), value.substr(equal + 1)};
}

sla::field_mapping mapping(const std::string& value) {
    auto [field, name] = sides("--field", "for example brand_id=tier", value);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < sla::attribute_count; ++i) {
        const auto which = static_cast<sla::attribute>(i);
        names.emplace_back(sla::name_of(which));
        if (names.back() == name)
            return {.field = std::move(field), .which = which};
    }
    stop_with(unknown_name("arguments.unknown_value", "--field", "a ticket has no such attribute",
                           name, names));
}

// Hints of the library speak of what a program sets.
std::string with_options(std::string hint) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> names{
        {{"`fields`", "--field"},
         {"`import_document::schedule`", "--holidays"},
         {"`import_options::schedule`", "--schedule"}}};
    for (const auto& [library, option] : names)
        if (const std::size_t at = hint.find(library); at != std::string::npos)
            hint.replace(at, library.size(), option);
    return hint;
}

// The files, in the order in which they were given, then the holidays. A deque: documents refer to
// the texts in it.
struct files {
    std::deque<std::string> texts{};
    std::vector<sla::import_document> documents{};

    void add(const std::string& file, std::string schedule) {
        texts.push_back(read_file(file, sla::json_limits{}.bytes));
        documents.push_back({.text = texts.back(),
                             .name = file == "-" ? "standard input" : file,
                             .schedule = std::move(schedule)});
    }

    /// "policies.json:7: /sla_policies/0" in place of "policies.json:/sla_policies/0".
    [[nodiscard]] sla::issue_list with_lines(const sla::issue_list& issues) const {
        sla::issue_list out;
        for (const sla::issue& i : issues) {
            const auto from = std::find_if(documents.begin(), documents.end(), [&](const auto& d) {
                return i.place.starts_with(d.name + ":");
            });
            if (from == documents.end()) {
                out.push_back(i);
                continue;
            }
            sla::issue inside = i;
            inside.place.erase(0, from->name.size() + 1);
            for (sla::related_place& r : inside.related)
                if (r.place.starts_with(from->name + ":"))
                    r.place.erase(0, from->name.size() + 1);
            inside.hint = with_options(std::move(inside.hint));
            sla::append(out, in_file(from->name, {std::move(inside)}));
        }
        return out;
    }
};

} // namespace

const command import_command{
    "import",
    "PRODUCT FILE...",
    2,
    10'000,
    "Makes a policy document of what was promised elsewhere: PRODUCT is zendesk, zendesk-groups\n"
    "or jira, the files are the answers of its interface. The document goes to the standard\n"
    "output, and to the standard error output what it does not say, with what to do about it.",
    import_options,
    "Exit status: 0 the document is written, 1 the files have mistakes (with --strict also where\n"
    "something could not be taken over), 3 there is no such file or product.\n"
    "docs/importers.md says which answers of the products are read, and what becomes of them.",
    "sla import zendesk policies.json schedules.json --holidays Office=holidays.json > "
    "policy.json\n"
    "sla import jira project.json --field team=group > policy.json\n"
    "sla check policy.json"};

ending run_import(const arguments& given) {
    const product& of = product_of(given.words()[0]);
    sla::import_options options{.schedule = std::string{given.value("schedule")}};
    for (const std::string& value : given.values("field"))
        options.fields.push_back(mapping(value));
    for (const std::string_view only_there : {"schedule", "holidays"})
        if (!of.has_schedules && given.has(only_there))
            stop_with({.code = "arguments.value_superfluous",
                       .place = "--" + std::string{only_there},
                       .message = "Jira's documents have no schedules: their goals name calendars",
                       .saw = in_quotes(given.value(only_there)),
                       .hint = "leave it out"});
    files from;
    for (std::size_t i = 1; i < given.words().size(); ++i)
        from.add(given.words()[i], {});
    for (const std::string& value : given.values("holidays")) {
        auto [schedule, file] = sides("--holidays", "for example Office=holidays.json", value);
        from.add(file, std::move(schedule));
    }

    const auto imported = of.run(from.documents, options);
    if (!imported)
        throw policy_broken{from.with_lines(imported.issues())};
    const sla::issue_list& unmapped = imported->unmapped;
    if (!given.has("quiet") && !unmapped.empty())
        say(sla::describe(from.with_lines(unmapped)) + "\n");
    if (given.has("strict") && !unmapped.empty())
        return ending::policy_has_mistakes;
    const auto text = sla::to_json(imported->book);
    if (!text)
        throw stop{text.issues()};
    output out;
    out.text = *text;
    out.flush();
    return ending::well;
}

} // namespace tool
