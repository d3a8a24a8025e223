// SPDX-License-Identifier: MIT
//
// Room: review. The same history under two books: what if the promise had been another?
//
// Before a policy is changed somebody asks what it would have done to last quarter; after it was
// changed, what it did. The same tickets are judged under both books, one by one with `evaluate`
// or as columns with two plans of `bulk`, and a review counts, by groups, from which state to which
// their clocks went, and lists those whose verdict changes.
//
//     tickets ─┬─► book of today ─────► outcomes "before" ─┐
//              └─► book as proposed ──► outcomes "after" ──┴─► review: add, merge ─► read, list
//
//     const sla::review_plan plan =
//         sla::compile(sla::review_definition{
//             .dimensions = {sla::by_values("priority", {"P1", "P2"})}, .metrics = {"resolution"}})
//             .value();
//     sla::review review{plan};
//     review.add(sla::review_row{.ticket = 4711, .ids = ids, .metrics = clocks});
//     const sla::review_line all = review.read().front();
//     all.moved(clock_state::met, clock_state::breached);   // 12 were kept, and would be late
//     review.list();                                        // which ones, with both deadlines
//
// Reviews of parts merge into the review of the whole, bit for bit; a review is as large as its
// groups and the list that it may keep, not as its history. A clock that cannot be listed any more
// is counted.
//
// The hard case is the clock that one book has and the other has not. It does not disappear: it
// moves from `not_applicable` to what the other book says, and is a change like any other.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/export.hpp>
#include <sla/detail/review_rows.hpp>
#include <sla/evaluate.hpp>
#include <sla/report.hpp>
#include <sla/result.hpp>
#include <sla/time.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {
class review_compiler;
class review_unpacker;
struct review_data;
} // namespace detail

/// What makes a verdict another one.
enum class review_change : std::uint8_t {
    state,    ///< The state.
    deadline, ///< The state or the deadline.
    overdue,  ///< The state, the deadline, or by how much it is late.
};

/// A review as plain data.
struct review_definition {
    /// As of a report; not of the names "metric" and "before", which it has of its own.
    std::vector<report_dimension> dimensions{};
    std::vector<std::string> metrics{}; ///< Names of the clocks; at least one.
    review_change change = review_change::state;
    /// So many changed clocks are listed, those of the lowest ticket numbers; all are counted.
    std::size_t list_at_most = 1000;
};
inline constexpr std::size_t max_review_list = 1'000'000;

/// How a clock stands under one book.
struct clock_outcome {
    std::uint8_t state = static_cast<std::uint8_t>(clock_state::not_applicable); ///< Or an error.
    instant deadline = never;
    elapsed overdue{}; ///< Elapsed time; of a `breached` clock.

    // NOLINTBEGIN(modernize-use-nullptr): clang-tidy 14 takes the zero inside for a pointer
    friend constexpr auto operator<=>(const clock_outcome&,
                                      const clock_outcome&) noexcept = default;
    // NOLINTEND(modernize-use-nullptr)
};

/// The outcome that a verdict tells; null: the ticket has no such clock.
[[nodiscard]] constexpr clock_outcome outcome_of(const verdict* v) noexcept {
    if (v == nullptr)
        return {};
    return {.state = static_cast<std::uint8_t>(v->state),
            .deadline = v->deadline,
            .overdue = v->overdue.elapsed};
}

// -- rows
// ------------------------------------------------------------------------------------------

/// A clock under both books.
struct reviewed_clock {
    clock_outcome before{};
    clock_outcome after{};
};

/// One ticket. A negative id, and an instant of `never`, is no value.
struct review_row {
    std::int64_t ticket = 0; ///< The host's number for it.
    std::span<const std::int64_t> ids{};
    std::span<const instant> instants{};
    std::span<const reviewed_clock> metrics{}; ///< One for each metric.
};

/// The columns of a clock under one book, as `bulk` writes them. Without the column of deadlines,
/// or of overdue time, all rows count as if these were equal under both books.
struct outcome_columns {
    const std::uint8_t* state = nullptr;
    time_column deadline{};
    time_column overdue{};
};
struct review_columns {
    outcome_columns before{};
    outcome_columns after{};
};

/// The columns of a table. Nothing here is changed or kept.
struct review_input {
    const std::int64_t* tickets = nullptr;   ///< Numbers of the tickets; absent: those of the rows.
    std::span<const id_column> ids{};        ///< One for each dimension with values, in order.
    std::span<const time_column> instants{}; ///< One for each calendar dimension, in order.
    std::span<const review_columns> metrics{};
};

// -- what comes out
// --------------------------------------------------------------------------------

/// The row and column of a `review_line::transitions` for rows that could not be judged.
inline constexpr std::size_t error_transition = clock_state_count;

/// One group, or several rolled up.
struct review_line {
    std::vector<std::size_t> key{}; ///< The values of the dimensions of `report_query::by`.
    attainment before{};
    attainment after{};
    std::uint64_t changed = 0; ///< Clocks whose verdict changes, in the sense of the definition.
    /// How late `breached` clocks are, under each book.
    distribution overdue_before{};
    distribution overdue_after{};
    /// transitions[a][b]: from the state of number a to that of number b.
    std::array<std::array<std::uint64_t, clock_state_count + 1>, clock_state_count + 1>
        transitions{};

