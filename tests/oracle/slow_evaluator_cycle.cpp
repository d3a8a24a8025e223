// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>
#include <map>
#include <oracle/slow_evaluator_cycle.hpp>
#include <span>
#include <string>
#include <utility>
#include <variant>

namespace oracle {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using sla::instant;
using sla::never;
using std::chrono::milliseconds;

// -- time
// ------------------------------------------------------------------------------------------

/// Walks are for spans that a ticket has; what is longer is left to the calendar's own answer.
constexpr milliseconds longest_walk = days{800};

milliseconds open_time(const sla::calendar& hours, instant a, instant b) {
    if (b <= a)
        return 0ms;
    a = std::max(a, sla::first_instant);
    b = std::min(b, sla::end_of_range);
    if (b - a > longest_walk)
        return hours.between(a, b).length();
    milliseconds sum{};
    for (const sla::interval& piece : hours.open_between(a, b))
        sum += piece.length();
    return sum;
}

/// The first instant by which so much of it has passed since `t`.
instant walk(const sla::calendar& hours, instant t, milliseconds length, sla::exact_fit fit) {
    if (length == 0ms || !sla::in_range(t))
        return t;
    milliseconds left = length;
    const instant horizon = t + std::min<milliseconds>(longest_walk, sla::end_of_range - t);
    for (const sla::interval& piece : hours.open_between(t, horizon)) {
        if (left == 0ms) // used up when the piece before this one ended
            return piece.begin;
        if (left < piece.length() || (left == piece.length() && fit == sla::exact_fit::close))
            return piece.begin + left;
        left -= piece.length();
    }
    return hours.add(t, sla::working{length}, fit);
}

instant plus(instant t, milliseconds length) {
    if (t == never || length >= sla::end_of_range - t)
        return never;
    return t + length;
}

milliseconds percent_of(milliseconds whole, int percent) {
    return milliseconds{whole.count() * percent / 100};
}

/// a * b / c, rounded down, without a product that is too large: all are positive.
milliseconds scaled(milliseconds a, milliseconds b, milliseconds c) {
    using wide = long double; // only to see whether the product fits
    if (static_cast<wide>(a.count()) * static_cast<wide>(b.count()) < 9e18L)
        return milliseconds{a.count() * b.count() / c.count()};
    // By long multiplication: quotient and remainder of one binary digit of b after the other.
    std::int64_t quotient = 0;
    std::int64_t rest = 0;
    for (int digit = 62; digit >= 0; --digit) {
        quotient *= 2;
        rest *= 2;
        if (((b.count() >> digit) & 1) != 0) {
            quotient += a.count() / c.count();
            rest += a.count() % c.count();
        }
        quotient += rest / c.count();
        rest %= c.count();
    }
    return milliseconds{quotient};
}

/// `t` and a length in its own kind of time.
instant later_by(const sla::calendar* hours, instant t, const sla::length& by) {
    if (t == never)
        return never;
    if (const auto* plain = std::get_if<sla::elapsed>(&by))
        return plus(t, *plain);
    return walk(*hours, t, std::get<sla::working>(by).length(), sla::exact_fit::close);
}

instant earlier_by(const sla::calendar* hours, instant t, const sla::length& by) {
    if (t == never)
        return never;
    if (const auto* plain = std::get_if<sla::elapsed>(&by))
        return t - *plain;
    const instant found = hours->subtract(t, std::get<sla::working>(by));
    return found == never ? sla::first_instant : found;
}

bool is_zero(const sla::length& by) {
    return std::visit([](auto length) { return length == decltype(length){}; }, by);
}

/// An instant that has `of` before it, moved because time from `p` to `r` did not count: what was
/// left of it at `p` is left at `r`.
instant moved(const sla::calendar& hours, instant of, instant p, instant r, sla::exact_fit fit) {
    if (of == never)
        return never;
    if (open_time(hours, p, r) == 0ms)
        return std::max(of, r);
    const milliseconds left = open_time(hours, p, of);
    if (left > 0ms)
        return walk(hours, r, left, fit);
    return fit == sla::exact_fit::close ? std::max(of, r) : hours.next_open_or_same(r);
}

// -- what a limit gives
// ----------------------------------------------------------------------------

/// A stretch in which the clock ran.
struct stretch {
    instant from;
    instant to;
};
using stretches = std::span<const stretch>;

/// What a limit gives to a clock that starts at an instant.
struct grant {
    instant deadline = never;
    instant first_part = never; ///< `working_then_elapsed`: when the working time is used up.
    milliseconds allowed{};
    milliseconds working{}; ///< `working_then_elapsed`: how much of it is working time.
};

grant grant_from(const slow_terms& terms, instant start) {
    grant out;
    if (start == never)
        return out;
    const sla::exact_fit fit = terms.target->options.fit;
    const sla::target_duration::forms& form = terms.row->within;
    milliseconds elapsed_part{};
    if (const auto* plain = std::get_if<sla::elapsed>(&form)) {
        out.allowed = *plain;
        out.deadline = plus(start, *plain);
    } else if (const auto* work = std::get_if<sla::working>(&form)) {
        out.allowed = work->length();
        out.deadline = walk(*terms.hours, start, work->length(), fit);
    } else if (const auto* both = std::get_if<sla::working_then_elapsed>(&form)) {
        out.working = both->first.length();
        elapsed_part = both->then;
    } else if (const auto* business = std::get_if<sla::business_days>(&form)) {
        out.deadline = terms.hours->add(start, *business);
    } else if (const auto* dates = std::get_if<sla::calendar_days>(&form)) {
        out.deadline = terms.hours->add(start, *dates);
    } else if (const auto* weeks = std::get_if<sla::calendar_weeks>(&form)) {
        out.deadline = terms.hours->add(start, *weeks);
    } else if (const auto* months = std::get_if<sla::calendar_months>(&form)) {
        out.deadline = terms.hours->add(start, *months);
    }

    const auto& extra = terms.target->options.out_of_hours;
    const bool outside = extra && terms.hours != nullptr && !terms.hours->is_open(start);
    milliseconds extra_length{};
    if (outside) {
        const auto* plain = std::get_if<sla::elapsed>(&*extra);
        extra_length = plain != nullptr ? *plain : std::get<sla::working>(*extra).length();
        if (terms.unit() == slow_unit::working_then_elapsed)
            (plain != nullptr ? elapsed_part : out.working) += extra_length;
        else if (plain != nullptr)
            out.deadline = plus(out.deadline, extra_length);
        else if (out.deadline != never)
            out.deadline = walk(*terms.hours, out.deadline, extra_length, fit);
    }

    if (terms.unit() == slow_unit::working_then_elapsed) {
        out.first_part = walk(*terms.hours, start, out.working, sla::exact_fit::close);
        out.deadline = plus(out.first_part, elapsed_part);
        out.allowed = out.working + elapsed_part;
    } else if (!terms.is_date()) {
        out.allowed += extra_length;
    } else if (terms.unit() == slow_unit::working) {
        out.allowed = open_time(*terms.hours, start, out.deadline);
    } else {
        out.allowed = std::max(std::min(out.deadline, sla::end_of_range) - start, milliseconds{});
    }
    return out;
}

/// How much of the limit's own time the stretches hold. Of a limit that is working time first,
/// `working_left` of that is left at their beginning.
milliseconds counted_in(const slow_terms& terms, milliseconds working_left, stretches ran) {
    milliseconds sum{};
    for (const stretch& s : ran) {
        switch (terms.unit()) {
        case slow_unit::elapsed:
            sum += s.to - s.from;
            break;
        case slow_unit::working:
            sum += open_time(*terms.hours, s.from, s.to);
            break;
        case slow_unit::working_then_elapsed: {
            const milliseconds work = open_time(*terms.hours, s.from, s.to);
            if (work < working_left) {
                working_left -= work;
                sum += work;
                break;
            }
            const instant used_up = walk(*terms.hours, s.from, working_left, sla::exact_fit::close);
            sum += working_left + (s.to - used_up);
            working_left = 0ms;
        }
        }
    }
    return sum;
}

/// The first instant by which the stretches hold `amount`, more than nothing; `never` if they
/// don't.
instant reached_in(const slow_terms& terms, milliseconds working_left, stretches ran,
                   milliseconds amount) {
    for (const stretch& s : ran) {
        const milliseconds here = counted_in(terms, working_left, {&s, 1});
        if (here < amount) {
            amount -= here;
            if (terms.unit() == slow_unit::working_then_elapsed)
                working_left -= std::min(working_left, here);
            continue;
        }
        switch (terms.unit()) {
        case slow_unit::elapsed:
            return plus(s.from, amount);
        case slow_unit::working:
            return walk(*terms.hours, s.from, amount, sla::exact_fit::close);
        case slow_unit::working_then_elapsed: {
            const instant used_up =
                walk(*terms.hours, s.from, std::min(amount, working_left), sla::exact_fit::close);
            return plus(used_up, amount - std::min(amount, working_left));
        }
        }
    }
    return never;
}

/// The last instant at which the promise can be kept, as pauses move it.
struct track {
    instant deadline = never;
    instant first_part = never; ///< `working_then_elapsed` only.
    instant since{};            ///< From when on it has been this one.

