// SPDX-License-Identifier: MIT
//
// Room: operations. How the desk works: the figures beside kept and broken promises.
//
// Escalated, solved at the first contact, opened again, asked again within a week; who waits now;
// where tickets spend their time. None of these is a verdict, but each becomes rows of a report
// (report.hpp): a question with yes or no is a `flag` (flag.hpp), a time is a length. So groups,
// months, means, percentiles and merging are the report's, and partial reports merge into exactly
// the report of the whole here as there.
//
//     timeline ─► contact_rules ─┬─► ticket_facts ─► flags ──┐
//                                └─► holdings ─────► lengths ┴─► report ─► rate_of, shares_of
//     customer, question, created ─► mark_repeats ─► flags ──┘
//     open tickets ─► live_board ─► who waits, how long, and where it is too many
//
//     const sla::contact_rules rules =
//         sla::compile(book, {.escalation = {sla::on_attribute(sla::attribute::group,
//                                                              {"second line"})}})
//             .value();
//     const sla::ticket_facts facts = rules.facts(timeline, now);
//     facts.first_contact;   // yes: one answer, solved, not opened again
//     report.add({.ids = ids, .metrics = std::array{sla::row_of(facts.first_contact)}});
//     sla::rate_of(report.read().front().counts);   // 7 of 10
//
// The hard case is the question that has no answer yet. An open ticket has not failed to be solved
// at the first contact; it has not been solved. Its flag is `none`, which is in no rate.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/export.hpp>
#include <sla/explain.hpp>
#include <sla/flag.hpp>
#include <sla/metric.hpp>
#include <sla/metrics.hpp>
#include <sla/policy.hpp>
#include <sla/report.hpp>
#include <sla/result.hpp>
#include <sla/time.hpp>
#include <sla/timeline.hpp>
#include <sla/zone.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {
struct contact_data;
class contact_compiler;
class board_compiler;
class board_unpacker;
struct board_data;
} // namespace detail

// -- what happened to a ticket
// ---------------------------------------------------------------------

/// What the desk calls an answer, a solution, an escalation. A list means "any of these".
struct contact_definition {
    std::vector<event_condition> answer{on_message(actor::agent, visibility::to_customer)};
    std::vector<event_condition> resolution{on(event_kind::resolved), on(event_kind::closed)};
    std::vector<event_condition> reopening{on(event_kind::reopened)};
    /// What makes a customer wait, beside the creation.
    std::vector<event_condition> question{on_message(actor::customer, visibility::to_customer),
                                          on(event_kind::reopened)};
    /// Empty: `ticket_facts::escalated` is `none`.
    std::vector<event_condition> escalation{};
    /// Whether a ticket that is solved without any answer is solved at the first contact (as by
    /// telephone, where the call was the answer), or is left out of that rate.
    counting solved_without_answer = counting::ignored;
};

/// What happened to a ticket up to an instant. Instants that do not exist are `never`.
struct ticket_facts {
    /// `none`: never solved, merged into another ticket, or solved without an answer (see
    /// `contact_definition`). `yes`: up to the instant of the first solution, inclusive, there was
    /// exactly one answer, and it was not reopened since. `no` otherwise.
    flag first_contact = flag::none;
    flag reopened = flag::none;  ///< `none`: never solved.
    flag escalated = flag::none; ///< `none`: the rules know no escalation.
    std::uint32_t answers = 0;
    std::uint32_t reopenings = 0; ///< After a solution.
    std::uint32_t escalations = 0;
    instant created = never; ///< `never`: after the instant that was asked for.
    instant first_answer = never;
    instant first_escalation = never;
    instant first_resolved = never;
    instant resolved = never; ///< The solution that holds; `never`: it is open.
    /// The creation, or the first question since the last answer; `never`: nobody waits. A solution
    /// ends the wait as an answer does; a question after it counts from then on, be the ticket
    /// reopened only later, or never.
    instant waiting_since = never;
    bool is_merged = false; ///< Into another ticket: it is not open, and nobody waits.

    [[nodiscard]] bool is_open() const noexcept {
        return created != never && resolved == never && !is_merged;
    }
    friend bool operator==(const ticket_facts&, const ticket_facts&) noexcept = default;
};

/// Who or what has a ticket for a while.
enum class holder : std::uint8_t {
    group,  ///< The value of the attribute, as `value_id`.
    person, ///< The owner, as `person_id`.
    status, ///< As `event_name`.
    stage,  ///< The stage entered last and not left, as `event_name`.
};

enum class holding_end : std::uint8_t {
    handed_over, ///< Another one has it now.
    finished, ///< The ticket was solved or merged, or left the stage without entering another then.
    still_there, ///< At the instant that was asked for.
};

/// For a while one had the ticket.
struct holding {
    std::uint32_t of = 0; ///< In the numbers of the book; 0: nobody, none.
    interval during{};
    holding_end end = holding_end::still_there;

