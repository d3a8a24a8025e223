// SPDX-License-Identifier: MIT
#include "import.hpp"

#include "forms.hpp"
#include <sla/detail/policy_text.hpp>

#include <algorithm>
#include <cassert>
#include <functional>
#include <utility>

namespace sla::inline v1::detail::json {

using namespace std::chrono;

// -- source --------------------------------------------------------------------------------------

void source::note(index at, const char* code, std::string message, std::string saw,
                  std::string hint) {
    if (notes_.size() >= most_notes_) {
        more_notes_ = true;
        return;
    }
    notes_.emplace_back(at, issue{.code = code,
                                  .severity = severity::warning,
                                  .message = std::move(message),
                                  .saw = std::move(saw),
                                  .hint = std::move(hint)});
}

std::optional<std::string> source::scalar(index i) const {
    switch (values[i].kind) {
    case kind::text:
    case kind::integer:
    case kind::number:
        return std::string{values.text(i)};
    case kind::boolean:
        return values[i].integer != 0 ? "true" : "false";
    default:
        return {};
    }
}

std::string source::scalar_or_complain(index i, std::string_view expected) {
    std::optional<std::string> text = scalar(i);
    if (!text)
        (void)in.is(i, kind::text, expected);
    return std::move(text).value_or("");
}

bool source::yes(index i) {
    return in.is(i, kind::boolean, "true or false") && values[i].integer != 0;
}

bool source::says_something(index i) const {
    switch (values[i].kind) {
    case kind::null:
        return false;
    case kind::text:
        return !values.text(i).empty();
    case kind::list:
    case kind::object:
        return values.end(i) != tape::first(i);
    default:
        return true;
    }
}

namespace {

// Finds pointers and lines of values in one pass over the document.
class place_finder {
public:
    place_finder(const tape& values, std::string_view text) : values_{values} {
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        if (text.starts_with(mark))
            text.remove_prefix(mark.size());
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '\n')
                line_ends_.push_back(i);
    }

    // Precondition: not before the value that was asked for last.
    std::string pointer(index wanted) {
        for (; at_ < wanted; ++at_)
            step();
        close();
        std::string out = path_;
        if (!open_.empty())
            append_segment(out, segment(wanted));
        return out;
    }

    std::string line(index i) const {
        const auto before =
            std::lower_bound(line_ends_.begin(), line_ends_.end(), values_[i].offset);
        return "line " + std::to_string(before - line_ends_.begin() + 1);
    }

private:
    struct level {
        index container;
        std::size_t path_size; // without the container's own segment
        std::size_t next;      // number of the next entry of a list
    };

    void close() {
        while (!open_.empty() && values_.end(open_.back().container) <= at_) {
            path_.resize(open_.back().path_size);
            open_.pop_back();
        }
    }

    std::string segment(index i) const {
        const level& in = open_.back();
        return values_[in.container].kind == kind::object ? std::string{values_.key(i)}
                                                          : std::to_string(in.next);
    }

    void step() {
        close();
        const std::size_t size = path_.size();
        const bool inner = values_[at_].kind == kind::list || values_[at_].kind == kind::object;
        if (!open_.empty()) {
            if (inner)
                append_segment(path_, segment(at_));
            ++open_.back().next;
        }
        if (inner)
            open_.push_back({at_, size, 0});
    }

    const tape& values_;
    std::vector<std::size_t> line_ends_;
    std::vector<level> open_;
    std::string path_;
    index at_ = 0;
};

} // namespace