    [[nodiscard]] instant late_from(const slow_terms& terms) const {
        if (deadline == never)
            return never;
        const bool strictly = terms.target->options.met == sla::met_when::strictly_before;
        return std::max(strictly ? deadline : deadline + 1ms, since);
    }

    /// After a pause that began in time.
    [[nodiscard]] track after(const slow_terms& terms, instant p, instant r) const {
        if (late_from(terms) <= p)
            return *this;
        track out = *this;
        if (terms.unit() == slow_unit::working) {
            out.deadline = moved(*terms.hours, deadline, p, r, terms.target->options.fit);
        } else if (terms.unit() == slow_unit::working_then_elapsed && p < first_part) {
            out.first_part = moved(*terms.hours, first_part, p, r, sla::exact_fit::close);
            if (deadline != never)
                out.deadline = plus(out.first_part, deadline - first_part);
        } else {
            out.deadline = plus(deadline, r - p);
        }
        if (out.deadline != deadline)
            out.since = r;
        return out;
    }
};

/// As if the limit had held since `start`, through these pauses.
track replayed(const slow_terms& terms, instant start, const std::vector<sla::interval>& pauses) {
    const grant given = grant_from(terms, start);
    track out{given.deadline, given.first_part, start};
    for (const sla::interval& pause : pauses)
        out = out.after(terms, pause.begin, pause.end);
    return out;
}

instant start_in_hours(const std::optional<slow_terms>& terms, instant t) {
    return terms && terms->start_hours != nullptr ? terms->start_hours->next_open_or_same(t) : t;
}

// -- the reader
// ------------------------------------------------------------------------------------

class cycle_reader {
public:
    explicit cycle_reader(const slow_fact& begin)
        : limit_{begin.limit}, latched_{begin.latched}, not_before_{begin.not_before},
          start_{start_in_hours(limit_, not_before_)}, started_{start_} {
        if (begin.due != never)
            manual_ = begin.due;
        held_since_ = sla::first_instant;
        start_from_nothing();
    }

