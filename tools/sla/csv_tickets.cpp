// SPDX-License-Identifier: MIT

#include "csv.hpp"
#include "text.hpp"
#include "tickets.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace tool {

namespace {

class csv_source final : public ticket_source {
public:
    csv_source(const policy& p, const arguments& given, line_reader& lines, char separator,
               sla::json_ticket_options options)
        : csv_{lines, separator}, empty_{given.values("empty")} {
        read_heading(options.names, given.has("strict"));
        options.names.clear(); // columns have our names from here on
        reader_.emplace(p.book, std::move(options));
    }

    bool next() override { return by_event_ ? next_of_events() : next_row(); }

    std::string_view id() const override { return was_read_ ? reader_->id() : refused_id_; }
    std::string_view name(sla::attribute which) const override { return reader_->name(which); }
    sla::instant as_of() const override { return reader_->as_of(); }
    std::uint64_t repeated_times() const override { return reader_->repeated_times(); }
    std::uint64_t moved_events() const override { return reader_->moved_events(); }

private:
    struct column {
        std::string theirs;
        std::string ours; // empty: not used
        bool of_event = false;
    };
    // A field whose text is in `text_`.
    struct stored {
        std::size_t column;
        std::size_t begin;
        std::size_t size;
        std::uint32_t event;
    };

    void read_heading(const std::vector<sla::member_name>& names, bool strict);
    void name_columns(const std::vector<sla::member_name>& names, sla::issue_list& issues);
    [[nodiscard]] std::string hint_of_heading() const;
    bool next_row();
    bool next_of_events();
    bool refuse(sla::issue why);
    bool check_cells();
    bool is_empty(std::string_view cell) const {
        return cell.empty() || std::find(empty_.begin(), empty_.end(), cell) != empty_.end();
    }
    template <class Add>
    void each_field(Add add) const;
    void store_row(std::uint32_t event);
    void finish(std::span<const sla::ticket_field> fields);
    std::string in_file(std::string_view pointer) const;

    csv_reader csv_;
    std::vector<std::string> empty_;
    std::optional<sla::ticket_reader> reader_;
    std::vector<column> columns_;
    std::size_t id_column_ = SIZE_MAX;
    bool by_event_ = false;
    bool was_read_ = false;
    std::string refused_id_; // of a ticket that was not read, if it is known
    bool at_end_ = false;

