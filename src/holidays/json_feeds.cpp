// SPDX-License-Identifier: MIT
//
// Holidays in JSON: holiday-cn and gov.uk.

#include "../json/reader.hpp"
#include "options.hpp"
#include <sla/detail/policy_text.hpp>
#include <sla/holidays.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace {

using namespace std::chrono;
namespace json = detail::json;
using json::kind;
using json::tape;
using place = json::index;

class day_list {
public:
    day_list(json::reader& in, const holiday_options& options) : in_{in}, options_{options} {}

    /// The member of an object; 0 after a complaint. Others are not looked at.
    place member(place of, std::string_view name, kind wanted, std::string_view expected) {
        const place at = find(of, name);
        if (at == 0) {
            in_.complain(of, "json.key_missing", "the key \"" + std::string{name} + "\" is missing",
                         std::string{expected});
            return 0;
        }
        return in_.is(at, wanted, expected) ? at : 0;
    }
    [[nodiscard]] place find(place of, std::string_view name) const {
        for (place i = tape::first(of); i != in_.values.end(of); i = in_.values.next(i))
            if (in_.values.key(i) == name)
                return i;
        return 0;
    }

    /// The dates of a list of objects; `read_kind` says what one does.
    template <class ReadKind>
    std::vector<holiday> read(place list, std::string_view name_key, const std::string& source,
                              ReadKind&& read_kind) {
        std::size_t count = 0;
        for (place i = tape::first(list); i != in_.values.end(list); i = in_.values.next(i)) {
            if (in_.full())
                break;
            if (++count > options_.limits.events) {
                in_.complain(i, "holidays.too_many", "this list has too many dates",
                             "at most " + std::to_string(options_.limits.events));
                break;
            }
            if (!in_.is(i, kind::object, R"(an object such as { "date": "2026-01-01" })"))
                continue;
            holiday one{.source = source};
            read_name(i, name_key, one);
            const place at = member(i, "date", kind::text, R"(a date such as "2026-01-01")");
            read_kind(i, one);
            if (at != 0)
                add_date(at, std::move(one));
        }
        std::vector<holiday> out;
        for (auto& [date, entry] : days_)
            add(out, std::move(entry));
        return out;
    }

private:
    void read_name(place of, std::string_view key, holiday& into) {
        const place at = member(of, key, kind::text, R"(a name such as "元旦")");
        if (at == 0)
            return;
        into.name = std::string{in_.values.text(at)};
        if (into.name.size() > options_.limits.name_bytes)
            in_.complain(at, "holidays.name_too_long", "this name is too long",
                         "at most " + std::to_string(options_.limits.name_bytes) + " bytes",
                         std::to_string(into.name.size()) + " bytes");
    }

    static std::optional<year_month_day> read_date(std::string_view text) {
        constexpr std::string_view form = "0000-00-00";
        if (text.size() != form.size())
            return {};
        for (std::size_t i = 0; i < text.size(); ++i)
            if (form[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
                return {};
        const auto number = [&](std::size_t from, std::size_t size) {
            int out = 0;
            for (const char c : text.substr(from, size))
                out = 10 * out + (c - '0');
            return out;
        };
        const year_month_day out{year{number(0, 4)}, month{static_cast<unsigned>(number(5, 2))},
                                 day{static_cast<unsigned>(number(8, 2))}};
        if (!out.ok() || out.year() < year{1})
            return {};
        return out;
    }

    void add_date(place at, holiday one) {
        const std::optional<year_month_day> date = read_date(in_.values.text(at));
        if (!date) {
            in_.complain(at, "holidays.date", "there is no such date",
                         R"(a date such as "2026-01-01")", in_.saw(at));
            return;
        }
        one.first = one.last = *date;
        const local_days day{*date};
        if (const auto [found, is_new] = places_.emplace(day, at); !is_new) {
            in_.complain(at, "holidays.date_twice", "this date is there twice", "each date once",
                         in_.saw(at),
                         "it is on line " + std::to_string(in_.values.line(found->second)) +
                             ", too");
            return;
        }
        if (*date >= options_.first && *date <= options_.last)
            days_.emplace(day, std::move(one));
    }

    // Neighbours that say the same are one entry.
    static void add(std::vector<holiday>& out, holiday one) {
        if (!out.empty() && out.back().name == one.name && out.back().kind == one.kind &&
            local_days{out.back().last} + days{1} == local_days{one.first})
            out.back().last = one.first;
        else
            out.push_back(std::move(one));
    }

    json::reader& in_;
    const holiday_options& options_;
    std::map<local_days, place> places_;
    std::map<local_days, holiday> days_;
};

/// Reads a text with `read(day_list, reader)`.
template <class Read>
result<holiday_feed> read_feed(std::string_view text, const holiday_options& options, Read&& read) {
    detail::holidays::sink range{1};
    if (!check_options(options, range))
        return range.take();
    issue_list issues;
    const json_limits limits{.bytes = options.limits.bytes,
                             .depth = 16,
                             .values = 64 * options.limits.events + 1'000,
                             .issues = options.limits.issues};
    const std::optional<tape> values = json::read_tape(text, limits, issues);
    if (!values)
        return issues;
    json::reader in{*values, limits.issues, issues};
    in.check_keys();
    day_list days{in, options};
    holiday_feed feed;
    if (in.is(0, kind::object, "an object"))
        feed = read(days, in);
    if (has_errors(issues))
        return issues;
    return {std::move(feed), std::move(issues)};
}

} // namespace

result<holiday_feed> read_holiday_cn(std::string_view text, const holiday_options& options) {
    return read_feed(text, options, [&](day_list& days, json::reader& in) {
        holiday_feed feed;
        const place year = days.member(0, "year", kind::integer, "a year such as 2026");
        const place list = days.member(0, "days", kind::list, "a list of days");
        if (year != 0)
            feed.name = "holiday-cn " + std::string{in.values.text(year)};
        if (list == 0)
            return feed;
        feed.entries = days.read(list, "name", options.source.empty() ? feed.name : options.source,
                                 [&](place day, holiday& one) {
                                     const place off = days.member(day, "isOffDay", kind::boolean,
                                                                   "true or false");
                                     if (off != 0 && in.values[off].integer == 0)
                                         one.kind = holiday_kind::working_day;
                                 });
        return feed;
    });
}

result<holiday_feed> read_govuk(std::string_view text, std::string_view division,
                                const holiday_options& options) {
    return read_feed(text, options, [&](day_list& days, json::reader& in) {
        holiday_feed feed;
        feed.name = "gov.uk " + std::string{division};
        const place of = days.find(0, division);
        if (of == 0) {
            std::vector<std::string> known;
            for (place i = tape::first(0); i != in.values.end(0) && known.size() < 8;
                 i = in.values.next(i))
                known.emplace_back(in.values.key(i));
            in.complain(0, "holidays.division", "there is no such division", {},
                        detail::quoted(division, 64), detail::did_you_mean(division, known));
            return feed;
        }
        if (!in.is(of, kind::object, "an object"))
            return feed;
        const place list = days.member(of, "events", kind::list, "a list of events");
        if (list != 0)
            feed.entries =
                days.read(list, "title", options.source.empty() ? feed.name : options.source,
                          [](place /*unused*/, holiday& /*unused*/) {});
        return feed;
    });
}

} // namespace sla::inline v1
