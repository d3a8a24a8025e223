// SPDX-License-Identifier: MIT
//
// The members of a ticket are read: its timeline.
#include "tape.hpp"
#include "ticket_builder.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

namespace sla::inline v1::detail::json {

void ticket_builder::merge() {
    // The creation comes first, then what was known from then on; the others stand where their
    // time is, after what the list has then.
    const auto rank = [](const flat_event& f) {
        return f.what.kind == event_kind::created
                   ? 0
                   : (f.what.kind == event_kind::due_changed ? 1 : 2);
    };
    std::stable_sort(flat_.begin(), flat_.end(), [&](const flat_event& a, const flat_event& b) {
        return rank(a) != rank(b) ? rank(a) < rank(b) : rank(a) == 2 && a.what.at < b.what.at;
    });
    events_.clear();
    origins_.clear();
    std::size_t next = 0;
    const auto take_flat = [&] {
        events_.push_back(flat_[next].what);
        origins_.push_back({flat_[next].member, false});
        if (rank(flat_[next]) == 1)
            events_.back().at = events_.size() > 1 ? events_[events_.size() - 2].at : instant{};
        ++next;
    };
    while (next < flat_.size() && rank(flat_[next]) == 0)
        take_flat();
    for (std::size_t i = 0; i < listed_.size(); ++i) {
        while (next < flat_.size() && listed_[i].kind != event_kind::created &&
               (rank(flat_[next]) == 1 || flat_[next].what.at < listed_[i].at))
            take_flat();
        events_.push_back(listed_[i]);
        origins_.push_back({static_cast<std::uint32_t>(i), true});
    }
    while (next < flat_.size())
        take_flat();
    for (std::size_t i = 1; options_.tolerance > elapsed{0} && i < events_.size(); ++i) {
        const instant before = events_[i - 1].at;
        if (events_[i].at < before && before - events_[i].at <= options_.tolerance) {
            events_[i].at = before;
            ++moved_events_;
        }
    }
}

// "events[3].at", as the timeline says, where that came from.
std::string ticket_builder::in_ticket(std::string_view place) const {
    constexpr std::string_view prefix = "events[";
    std::size_t n = 0;
    const std::size_t closing = place.find(']');
    if (!place.starts_with(prefix) || closing == std::string_view::npos ||
        std::from_chars(place.data() + prefix.size(), place.data() + closing, n).ec !=
            std::errc{} ||
        n >= origins_.size())
        return place == "events" ? "/events" : std::string{place};
    const origin& from = origins_[n];
    std::string out;
    if (!from.in_list) {
        append_segment(out, flat_names_[from.number]);
        return out;
    }
    out = "/events/" + std::to_string(from.number);
    if (closing + 2 < place.size())
        append_segment(out, place.substr(closing + 2));
    return out;
}

void ticket_builder::check_values() {
    std::array<std::string_view, 16> few;
    std::vector<std::string_view> many;
    std::span<const std::string_view> tags;
    if (tag_count_ <= few.size()) {
        std::copy_n(tags_.begin(), tag_count_, few.begin());
        tags = std::span{few}.first(tag_count_);
    } else {
        many.assign(tags_.begin(), tags_.begin() + static_cast<std::ptrdiff_t>(tag_count_));
        tags = many;
    }
    const ticket_names names{.priority = values_[0],
                             .channel = values_[1],
                             .tier = values_[2],
                             .category = values_[3],
                             .group = values_[4],
                             .customer = values_[5],
                             .tags = tags};
    attributes_ = book_.attributes(names);
    for (issue& i : book_.undeclared(names))
        complain("/" + i.place, i.code.c_str(), std::move(i.message), std::move(i.expected),
                 std::move(i.saw), std::move(i.hint));
}

issue_list ticket_builder::give_up(issue why, std::uint64_t row) {
    if (row != 0)
        why.related.push_back({"row " + std::to_string(row), "in the tickets"});
    return {std::move(why)};
}

result<timeline> ticket_builder::finish(std::uint64_t row) {
    if (too_many_)
        return give_up({.code = "ticket.too_many_events",
                        .place = "/events",
                        .message = "this ticket has too many events",
                        .expected = "at most " + std::to_string(options_.events)},
                       row);
    check_values();
    const auto with_row = [row](issue_list& issues) {
        for (issue& i : issues)
            if (row != 0)
                i.related.push_back({"row " + std::to_string(row), "in the tickets"});
    };
    // An event that could not be read would make its neighbours look wrong.
    if (has_errors(issues_)) {
        with_row(issues_);
        return std::move(issues_);
    }
    merge();
    result<timeline> made = timeline::over(attributes_, events_);
    if (made && made.issues().empty() && issues_.empty())
        return made;
    for (const issue& i : made.issues()) {
        const std::size_t before = issues_.size();
        complain(in_ticket(i.place), i.code.c_str(), i.message, i.expected, i.saw, i.hint);
        if (before >= most_issues)
            break;
        issues_.back().severity = i.severity;
        for (const related_place& r : i.related)
            issues_.back().related.push_back({in_ticket(r.place), r.note});
    }
    with_row(issues_);
    if (made && !has_errors(issues_))
        return result<timeline>{*std::move(made), std::move(issues_)};
    return std::move(issues_);
}

} // namespace sla::inline v1::detail::json