    std::vector<sla::ticket_field> fields_;
    // Of a ticket with a row for each event:
    std::string text_;
    std::vector<stored> stored_;
    std::vector<std::uint64_t> rows_; // of its events
    bool pending_ = false;            // the reader stands on the first row of the next ticket
};

void csv_source::name_columns(const std::vector<sla::member_name>& names, sla::issue_list& issues) {
    std::vector<std::string> theirs;
    for (const column& c : columns_)
        theirs.push_back(c.theirs);
    for (const sla::member_name& n : names) {
        bool found = false;
        for (column& c : columns_)
            if (c.theirs == n.theirs) {
                found = true;
                c.ours = n.ours;
                c.of_event = is_event_member(n.ours);
            }
        if (!found)
            issues.push_back({.code = "csv.column_missing",
                              .place = "--column",
                              .message = "the file has no such column",
                              .expected = theirs.size() <= 30 ? listed(theirs) : "",
                              .saw = in_quotes(n.theirs),
                              .hint = did_you_mean(n.theirs, theirs)});
    }
    for (column& c : columns_) {
        const bool taken = std::any_of(columns_.begin(), columns_.end(),
                                       [&](const column& o) { return o.ours == c.theirs; });
        if (!c.ours.empty() || taken || c.theirs == "events")
            continue;
        if (is_ticket_member(c.theirs) || is_event_member(c.theirs)) {
            c.ours = c.theirs;
            c.of_event = is_event_member(c.theirs);
        }
    }
    std::map<std::string, std::size_t> count;
    for (const column& c : columns_)
        if (!c.ours.empty() && ++count[c.ours] == 2)
            issues.push_back({.code = "csv.column_twice",
                              .place = "row 1",
                              .message = "two columns hold the same",
                              .expected = "one of them",
                              .saw = in_quotes(c.ours)});
}

// A heading of one column is mostly one of many with another separator.
std::string csv_source::hint_of_heading() const {
    if (columns_.size() == 1)
        for (const auto& [separator, option] :
             {std::pair{';', "';'"}, {'\t', "$'\\t'"}, {'|', "'|'"}})
            if (columns_.front().theirs.find(separator) != std::string::npos)
                return std::string{"are cells separated by another character? --separator "} +
                       option;
    return "name it: --column created=NAME";
}

void csv_source::read_heading(const std::vector<sla::member_name>& names, bool strict) {
    const csv_reader::outcome what = csv_.next();
    if (what == csv_reader::outcome::end) {
        at_end_ = true;
        return;
    }
    if (what != csv_reader::outcome::record) {
        sla::issue why = csv_.mistake();
        why.place = "row 1";
        stop_with(std::move(why));
    }
    for (const std::string_view cell : csv_.cells())
        columns_.push_back({.theirs = std::string{cell}, .ours = {}});
    sla::issue_list issues;
    name_columns(names, issues);
    const auto has = [this](std::string_view ours) {
        return std::any_of(columns_.begin(), columns_.end(),
                           [ours](const column& c) { return c.ours == ours; });
    };
    by_event_ = has("at");
    if (issues.empty() && !by_event_ && !has("created"))
        issues.push_back({.code = "csv.created_missing",
                          .place = "row 1",
                          .message = "no column says when a ticket was created",
                          .expected = "a column \"created\", or \"at\" and \"kind\" with an event "
                                      "in each row",
                          .saw = columns_.size() == 1 ? in_quotes(columns_.front().theirs) : "",
                          .hint = hint_of_heading()});
    if (issues.empty() && by_event_ && (!has("id") || !has("kind")))
        issues.push_back({.code = "csv.event_columns_missing",
                          .place = "row 1",
                          .message = "with an event in each row, columns say of which ticket it is "
                                     "and of which kind",
                          .expected = "columns \"id\", \"at\" and \"kind\""});
    std::string unused;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        column& c = columns_[i];
        if (c.of_event && !by_event_)
            c.ours.clear(); // a column "by" of a file without events
        if (c.ours == "id")
            id_column_ = i;
        if (c.ours.empty())
            unused += (unused.empty() ? "" : ", ") + c.theirs;
    }
    if (strict && !unused.empty())
        issues.push_back({.code = "csv.unknown_column",
                          .place = "row 1",
                          .message = "these columns are not known",
                          .saw = unused});
    if (!issues.empty())
        throw stop{std::move(issues)};
    if (!unused.empty())
        notes_.push_back("columns that are not used: " + unused);
}

bool csv_source::refuse(sla::issue why) {
    was_read_ = false;
    refused_id_.clear();
    ticket_.emplace(sla::issue_list{std::move(why)});
    return true;
}

// Whether the record can be read; else there is an issue.
bool csv_source::check_cells() {
    if (csv_.cells().size() != columns_.size()) {
        refuse({.code = "csv.cells",
                .message = "this row does not have the columns of the first one",
                .expected = count_of(columns_.size(), "cell"),
                .saw = count_of(csv_.cells().size(), "cell"),
                .hint = "a cell with a separator in it stands in quotation marks"});
        return false;
    }
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (!is_utf8(csv_.cells()[i])) {
            refuse({.code = "csv.not_utf8",
                    .place = "column " + columns_[i].theirs,
                    .message = "this is not text in UTF-8",
                    .expected = "UTF-8",
                    .saw = in_quotes(csv_.cells()[i]),
                    .hint = "convert the file: iconv -f WINDOWS-1252 -t UTF-8"});
            return false;
        }
    return true;
}

// The fields of a row; a cell of tags holds several.
template <class Add>
void csv_source::each_field(Add add) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const column& c = columns_[i];
        std::string_view cell = csv_.cells()[i];
        if (c.ours.empty() || is_empty(cell))
            continue;
        if (c.ours != "tags") {
            add(i, cell);
            continue;
        }
        while (true) {
            const std::size_t end = cell.find(';');
            std::string_view tag = cell.substr(0, end);
            while (tag.starts_with(' '))
                tag.remove_prefix(1);
            while (tag.ends_with(' '))
                tag.remove_suffix(1);
            if (!tag.empty())
                add(i, tag);
            if (end == std::string_view::npos)
                break;
            cell.remove_prefix(end + 1);
        }
    }
}

