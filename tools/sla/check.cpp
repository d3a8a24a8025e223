// SPDX-License-Identifier: MIT
//
// sla check: everything that is wrong with a policy, and what it has.

#include "commands.hpp"
#include "io.hpp"
#include "policy.hpp"
#include "text.hpp"
#include <sla/describe.hpp>
#include <sla/json_results.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace tool {

namespace {

constexpr std::array<option, 3> check_options{{
    {"strict", "", "warnings count as mistakes"},
    {"format", "FORM", "text or json", false, "text|json"},
    {"quiet", "", "only what is wrong"},
}};

std::string week_of(const sla::calendar_definition& c) {
    std::chrono::seconds open{0};
    for (unsigned day = 0; day < 7; ++day)
        for (const sla::time_range& r : c.hours.on(std::chrono::weekday{day}))
            open += r.end - r.begin;
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(open).count();
    return std::to_string(minutes / 60) + " h" +
           (minutes % 60 == 0 ? "" : " " + std::to_string(minutes % 60) + " min");
}

std::string summary(const policy& p) {
    const sla::book_definition& d = p.definition;
    std::size_t limits = 0;
    for (const sla::policy_definition& policy : d.policies)
        for (const sla::target_definition& t : policy.targets)
            limits += t.rows.size();
    std::string out = p.file + ": " + count_of(d.policies.size(), "policy") + ", " +
                      count_of(limits, "limit") + ", " + count_of(d.metrics.size(), "metric") +
                      ", " + count_of(d.calendars.size(), "calendar") + "\n";
    if (!d.calendars.empty()) {
        table calendars{{"calendar", "zone", "in a week", "exceptions"}, 2};
        for (const sla::calendar_definition& c : d.calendars)
            calendars.add({c.name, c.zone, week_of(c),
                           std::to_string(c.exceptions.size() + c.yearly.size())});
        out += "\n" + calendars.text();
    }
    table policies{{"policy", "targets", "limits", "calendar"}, 4};
    for (const sla::policy_definition& policy : d.policies) {
        std::string targets;
        std::size_t own = 0;
        for (const sla::target_definition& t : policy.targets) {
            targets += (targets.empty() ? "" : ", ") + t.metric;
            own += t.rows.size();
        }
        policies.add({policy.name, targets, std::to_string(own),
                      policy.calendar.empty() ? "none" : policy.calendar});
    }
    return out + "\n" + policies.text() + "\n";
}

std::string as_json(std::string_view file, const sla::issue_list& issues) {
    const auto errors = std::count_if(issues.begin(), issues.end(), [](const sla::issue& i) {
        return i.severity == sla::severity::error;
    });
    std::string out = R"({"file":)";
    sla::append_json(out, file);
    out += R"(,"errors":)" + std::to_string(errors) + R"(,"warnings":)" +
           std::to_string(static_cast<std::ptrdiff_t>(issues.size()) - errors) + R"(,"issues":)";
    sla::append_json(out, issues);
    return out + "}\n";
}

} // namespace

const command check_command{
    "check",
    "POLICY",
    1,
    1,
    "Says what is wrong with a policy: each mistake with its line, what was expected, what stood\n"
    "there and what to do. And what the policy has.",
    check_options,
    "Exit status: 0 the policy can be used, 1 it has mistakes (with --strict also warnings),\n"
    "3 there is no such file.",
    "sla check policy.json\nsla check --strict --format json policy.json"};

ending run_check(const arguments& given) {
    output out;
    const std::string& file = given.words()[0];
    const bool json = given.value("format") == "json";
    try {
        const policy p = load_policy(file);
        if (json)
            out.text += as_json(p.file, p.warnings);
        else if (!given.has("quiet"))
            out.text += summary(p);
        if (!json && p.warnings.empty() && !given.has("quiet"))
            out.text += "no mistakes\n";
        out.flush();
        if (!json && !p.warnings.empty())
            say(sla::describe(p.warnings) + "\n");
        return given.has("strict") && !p.warnings.empty() ? ending::policy_has_mistakes
                                                          : ending::well;
    } catch (const policy_broken& broken) {
        if (!json)
            throw;
        out.text += as_json(file, broken.issues);
        out.flush();
        return ending::policy_has_mistakes;
    }
}

} // namespace tool
