// SPDX-License-Identifier: MIT
//
// Peer: QuantLib. Its calendars know business days, not hours: the tasks on days alone.

#include "../adapter.hpp"

#include <array>
#include <ql/time/calendars/bespokecalendar.hpp>
#include <ql/version.hpp>

namespace {

constexpr std::int64_t epoch = 25569; // QuantLib's serial number of 1970-01-01

class peer {
public:
    static constexpr const char* name = "QuantLib";
    static constexpr const char* clock = "utc";
    static const char* version() { return QL_VERSION; }

    explicit peer(const compare::calendar_text& text) : calendar_{text.name} {
        std::array<bool, 7> open{};
        for (const compare::opening& o : text.hours)
            open.at(o.weekday) = true;
        for (unsigned day = 0; day < 7; ++day)
            if (!open.at(day))
                calendar_.addWeekend(static_cast<QuantLib::Weekday>(day + 1));
        for (const std::int64_t day : text.closed)
            calendar_.addHoliday(to_date(day));
    }

    static QuantLib::Date to_date(std::int64_t day) {
        return QuantLib::Date{static_cast<QuantLib::Date::serial_type>(day + epoch)};
    }
    static std::int64_t number(const QuantLib::Date& day) { return day.serialNumber() - epoch; }

    [[nodiscard]] QuantLib::Date add_days(const QuantLib::Date& from, int count) const {
        return calendar_.advance(from, count, QuantLib::Days);
    }
    [[nodiscard]] std::int64_t count_days(const QuantLib::Date& from,
                                          const QuantLib::Date& to) const {
        return calendar_.businessDaysBetween(from, to);
    }

private:
    QuantLib::BespokeCalendar calendar_;
};

} // namespace

int main(int argc, char** argv) {
    return compare::run<peer>(argc, argv);
}
