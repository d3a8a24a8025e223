// SPDX-License-Identifier: MIT
//
// Peer: by hand, the fast way. All opening hours of the years concerned as sorted intervals in UTC
// with prefix sums, all business days as a sorted list; a question is one or two binary searches.

#include "../adapter.hpp"

#include <date/tz.h>

#include <algorithm>
#include <chrono>

namespace {

using date::days;
using date::local_days;
using std::chrono::hours;
using std::chrono::seconds;

class peer {
public:
    static constexpr const char* name = "intervals";
    static constexpr const char* clock = "utc";
    static const char* version() { return "date 3"; }

    explicit peer(const compare::calendar_text& text) {
        const date::time_zone* zone = date::locate_zone(text.zone);
        for (local_days day{date::year{2016} / 1 / 1}; day < local_days{date::year{2036} / 1 / 1};
             day += days{1}) {
            const auto number = static_cast<std::int64_t>(day.time_since_epoch().count());
            if (std::find(text.closed.begin(), text.closed.end(), number) != text.closed.end())
                continue;
            bool open = false;
            for (const compare::opening& o : text.hours) {
                if (o.weekday != date::weekday{day}.c_encoding())
                    continue;
                open_.push_back(
                    {utc(zone, day + seconds{o.begin}), utc(zone, day + seconds{o.end})});
                open = true;
            }
            if (open)
                business_days_.push_back(number);
        }
        before_.push_back(0);
        for (const interval& i : open_)
            before_.push_back(before_.back() + i.end - i.begin);
    }

    static std::int64_t to_instant(std::int64_t created) { return created; }
    static std::int64_t to_amount(std::int64_t amount) { return seconds{hours{amount}}.count(); }
    static std::int64_t number(std::int64_t n) { return n; }

    [[nodiscard]] std::int64_t deadline(std::int64_t created, std::int64_t amount) const {
        const auto at =
            std::upper_bound(open_.begin(), open_.end(), created,
                             [](std::int64_t t, const interval& i) { return t < i.end; });
        const auto k = static_cast<std::size_t>(at - open_.begin());
        const std::int64_t target =
            before_[k] + std::max<std::int64_t>(created - at->begin, 0) + amount;
        const auto last = std::lower_bound(before_.begin(), before_.end(), target);
        const auto n = static_cast<std::size_t>(last - before_.begin()) - 1;
        return open_[n].begin + target - before_[n];
    }

    static std::int64_t to_date(std::int64_t day) { return day; }

    [[nodiscard]] std::int64_t add_days(std::int64_t from, int count) const {
        const auto next = std::upper_bound(business_days_.begin(), business_days_.end(), from);
        return next[count - 1];
    }
    [[nodiscard]] std::int64_t count_days(std::int64_t from, std::int64_t to) const {
        return rank(to) - rank(from);
    }

private:
    struct interval {
        std::int64_t begin;
        std::int64_t end;
    };

    static std::int64_t utc(const date::time_zone* zone, date::local_seconds t) {
        return zone->to_sys(t, date::choose::earliest).time_since_epoch().count();
    }
    [[nodiscard]] std::int64_t rank(std::int64_t day) const {
        return std::lower_bound(business_days_.begin(), business_days_.end(), day) -
               business_days_.begin();
    }

    std::vector<interval> open_;
    std::vector<std::int64_t> before_;
    std::vector<std::int64_t> business_days_;
};

} // namespace

int main(int argc, char** argv) {
    return compare::run<peer>(argc, argv);
}
