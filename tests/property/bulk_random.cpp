// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <oracle/hard_zones.hpp>
#include <property/bulk_random.hpp>
#include <property/evaluate_random.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oracle {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using names = std::vector<std::string>;
using sla::attribute;
using sla::event;
using sla::event_kind;
using sla::time_unit;

const names priorities{"P1", "P2", "P3"};
const names channels{"mail", "chat"};
const names tiers{"gold", "basic"};

template <class T>
void shuffle(dice& random, std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i)
        std::swap(list[i - 1], list[random.below(i)]);
}

time_unit random_unit(dice& random) {
    return static_cast<time_unit>(random.below(3));
}

pair pair_of(const sla::policy_book& book, const sla::book_definition& definition) {
    const sla::calendar& first = *book.find_calendar(definition.calendars[0].name);
    return {first, slow_calendar{definition.calendars[0], first.time_zone()}, ""};
}

// -- books of simple clocks
// ------------------------------------------------------------------------

sla::calendar_definition simple_calendar(dice& random, std::string name) {
    sla::calendar_definition out{.zone = random.pick(hard_zones()).name()};
    switch (random.below(8)) {
    case 0:
        out = random_definition(random);
        break;
    case 1:
        out.hours = sla::around_the_clock();
        break;
    case 2:
        out.hours = sla::weekly(sla::every_day, {{22h, 30h}});
        break;
    case 3: // Closed for weeks.
        out.hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}});
        for (const unsigned m : {2U, 5U, 8U, 11U})
            out.yearly.push_back({.name = "holidays", .date = month{m} / 3, .days = 20});
        break;
    case 4: // Open for moments.
        out.hours =
            sla::weekly(sla::every_day, {{9h, 9h + 5min}, {9h + 10min, 9h + 15min}, {20h, 21h}});
        if (random.percent(50))
            for (auto& ranges : out.hours.days)
                ranges.pop_back();
        break;
    default:
        out.hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h + 30min}});
        out.yearly = {sla::closed_yearly("New Year", January / 1),
                      sla::closed_yearly("Easter Monday", sla::days_from_easter{1}),
                      sla::closed_yearly("Christmas", December / 25)};
    }
    out.name = std::move(name);
    return out;
}

std::vector<sla::metric_definition> simple_metrics(dice& random) {
    std::vector<sla::metric_definition> out{
        sla::first_response({.solving = static_cast<sla::counting>(random.below(2))}),
        sla::first_resolution(),
        sla::resolution(static_cast<sla::reopen_mode>(random.below(4))),
        sla::acknowledgement(),
        {.name = "call",
         .start = {sla::on(event_kind::created)},
         .stop = {sla::on_custom("called"), sla::on(event_kind::closed)}},
        {.name = "any word",
         .start = {sla::on(event_kind::created)},
         .stop = {sla::on(event_kind::message)}},
        sla::paused_in_status(sla::first_resolution(), {"waiting"})};
    out.back().name = "patient resolution";
    if (random.percent(30))
        for (sla::metric_definition& metric : out)
            metric.cancel.clear();
    return out;
}

