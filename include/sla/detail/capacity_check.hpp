// SPDX-License-Identifier: MIT
//
// Inside the capacity room: what may be wrong with a definition.
#pragma once

#include <sla/capacity.hpp>
#include <sla/detail/issue_enumerator.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace sla::inline v1::detail {

class capacity_check {
public:
    explicit capacity_check(const capacity_definition& definition) noexcept
        : definition_{definition} {}

    [[nodiscard]] issue_list run() {
        const capacity_definition& d = definition_;
        if (!(d.interval.count() > 0) || std::isinf(d.interval.count()))
            bad_time("interval", d.interval, "a positive time, finite");
        const bool has_handling = check_time("handling_time", d.handling_time);
        if (!(d.patience.count() >= 0))
            bad_time("patience", d.patience, "zero, a positive time, or unlimited_patience");
        else if (has_handling && d.handling_time.count() > 0 && !std::isinf(d.patience.count()) &&
                 d.patience / d.handling_time > max_patience_ratio)
            add({.code = "capacity.patience_too_long",
                 .place = "patience",
                 .message = "callers do not wait that long for such short calls",
                 .expected = "at most " + text(max_patience_ratio) + " handling times",
                 .saw = text(d.patience / d.handling_time),
                 .hint = "unlimited_patience means that nobody gives up"});
        check_time("answered_within", d.answered_within);
        check_goals();
        check_rest();
        return std::move(issues_);
    }

private:
    void add(issue found) { issues_.push_back(std::move(found)); }

    [[nodiscard]] static std::string text(double value) {
        std::array<char, 32> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
        return {buffer.data(), end.ptr};
    }

    void bad_time(const char* place, real_seconds saw, const char* expected) {
        add({.code = "capacity.time_invalid",
             .place = place,
             .message = "this is no such length of time",
             .expected = expected,
             .saw = text(saw.count()) + " s"});
    }
    bool check_time(const char* place, real_seconds time) {
        const bool is_good = time.count() >= 0 && !std::isinf(time.count());
        if (!is_good)
            bad_time(place, time, "zero or a positive time, finite");
        return is_good;
    }

    enum class one : std::uint8_t { excluded, included };
    void check_share(const char* place, const std::optional<double>& goal, one last) {
        if (!goal || (*goal > 0 && (*goal < 1 || (*goal == 1 && last == one::included))))
            return;
        const bool is_percent = *goal > 1 && *goal <= 100;
        const bool is_certain = *goal == 1 || *goal == 0;
        add({.code = "capacity.share_out_of_range",
             .place = place,
             .message = "this is no share to aim at",
             .expected = last == one::included ? "above 0, at most 1" : "above 0, below 1",
             .saw = text(*goal),
             .hint = is_percent && !is_certain ? "80 % is 0.8"
                     : is_certain              ? "nothing is certain: name a share close to it"
                                               : ""});
    }

    void check_goals() {
        const staffing_goals& goals = definition_.goals;
        check_share("goals.service_level", goals.service_level, one::excluded);
        if (goals.speed_of_answer &&
            !(goals.speed_of_answer->count() > 0 && !std::isinf(goals.speed_of_answer->count())))
            bad_time("goals.speed_of_answer", *goals.speed_of_answer, "a positive time, finite");
        check_share("goals.abandoned", goals.abandoned, one::excluded);
        check_share("goals.occupancy", goals.occupancy, one::included);

        const double patience = definition_.patience.count();
        if (goals.abandoned && std::isinf(patience) && patience > 0)
            without_effect("goals.abandoned", "callers of unlimited patience never give up");
        if (goals.speed_of_answer && patience == 0)
            without_effect("goals.speed_of_answer", "callers without patience never wait");
    }
    void without_effect(const char* place, const char* why) {
        add({.code = "capacity.goal_without_effect",
             .severity = severity::warning,
             .place = place,
             .message = why,
             .hint = "give the patience of your callers, or leave this goal out"});
    }

    void check_rest() {
        const capacity_definition& d = definition_;
        if (d.abandoned > abandoned_calls::short_ones_met)
            add(unknown_enumerator("capacity.unknown_enumerator", "abandoned", d.abandoned,
                                   abandoned_calls::short_ones_met));
        if (d.seats_at_most > max_seats)
            add({.code = "capacity.too_many_seats",
                 .place = "seats_at_most",
                 .message = "so many seats are not looked for",
                 .expected = "at most " + std::to_string(max_seats),
                 .saw = std::to_string(d.seats_at_most)});
        if (d.seats_at_least > d.seats_at_most)
            add({.code = "capacity.seats_reversed",
                 .place = "seats_at_least",
                 .message = "the fewest seats are more than the most",
                 .expected = "at most " + std::to_string(d.seats_at_most),
                 .saw = std::to_string(d.seats_at_least),
                 .related = {{"seats_at_most", "the most seats"}}});
        if (!(d.shrinkage >= 0 && d.shrinkage <= max_shrinkage))
            add({.code = "capacity.shrinkage_out_of_range",
                 .place = "shrinkage",
                 .message = "this is no share of paid time",
                 .expected = "0 to " + text(max_shrinkage),
                 .saw = text(d.shrinkage),
                 .hint = d.shrinkage >= 1 && d.shrinkage < 100 ? "30 % is 0.3" : ""});
        if (d.handling_time.count() == 0)
            add({.code = "capacity.no_handling_time",
                 .severity = severity::warning,
                 .place = "handling_time",
                 .message = "calls that take no time need one seat, however many they are",
                 .expected = "a positive time",
                 .saw = "0 s"});
    }

    const capacity_definition& definition_;
    issue_list issues_;
};

} // namespace sla::inline v1::detail