    friend bool operator==(const holding&, const holding&) noexcept = default;
};

/// A `contact_definition` in the numbers of one book. Immutable, copied for the price of a pointer,
/// and used by any number of threads at once.
class contact_rules {
public:
    contact_rules(const contact_rules&) noexcept = default;
    contact_rules& operator=(const contact_rules&) noexcept = default;
    ~contact_rules() = default;

    /// One pass over the events up to `now`, inclusive. Total; allocates nothing.
    /// Precondition here and below: the ticket's numbers come from this book.
    [[nodiscard]] SLA_API ticket_facts facts(const timeline& ticket, instant now) const noexcept;

    /// Who had the ticket, in order of time: from its creation until it was solved or merged, or
    /// until `now`, and again from a reopening on. Without stays of no length, and, of stages,
    /// without the time in none.
    [[nodiscard]] SLA_API std::vector<holding> holdings(const timeline& ticket, holder of,
                                                        instant now) const;

private:
    friend class detail::contact_compiler;
    explicit contact_rules(std::shared_ptr<const detail::contact_data> data) noexcept
        : data_{std::move(data)} {}

    std::shared_ptr<const detail::contact_data> data_;
};

/// Checks a definition; the rules keep nothing of the book.
///
/// Errors: `operations.conditions_missing` (no answer, or no resolution), `operations.unknown_name`
/// (one that the book never mentions), `operations.event_has_no_name`,
/// `operations.event_has_no_visibility`, `operations.unknown_enumerator`.
[[nodiscard]] SLA_API result<contact_rules> compile(const policy_book& book,
                                                    const contact_definition& definition);

// -- reports
// ---------------------------------------------------------------------------------------

/// By channel and type: of each clock how long it took ("spent", of stopped and of late clocks),
/// and by how much it was late ("overdue", of late ones). Rows come from verdicts or columns.
[[nodiscard]] SLA_API report_definition
figures_by_channel_and_type(std::vector<std::string> channels, std::vector<std::string> types,
                            const std::vector<std::string>& metrics);

/// What such a report says of a group. Absent where there is nothing to tell.
struct channel_figures {
    std::uint64_t judged = 0; ///< Met or late.
    std::uint64_t overdue = 0;
    std::optional<share> share_overdue{};
    std::optional<elapsed> mean{};
    std::optional<elapsed> longest{};
    std::optional<elapsed> mean_overdue{};
    std::optional<elapsed> longest_overdue{};
};
[[nodiscard]] SLA_API channel_figures figures_of(const report_line& line) noexcept;

/// A report of holdings: one row each, by these dimensions. Metric 0, "held", is of all (met: it is
/// over; running: it lasts), metric 1, "handed over", of those after which another one had the
/// ticket; both with the lengths "elapsed" and "working".
[[nodiscard]] SLA_API report_definition
report_of_holdings(std::vector<report_dimension> dimensions);
/// The metrics of a holding; without a calendar there is no working time.
[[nodiscard]] SLA_API std::array<metric_row, 2> rows_of(const holding& h,
                                                        const calendar* hours) noexcept;

/// A report of the time of one clock: one row for each `clock_share` of `explain`, by these
/// dimensions; lengths "elapsed", without pauses, and "counted", in the limit's own time.
[[nodiscard]] SLA_API report_definition
report_of_clock_shares(std::vector<report_dimension> dimensions);
[[nodiscard]] SLA_API metric_row row_of(const clock_share& s) noexcept;

/// Which part of all time is that of each line: its sum of the length of this number, of the sums
/// of all lines. Absent, of all lines, where the whole is zero or more than 2^63 ms.
[[nodiscard]] SLA_API std::vector<std::optional<share>>
shares_of(std::span<const report_line> lines, std::size_t which);

// -- asked again
// -----------------------------------------------------------------------------------

/// Which of two contacts is the repeated one.
enum class repeat_counting : std::uint8_t {
    later,   ///< The second: a contact is a repeat when there was one before it.
    earlier, ///< The first: a contact is repeated when there is one after it.
};

/// "Same customer, same question, within 7 days."
struct repeat_definition {
    elapsed window = std::chrono::days{7}; ///< Inclusive; a negative one is none at all.
    repeat_counting which = repeat_counting::later;
    /// Contacts after it do not exist; of `earlier`, one whose window has not passed by then and
    /// that has no later one has no answer yet.
    instant now = never;
};

/// The columns of a table of contacts, in any order of rows.
struct repeat_input {
    id_column customer{};
    id_column question{}; ///< Or category.
    time_column created{};
};

/// Writes a flag for each of `count` rows; two at one instant are in the order of their rows.
/// `none`: a row without customer, question or creation, or created after `now`; and all rows where
/// a column is missing. O(n log n), and some words of memory for each row.
///
/// All contacts of one customer have to be in one table; beyond that any division of tables gives
/// the same flags, so that reports of them merge. (A division by hours does not.)
SLA_API void mark_repeats(const repeat_definition& what, const repeat_input& in, std::size_t count,
                          flag* out);

