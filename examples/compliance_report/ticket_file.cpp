// SPDX-License-Identifier: MIT

#include "ticket_file.hpp"

#include "text.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace compliance {

namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

} // namespace

ticket_file::ticket_file(const std::filesystem::path& path, const ticket_form& form, sla::zone zone)
    : name_{path.string()}, form_{&form}, zone_{std::move(zone)}, input_{path, std::ios::binary},
      csv_{input_, form.separator} {
    std::error_code no_matter;
    if (!input_ || std::filesystem::is_directory(path, no_matter)) {
        fatal_.push_back({.code = "tickets.file_unreadable",
                          .place = name_,
                          .message = "the file cannot be opened",
                          .expected = "a CSV file that can be read"});
        return;
    }
    read_header();
}

std::string ticket_file::place(text_place where) const {
    return fmt::format("{}:{}:{}", name_, where.line, where.column);
}

void ticket_file::read_header() {
    const csv_reader::outcome header = csv_.next();
    if (header == csv_reader::outcome::end) {
        fatal_.push_back({.code = "tickets.empty",
                          .place = name_,
                          .message = "the file is empty",
                          .expected = "a line with the names of the columns, and tickets"});
        return;
    }
    if (header != csv_reader::outcome::record) {
        fatal_.push_back(csv_.mistake());
        fatal_.back().place = place(csv_.mistake_place());
        return;
    }
    width_ = csv_.fields().size();
    const ticket_columns& names = form_->columns;
    at_ = {.id = find_column(names.id),
           .created = find_column(names.created),
           .first_response = find_column(names.first_response),
           .resolved = find_column(names.resolved),
           .type = find_column(names.type),
           .priority = find_column(names.priority),
           .channel = find_column(names.channel),
           .department = find_column(names.department),
           .target = find_column(names.target),
           .verdict = find_column(names.verdict)};
}

std::size_t ticket_file::find_column(const std::string& name) {
    if (name.empty())
        return no_column;
    std::size_t found = no_column;
    std::string seen;
    for (std::size_t i = 0; i < width_; ++i) {
        const std::string_view title = trimmed(csv_.fields()[i]);
        if (seen.size() < 200)
            seen += fmt::format("{}{}", i == 0 ? "" : ", ", shortened(title, 40));
        if (title != name)
            continue;
        if (found != no_column)
            fatal_.push_back({.code = "tickets.column_twice",
                              .place = place(csv_.places()[i]),
                              .message = "a column that is needed stands in the file twice",
                              .saw = in_quotes(name),
                              .related = {{place(csv_.places()[found]), "the first one"}}});
        found = i;
    }
    if (found == no_column) {
        const char* const hint =
            width_ == 1 ? "there is one column only: does another character separate the fields? "
                          "(\"separator\" in the file of columns)"
                        : "the file of columns (--columns) says what they are called";
        fatal_.push_back({.code = "tickets.column_missing",
                          .place = place({csv_.line(), 1}),
                          .message = "a column is missing",
                          .expected = in_quotes(name),
                          .saw = seen,
                          .hint = hint});
    }
    return found;
}

std::string_view ticket_file::cell(std::size_t column) const {
    return column == no_column ? std::string_view{} : trimmed(csv_.fields()[column]);
}

std::string ticket_file::place_of(const std::string& column) const {
    const std::size_t i = column == form_->columns.resolved         ? at_.resolved
                          : column == form_->columns.first_response ? at_.first_response
                          : column == form_->columns.priority       ? at_.priority
                          : column == form_->columns.channel        ? at_.channel
                                                                    : at_.created;
    return place(i < csv_.places().size() ? csv_.places()[i] : text_place{csv_.line(), 1});
}

/// False after a mistake; an empty cell is none.
bool ticket_file::read_instant(std::size_t column, const std::string& name,
                               std::optional<sla::instant>& into) {
    into.reset();
    const std::string_view text = cell(column);
    if (text.empty())
        return true;
    const sla::result<sla::local_time> local = form_->dates.read(text);
    if (!local) {
        problem_ = local.issues().front();
        problem_.message += fmt::format(" (column \"{}\")", printable(name));
        problem_.place = place(csv_.places()[column]);
        return false;
    }
    const sla::local_instants shown = zone_.instants_of(*local);
    if (shown.kind == sla::local_kind::skipped) {
        problem_ = {.code = "tickets.skipped_time",
                    .place = place(csv_.places()[column]),
                    .message = fmt::format("the clocks were put forward over this time (column "
                                           "\"{}\")",
                                           printable(name)),
                    .expected = fmt::format("a time that clocks in {} have shown", zone_.name()),
                    .saw = in_quotes(text),
                    .hint = "perhaps the times are those of another zone"};
        return false;
    }
    if (!sla::in_range(shown.first)) {
        problem_ = {.code = "tickets.date_out_of_range",
                    .place = place(csv_.places()[column]),
                    .message =
                        fmt::format("the date is out of range (column \"{}\")", printable(name)),
                    .expected = "a date from 1970 to 9999",
                    .saw = in_quotes(text)};
        return false;
    }
    if (shown.kind == sla::local_kind::repeated)
        ++repeated_times_;
    into = shown.first;
    return true;
}

bool ticket_file::read_row() {
    const std::size_t count = csv_.fields().size();
    if (count != width_) {
        problem_ = {.code = "tickets.row_width",
                    .place = place({csv_.line(), 1}),
                    .message = "a row has another number of fields than the header",
                    .expected = counted(width_, "field", "fields"),
                    .saw = counted(count, "field", "fields"),
                    .hint = "a field with a separator in it needs quotation marks"};
        return false;
    }
    const ticket_columns& names = form_->columns;
    row_.line = csv_.line();
    row_.id = cell(at_.id);
    row_.type = cell(at_.type);
    row_.priority = cell(at_.priority);
    row_.channel = cell(at_.channel);
    row_.department = cell(at_.department);
    row_.verdict = cell(at_.verdict);
    std::optional<sla::instant> created;
    if (!read_instant(at_.created, names.created, created) ||
        !read_instant(at_.first_response, names.first_response, row_.first_response) ||
        !read_instant(at_.resolved, names.resolved, row_.resolved) ||
        !read_instant(at_.target, names.target, row_.target))
        return false;
    if (!created) {
        problem_ = {.code = "tickets.created_missing",
                    .place = place(csv_.places()[at_.created]),
                    .message = fmt::format("it is not said when the ticket was created (column "
                                           "\"{}\")",
                                           printable(names.created)),
                    .expected = form_->dates.pattern(),
                    .saw = "an empty field"};
        return false;
    }
    row_.created = *created;
    return true;
}

ticket_file::outcome ticket_file::next() {
    if (!fatal_.empty())
        return outcome::fatal;
    switch (csv_.next()) {
    case csv_reader::outcome::record:
        return read_row() ? outcome::ticket : outcome::unreadable;
    case csv_reader::outcome::mistake:
        problem_ = csv_.mistake();
        problem_.place = place(csv_.mistake_place());
        return outcome::unreadable;
    case csv_reader::outcome::fatal:
        fatal_.push_back(csv_.mistake());
        fatal_.back().place = place(csv_.mistake_place());
        return outcome::fatal;
    case csv_reader::outcome::end:
        break;
    }
    if (input_.bad()) {
        fatal_.push_back({.code = "tickets.file_unreadable",
                          .place = place({csv_.line(), 1}),
                          .message = "reading the file failed here"});
        return outcome::fatal;
    }
    return outcome::end;
}

} // namespace compliance
