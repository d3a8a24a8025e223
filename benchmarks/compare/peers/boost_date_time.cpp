// SPDX-License-Identifier: MIT
//
// Peer: Boost.Date_Time. It has dates, times and zones by rule, but no business hours, so they are
// written by hand on top of it: from day to day, as in day_walk.cpp.

#include "../adapter.hpp"

#include <algorithm>
#include <array>
#include <boost/date_time/local_time/local_time.hpp>
#include <boost/version.hpp>
#include <set>

namespace {

namespace gregorian = boost::gregorian;
namespace local = boost::local_time;
namespace posix = boost::posix_time;

const gregorian::date epoch{1970, 1, 1};

class peer {
public:
    static constexpr const char* name = "Boost.Date_Time";
    static constexpr const char* clock = "utc";
    static std::string version() {
        std::string v = BOOST_LIB_VERSION;
        std::replace(v.begin(), v.end(), '_', '.');
        return v;
    }

    explicit peer(const compare::calendar_text& text) {
        if (text.zone != "America/New_York")
            compare::stop("Boost.Date_Time needs the rule of " + text.zone);
        zone_ = local::time_zone_ptr{new local::posix_time_zone{"EST-5EDT,M3.2.0,M11.1.0"}};
        for (const compare::opening& o : text.hours)
            hours_.at(o.weekday).push_back({posix::seconds(o.begin), posix::seconds(o.end)});
        for (const std::int64_t day : text.closed)
            closed_.insert(to_date(day));
    }

    static posix::ptime to_instant(std::int64_t created) {
        return posix::ptime{epoch, posix::seconds(created)};
    }
    static posix::time_duration to_amount(std::int64_t amount) { return posix::hours(amount); }
    static std::int64_t number(const posix::ptime& t) {
        return (t - posix::ptime{epoch}).total_seconds();
    }

    [[nodiscard]] posix::ptime deadline(const posix::ptime& created,
                                        posix::time_duration left) const {
        const posix::ptime wall = local::local_date_time{created, zone_}.local_time();
        for (gregorian::date day = wall.date();; day += gregorian::days{1}) {
            if (closed_.contains(day))
                continue;
            for (const range& r : hours_[day.day_of_week().as_number()]) {
                const posix::ptime begin = std::max(wall, posix::ptime{day, r.begin});
                const posix::ptime end{day, r.end};
                if (begin >= end)
                    continue;
                if (left <= end - begin) {
                    const posix::ptime due = begin + left;
                    return local::local_date_time{due.date(), due.time_of_day(), zone_,
                                                  local::local_date_time::NOT_DATE_TIME_ON_ERROR}
                        .utc_time();
                }
                left -= end - begin;
            }
        }
    }

    static gregorian::date to_date(std::int64_t day) {
        return epoch + gregorian::days{static_cast<int>(day)};
    }
    static std::int64_t number(const gregorian::date& day) { return (day - epoch).days(); }

    [[nodiscard]] gregorian::date add_days(gregorian::date day, int count) const {
        while (count > 0) {
            day += gregorian::days{1};
            count -= is_business_day(day) ? 1 : 0;
        }
        return day;
    }
    [[nodiscard]] std::int64_t count_days(gregorian::date from, const gregorian::date& to) const {
        std::int64_t count = 0;
        for (; from < to; from += gregorian::days{1})
            count += is_business_day(from) ? 1 : 0;
        return count;
    }

private:
    struct range {
        posix::time_duration begin;
        posix::time_duration end;
    };

    [[nodiscard]] bool is_business_day(const gregorian::date& day) const {
        return !hours_[day.day_of_week().as_number()].empty() && !closed_.contains(day);
    }

    local::time_zone_ptr zone_;
    std::array<std::vector<range>, 7> hours_;
    std::set<gregorian::date> closed_;
};

} // namespace

int main(int argc, char** argv) {
    return compare::run<peer>(argc, argv);
}