bool csv_source::next_row() {
    if (at_end_)
        return false;
    const csv_reader::outcome what = csv_.next();
    if (what == csv_reader::outcome::end)
        return false;
    row_ = csv_.row();
    if (what != csv_reader::outcome::record) {
        at_end_ = what == csv_reader::outcome::fatal;
        return refuse(csv_.mistake());
    }
    if (!check_cells())
        return true;
    fields_.clear();
    each_field([this](std::size_t i, std::string_view text) {
        fields_.push_back({.name = columns_[i].ours, .text = text});
    });
    finish(fields_);
    return true;
}

void csv_source::store_row(std::uint32_t event) {
    rows_.push_back(csv_.row());
    each_field([&](std::size_t i, std::string_view text) {
        // What the ticket is like says its first row.
        if (!columns_[i].of_event && event > 1)
            return;
        stored_.push_back({i, text_.size(), text.size(), columns_[i].of_event ? event : 0});
        text_ += text;
    });
}

bool csv_source::next_of_events() {
    constexpr std::size_t longest = line_reader::longest_line;
    text_.clear();
    stored_.clear();
    rows_.clear();
    std::string id;
    std::uint32_t event = 0;
    while (!at_end_) {
        if (!std::exchange(pending_, false)) {
            const csv_reader::outcome what = csv_.next();
            if (what == csv_reader::outcome::end) {
                at_end_ = true;
                break;
            }
            const bool broken = what != csv_reader::outcome::record;
            if (event == 0)
                row_ = csv_.row();
            if (broken || !check_cells()) {
                // Without this event the ticket would be judged by half of what happened.
                at_end_ = what == csv_reader::outcome::fatal;
                row_ = csv_.row();
                if (broken)
                    refuse(csv_.mistake());
                refused_id_ = id;
                return true;
            }
        }
        const std::string_view own = csv_.cells()[id_column_];
        if (event != 0 && own != id) {
            pending_ = true;
            break;
        }
        if (event == 0) {
            id = own;
            row_ = csv_.row();
        }
        ++event;
        if (text_.size() <= longest)
            store_row(event);
    }
    if (event == 0)
        return false;
    if (text_.size() > longest)
        return refuse({.code = "ticket.too_long",
                       .message = "this ticket has more text than any ticket",
                       .expected = "at most " + with_commas(longest) + " bytes",
                       .saw = in_quotes(id)});
    fields_.clear();
    std::stable_sort(stored_.begin(), stored_.end(),
                     [](const stored& a, const stored& b) { return a.event < b.event; });
    for (const stored& s : stored_)
        fields_.push_back({.name = columns_[s.column].ours,
                           .text = std::string_view{text_}.substr(s.begin, s.size),
                           .event = s.event});
    finish(fields_);
    return true;
}

// "/resolved" is "column CLOSED_DT", "/events/2/at" "row 19, column at".
std::string csv_source::in_file(std::string_view pointer) const {
    constexpr std::string_view events = "/events/";
    std::string out;
    if (pointer.starts_with(events)) {
        pointer.remove_prefix(events.size());
        std::size_t n = 0;
        const auto end = std::from_chars(pointer.data(), pointer.data() + pointer.size(), n);
        pointer.remove_prefix(static_cast<std::size_t>(end.ptr - pointer.data()));
        if (n < rows_.size() && rows_.size() > 1)
            out = "row " + std::to_string(rows_[n]);
    }
    if (pointer.starts_with('/'))
        pointer.remove_prefix(1);
    if (pointer == "events" && !by_event_)
        pointer = "created"; // which is what makes the first event
    for (const column& c : columns_)
        if (c.ours == pointer)
            return out + (out.empty() ? "" : ", ") + "column " + c.theirs;
    return out + (out.empty() || pointer.empty() ? "" : ", ") + std::string{pointer};
}

void csv_source::finish(std::span<const sla::ticket_field> fields) {
    was_read_ = true;
    ticket_.emplace(reader_->read(fields));
    if (ticket_->issues().empty())
        return;
    sla::issue_list placed = ticket_->issues();
    for (sla::issue& i : placed) {
        i.place = in_file(i.place);
        for (sla::related_place& r : i.related)
            r.place = in_file(r.place);
    }
    if (*ticket_)
        ticket_.emplace(sla::result<sla::timeline>{**ticket_, std::move(placed)});
    else
        ticket_.emplace(std::move(placed));
}

} // namespace

std::unique_ptr<ticket_source> csv_tickets(const policy& p, const arguments& given,
                                           line_reader& lines, char separator,
                                           sla::json_ticket_options options) {
    return std::make_unique<csv_source>(p, given, lines, separator, std::move(options));
}

} // namespace tool