    void take(const slow_fact& fact) {
        advance(fact.at);
        switch (fact.kind) {
        case slow_fact::kind_type::begin:
            break;
        case slow_fact::kind_type::pause:
            latched_ = true;
            if (!waiting_)
                pause(fact.at);
            break;
        case slow_fact::kind_type::resume:
            latched_ = false;
            if (!waiting_)
                resume(fact.at);
            break;
        case slow_fact::kind_type::retarget:
            retarget(fact.at, fact.limit);
            break;
        case slow_fact::kind_type::reset:
            reset(fact.at);
            break;
        case slow_fact::kind_type::due:
            set_due(fact.at, fact.due);
            break;
        case slow_fact::kind_type::reopened:
            if (paused_ && fact.latched)
                told_pause_ = fact.at;
            break;
        case slow_fact::kind_type::stop:
        case slow_fact::kind_type::cancel:
            end(fact.at, fact.kind == slow_fact::kind_type::cancel);
            break;
        }
    }

    slow_standing read(instant now) {
        if (!ended_) {
            advance(now);
            if (!waiting_)
                look(now, ending::other);
        }
        slow_standing out;
        out.open = !ended_;
        out.waiting = waiting_;
        out.not_before = not_before_;
        if (!ended_)
            collect_candidates(out.candidates);
        fill(out.verdict, ended_ ? *ended_ : now);
        return out;
    }

private:
    enum class ending { stop, other };

    [[nodiscard]] bool recomputes() const {
        return limit_->target->options.breach == sla::breach_mode::recomputed;
    }
    [[nodiscard]] instant deadline() const { return manual_ ? *manual_ : track_.deadline; }

