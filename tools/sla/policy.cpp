// SPDX-License-Identifier: MIT
#include "policy.hpp"

#include "io.hpp"
#include <sla/json.hpp>
#include <sla/load.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace tool {

namespace {

std::string place_in(const std::string& file, sla::issue& i) {
    constexpr std::string_view line = "line ";
    std::string out = file;
    for (auto r = i.related.begin(); r != i.related.end(); ++r)
        if (r->place.starts_with(line) && r->note == "in the document") {
            out += ':';
            out += std::string_view{r->place}.substr(line.size());
            out += i.place.empty() ? ": the document" : ": ";
            out += i.place;
            i.related.erase(r);
            return out;
        }
    if (i.place.empty())
        return out;
    if (!i.place.starts_with(line))
        return out.append(": ").append(i.place);
    out.append(":").append(i.place, line.size());
    if (const std::size_t column = out.find(", column "); column != std::string::npos)
        out.replace(column, 9, ":");
    return out;
}

} // namespace

sla::issue_list in_file(const std::string& file, sla::issue_list issues) {
    for (sla::issue& i : issues)
        i.place = place_in(file, i);
    return issues;
}

policy load_policy(const std::string& file) {
    const sla::json_limits limits{};
    const std::string text = read_file(file, limits.bytes);
    const std::string name = file == "-" ? "standard input" : file;
    auto compiled = sla::compile_json(text, sla::system_zones(), {}, limits);
    if (!compiled)
        throw policy_broken{in_file(name, compiled.issues())};
    auto definition = sla::book_from_json(text, limits);
    return {.file = name,
            .definition = *std::move(definition),
            .book = *compiled,
            .warnings = in_file(name, compiled.issues())};
}

sla::zone load_zone(std::string_view name, std::string_view option) {
    auto found = sla::load_zone(name);
    if (found)
        return *std::move(found);
    sla::issue_list issues = found.issues();
    for (sla::issue& i : issues)
        i.place = option;
    throw stop{std::move(issues)};
}

std::vector<sla::zone> zones_of(const policy& p) {
    std::vector<sla::zone> out;
    for (const sla::calendar_definition& c : p.definition.calendars) {
        const sla::calendar* compiled = p.book.find_calendar(c.name);
        if (compiled == nullptr)
            continue;
        const sla::zone& zone = compiled->time_zone();
        const auto same = [&](const sla::zone& z) { return z.name() == zone.name(); };
        if (std::none_of(out.begin(), out.end(), same))
            out.push_back(zone);
    }
    return out;
}

std::optional<sla::zone> zone_of_times(const policy& p, const arguments& given) {
    if (const auto name = given.given("zone"))
        return load_zone(*name, "--zone");
    const std::vector<sla::zone> all = zones_of(p);
    if (all.size() == 1)
        return all.front();
    return {};
}

const sla::zone& zone_of(const policy& p, std::optional<sla::limit_id> limit,
                         const sla::zone& otherwise) {
    if (!limit)
        return otherwise;
    const sla::calendar* hours = p.book.calendar_of(*limit);
    return hours != nullptr ? hours->time_zone() : otherwise;
}

} // namespace tool
