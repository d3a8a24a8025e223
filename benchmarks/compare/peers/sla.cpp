// SPDX-License-Identifier: MIT
//
// Peer: sla, one question at a time.

#include "../../new_york.hpp"
#include "../adapter.hpp"
#include "sla_calendar.hpp"
#include <sla/calendar.hpp>
#include <sla/version.hpp>

#include <chrono>
#include <optional>

namespace {

using namespace std::chrono;

class peer {
public:
    static constexpr const char* name = "sla";
    static constexpr const char* clock = "utc";
    static const char* version() { return SLA_VERSION_STRING; }

    explicit peer(const compare::calendar_text& text)
        : calendar_{sla::compile(compare::definition(text), sla_benchmark::zones(),
                                 compare::compiled_years)
                        .value()} {}

    static sla::instant to_instant(std::int64_t created) { return sys_seconds{seconds{created}}; }
    static sla::working to_amount(std::int64_t amount) { return sla::working{hours{amount}}; }
    static std::int64_t number(sla::instant t) {
        return floor<seconds>(t).time_since_epoch().count();
    }
    [[nodiscard]] sla::instant deadline(sla::instant created, sla::working amount) const {
        return calendar_.add(created, amount);
    }
    [[nodiscard]] sla::instant deadline_next_open(sla::instant created, sla::working amount) const {
        return calendar_.add(created, amount, sla::exact_fit::next_open);
    }

    static local_days to_date(std::int64_t day) { return local_days{days{day}}; }
    static std::int64_t number(const std::optional<local_days>& day) {
        return day.value().time_since_epoch().count();
    }
    [[nodiscard]] std::optional<local_days> add_days(local_days from, int count) const {
        return calendar_.add_business_days(from, count);
    }
    [[nodiscard]] std::int64_t count_days(local_days from, local_days to) const {
        return calendar_.business_days_between(from, to);
    }

private:
    sla::calendar calendar_;
};

} // namespace

int main(int argc, char** argv) {
    return compare::run<peer>(argc, argv);
}