    [[nodiscard]] instant late_from() const {
        if (!limit_)
            return never;
        track judged = track_;
        if (manual_)
            judged = {*manual_, never, era_begin_};
        judged.since = std::max(judged.since, held_since_);
        return judged.late_from(*limit_);
    }
    /// A pause that came too late for the limit moves nothing.
    [[nodiscard]] bool paused_too_late() const {
        return paused_ && track_.late_from(*limit_) <= pause_of_track_;
    }

    // -- time goes by

    void advance(instant t) {
        if (!waiting_ || start_ > t || start_ == never)
            return;
        waiting_ = false;
        running_since_ = start_;
        if (latched_)
            pause(start_);
    }

    void start_from_nothing() {
        waiting_ = true;
        paused_ = false;
        ran_.clear();
        pauses_.clear();
        lapsed_.reset();
        era_from_nothing(start_);
    }

    /// The limit gives all it has from `start` on.
    void era_from_nothing(instant start) {
        era_begin_ = start;
        era_first_ = ran_.size();
        carried_ = 0ms;
        if (limit_) {
            const grant given = grant_from(*limit_, start);
            allowed_ = given.allowed;
            working_ = given.working;
            track_ = {given.deadline, given.first_part, start};
        } else {
            allowed_ = working_ = 0ms;
            track_ = {};
        }
        new_marks();
    }

    void pause(instant p) {
        if (paused_)
            return;
        ran_.push_back({running_since_, p});
        paused_ = true;
        paused_since_ = pause_of_track_ = told_pause_ = p;
        look(p, ending::other, true);
    }

    void resume(instant r) {
        if (!paused_)
            return;
        if (limit_) {
            const track before = track_;
            track_ = track_.after(*limit_, pause_of_track_, r);
            marks_after_pause(pause_of_track_, r, before.deadline != track_.deadline && !manual_);
        }
        pauses_.push_back({paused_since_, r});
        paused_ = false;
        running_since_ = r;
    }

    void end(instant t, bool cancelled) {
        ended_ = t;
        cancelled_ = cancelled;
        if (waiting_) {
            started_ = t;
            return;
        }
        if (!paused_) {
            ran_.push_back({running_since_, t});
            look(t, ending::stop, true);
            return;
        }
        look(t, ending::stop);
        if (limit_)
            track_ = track_.after(*limit_, pause_of_track_, t);
    }

    void reset(instant t) {
        if (!waiting_)
            look(t, ending::other);
        not_before_ = t;
        start_ = start_in_hours(limit_, t);
        started_ = start_;
        if (limit_ && recomputes())
            forget();
        start_from_nothing();
        advance(t);
    }

    void set_due(instant t, instant due) {
        if (due == never && !manual_)
            return;
        if (!waiting_)
            look(t, ending::other);
        manual_ = due == never ? std::optional<instant>{} : due;
        held_since_ = t;
        if (!limit_)
            return;
        if (recomputes())
            forget_late();
        new_marks();
        if (paused_)
            look(t, ending::other);
    }

    // -- another limit

    [[nodiscard]] milliseconds counted_so_far() const {
        if (!limit_)
            return 0ms;
        return carried_ + counted_in(*limit_, working_, era_stretches());
    }
    [[nodiscard]] stretches era_stretches() const { return stretches{ran_}.subspan(era_first_); }

    void retarget(instant c, const std::optional<slow_terms>& to) {
        if (to == limit_)
            return;
        const auto mode = to       ? to->target->options.retarget
                          : limit_ ? limit_->target->options.retarget
                                   : sla::retarget_mode::keep_elapsed_time;
        if (limit_ && mode == sla::retarget_mode::freeze)
            return;
        if (waiting_) {
            adopt(to);
            start_ = start_in_hours(limit_, std::max(not_before_, c));
            started_ = start_;
            start_from_nothing();
            advance(c);
            return;
        }
        if (!paused_) {
            ran_.push_back({running_since_, c});
            running_since_ = c;
        }
        look(c, ending::other, !paused_);
        if (!to) {
            lapsed_ = lapse{*limit_, allowed_, counted_so_far(), track_, ran_.size()};
            if (paused_)
                lapsed_->at_end = track_.after(*limit_, pause_of_track_, c);
            limit_.reset();
            return;
        }
        change_limit(c, *to, mode);
        if (paused_) {
            pause_of_track_ = c;
            look(c, ending::other, true);
        }
    }