// -- now
// -------------------------------------------------------------------------------------------

/// A warning above a number of waiting tickets: "more than 5 of P0 and P1 together".
struct backlog_limit {
    std::string name{};
    std::vector<std::size_t> priorities{}; ///< Values of `board_definition::priority`.
    std::uint64_t most = 5;                ///< More than these are too many.

    friend bool operator==(const backlog_limit&, const backlog_limit&) = default;
};

struct board_definition {
    instant now{};
    report_dimension priority = by_values("priority", {"P0", "P1", "P2", "P3"}); ///< Values.
    std::vector<backlog_limit> backlog{};
    zone clock = zone::utc(); ///< Where today is the date of now.
};

/// A ticket for the board.
struct board_row {
    std::int64_t priority = -1;          ///< Negative: none.
    ticket_facts facts{};                ///< As of the board's now.
    std::optional<std::int32_t> score{}; ///< Of satisfaction, in any unit ...
    instant scored = never;              ///< ... given then.
};

struct board_line {
    std::optional<std::size_t> priority{}; ///< Absent: tickets without one.
    std::uint64_t open = 0;
    std::uint64_t waiting = 0;          ///< Of the open ones.
    std::optional<elapsed> mean_wait{}; ///< Of the waiting ones.
    std::optional<elapsed> longest_wait{};
    std::optional<elapsed> mean_age{}; ///< Of the open ones, since their creation.

    friend bool operator==(const board_line&, const board_line&) noexcept = default;
};
struct backlog_state {
    std::uint64_t waiting = 0;
    bool is_over = false;

    friend bool operator==(const backlog_state&, const backlog_state&) noexcept = default;
};

/// What the board shows.
struct board_view {
    board_line all{};                      ///< Its `priority` is absent.
    std::vector<board_line> by_priority{}; ///< All values, and without one where there are such.
    std::vector<backlog_state> backlog{};  ///< One for each `backlog_limit`.
    attainment first_contact{};            ///< Flags of tickets first solved today; see `rate_of`.
    std::uint64_t scores = 0;              ///< Given today.
    std::int64_t score_sum = 0;

    /// In thousandths, rounded to the nearest, a half away from zero; absent without scores.
    [[nodiscard]] SLA_API std::optional<std::int64_t> mean_score_per_mille() const noexcept;
};

class live_board;

/// A board, checked and ready; copied for the price of a pointer.
class board_plan {
public:
    board_plan(const board_plan&) noexcept = default;
    board_plan& operator=(const board_plan&) noexcept = default;
    ~board_plan() = default;

    [[nodiscard]] SLA_API const board_definition& definition() const noexcept;

    /// The board that `live_board::to_bytes` wrote under an equal definition, as of the same
    /// instant; of any other bytes `operations.bytes_damaged`, `operations.bytes_version` or
    /// `operations.other_definition`.
    [[nodiscard]] SLA_API result<live_board> from_bytes(std::span<const std::byte> bytes) const;

private:
    friend class detail::board_compiler;
    friend class live_board;
    explicit board_plan(std::shared_ptr<const detail::board_data> data) noexcept
        : data_{std::move(data)} {}

    std::shared_ptr<const detail::board_data> data_;
};

/// Tickets as of now, counted. A value, used by one thread at a time; boards of parts merge.
class live_board {
public:
    explicit SLA_API live_board(const board_plan& plan);

    [[nodiscard]] const board_plan& plan() const noexcept { return plan_; }

    /// Says whether the row counts; one whose priority the board does not have does not. Where
    /// there is no memory, nothing has changed; so with `merge`.
    SLA_API report_counts add(const board_row& row);
    /// `operations.other_definition`, `report.too_many_rows`; then nothing has changed.
    [[nodiscard]] SLA_API issue_list merge(const live_board& other);
    [[nodiscard]] SLA_API board_view view() const;

    /// To be stored or sent, and read by `board_plan::from_bytes` on any machine. Equal boards give
    /// equal bytes.
    [[nodiscard]] SLA_API std::vector<std::byte> to_bytes() const;

private:
    friend class detail::board_unpacker;

    board_plan plan_;
    report tickets_;
    std::uint64_t scores_ = 0;
    std::int64_t score_sum_ = 0;
};

/// Errors: `operations.now_out_of_range`, `operations.values_missing`,
/// `operations.name_missing`, `operations.name_twice`, `operations.unknown_priority`,
/// `operations.priorities_missing`, and those of `report` for the dimension.
[[nodiscard]] SLA_API result<board_plan> compile(board_definition definition);

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_OPERATIONS)
#include <sla/detail/operations_board.hpp>
#include <sla/detail/operations_contact.hpp>
#include <sla/detail/operations_pack.hpp>
#include <sla/detail/operations_report.hpp>
#endif
