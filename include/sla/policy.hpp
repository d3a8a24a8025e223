// SPDX-License-Identifier: MIT
//
// Room: policy (compiled). A book of promises that has been checked, ready to judge tickets.
//
// `compile` takes a `book_definition`, looks at all of it, and gives back either everything that is
// wrong or a `policy_book`: an immutable value, copied for the price of a pointer and shared
// between threads without a lock. In it every name is a small number, so that choosing a policy
// for a ticket compares integers and nothing else.
//
//     sla::policy_book book = sla::compile(definition, zones).value();
//     sla::ticket_attributes ticket = book.attributes({.priority = "urgent", .tier = "gold"});
//     book.name(*book.match(ticket, created));  // "Gold"
//
// A product turns the names of a ticket into ids once, when it loads or changes the ticket, and
// keeps the ids; they are good for this book and its copies, and for no other book.
//
// Some definitions can be used but hardly mean what was meant. They compile, with warnings: a
// policy or a row that no ticket can reach because others before it take them all, a book without
// a policy for the rest, a first response that may take longer than the resolution. They are not
// errors, because an administrator who puts a rule above the others for one afternoon shadows them
// on purpose.
//
// The hard case is a name that the book has never heard of. A ticket may say "channel: fax" while
// no policy speaks of fax. That is no mistake: the ticket matches what does not ask for a channel,
// and conditions like "not by telephone" hold for it. Where a vocabulary is declared it *is* a
// mistake, and `undeclared` tells.
#pragma once

#include <sla/calendar.hpp>
#include <sla/detail/export.hpp>
#include <sla/metric.hpp>
#include <sla/policy_definition.hpp>
#include <sla/result.hpp>
#include <sla/zone.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace sla::inline v1 {

namespace detail {
struct book_data;
class book_compiler;
} // namespace detail

/// At most so many targets in one policy.
inline constexpr std::size_t max_targets = 8;

/// At most so many different tags can occur in one book, in conditions and in events.
inline constexpr std::size_t max_tags = 256;

/// A value of an attribute, in one book.
enum class value_id : std::uint32_t {
    none = 0,  ///< The ticket has no value.
    other = 1, ///< It has one of which the book never speaks.
};

/// The name of a status, a stage or a custom event, in one book.
enum class event_name : std::uint32_t {
    none = 0,  ///< The event has no name.
    other = 1, ///< It has one of which the book never speaks.
};

/// A tag, in one book.
enum class tag_id : std::uint32_t {
    none = 0,  ///< No tag.
    other = 1, ///< One of which the book never speaks.
};

/// A policy: its index in `book_definition::policies`.
enum class policy_id : std::uint32_t {};

/// A metric: its index in `book_definition::metrics`.
enum class metric_id : std::uint32_t {};

/// A row of a target: one limit.
enum class limit_id : std::uint32_t {};

/// What is known about a ticket, as names. Views: only used during a call.
struct ticket_names {
    std::string_view priority{}; ///< Empty: the ticket has none; so for all of them.
    std::string_view channel{};
    std::string_view tier{};
    std::string_view category{};
    std::string_view group{};
    std::string_view customer{};
    std::span<const std::string_view> tags{};
};

/// What is known about a ticket, in the numbers of one book. Made by `policy_book::attributes`.
struct ticket_attributes {
    std::array<value_id, attribute_count> values{}; ///< Indexed by `attribute`.
    std::array<std::uint64_t, max_tags / 64> tags{};

    [[nodiscard]] constexpr value_id get(attribute which) const noexcept {
        return values[static_cast<std::size_t>(which)];
    }
    constexpr void set(attribute which, value_id value) noexcept {
        values[static_cast<std::size_t>(which)] = value;
    }
    /// Adds a tag; `none` and `other` change nothing.
    constexpr void add(tag_id tag) noexcept {
        if (tag > tag_id::other)
            tags[bit_of(tag) / 64] |= std::uint64_t{1} << (bit_of(tag) % 64);
    }
    /// Removes a tag; `none` and `other` change nothing.
    constexpr void remove(tag_id tag) noexcept {
        if (tag > tag_id::other)
            tags[bit_of(tag) / 64] &= ~(std::uint64_t{1} << (bit_of(tag) % 64));
    }

    friend constexpr bool operator==(const ticket_attributes&,
                                     const ticket_attributes&) noexcept = default;

private:
    [[nodiscard]] static constexpr std::size_t bit_of(tag_id tag) noexcept {
        return (static_cast<std::size_t>(tag) - 2) % max_tags;
    }
};

/// A compiled book. Every query is `noexcept`, allocates nothing unless it says so, and may be
/// called from any number of threads at once.
class policy_book {
public:
    // A moved-from book stays the book it was, so that no query can meet an empty one.
    policy_book(const policy_book&) noexcept = default;
    policy_book& operator=(const policy_book&) noexcept = default;
    ~policy_book() = default;

    // -- from names to ids ---------------------------------------------------------------------

    /// The ids of a ticket's names; names that the book never mentions become `other`, or vanish
    /// where they are tags. O(log n) for each name.
    [[nodiscard]] ticket_attributes attributes(const ticket_names& names) const noexcept;

    /// One error `ticket.undeclared_value` for each name that is missing from a declared
    /// vocabulary, at places "priority", "channel", ...; none when all is well. Allocates when it
    /// finds any.
    [[nodiscard]] issue_list undeclared(const ticket_names& names) const;

    /// One value's id: `none` for the empty name, `other` for one that the book never mentions.
    [[nodiscard]] value_id find_value(attribute which, std::string_view name) const noexcept;