    void change_limit(instant c, const slow_terms& to, sla::retarget_mode mode) {
        // What was: the limit that is in force, or the one that was in force last.
        std::optional<lapse> old = lapsed_;
        if (limit_) {
            track then = track_;
            if (paused_)
                then = then.after(*limit_, pause_of_track_, c);
            old = lapse{*limit_, allowed_, counted_so_far(), then, ran_.size()};
        }
        lapsed_.reset();
        if (mode == sla::retarget_mode::freeze) // There is none to be frozen.
            mode = sla::retarget_mode::keep_elapsed_time;
        adopt(to);

        if (mode == sla::retarget_mode::restart) {
            start_ = c;
            ran_.clear();
            pauses_.clear();
            era_from_nothing(c);
            return;
        }
        std::vector<sla::interval> pauses = pauses_;
        if (paused_)
            pauses.push_back({paused_since_, c});
        const track retroactive = replayed(to, start_, pauses);
        const grant given = grant_from(to, start_);
        const milliseconds of_all = counted_in(to, given.working, ran_);
        allowed_ = given.allowed;
        working_ = given.working;

        if (!old || (to.is_date() && mode == sla::retarget_mode::keep_elapsed_time)) {
            carried_ = of_all;
            track_ = retroactive;
        } else {
            const bool share = mode == sla::retarget_mode::keep_elapsed_share;
            const bool used_up = old->counted >= old->allowed;
            carried_ = old->counted;
            if (share)
                carried_ =
                    old->allowed == 0ms ? allowed_ : scaled(allowed_, old->counted, old->allowed);
            carried_ += counted_in(to, std::max(working_ - carried_, 0ms),
                                   stretches{ran_}.subspan(old->end_of_stretches));
            const milliseconds left = allowed_ - carried_;
            if (share && used_up) {
                track_ = {old->at_end.deadline, c, c};
            } else if (left <= 0ms) {
                track_.deadline = std::min(retroactive.deadline, c);
                track_.first_part = track_.deadline;
            } else if (to.unit() == slow_unit::elapsed) {
                track_.deadline = plus(c, left);
            } else if (to.unit() == slow_unit::working) {
                track_.deadline = walk(*to.hours, c, left, to.target->options.fit);
            } else {
                const milliseconds work = std::max(working_ - carried_, 0ms);
                track_.first_part = walk(*to.hours, c, work, sla::exact_fit::close);
                track_.deadline = plus(track_.first_part, left - work);
            }
        }
        working_ = std::max(working_ - carried_, 0ms);
        track_.since = c;
        era_begin_ = c;
        era_first_ = ran_.size();
        new_marks();
    }

    void adopt(const std::optional<slow_terms>& to) {
        limit_ = to;
        if (!to)
            return;
        if (recomputes())
            forget();
        if (target_ != nullptr && target_ != to->target) {
            band_ = 0;
            std::map<std::string, instant> kept;
            for (const sla::step_definition& step : to->target->steps)
                if (const auto found = steps_.find(step.name); found != steps_.end())
                    kept.insert(*found);
            steps_ = std::move(kept);
        }
        target_ = to->target;
    }

    // -- lateness, steps, credits

    void forget() {
        breached_at_ = never;
        steps_.clear();
        band_ = 0;
    }

    /// The same where another due time is set: what share of the limit was used up stays.
    void forget_late() {
        breached_at_ = never;
        band_ = 0;
        for (const sla::step_definition& step : limit_->target->steps)
            if (!std::holds_alternative<sla::percent_used>(step.at))
                steps_.erase(step.name);
    }

    /// Where marks stand that are told from the deadline.
    void new_marks() {
        after_steps_.clear();
        after_bands_.clear();
        floors_.clear();
        if (!limit_)
            return;
        for (const sla::step_definition& step : limit_->target->steps) {
            const auto* after = std::get_if<sla::after_deadline>(&step.at);
            after_steps_.push_back(after != nullptr ? later_by(limit_->hours, deadline(), after->by)
                                                    : never);
        }
        for (const sla::credit_band& band : limit_->target->credits)
            after_bands_.push_back(later_by(limit_->hours, deadline(), band.late_by));
        floors_.assign(limit_->target->steps.size(), sla::first_instant);
    }