issue_list source::placed_notes() {
    std::stable_sort(notes_.begin(), notes_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    place_finder places{values, document.text};
    issue_list out;
    out.reserve(notes_.size());
    for (auto& [at, what] : notes_) {
        what.place = places.pointer(at);
        what.related = {{places.line(at), "in the document"}};
        out.push_back(std::move(what));
    }
    notes_.clear();
    return out;
}

// -- fields --------------------------------------------------------------------------------------

fields::fields(source& from, index of, std::initializer_list<std::string_view> known,
               std::span<const std::string_view> technical, std::string_view expected)
    : from_{from}, of_{of} {
    assert(known.size() <= most_names);
    for (const std::string_view name : known)
        known_[count_++] = name;
    read_ = from.in.is(of, kind::object, expected);
    if (!read_)
        return;
    const tape& values = from.values;
    for (index i = tape::first(of); i != values.end(of); i = values.next(i)) {
        const std::string_view key = values.key(i);
        std::size_t n = 0;
        while (n < count_ && known_[n] != key)
            ++n;
        if (n < count_) {
            if (found_[n] == 0 && values[i].kind != kind::null)
                found_[n] = i;
        } else if (std::find(technical.begin(), technical.end(), key) == technical.end() &&
                   from.says_something(i)) {
            from.note(i, "import.unknown_key", "this key means nothing here", quoted(key, 64));
        }
    }
}

index fields::operator[](std::string_view name) const {
    for (std::size_t n = 0; n < count_; ++n)
        if (known_[n] == name)
            return found_[n];
    assert(false);
    return 0;
}

index fields::required(std::string_view name) {
    const index found = (*this)[name];
    if (found == 0 && read_)
        from_.in.complain(of_, "json.key_missing", "the key " + quoted(name, 64) + " is missing",
                          {}, {}, {});
    return found;
}

std::vector<index> entries(source& from, index list, std::string_view expected) {
    std::vector<index> out;
    if (from.in.is(list, kind::list, expected))
        for (index i = tape::first(list); i != from.values.end(list); i = from.values.next(i))
            out.push_back(i);
    return out;
}

// -- conditions ----------------------------------------------------------------------------------

condition_maker::condition_maker(
    const import_options& options,
    std::initializer_list<std::pair<std::string_view, attribute>> usual)
    : fields_{options.fields}, left_{options.conditions} {
    for (const auto& [field, which] : usual)
        fields_.push_back({std::string{field}, which});
}

std::optional<attribute> condition_maker::attribute_of(std::string_view field) const {
    const auto same = [](std::string_view a, std::string_view b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
            const auto low = [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            };
            return low(x) == low(y);
        });
    };
    for (const field_mapping& m : fields_)
        if (same(m.field, field))
            return m.which;
    return {};
}

bool condition_maker::spend(std::size_t count) {
    if (count > left_) {
        spent_ = true;
        return false;
    }
    left_ -= count;
    return true;
}

std::optional<condition> condition_maker::has_tag(source& from, index at,
                                                  std::vector<std::string> tags) {
    constexpr std::size_t most = max_tags;
    for (const std::string& tag : tags) {
        if (tags_.contains(tag))
            continue;
        if (tags_.size() == most) {
            from.note(at, "import.unmapped_condition",
                      "a book has no more than " + std::to_string(most) + " tags", quoted(tag, 64),
                      "say with `fields` which attribute of a ticket this is");
            return {};
        }
        tags_.insert(tag);
    }
    if (!spend(tags.size() + 1))
        return {};
    return tagged(std::move(tags));
}

std::optional<condition> condition_maker::is_one_of(source& from, index at, std::string_view field,
                                                    std::vector<std::string> values) {
    if (const auto which = attribute_of(field)) {
        if (!spend(values.size() + 1))
            return {};
        return one_of(*which, std::move(values));
    }
    std::vector<std::string> tags;
    tags.reserve(values.size());
    for (const std::string& value : values)
        tags.push_back(std::string{field} + ":" + value);
    std::string names;
    for (std::size_t i = 0; i < tags.size() && i < 4; ++i)
        names += (i == 0 ? "" : ", ") + quoted(tags[i], 64);
    if (tags.size() > 4)
        names += ", ...";
    std::optional<condition> out = has_tag(from, at, std::move(tags));
    if (out)
        from.note(at, "import.tag_needed",
                  "a ticket has no such attribute, so the host has to set a tag: " + names,
                  quoted(field, 64), "or say with `fields` which attribute it is");
    return out;
}

