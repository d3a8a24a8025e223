// SPDX-License-Identifier: MIT
#include "event_log_recount.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

namespace event_log {

sla::elapsed by_the_stopwatch(sla::instant from, sla::instant to) {
    return to - from;
}

sla::elapsed in_office_hours(sla::instant from, sla::instant to) {
    using namespace std::chrono;
    sla::elapsed out{};
    for (sys_days day = floor<days>(from); day <= to; day += days{1}) {
        if (weekday{day} == Saturday || weekday{day} == Sunday)
            continue;
        const sla::instant begin = std::max<sla::instant>(day + hours{9}, from);
        const sla::instant end = std::min<sla::instant>(day + hours{17}, to);
        if (begin < end)
            out += end - begin;
    }
    return out;
}

recounted recount(const standings& lived, const limits& by_priority, measure count,
                  sla::instant now) {
    using namespace std::chrono_literals;
    recounted out;
    sla::elapsed done_for{}; // A pause only if work goes on.
    bool late = false;
    bool promised = false;

    const auto live = [&](const standing& present, sla::instant until) {
        if (present.done) {
            done_for += until - present.at;
            return;
        }
        out.paused += std::exchange(done_for, sla::elapsed{});
        const auto limit = by_priority.find(present.priority);
        promised = limit != by_priority.end();
        // A shorter limit can be past at once.
        late = late || (promised && out.counted > limit->second);
        if (present.waiting) {
            out.paused += until - present.at;
            return;
        }
        late = late || (promised && present.at < until &&
                        out.counted + count(present.at, until - 1ms) >= limit->second);
        out.counted += count(present.at, until);
        out.spent += until - present.at;
    };

    bool done = false;
    bool waiting = false;
    for (std::size_t i = 0; i < lived.size() && lived[i].at <= now; ++i) {
        const bool is_last = i + 1 == lived.size() || lived[i + 1].at > now;
        live(lived[i], is_last ? now : lived[i + 1].at);
        done = lived[i].done;
        waiting = lived[i].waiting;
    }
    if (!promised)
        out.counted = {}; // Against what?
    out.state = !promised ? "not applicable"
                : late    ? "breached"
                : done    ? "met"
                : waiting ? "paused"
                          : "running";
    return out;
}

standings as_it_was(standings lived) {
    return lived;
}

standings done_once(standings lived) {
    const auto first_done =
        std::find_if(lived.begin(), lived.end(), [](const standing& one) { return one.done; });
    std::for_each(first_done, lived.end(), [](standing& one) { one.done = true; });
    return lived;
}

standings done_last(standings lived) {
    const auto last_open =
        std::find_if(lived.rbegin(), lived.rend(), [](const standing& one) { return !one.done; });
    std::for_each(last_open, lived.rend(), [](standing& one) { one.done = false; });
    return lived;
}

standings begun_anew(standings lived) {
    for (std::size_t i = lived.size() - 1; i > 0; --i)
        if (lived[i - 1].done && !lived[i].done)
            return {lived.begin() + static_cast<std::ptrdiff_t>(i), lived.end()};
    return lived;
}

standings first_priority(standings lived) {
    for (standing& one : lived)
        one.priority = lived.front().priority;
    return lived;
}

} // namespace event_log