    void marks_after_pause(instant p, instant r, bool deadline_moved) {
        const auto& target = *limit_->target;
        const auto later = [&](instant mark, const sla::length& by) {
            if (deadline_moved)
                return later_by(limit_->hours, deadline(), by);
            if (mark == never || mark <= p)
                return mark;
            const instant paused_from = std::max(p, deadline());
            if (paused_from >= r)
                return mark;
            if (std::holds_alternative<sla::elapsed>(by))
                return plus(mark, r - paused_from);
            return moved(*limit_->hours, mark, paused_from, r, sla::exact_fit::close);
        };
        for (std::size_t i = 0; i < target.steps.size(); ++i) {
            if (const auto* after = std::get_if<sla::after_deadline>(&target.steps[i].at))
                after_steps_[i] = later(after_steps_[i], after->by);
            if (!steps_.contains(target.steps[i].name) && step_instant(i) < r)
                floors_[i] = r;
        }
        for (std::size_t i = 0; i < target.credits.size(); ++i)
            after_bands_[i] = later(after_bands_[i], target.credits[i].late_by);
    }

    [[nodiscard]] instant step_instant(std::size_t i) const {
        const auto& at = limit_->target->steps[i].at;
        instant mark = never;
        instant since = era_begin_;
        if (const auto* used = std::get_if<sla::percent_used>(&at)) {
            const milliseconds wanted = percent_of(allowed_, used->percent) - carried_;
            std::vector<stretch> all{era_stretches().begin(), era_stretches().end()};
            if (!paused_ && !ended_)
                all.push_back({running_since_, sla::end_of_range});
            mark = wanted <= 0ms ? era_begin_ : reached_in(*limit_, working_, all, wanted);
        } else {
            since = std::max(since, held_since_);
            if (!manual_)
                since = std::max(since, track_.since);
            const auto* before = std::get_if<sla::before_deadline>(&at);
            mark = before != nullptr ? earlier_by(limit_->hours, deadline(), before->by)
                                     : after_steps_[i];
        }
        return mark == never ? never : std::max({mark, since, floors_[i]});
    }

    [[nodiscard]] instant band_instant(std::size_t i) const {
        return is_zero(limit_->target->credits[i].late_by) ? late_from()
                                                           : std::max(after_bands_[i], late_from());
    }

    /// What is so at `t`, when the clock runs up to `t` or is looked at in a pause. `closed`: a
    /// stretch of running ended right now.
    void look(instant t, ending how, bool closed = false) {
        if (!limit_)
            return;
        const bool ran = !paused_ || closed;
        const bool late = late_from() <= t && (ran || manual_ || paused_too_late());
        if (late && breached_at_ == never)
            breached_at_ = late_from();
        const auto& target = *limit_->target;
        for (std::size_t i = 0; i < target.credits.size(); ++i)
            if ((ran ? band_instant(i) <= t : late && is_zero(target.credits[i].late_by)))
                band_ = std::max(band_, i + 1);
        if (!ran)
            return;
        for (std::size_t i = 0; i < target.steps.size(); ++i) {
            const instant mark = step_instant(i);
            if (how == ending::stop ? mark < t : mark <= t)
                steps_.try_emplace(target.steps[i].name, mark);
        }
    }

    void collect_candidates(std::vector<instant>& out) const {
        if (waiting_) {
            out.push_back(start_);
            return;
        }
        if (!limit_)
            return;
        if (!paused_ || manual_)
            out.push_back(late_from());
        if (paused_)
            return;
        for (std::size_t i = 0; i < limit_->target->steps.size(); ++i)
            out.push_back(step_instant(i));
        for (std::size_t i = 0; i < limit_->target->credits.size(); ++i)
            out.push_back(band_instant(i));
    }

    // -- the verdict