std::optional<condition> condition_maker::is_empty(source& from, index at, std::string_view field) {
    std::string tag = std::string{field} + ":empty";
    std::string message =
        "that something is missing is no condition here, so the host has to set a tag: " +
        quoted(tag, 64);
    std::optional<condition> out = has_tag(from, at, {std::move(tag)});
    if (out)
        from.note(at, "import.tag_needed", std::move(message), quoted(field, 64));
    return out;
}

condition all_or_one(std::vector<condition> parts) {
    if (parts.empty())
        return {};
    return parts.size() == 1 ? std::move(parts.front()) : all_of(std::move(parts));
}

// The depth of what the importers make is bounded.
std::size_t count_of(const condition& c) { // NOLINT(misc-no-recursion)
    std::size_t out = 1 + c.values.size();
    for (const condition& part : c.parts)
        out += count_of(part);
    return out;
}

std::string name_book::unique(std::string wanted) {
    const auto [first, fresh] = taken_.try_emplace(wanted, 2);
    if (fresh)
        return wanted;
    for (;;) {
        std::string out = wanted + " (" + std::to_string(first->second++) + ")";
        if (taken_.try_emplace(out, 2).second)
            return out;
    }
}

// -- calendars -----------------------------------------------------------------------------------

void open(weekly_hours& hours, std::size_t day, seconds begin, seconds end) {
    if (begin < end)
        hours.days.at(day).push_back({begin, end});
}

void tidy(weekly_hours& hours) {
    for (std::vector<time_range>& day : hours.days) {
        std::sort(day.begin(), day.end(),
                  [](const time_range& a, const time_range& b) { return a.begin < b.begin; });
        std::vector<time_range> joined;
        for (const time_range& r : day)
            if (!joined.empty() && r.begin <= joined.back().end)
                joined.back().end = std::max(joined.back().end, r.end);
            else
                joined.push_back(r);
        day = std::move(joined);
    }
}

bool never_open(const weekly_hours& hours) {
    return std::all_of(hours.days.begin(), hours.days.end(),
                       [](const std::vector<time_range>& day) { return day.empty(); });
}

std::optional<year_month_day> import_date(source& from, index at) {
    constexpr std::string_view expected = R"(a date, for example "2026-12-24")";
    if (!from.in.is(at, kind::text, expected))
        return {};
    std::string_view text = from.values.text(at);
    if (text.size() > 10 && text[10] == 'T')
        text = text.substr(0, 10);
    form<year_month_day> made = read_date(text);
    if (auto* fault = std::get_if<text_fault>(&made)) {
        from.in.complain(at, "json.date", std::move(*fault));
        return {};
    }
    return std::get<year_month_day>(made);
}

// -- sources -------------------------------------------------------------------------------------

namespace {

std::string prefix_of(const import_document& document) {
    return document.name.empty() ? "" : document.name + ":";
}

} // namespace

import_sources::import_sources(std::span<const import_document> from, const import_options& options)
    : options_{options} {
    for (const import_document& document : from) {
        issue_list mistakes;
        std::optional<tape> values = read_tape(document.text, options.limits, mistakes);
        append(issues_, std::move(mistakes), prefix_of(document));
        if (!values)
            continue;
        sources_.push_back(std::make_unique<source>(document, *std::move(values), options));
        sources_.back()->in.check_keys();
    }
}

result<imported_book> import_sources::finish(book_definition book) {
    for (const auto& s : sources_)
        append(issues_, s->errors(), prefix_of(s->document));
    if (has_errors(issues_))
        return issues_;
    imported_book out{.book = std::move(book)};
    bool more = false;
    for (const auto& s : sources_) {
        more = more || s->more_notes();
        append(out.unmapped, s->placed_notes(), prefix_of(s->document));
    }
    if (out.unmapped.size() > options_.unmapped) {
        out.unmapped.resize(options_.unmapped);
        more = true;
    }
    if (more)
        out.unmapped.push_back({.code = "import.too_many",
                                .severity = severity::warning,
                                .message = "there is more that is not mapped than is told",
                                .expected = "at most " + std::to_string(options_.unmapped)});
    return out;
}

} // namespace sla::inline v1::detail::json
