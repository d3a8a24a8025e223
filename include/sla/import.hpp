// SPDX-License-Identifier: MIT
//
// Room: import. What a desk promised elsewhere, as a book.
//
// A desk that comes from Zendesk or Jira Service Management has its promises there, and both give
// them away as JSON. An importer reads these answers as they are and makes a `book_definition` of
// them, with the clocks as the product runs them: what starts, pauses and stops them, whose hours
// count, which policy is first. It says for each thing that it could not take over where it stands
// and what that means; nothing is dropped without a word.
//
//     const auto imported = sla::import_zendesk(text);     // result<imported_book>
//     if (!imported) return show(imported.issues());       // no such document: every mistake
//     show(imported->unmapped);                            // what to look after by hand
//     save(*sla::to_json(imported->book));                 // a document like any other
//
// What maps to what, and where the shapes come from, is told in docs/importers.md.
//
// The hard case is a condition on something that a ticket does not have here. Dropped, it would
// make a promise to everybody. So a condition on another field becomes a tag, which the host puts
// on its tickets: "brand is 12" asks for the tag "brand_id:12". A condition that no tag can stand
// for takes its whole policy out of the book, and `unmapped` says so.
#pragma once

#include <sla/attribute.hpp>
#include <sla/detail/export.hpp>
#include <sla/issue.hpp>
#include <sla/json.hpp>
#include <sla/policy_definition.hpp>
#include <sla/result.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

/// One answer of a product's interface, or one file of an export.
struct import_document {
    std::string_view text; ///< UTF-8; has to live until the import is done.
    /// Stands before the pointers of issues: "policies.json:/sla_policies/0". May be empty.
    std::string name{};
    /// Zendesk: the name or the number of the schedule whose holidays a list of holidays holds,
    /// which itself does not say so. Not needed where there is one schedule.
    std::string schedule{};
};

/// Which attribute of a ticket a field of the product is.
struct field_mapping {
    std::string field; ///< As the product writes it: "brand_id", "custom_fields_360001", "team".
    attribute which = attribute::tier;

    friend bool operator==(const field_mapping&, const field_mapping&) = default;
};

/// What the documents do not say.
struct import_options {
    /// Fields beside the usual ones; they come first. Usual are for Zendesk `priority`, `type`
    /// (category), `via_id` (channel), `group_id` (group) and `organization_id` (customer), for
    /// Jira `priority`, `issuetype` and `type` (category), `request-channel-type` (channel) and
    /// `organizations` (customer). Any other field becomes a tag.
    std::vector<field_mapping> fields{};
    /// Zendesk: the name or the number of the schedule in which business hours count; there the
    /// ticket chooses it, here the policy. Empty: the first one.
    std::string schedule{};
    json_limits limits{};             ///< Of each document.
    std::size_t unmapped = 10'000;    ///< So many entries of `imported_book::unmapped` at most; one
                                      ///< more says that there are others.
    std::size_t conditions = 500'000; ///< So many conditions and names in them, in all.
};

/// A book, and what is not in it.
struct imported_book {
    /// Not compiled. Its metrics are those that its policies use. Without policies, and then not
    /// ready to compile, where none of the product's could be taken over.
    book_definition book{};
    /// Warnings, in the order of the documents, each at the JSON pointer of what it is about, with
    /// the line among the related places. Their codes begin with "import.":
    ///
    /// - what the host has to do: `import.tag_needed`, `import.event_needed`;
    /// - what is meant a little differently here: `import.approximate`, `import.renamed`,
    ///   `import.other_schedules`, `import.unknown_zone`;
    /// - what is not in the book: `import.left_out` (a policy, a goal, a target, a calendar, and
    ///   why), `import.unmapped_condition`, `import.unmapped_setting`, `import.unknown_metric`,
    ///   `import.unknown_key`, `import.calendar_missing`, `import.duplicate`, `import.other_kind`,
    ///   `import.more_pages`, `import.too_many`.
    issue_list unmapped{};
};

/// The SLA policies of a Zendesk account, from the answers of its interface: a list of policies,
/// and of schedules and their holidays where any target counts business hours. The documents can
/// come in any order, and one can hold all of it.
///
/// Errors, all at once: those of reading JSON (`json.`...), such as a key that is missing or of
/// another type, and `import.nothing_found` (no policy in any document), `import.interval` (hours
/// that end before they begin), `import.duration`, `import.unknown_schedule`
/// (`import_options::schedule`), `import.too_large`.
/// Linear in the size of the documents, and bounded by the options.
///
/// Source: Zendesk developer documentation, "SLA Policies", "Schedules", "Conditions reference",
/// "Via types reference".
[[nodiscard]] SLA_API result<imported_book> import_zendesk(std::span<const import_document> from,
                                                           const import_options& options = {});
[[nodiscard]] SLA_API result<imported_book> import_zendesk(std::string_view text,
                                                           const import_options& options = {});

/// The group SLA policies of a Zendesk account, how long a group may own a ticket, which run beside
/// the others: a book of its own, to be judged beside the other one.
///
/// Like `import_zendesk`. Source: Zendesk developer documentation, "Group SLA Policies".
[[nodiscard]] SLA_API result<imported_book>
import_zendesk_groups(std::span<const import_document> from, const import_options& options = {});
[[nodiscard]] SLA_API result<imported_book>
import_zendesk_groups(std::string_view text, const import_options& options = {});

/// The SLAs of a Jira Service Management project: conditions, goals with their queries, and
/// calendars. Each SLA is a metric and a policy of the same name; all of them hold side by side.
///
/// Errors as of `import_zendesk`, without `import.unknown_schedule`.
///
/// Source: Atlassian support, "Set up SLA conditions", "Set up SLA goals", "Create and edit SLA
/// calendars", "How teams see SLAs"; the shape is that of the answers of the product's own pages
/// (SLA metrics and working hours), which it does not document.
[[nodiscard]] SLA_API result<imported_book> import_jira(std::span<const import_document> from,
                                                        const import_options& options = {});
[[nodiscard]] SLA_API result<imported_book> import_jira(std::string_view text,
                                                        const import_options& options = {});

} // namespace sla::inline v1