    void fill(slow_verdict& v, instant moment) const {
        v.started = started_;
        v.stopped = ended_ ? *ended_ : never;
        v.breached_at = breached_at_;
        v.steps.assign(sla::max_steps, never);
        if (limit_ && paused_ && !ended_)
            v.paused_since = told_pause_;
        if (limit_)
            v.limit = limit_->id;
        v.state = cancelled_              ? sla::clock_state::cancelled
                  : !limit_               ? sla::clock_state::not_applicable
                  : waiting_ && !ended_   ? sla::clock_state::not_started
                  : breached_at_ != never ? sla::clock_state::breached
                  : ended_                ? sla::clock_state::met
                  : paused_               ? sla::clock_state::paused
                                          : sla::clock_state::running;

        std::vector<stretch> ran = ran_;
        if (!waiting_ && !paused_ && !ended_)
            ran.push_back({running_since_, moment});
        for (const stretch& s : ran)
            v.spent.elapsed += s.to - s.from;
        if (!limit_) {
            v.remaining.elapsed = sla::elapsed::max();
            return;
        }
        if (start_ == never && !ended_) // it waits for ever
            return;

        const sla::calendar* const hours = limit_->hours;
        if (hours != nullptr) {
            milliseconds work{};
            for (const stretch& s : ran)
                work += open_time(*hours, s.from, s.to);
            v.spent.working = sla::working{work};
        }
        v.allowed = allowed_;
        v.counted = carried_ + counted_in(*limit_, working_, stretches{ran}.subspan(era_first_));
        v.credit_band = band_;
        for (std::size_t i = 0; i < limit_->target->steps.size(); ++i)
            if (const auto found = steps_.find(limit_->target->steps[i].name);
                found != steps_.end())
                v.steps[i] = found->second;

        const bool projected = paused_ && !ended_ && !manual_ && !paused_too_late();
        v.deadline =
            projected ? track_.after(*limit_, pause_of_track_, moment).deadline : deadline();
        if (v.deadline == never) {
            v.remaining.elapsed = sla::elapsed::max();
            return;
        }
        v.basis = manual_     ? sla::deadline_basis::manual
                  : projected ? sla::deadline_basis::projected
                              : sla::deadline_basis::limit;

        const instant from = waiting_ && !ended_ ? std::max(moment, start_) : moment;
        v.remaining.elapsed = std::max(v.deadline - from, milliseconds{});
        for (const stretch& s : ran)
            v.overdue.elapsed += std::max(s.to - std::max(s.from, v.deadline), milliseconds{});
        if (hours == nullptr)
            return;
        v.remaining.working = sla::working{open_time(*hours, from, v.deadline)};
        milliseconds over{};
        for (const stretch& s : ran)
            over += open_time(*hours, std::max(s.from, v.deadline), s.to);
        v.overdue.working = sla::working{over};
    }

    /// A limit that was in force and is not any more.
    struct lapse {
        slow_terms limit;
        milliseconds allowed;
        milliseconds counted;
        track at_end;
        std::size_t end_of_stretches;
    };

    std::optional<slow_terms> limit_;
    const sla::target_definition* target_ = limit_ ? limit_->target : nullptr; ///< The last one.
    std::optional<lapse> lapsed_{};
    std::optional<instant> manual_{};
    instant held_since_{}; ///< When a due time was last set or cleared.

    bool latched_;
    bool waiting_ = true;
    bool paused_ = false;
    bool cancelled_ = false;
    std::optional<instant> ended_{};
    instant not_before_;
    instant start_;   ///< What counts, counts from here.
    instant started_; ///< What is told.
    instant running_since_{};
    instant paused_since_{};
    instant told_pause_{};     ///< The same; after a reopening not before that.
    instant pause_of_track_{}; ///< The same, or the change of the limit in that pause.

    std::vector<stretch> ran_{};          ///< Since `start_`.
    std::vector<sla::interval> pauses_{}; ///< Since `start_`.

    // The present limit, since it came or began anew.
    instant era_begin_{};
    std::size_t era_first_ = 0; ///< Of `ran_`.
    milliseconds carried_{};
    milliseconds allowed_{};
    milliseconds working_{}; ///< `working_then_elapsed`: left of the first part at `era_begin_`.
    track track_{};

    instant breached_at_ = never;
    std::map<std::string, instant> steps_{};
    std::size_t band_ = 0;
    std::vector<instant> after_steps_{};
    std::vector<instant> after_bands_{};
    std::vector<instant> floors_{};
};

} // namespace

slow_unit slow_terms::unit() const {
    const sla::target_duration::forms& form = row->within;
    if (std::holds_alternative<sla::working_then_elapsed>(form))
        return slow_unit::working_then_elapsed;
    return std::holds_alternative<sla::working>(form) ||
                   std::holds_alternative<sla::business_days>(form)
               ? slow_unit::working
               : slow_unit::elapsed;
}

bool slow_terms::is_date() const {
    const sla::target_duration::forms& form = row->within;
    return !std::holds_alternative<sla::elapsed>(form) &&
           !std::holds_alternative<sla::working>(form) &&
           !std::holds_alternative<sla::working_then_elapsed>(form);
}

slow_standing read_cycle(const std::vector<slow_fact>& facts, sla::instant now) {
    cycle_reader reader{facts.front()};
    for (const slow_fact& fact : facts)
        reader.take(fact);
    return reader.read(now);
}

} // namespace oracle
