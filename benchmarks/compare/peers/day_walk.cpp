// SPDX-License-Identifier: MIT
//
// Peer: by hand, the plain way. To the wall clock with date, then from day to day, taking what is
// open, and back from the wall clock.

#include "../adapter.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

namespace {

using date::days;
using date::local_days;
using std::chrono::hours;
using std::chrono::seconds;

class peer {
public:
    static constexpr const char* name = "day walk";
    static constexpr const char* clock = "utc";
    static const char* version() { return "date 3"; }

    explicit peer(const compare::calendar_text& text) : zone_{date::locate_zone(text.zone)} {
        for (const compare::opening& o : text.hours)
            hours_.at(o.weekday).push_back({seconds{o.begin}, seconds{o.end}});
        for (const std::int64_t day : text.closed)
            closed_.insert(to_date(day));
    }

    static date::sys_seconds to_instant(std::int64_t created) {
        return date::sys_seconds{seconds{created}};
    }
    static seconds to_amount(std::int64_t amount) { return hours{amount}; }
    static std::int64_t number(date::sys_seconds t) { return t.time_since_epoch().count(); }

    [[nodiscard]] date::sys_seconds deadline(date::sys_seconds created, seconds left) const {
        const date::local_seconds wall = zone_->to_local(created);
        for (auto day = date::floor<days>(wall);; day += days{1}) {
            if (closed_.contains(day))
                continue;
            for (const range& r : hours_[date::weekday{day}.c_encoding()]) {
                const date::local_seconds begin = std::max(wall, day + r.begin);
                const date::local_seconds end = day + r.end;
                if (begin >= end)
                    continue;
                if (left <= end - begin)
                    return zone_->to_sys(begin + left, date::choose::earliest);
                left -= end - begin;
            }
        }
    }

    static local_days to_date(std::int64_t day) { return local_days{days{static_cast<int>(day)}}; }
    static std::int64_t number(local_days day) { return day.time_since_epoch().count(); }

    [[nodiscard]] local_days add_days(local_days day, int count) const {
        while (count > 0) {
            day += days{1};
            count -= is_business_day(day) ? 1 : 0;
        }
        return day;
    }
    [[nodiscard]] std::int64_t count_days(local_days from, local_days to) const {
        std::int64_t count = 0;
        for (; from < to; from += days{1})
            count += is_business_day(from) ? 1 : 0;
        return count;
    }

private:
    struct range {
        seconds begin;
        seconds end;
    };

    [[nodiscard]] bool is_business_day(local_days day) const {
        return !hours_[date::weekday{day}.c_encoding()].empty() && !closed_.contains(day);
    }

    const date::time_zone* zone_;
    std::array<std::vector<range>, 7> hours_;
    std::set<local_days> closed_;
};

} // namespace

int main(int argc, char** argv) {
    return compare::run<peer>(argc, argv);
}