    /// The id of a status, stage or custom event: `none` for the empty name, `other` likewise.
    [[nodiscard]] event_name find_event_name(std::string_view name) const noexcept;

    /// The id of a tag: `none` for the empty name, `other` likewise.
    [[nodiscard]] tag_id find_tag(std::string_view name) const noexcept;

    [[nodiscard]] std::optional<policy_id> find_policy(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<metric_id> find_metric(std::string_view name) const noexcept;
    /// Valid as long as any copy of the book; null when there is none of this name.
    [[nodiscard]] const calendar* find_calendar(std::string_view name) const noexcept;

    // -- from ids to what they stand for -------------------------------------------------------
    // Precondition for these: the id comes from this book. References are valid as long as any
    // copy of the book.

    [[nodiscard]] std::size_t policy_count() const noexcept;
    [[nodiscard]] std::size_t metric_count() const noexcept;
    [[nodiscard]] const std::string& name(policy_id policy) const noexcept;
    [[nodiscard]] const std::string& name(metric_id metric) const noexcept;

    /// How long the limit gives.
    [[nodiscard]] const target_duration& within(limit_id limit) const noexcept;

    /// The calendar in which the limit counts, and in which working time is reported; null where
    /// neither row, target nor policy names one (the limit then is elapsed time).
    [[nodiscard]] const calendar* calendar_of(limit_id limit) const noexcept;

    /// What the target of a limit says of steps, credits and options. The name of a step is
    /// `target_of(limit).steps[i].name`.
    [[nodiscard]] const target_definition& target_of(limit_id limit) const noexcept;

    /// The policy that a limit belongs to.
    [[nodiscard]] policy_id policy_of(limit_id limit) const noexcept;

    /// A name of the book's: of a value (empty for `none` and `other`), of an event.
    [[nodiscard]] std::string_view name(attribute which, value_id value) const noexcept;
    [[nodiscard]] std::string_view name(event_name event) const noexcept;

    // -- choosing ------------------------------------------------------------------------------

    /// The first matching policy for a ticket created at `created`, of those in force at that
    /// instant; nothing when there is none. Independent of `book_definition::choose`. Costs a
    /// look-up for each attribute and each 512 policies, not one for each policy, and beside the
    /// condition of the answer those of the candidates before it.
    /// Precondition: `ticket` was made by this book.
    [[nodiscard]] std::optional<policy_id> match(const ticket_attributes& ticket,
                                                 instant created) const noexcept;

    /// The same of the versions in force at `in_force`.
    [[nodiscard]] std::optional<policy_id> match(const ticket_attributes& ticket, instant created,
                                                 instant in_force) const noexcept;

    /// Whether one policy's condition holds, whether or not others stand before it or it is in
    /// force.
    [[nodiscard]] bool holds(policy_id policy, const ticket_attributes& ticket,
                             instant created) const noexcept;

    /// Whether a policy is in force at an instant.
    [[nodiscard]] bool in_force(policy_id policy, instant at) const noexcept;

    /// For the rooms that build on this one.
    [[nodiscard]] const detail::book_data& data() const noexcept { return *data_; }

private:
    friend class detail::book_compiler;
    explicit policy_book(std::shared_ptr<const detail::book_data> data) noexcept
        : data_{std::move(data)} {}

    std::shared_ptr<const detail::book_data> data_;
};

/// Checks all of `definition` and makes a book of it. Calendars find their zones in `zones` and
/// are compiled with `options`.
///
/// Places are paths such as "policies[2].targets[0].rows[3].within". Beside the issues of the
/// calendars, at "calendars[0]....", the codes are:
///
/// - names: `policy.name_missing`, `policy.name_twice`, `policy.unknown_calendar`,
///   `policy.unknown_metric`, `policy.unknown_value` (not in the declared vocabulary),
///   `policy.unknown_enumerator` (a number that is no value of its enumeration, anywhere);
/// - conditions: `policy.value_missing`, `policy.parts_missing`, `policy.condition_too_deep`,
///   `policy.too_many_tags`;
/// - metrics: `policy.start_missing`, `policy.stop_missing`, `policy.event_has_no_name`,
///   `policy.event_has_no_visibility`, `policy.event_has_no_attribute`;
/// - policies: `policy.policies_missing`, `policy.effective_reversed`, `policy.versions_overlap`,
///   `policy.targets_missing`, `policy.too_many_targets`, `policy.metric_twice`;
/// - limits: `policy.rows_missing`, `policy.target_not_positive`, `policy.target_never_reached`,
///   `policy.time_of_day`, `policy.calendar_missing`;
/// - steps, credits, options: `policy.too_many_steps`, `policy.percent_out_of_range`,
///   `policy.length_out_of_range`, `policy.too_many_credits`, `policy.credits_out_of_order`,
///   `policy.credit_negative`, `policy.currency_missing`, `policy.currency_superfluous`;
/// - warnings: `policy.start_while_paused`, `policy.never_resumes`, `policy.never_starts`,
///   `policy.never_matches`, `policy.shadowed`, `policy.row_never_matches`, `policy.row_shadowed`,
///   `policy.priority_missing`, `policy.step_before_start`, `policy.response_after_resolution`,
///   `policy.default_missing`.
[[nodiscard]] SLA_API result<policy_book>
compile(const book_definition& definition, const zone_source& zones, calendar_options options = {});

} // namespace sla::inline v1

#include <sla/detail/policy_query.hpp>
#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_POLICY)
#include <sla/detail/policy_compile.hpp>
#endif
