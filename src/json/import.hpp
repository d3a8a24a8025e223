// SPDX-License-Identifier: MIT
//
// What the importers share: documents with what could not be mapped of them, objects of which some
// members mean nothing here, conditions on fields that a ticket may not have, hours.
#pragma once

#include "reader.hpp"
#include "tape.hpp"
#include <sla/condition.hpp>
#include <sla/import.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1::detail::json {

/// One document, with the mistakes in it and the notes on it.
class source {
    issue_list errors_; // before `in`, which writes there

public:
    source(const import_document& from, tape made, const import_options& options)
        : document{from}, values{std::move(made)}, in{values, options.limits.issues, errors_},
          most_notes_{options.unmapped} {}
    source(const source&) = delete;
    source& operator=(const source&) = delete;
    ~source() = default;

    const import_document document;
    const tape values;
    reader in;

    /// Notes what could not be mapped. The pointer is found later, for all of them at once.
    void note(index at, const char* code, std::string message, std::string saw = {},
              std::string hint = {});

    /// A text, or a number as it was written, or "true" and "false"; nothing for others.
    [[nodiscard]] std::optional<std::string> scalar(index i) const;
    /// The same; complains where there is none.
    [[nodiscard]] std::string scalar_or_complain(index i, std::string_view expected);
    /// A yes or a no; complains of others.
    [[nodiscard]] bool yes(index i);
    /// Whether there is anything in it: null, "" and empty lists and objects say nothing.
    [[nodiscard]] bool says_something(index i) const;

    [[nodiscard]] const issue_list& errors() const { return errors_; }
    [[nodiscard]] bool more_notes() const { return more_notes_; }
    /// The notes, with pointers and lines. Linear in the document.
    [[nodiscard]] issue_list placed_notes();

private:
    std::vector<std::pair<index, issue>> notes_;
    std::size_t most_notes_;
    bool more_notes_ = false;
};

/// The members of an object: those that are read, those that say nothing to us, and others, which
/// are noted as unknown where they say anything. Members that are null are not there.
class fields {
public:
    static constexpr std::size_t most_names = 16;

    /// Precondition: at most `most_names` known ones; the names outlive this object.
    fields(source& from, index of, std::initializer_list<std::string_view> known,
           std::span<const std::string_view> technical, std::string_view expected = "an object");

    /// 0: there is no such member. Precondition: `name` is known.
    [[nodiscard]] index operator[](std::string_view name) const;
    /// The first of two names that there is.
    [[nodiscard]] index either(std::string_view a, std::string_view b) const {
        return (*this)[a] != 0 ? (*this)[a] : (*this)[b];
    }
    [[nodiscard]] index required(std::string_view name);
    [[nodiscard]] bool read() const { return read_; }

private:
    source& from_;
    index of_;
    std::array<std::string_view, most_names> known_{};
    std::array<index, most_names> found_{};
    std::size_t count_ = 0;
    bool read_ = false;
};

/// The entries of a list, with a complaint where there is none.
[[nodiscard]] std::vector<index> entries(source& from, index list, std::string_view expected);

/// Makes conditions of a product's fields, within the limits of a book.
class condition_maker {
public:
    condition_maker(const import_options& options,
                    std::initializer_list<std::pair<std::string_view, attribute>> usual);

    /// "the field is one of these": an attribute, or tags that the host has to set. Nothing, with a
    /// note, where a book has no room for it. Precondition: `values` is not empty.
    std::optional<condition> is_one_of(source& from, index at, std::string_view field,
                                       std::vector<std::string> values);
    /// "the field is empty": a tag.
    std::optional<condition> is_empty(source& from, index at, std::string_view field);
    /// "has one of these tags".
    std::optional<condition> has_tag(source& from, index at, std::vector<std::string> tags);

    [[nodiscard]] std::optional<attribute> attribute_of(std::string_view field) const;

    /// So many conditions and names again; false when that is too many.
    bool spend(std::size_t count);
    [[nodiscard]] bool spent_all() const { return spent_; }

private:
    std::vector<field_mapping> fields_;
    std::set<std::string, std::less<>> tags_;
    std::size_t left_;
    bool spent_ = false;
};

/// All of these; the one, where it is one.
[[nodiscard]] condition all_or_one(std::vector<condition> parts);
/// How many conditions and names a condition is made of.
[[nodiscard]] std::size_t count_of(const condition& c);

/// A name that nobody has yet: "Gold", "Gold (2)".
class name_book {
public:
    [[nodiscard]] std::string unique(std::string wanted);

private:
    std::map<std::string, std::size_t, std::less<>> taken_; ///< And the next number of each.
};

/// The IANA name of a zone that a product names in its own way ("Pacific Time (US & Canada)");
/// empty where it is not known.
[[nodiscard]] std::string_view zone_of(std::string_view product_name);

/// Opens a part of a day, in [0 h, 24 h].
void open(weekly_hours& hours, std::size_t day, std::chrono::seconds begin,
          std::chrono::seconds end);
/// Puts the hours in order and joins those that touch or overlap.
void tidy(weekly_hours& hours);
[[nodiscard]] bool never_open(const weekly_hours& hours);

/// A date "2026-12-24", perhaps with a time after it.
[[nodiscard]] std::optional<std::chrono::year_month_day> import_date(source& from, index at);

/// The documents, as far as they can be read; the mistakes of those that cannot.
class import_sources {
public:
    import_sources(std::span<const import_document> from, const import_options& options);

    [[nodiscard]] const std::vector<std::unique_ptr<source>>& all() const { return sources_; }
    /// Whether nothing was wrong with any of them so far.
    [[nodiscard]] bool readable() const { return issues_.empty(); }
    /// A mistake in no document.
    void complain(issue what) { issues_.push_back(std::move(what)); }

    /// The book with the notes, or every mistake.
    [[nodiscard]] result<imported_book> finish(book_definition book);

private:
    const import_options& options_;
    std::vector<std::unique_ptr<source>> sources_;
    issue_list issues_;
};

} // namespace sla::inline v1::detail::json