    [[nodiscard]] std::uint64_t moved(clock_state from, clock_state to) const noexcept {
        return transitions[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
    }
};

/// A clock whose verdict changes.
struct changed_clock {
    std::int64_t ticket = 0;
    std::uint32_t metric = 0; ///< Of `review_definition::metrics`.
    clock_outcome before{};
    clock_outcome after{};

    // NOLINTBEGIN(modernize-use-nullptr): clang-tidy 14 takes the zero inside for a pointer
    friend constexpr auto operator<=>(const changed_clock&,
                                      const changed_clock&) noexcept = default;
    // NOLINTEND(modernize-use-nullptr)
};

// -- plan and review
// -------------------------------------------------------------------------------

class review;

/// A definition, checked and ready. Immutable, copied for the price of a pointer, and used by any
/// number of threads at once.
class review_plan {
public:
    review_plan(const review_plan&) noexcept = default;
    review_plan& operator=(const review_plan&) noexcept = default;
    ~review_plan() = default;

    [[nodiscard]] SLA_API const review_definition& definition() const noexcept;
    /// Names of groups: `groups().label(dimension, value)`. Dimensions of the definition come
    /// first, with their numbers.
    [[nodiscard]] SLA_API const report_plan& groups() const noexcept;

    /// The review that `review::to_bytes` wrote under an equal definition; of any other bytes
    /// `review.bytes_damaged`, `review.bytes_version` or `review.other_definition`.
    [[nodiscard]] SLA_API result<review> from_bytes(std::span<const std::byte> bytes) const;

private:
    friend class detail::review_compiler;
    friend class review;
    explicit review_plan(std::shared_ptr<const detail::review_data> data) noexcept
        : data_{std::move(data)} {}

    std::shared_ptr<const detail::review_data> data_;
};

/// Clocks counted under two books. A value, used by one thread at a time.
class review {
public:
    explicit SLA_API review(const review_plan& plan);

    [[nodiscard]] const review_plan& plan() const noexcept { return plan_; }

    /// Adds rows [first, first + count), and says what became of their clocks: the counts are of
    /// clocks, rows times metrics. Those that are in no group are listed all the same.
    /// Where there is no memory (`std::bad_alloc`) some of the clocks are added, each in whole;
    /// `counts()` tells how many. Precondition: the columns of `in` have so many rows.
    SLA_API report_counts add(const review_input& in, std::size_t first, std::size_t count);
    /// Adds one ticket.
    SLA_API report_counts add(const review_row& row);

    /// Adds all that `other` has, and returns no issue; or changes nothing:
    /// `review.other_definition`, `report.too_many_rows`, and where there is no memory.
    [[nodiscard]] SLA_API issue_list merge(const review& other);

    /// Of all clocks so far.
    [[nodiscard]] const report_counts& counts() const noexcept { return groups_.counts(); }
    /// Clocks whose verdict changes, in a group or not, listed or not.
    [[nodiscard]] std::uint64_t changed() const noexcept { return changed_; }
    /// By number of ticket, then of metric: the first `list_at_most` of them.
    [[nodiscard]] std::vector<changed_clock> list() const { return list_.in_order(); }

    /// Groups in the order of their keys; one line where nothing is grouped by, even if it is
    /// empty. Preconditions as of `report::read`, with the numbers of the definition.
    [[nodiscard]] SLA_API std::vector<review_line> read(const report_query& query = {}) const;

    /// To be stored or sent, and read by `review_plan::from_bytes` on any machine. Equal reviews
    /// give equal bytes.
    [[nodiscard]] SLA_API std::vector<std::byte> to_bytes() const;

private:
    friend class detail::review_unpacker;

    void note(const std::vector<changed_clock>& clocks) noexcept;

    review_plan plan_;
    report groups_;
    std::uint64_t changed_ = 0;
    detail::first_entries<changed_clock> list_;
};

/// Checks a definition and makes a plan of it.
///
/// Errors: `review.name_missing`, `review.name_twice`, `review.metrics_missing`,
/// `review.name_reserved` (a dimension called "metric" or "before"),
/// `review.too_many_dimensions` (more than 14), `review.unknown_enumerator`,
/// `review.list_too_long`, and those that `report` has for dimensions.
[[nodiscard]] SLA_API result<review_plan> compile(review_definition definition);

/// Judges a ticket under two books and tells the outcome of one clock by name under each. The
/// timelines are of the same ticket, each in the numbers of its own book.
[[nodiscard]] SLA_API reviewed_clock review_clock(const policy_book& book_before,
                                                  const timeline& ticket_before,
                                                  const policy_book& book_after,
                                                  const timeline& ticket_after,
                                                  std::string_view metric, instant now) noexcept;

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_REVIEW)
#include <sla/detail/review_pack.hpp>
#include <sla/detail/review_run.hpp>
#endif