sla::target_duration simple_limit(dice& random, unsigned others) {
    const auto span = [&]() -> milliseconds {
        switch (random.below(6)) {
        case 0:
            return minutes{random.from_to(1, 90)};
        case 1:
            return milliseconds{random.from_to(1, 10'000'000)};
        case 2:
            return hours{random.from_to(50, 20'000)};
        default:
            return 30min * random.from_to(1, 40);
        }
    };
    if (random.percent(others))
        return sla::business_days{.count = random.small(1, 3)};
    return random.percent(35) ? sla::target_duration{sla::elapsed{span()}}
                              : sla::target_duration{sla::working{span()}};
}

std::vector<sla::target_row> simple_rows(dice& random, unsigned others) {
    std::vector<sla::target_row> out;
    const auto line = [&](std::vector<sla::attribute_match> match) {
        if (random.percent(95))
            out.push_back({.match = std::move(match),
                           .within = simple_limit(random, others),
                           .calendar = random.percent(10) ? "B" : ""});
    };
    switch (random.below(3)) {
    case 0:
        for (const std::string& p : priorities)
            for (const std::string& c : channels)
                line({{attribute::priority, {p}}, {attribute::channel, {c}}});
        break;
    case 1:
        for (const std::string& p : priorities)
            line({{attribute::priority, {p}}});
        break;
    default:
        break;
    }
    if (out.empty() || random.percent(85))
        out.push_back({.within = simple_limit(random, others)});
    return out;
}

sla::policy_definition
simple_policy(dice& random, const std::vector<sla::metric_definition>& metrics, unsigned others) {
    sla::policy_definition out;
    switch (random.below(4)) {
    case 0:
        out.when = sla::priority_is({random.pick(priorities)});
        break;
    case 1:
        out.when = sla::unless({sla::channel_is({random.pick(channels)})});
        break;
    case 2:
        out.when = sla::tier_is({"gold"});
        break;
    default:
        break;
    }
    out.calendar = random.percent(60) ? "A" : "B";
    for (const sla::metric_definition& metric : metrics) {
        if (random.percent(40) || out.targets.size() == sla::max_targets)
            continue;
        sla::target_definition target{.metric = metric.name, .rows = simple_rows(random, others)};
        target.options.met = static_cast<sla::met_when>(random.below(2));
        target.options.fit = static_cast<sla::exact_fit>(random.below(2));
        target.options.breach = static_cast<sla::breach_mode>(random.below(2));
        target.options.retarget = static_cast<sla::retarget_mode>(random.below(4));
        if (random.percent(others))
            target.options.start_hours = "A";
        if (random.percent(others))
            target.options.out_of_hours = sla::elapsed{1h};
        if (random.percent(2 * others))
            target.steps = {{"warn", sla::percent_used{75}}, {"late", sla::after_deadline{}}};
        out.targets.push_back(std::move(target));
    }
    if (out.targets.empty())
        out.targets.push_back(
            {.metric = metrics.front().name, .rows = sla::always(simple_limit(random, others))});
    return out;
}

/// `others`: how many limits in a hundred are of a kind that no kernel does, and so on.
sla::book_definition simple_book(dice& random, unsigned others) {
    sla::book_definition out{
        .calendars = {simple_calendar(random, "A"), simple_calendar(random, "B")},
        .metrics = simple_metrics(random)};
    for (int n = random.small(1, 3); n > 0; --n) {
        out.policies.push_back(simple_policy(random, out.metrics, others));
        out.policies.back().name = "policy " + std::to_string(n);
    }
    if (random.percent(80))
        out.policies.back().when = {};
    if (random.percent(2 * others))
        out.versions = static_cast<sla::version_choice>(random.below(4));
    return out;
}

// -- layouts
// ---------------------------------------------------------------------------------------

sla::ticket_attributes random_attributes(dice& random, const sla::policy_book& book) {
    const auto value = [&](const names& of) -> std::string {
        return random.percent(75) ? random.pick(of) : random.percent(50) ? "unheard of" : "";
    };
    const std::string priority = value(priorities);
    const std::string channel = value(channels);
    const std::string tier = value(tiers);
    const std::string group = value({"first line", "second line"});
    std::vector<std::string_view> tags;
    for (const char* tag : {"vip", "new"})
        if (random.percent(30))
            tags.emplace_back(tag);
    return book.attributes(
        {.priority = priority, .channel = channel, .tier = tier, .group = group, .tags = tags});
}

sla::attribute_dictionary random_dictionary(dice& random, const sla::policy_book& book,
                                            attribute which) {
    sla::attribute_dictionary out{which, {}};
    const names& known = which == attribute::priority  ? priorities
                         : which == attribute::channel ? channels
                         : which == attribute::tier    ? tiers
                                                       : names{"first line", "second line"};
    for (const std::string& name : known)
        if (random.percent(90))
            out.values.push_back(book.find_value(which, name));
    if (random.percent(30))
        out.values.push_back(sla::value_id::other);
    if (random.percent(20))
        out.values.push_back(sla::value_id::none);
    if (random.percent(20))
        out.values.push_back(book.find_value(which, random.pick(known)));
    // More than one byte can number.
    if (random.percent(5))
        for (int i = 0; i < 300; ++i)
            out.values.push_back(book.find_value(which, random.pick(known)));
    shuffle(random, out.values);
    if (random.percent(3))
        out.values.clear();
    return out;
}

void complete(dice& random, const sla::policy_book& book, sla::bulk_layout& out) {
    out.attributes = random_attributes(random, book);
    if (random.percent(30))
        for (int n = random.small(1, 5); n > 0; --n)
            out.profiles.push_back(random_attributes(random, book));
    std::vector<attribute> which{attribute::priority, attribute::channel, attribute::tier,
                                 attribute::group};
    shuffle(random, which);
    for (const attribute a : which)
        if (random.percent(a == attribute::priority || a == attribute::channel ? 75 : 25))
            out.dictionaries.push_back(random_dictionary(random, book, a));
    if (random.percent(25))
        out.created.by = static_cast<sla::actor>(random.below(4));
    for (std::size_t m = 0; m < book.metric_count(); ++m)
        if (random.percent(95))
            out.metrics.push_back(static_cast<sla::metric_id>(m));
    shuffle(random, out.metrics);
    // What the layout says of instants does not count.
    for (event& e : out.events)
        e.at = sla::instant{milliseconds{random.from_to(-5, 5)}};
}

/// Pauses as those clocks know them that pause in a status.
sla::pause_events statuses(const sla::policy_book& book) {
    return {event::status({}, book.find_event_name("waiting")),
            event::status({}, book.find_event_name("open"))};
}

sla::bulk_layout random_layout(dice& random, const sla::policy_book& book,
                               const std::vector<event>& story) {
    sla::bulk_layout out;
    for (std::size_t i = 1; i < story.size() && out.events.size() < sla::max_event_columns; ++i)
        if (random.percent(70))
            out.events.push_back(story[i]);
    const std::vector<event> usual{event::message({}, sla::actor::agent),
                                   event::of({}, event_kind::resolved),
                                   event::of({}, event_kind::reopened),
                                   event::message({}, sla::actor::customer),
                                   event::status({}, book.find_event_name("waiting")),
                                   event::status({}, book.find_event_name("open"))};
    for (const event& e : usual)
        if (random.percent(35) && out.events.size() < sla::max_event_columns)
            out.events.push_back(e);
    shuffle(random, out.events);
    if (random.percent(40)) {
        out.pauses = statuses(book);
        if (random.percent(30) && !out.events.empty())
            out.pauses = sla::pause_events{random.pick(out.events), random.pick(out.events)};
    }
    complete(random, book, out);
    return out;
}

sla::bulk_layout simple_layout(dice& random, const sla::policy_book& book, unsigned others) {
    sla::bulk_layout out;
    const std::vector<event> usual{
        event::message({}, sla::actor::agent), event::of({}, event_kind::resolved),
        event::of({}, event_kind::closed), event::of({}, event_kind::acknowledged),
        event::custom({}, book.find_event_name("called"))};
    for (const event& e : usual)
        if (random.percent(75))
            out.events.push_back(e);
    if (random.percent(20))
        out.events.push_back(random.pick(usual));
    if (random.percent(20))
        out.events.push_back(event::note({}));
    if (random.percent(2 * others))
        out.events.push_back(event::of({}, event_kind::reopened));
    if (random.percent(2 * others))
        out.events.push_back(event::of({}, event_kind::merged_into));
    shuffle(random, out.events);
    if (random.percent(25))
        out.pauses = statuses(book);
    complete(random, book, out);
    return out;
}

// -- tables
// ----------------------------------------------------------------------------------------

/// Writes one table, row by row.
class table_writer {
public:
    table_writer(dice& random, const bulk_case& of, std::size_t rows)
        : random_{random}, of_{of}, layout_{of.layout} {
        out_.rows = rows;
        whole_ = random.percent(10);
        spoilt_ = random.percent(70) ? 5 : random.percent(50) ? 0 : 30;
        far_ = random.percent(70) ? 15 : 0;
        out_.now = awkward(of.around + minutes{random.from_to(0, 20'000)}, {});
        if (random.percent(2))
            out_.now = sla::instant{milliseconds{random.percent(50) ? -1 : 253'402'300'800'000}};
    }

    table_data write() {
        prepare();
        std::vector<sla::instant> creations;
        for (std::size_t row = 0; row < out_.rows; ++row)
            creations.push_back(creation());
        if (random_.percent(25) && out_.rows > 0)
            crowd(creations);
        if (random_.percent(30))
            std::sort(creations.begin(), creations.end());
        for (const sla::instant t : creations)
            write_row(t);
        if (out_.rows > 0 && random_.percent(4) && (out_.pauses || out_.timelines)) {
            offset_data& offsets = out_.pauses ? *out_.pauses : *out_.timelines;
            offsets.values[random_.below(out_.rows)] = -random_.small(0, 3);
        }
        return std::move(out_);
    }

private:
    /// All within a few hours, mostly without mistakes: kernels have a way of their own for days
    /// on which much happens.
    void crowd(std::vector<sla::instant>& creations) {
        const sla::instant first = creations.front();
        const auto length = static_cast<std::uint64_t>(random_.from_to(1, 40)) * 3'600'000;
        for (sla::instant& t : creations)
            t = std::min(first + milliseconds{random_.below(length)},
                         sla::end_of_range - milliseconds{1});
        if (random_.percent(75))
            spoilt_ = 0;
    }

    [[nodiscard]] bool spoilt() { return random_.percent(spoilt_) && random_.percent(25); }

    void prepare() {
        const auto fresh = [&](bool in_seconds) {
            time_data data{.unit = in_seconds ? time_unit::seconds : random_unit(random_)};
            start_bits(data.bits, data.offset);
            return data;
        };
        // Where all instants are whole seconds, things fall on deadlines.
        const bool seconds = random_.percent(25);
        out_.created = fresh(seconds);
        for (std::size_t i = 0; i < layout_.events.size() && !whole_; ++i)
            out_.events.push_back(fresh(seconds));
        if (!layout_.profiles.empty())
            out_.profile = fresh_ids(layout_.profiles.size());
        for (const auto& dictionary : layout_.dictionaries)
            out_.attributes.push_back(fresh_ids(dictionary.values.size()));
        const auto offsets = [&](std::size_t first) {
            return offset_data{{static_cast<std::int64_t>(first)}, random_.percent(50)};
        };
        if (layout_.pauses && !whole_) {
            out_.begins = fresh(seconds);
            out_.ends = fresh(seconds);
            // A slice of a longer list.
            const std::size_t skipped = random_.percent(40) ? random_.below(20) : 0;
            for (std::size_t i = 0; i < skipped; ++i) {
                push(out_.begins, of_.around);
                push(out_.ends, sla::first_instant);
            }
            out_.pauses = offsets(skipped);
        }
        if (whole_) {
            out_.listed.resize(random_.percent(40) ? random_.below(5) : 0);
            out_.timelines = offsets(out_.listed.size());
        }
        if (random_.percent(50))
            out_.now_of_row = fresh(false);
    }

    void start_bits(std::vector<std::uint8_t>& bits, std::size_t& offset) {
        if (random_.percent(50))
            return;
        offset = random_.percent(50) ? random_.below(20) : 0;
        bits.assign(offset / 8 + 1, static_cast<std::uint8_t>(random_.below(256)));
    }
    id_data fresh_ids(std::size_t count) {
        const bool is_signed = random_.percent(40);
        const std::size_t least = count > (is_signed ? 127U : 255U) ? 1 : 0;
        static constexpr std::array<std::uint8_t, 3> widths{1, 2, 4};
        id_data out{.width = widths[least + random_.below(3 - least)], .is_signed = is_signed};
        start_bits(out.bits, out.offset);
        return out;
    }

    // -- when ------------------------------------------------------------------------------------

    sla::instant creation() {
        if (random_.percent(far_))
            return random_.percent(20) ? edge_of_range() : random_instant(random_, of_.calendar);
        if (random_.percent(15))
            return sla::instant{sys_days{2015y / December / 25}} +
                   milliseconds{random_.from_to(0, 16LL * 366 * 24 * 3'600'000)};
        sla::instant t = of_.around + minutes{random_.from_to(-20'000, 4'000)};
        if (random_.percent(40))
            t += milliseconds{random_.from_to(0, 60'000)};
        return random_.percent(20) ? awkward(t, {}) : t;
    }

    sla::instant edge_of_range() {
        const milliseconds beside{random_.percent(50) ? 0 : random_.from_to(0, 90'000'000)};
        return random_.percent(50) ? sla::first_instant + beside : sla::end_of_range - 1ms - beside;
    }

    /// At `t` or near it, mostly after; `edges` are instants at which something changes.
    sla::instant awkward(sla::instant t, const std::vector<sla::instant>& edges) {
        switch (random_.below(edges.empty() ? 6 : 10)) {
        case 0:
            return t;
        case 1:
            return t + 1ms;
        case 2:
            return t + minutes{random_.from_to(1, 600)};
        case 3:
            return t + milliseconds{random_.from_to(1, 300'000'000)};
        case 4:
        case 5: {
            const sla::calendar& hours = *of_.book.find_calendar(random_.percent(50) ? "A" : "B");
            const sla::instant at = random_.percent(50) ? hours.next_open(t) : hours.next_close(t);
            return at < t + 60 * 24h ? at + milliseconds{random_.from_to(-1, 1)} : t;
        }
        default:
            return random_.pick(edges) + milliseconds{random_.from_to(-1, 1)};
        }
    }

    // -- columns ---------------------------------------------------------------------------------

    void push_bit(std::vector<std::uint8_t>& bits, std::size_t offset, std::size_t i, bool to) {
        if (bits.empty())
            return;
        // What lies behind the last bit may be anything.
        while (bits.size() * 8 <= offset + i)
            bits.push_back(static_cast<std::uint8_t>(random_.below(256)));
        const auto mask = static_cast<std::uint8_t>(1U << ((offset + i) % 8));
        std::uint8_t& byte = bits[(offset + i) / 8];
        byte = static_cast<std::uint8_t>(to ? byte | mask : byte & ~mask);
    }

    void push_value(time_data& to, std::int64_t value) {
        push_bit(to.bits, to.offset, to.values.size(), true);
        to.values.push_back(value);
    }
    void push_nothing(time_data& to) {
        if (to.bits.empty() || random_.percent(30)) {
            push_value(to, sla::no_value);
            return;
        }
        push_bit(to.bits, to.offset, to.values.size(), false);
        to.values.push_back(random_.from_to(-100, 2'000'000'000'000));
    }
    /// Gives back what a reader will see.
    sla::instant push(time_data& to, sla::instant t, sla::instant least = sla::first_instant) {
        std::int64_t value = in_unit(t, to.unit);
        if (to.unit == time_unit::seconds && t >= least && random_.percent(95) &&
            sla::instant{seconds{value}} < least)
            ++value;
        if (to.unit == time_unit::microseconds)
            value += random_.from_to(0, 999);
        push_value(to, value);
        return to.unit == time_unit::seconds ? sla::instant{seconds{value}} : t;
    }
    void push_out_of_range(time_data& to) {
        static const std::vector<std::int64_t> wild{-1, -1'000'000, sla::no_value + 1,
                                                    std::numeric_limits<std::int64_t>::max(),
                                                    253'402'300'800'000'000};
        const bool edge = random_.percent(50);
        push_value(to, edge ? in_unit(sla::end_of_range, to.unit) : random_.pick(wild));
    }

    void push(id_data& to, std::size_t count) {
        const bool nothing = !to.bits.empty() && random_.percent(10);
        push_bit(to.bits, to.offset, to.values.size(), !nothing);
        const unsigned width = 8U * to.width;
        const std::uint64_t end = std::uint64_t{1} << width;
        const std::uint64_t numbers = to.is_signed ? end / 2 : end;
        std::uint64_t value = count == 0 ? numbers - 1 : random_.below(count);
        if (nothing)
            value = random_.below(end);
        else if (spoilt())
            value = random_.percent(50) ? std::min<std::uint64_t>(count, numbers - 1) : numbers - 1;
        else if (to.is_signed && random_.percent(10))
            value = random_.percent(50) ? end - 1 : end / 2 + random_.below(end / 2);
        to.values.push_back(static_cast<std::uint32_t>(value));
    }

    // -- rows ------------------------------------------------------------------------------------

    void write_row(sla::instant t) {
        const std::size_t row = row_++;
        if (out_.profile)
            push(*out_.profile, layout_.profiles.size());
        for (std::size_t i = 0; i < out_.attributes.size(); ++i)
            push(out_.attributes[i], layout_.dictionaries[i].values.size());
        const bool has_created = whole_ || !spoilt();
        if (!has_created)
            push_nothing(out_.created);
        else if (!whole_ && spoilt())
            push_out_of_range(out_.created);
        else if (!whole_)
            t = push(out_.created, t);

        const std::vector<sla::instant> edges = edges_of(row, t);
        if (whole_)
            write_timeline(t, edges);
        else
            write_events(t, edges);
        if (out_.pauses)
            write_pauses(t, edges);
        if (out_.now_of_row)
            write_now(t, edges);
    }

    /// When the clocks of a ticket do something that was created then.
    std::vector<sla::instant> edges_of(std::size_t row, sla::instant t) {
        std::vector<sla::instant> out;
        if (random_.percent(30))
            return out;
        event created = layout_.created;
        created.at = t;
        const sla::ticket_attributes ticket = attributes_of(row);
        const auto timeline = sla::timeline::of(ticket, {created});
        if (!timeline)
            return out;
        for (const sla::verdict& v : sla::evaluate(of_.book, *timeline, t))
            for (const sla::instant at : {v.deadline, v.next_change, v.started})
                if (at < sla::end_of_range)
                    out.push_back(at);
        return out;
    }

    sla::ticket_attributes attributes_of(std::size_t row) const {
        sla::ticket_attributes out = layout_.attributes;
        if (out_.profile)
            if (const auto n = out_.profile->at(row); n && *n < layout_.profiles.size())
                out = layout_.profiles[*n];
        for (std::size_t i = 0; i < layout_.dictionaries.size(); ++i) {
            const auto n = out_.attributes[i].at(row);
            const auto& values = layout_.dictionaries[i].values;
            out.set(layout_.dictionaries[i].which,
                    n && *n < values.size() ? values[*n] : sla::value_id::none);
        }
        return out;
    }

    void write_events(sla::instant t, const std::vector<sla::instant>& edges) {
        for (time_data& column : out_.events) {
            if (random_.percent(35))
                push_nothing(column);
            else if (spoilt())
                push_out_of_range(column);
            else if (spoilt())
                push(column,
                     std::max(t - milliseconds{random_.from_to(1, 90'000)}, sla::first_instant));
            else
                push(column, after(t, edges), t);
        }
    }

    /// Near something and not before `t`.
    sla::instant after(sla::instant t, const std::vector<sla::instant>& edges) {
        return std::clamp(awkward(t, edges), t, std::max(t, sla::end_of_range - 1ms));
    }

    void write_pauses(sla::instant t, const std::vector<sla::instant>& edges) {
        int count = random_.percent(50) ? 0 : random_.small(1, 3);
        if (random_.percent(1))
            count = random_.percent(50) ? 64 : 65;
        sla::instant from = t;
        for (; count > 0; --count) {
            from = count > 3 ? from + 1min : after(from, edges);
            if (spoilt())
                push_nothing(out_.begins);
            else if (spoilt())
                push(out_.begins, std::max(from - 1h, sla::first_instant));
            else if (spoilt())
                push_out_of_range(out_.begins);
            else
                from = push(out_.begins, from, from);
            sla::instant to = count > 3 ? from + 1ms : after(from, edges);
            if (spoilt())
                to = std::max(from - 1h, sla::first_instant);
            if (count == 1 ? random_.percent(30) : spoilt())
                push_nothing(out_.ends);
            else if (spoilt())
                push_out_of_range(out_.ends);
            else
                from = push(out_.ends, to, from);
        }
        out_.pauses->values.push_back(static_cast<std::int64_t>(out_.begins.values.size()));
    }

    void write_timeline(sla::instant t, const std::vector<sla::instant>& edges) {
        std::vector<event> events{layout_.created};
        events.front().at = t;
        for (const event& e : layout_.events)
            for (int n = random_.small(0, 2); n > 0; --n) {
                events.push_back(e);
                events.back().at = after(t, edges);
            }
        if (!spoilt())
            std::stable_sort(events.begin() + 1, events.end(),
                             [](const auto& a, const auto& b) { return a.at < b.at; });
        if (spoilt())
            events.erase(events.begin());
        if (spoilt())
            events.clear();
        out_.listed.insert(out_.listed.end(), events.begin(), events.end());
        out_.timelines->values.push_back(static_cast<std::int64_t>(out_.listed.size()));
    }

    void write_now(sla::instant t, const std::vector<sla::instant>& edges) {
        time_data& column = *out_.now_of_row;
        if (spoilt())
            push_nothing(column);
        else if (random_.percent(3))
            push(column,
                 std::max(t - milliseconds{random_.from_to(1, 90'000)}, sla::first_instant));
        else
            push(column, after(t, edges));
    }

    dice& random_;
    const bulk_case& of_;
    const sla::bulk_layout& layout_;
    table_data out_;
    std::size_t row_ = 0;
    bool whole_ = false;
    unsigned spoilt_ = 0;
    unsigned far_ = 0;
};

} // namespace

// -- all of it
// -------------------------------------------------------------------------------------

bulk_case random_bulk_case(dice& random) {
    desk_case made = random_case(random);
    sla::policy_book book = book_of(made.book);
    sla::bulk_layout layout = random_layout(random, book, events_for(book, made.ticket));
    pair calendar = pair_of(book, made.book);
    return {std::move(made.book), book, std::move(layout), std::move(calendar),
            made.ticket.events.front().at};
}

bulk_case simple_bulk_case(dice& random) {
    const unsigned others = random.percent(65) ? 0 : 4;
    for (;;) {
        sla::book_definition definition = simple_book(random, others);
        if (!compiles(definition))
            continue;
        const sla::policy_book book = book_of(definition);
        pair calendar = pair_of(book, definition);
        // Mostly in the years for which calendars have tables.
        sla::instant around = random_instant(random, calendar);
        for (int n = 0;
             n < 20 && !(sys_days{2016y / 1 / 1} <= around && around < sys_days{2032y / 1 / 1});
             ++n)
            around = random_instant(random, calendar);
        return {std::move(definition), book, simple_layout(random, book, others),
                std::move(calendar), around};
    }
}

table_data random_table(dice& random, const bulk_case& of, std::size_t rows) {
    return table_writer{random, of, rows}.write();
}

std::size_t random_size(dice& random) {
    static const std::vector<std::size_t> edges{0,   1,   7,   8,   9,   63,  64,  65,
                                                255, 256, 257, 511, 512, 513, 300, 300};
    return random.percent(3)    ? 1500
           : random.percent(70) ? random.pick(edges)
                                : static_cast<std::size_t>(random.from_to(0, 600));
}

output_shape full_shape(dice& random, const bulk_case& of) {
    output_shape out;
    out.clocks.resize(of.layout.metrics.size());
    for (output_shape::clock& clock : out.clocks)
        for (auto& unit : clock.lengths)
            unit = random_unit(random);
    out.next_change = random_unit(random);
    return out;
}

output_shape random_shape(dice& random, const bulk_case& of) {
    output_shape out = full_shape(random, of);
    const unsigned kept = random.percent(50) ? 25 : 70;
    for (output_shape::clock& clock : out.clocks) {
        const bool whole = random.percent(90);
        clock.state = whole && random.percent(kept);
        clock.share = whole && random.percent(kept);
        for (auto& unit : clock.lengths)
            if (!whole || !random.percent(kept))
                unit.reset();
    }
    if (!random.percent(40))
        out.next_change.reset();
    if (random.percent(5))
        out.clocks.clear();
    return out;
}

} // namespace oracle
