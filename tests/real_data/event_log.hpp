// SPDX-License-Identifier: MIT
//
// Logs of real tickets, as the tests of this folder read them: a file becomes rows, rows become
// what happened to each ticket in names, and names become timelines of one book.
//
//     file ──read_table──► rows ──(uci_incidents, helpdesk_italy)──► tickets ──timelines_of──►
//     judge
//
// Nothing is dropped on the way without being counted under a name.
#pragma once

#include <sla/policy.hpp>
#include <sla/timeline.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace event_log {

/// How often each thing was seen.
using tally = std::map<std::string, std::size_t>;

// -- files -------------------------------------------------------------------------------------

/// A file of real tickets; SLA_DATA_DIR says where they are.
[[nodiscard]] std::filesystem::path ticket_file(std::string_view name);

/// True where there is no folder of real tickets at all, so that tests of them are skipped. A file
/// that is missing from the folder is a mistake.
[[nodiscard]] bool no_data();

/// What to say then.
[[nodiscard]] std::string missing();

/// The rows of a file, each with the fields of the columns asked for, in that order.
struct table {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> problems; ///< "line 7: ..."; a row is in one of both.
};

/// Reads comma-separated values whose first line names the columns.
[[nodiscard]] table read_table(const std::filesystem::path& file,
                               const std::vector<std::string>& columns);

// -- tickets
// ---------------------------------------------------------------------------------------

/// Something that happened to a ticket. Members that mean nothing for a kind are empty.
struct entry {
    sla::instant at{};
    sla::event_kind kind = sla::event_kind::created;
    std::string name{}; ///< Status, stage, custom event, or the new value of the attribute.
    sla::attribute which = sla::attribute::priority;
    sla::person_id person = sla::person_id::nobody;
    sla::actor by = sla::actor::agent;
};

struct ticket {
    std::string id;
    std::string priority{}; ///< When it was created, like the next two.
    std::string category{};
    std::string group{};
    std::vector<entry> entries{}; ///< In order; the creation first.
};

/// The host's numbers for the people of a log, from 1 on in the order of their appearance.
class people {
public:
    [[nodiscard]] sla::person_id number_of(const std::string& name);
    [[nodiscard]] std::size_t size() const { return numbers_.size(); }

private:
    std::map<std::string, sla::person_id> numbers_;
};

/// Entries by kind; changes of attributes by attribute too: "attribute changed priority".
[[nodiscard]] tally kinds_of(std::span<const ticket> tickets);

// -- timelines
// -------------------------------------------------------------------------------------

/// One timeline for each ticket, for one book. It owns the events of those that are too long to be
/// held by a timeline itself.
class timelines {
public:
    timelines(const sla::policy_book& book, std::span<const ticket> tickets);

    /// In the order of the tickets; fewer than tickets when `refused` is not empty.
    [[nodiscard]] std::span<const sla::timeline> all() const { return made_; }
    [[nodiscard]] std::size_t long_ones() const { return outside_.size(); }
    [[nodiscard]] const tally& warnings() const { return warnings_; } ///< By code.
    [[nodiscard]] const std::vector<std::string>& refused() const { return refused_; }

private:
    std::vector<sla::timeline> made_;
    std::vector<std::vector<sla::event>> outside_;
    tally warnings_;
    std::vector<std::string> refused_;
};

} // namespace event_log
