// SPDX-License-Identifier: MIT
#include "options.hpp"
#include "scenario.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace scenarios {
namespace {

constexpr std::array<std::string_view, 23> plain_columns{
    "as of", "ticket", "why",    "clock",   "clocks",        "state",     "policy",       "basis",
    "cycle", "warned", "credit", "steps",   "started",       "stopped",   "paused since", "due",
    "used",  "spent",  "left",   "overdue", "past breaches", "late from", "next change"};

class file_reader {
public:
    explicit file_reader(std::string name) : name_{std::move(name)} {}

    void read(std::size_t number, std::string_view text);
    [[nodiscard]] scenario_file finish();

private:
    void read_line(std::string_view line);
    void read_table_line(std::string_view line);
    void begin_scenario(std::string_view title);
    void finish_scenario();
    [[nodiscard]] scenario& last() { return out_.scenarios.back(); }

    std::string name_;
    std::size_t number_ = 0;
    scenario_file out_{};
    book_reader book_{};
    std::shared_ptr<const sla::book_definition> finished_book_{};
    wall on_{};
    std::vector<std::string> columns_{};
};

void file_reader::read(std::size_t number, std::string_view text) {
    number_ = number;
    const auto comment = std::min(text.find(" #"), text.starts_with('#') ? 0 : text.size());
    const std::string_view line = trim(text.substr(0, comment));
    if (trim(text).empty())
        columns_.clear();
    if (line.empty())
        return;
    try {
        read_line(line);
    } catch (const unreadable& mistake) {
        out_.mistakes.push_back(name_ + ":" + std::to_string(number) + ": " + mistake.what());
    }
}

scenario_file file_reader::finish() {
    finish_scenario();
    return std::move(out_);
}

void file_reader::read_line(std::string_view line) {
    const std::string_view whole = line;
    if (line == "book") {
        finish_scenario();
        book_.begin_again();
        finished_book_.reset();
    } else if (take(line, "scenario")) {
        begin_scenario(line);
    } else if (!finished_book_) {
        if (!book_.read(line))
            throw unreadable{"not a line of a policy part", whole};
    } else if (line.find('|') != std::string_view::npos) {
        read_table_line(line);
    } else {
        columns_.clear();
        if (take(line, "ticket")) {
            last().ticket = line;
        } else if (take(line, "with")) {
            sla::book_definition copy = *finished_book_;
            set_option(copy, line);
            last().options.emplace_back(line);
        } else if (take(line, "warning")) {
            last().warnings.emplace_back(line);
        } else {
            const sla::instant at = take_time(line, on_);
            last().events.push_back(read_happening(line, on_));
            last().events.back().event.at = at;
        }
    }
}

void file_reader::begin_scenario(std::string_view title) {
    finish_scenario();
    if (title.empty())
        throw unreadable{"a title is missing", title};
    if (!finished_book_)
        finished_book_ = std::make_shared<const sla::book_definition>(book_.book());
    on_ = {.zone = book_.times().zone};
    columns_.clear();
    out_.scenarios.push_back(
        {.line = number_, .title = std::string{title}, .book = finished_book_});
}

void file_reader::finish_scenario() {
    if (out_.scenarios.empty() || !last().rows.empty())
        return;
    out_.mistakes.push_back(name_ + ":" + std::to_string(last().line) +
                            ": a scenario without a row that expects something");
}

void file_reader::read_table_line(std::string_view line) {
    const std::vector<std::string_view> cells = split(line, "|");
    if (columns_.empty()) {
        for (const std::string_view column : cells) {
            const bool known = std::find(plain_columns.begin(), plain_columns.end(), column) !=
                               plain_columns.end();
            if (column.empty() || (!known && !column.starts_with("step ") && !is_option(column)))
                throw unreadable{"unknown column", column};
        }
        columns_ = strings(cells);
        return;
    }
    if (cells.size() != columns_.size())
        throw unreadable{"another number of columns", line};
    row read{.line = number_, .text = std::string{line}};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (columns_[i] == "as of") {
            std::string_view text = cells[i];
            read.now = take_time(text, on_);
            read.on = on_;
            if (!text.empty())
                throw unreadable{"too much after a time", text};
        } else if (!cells[i].empty() && columns_[i] != "why") {
            read.cells.push_back({columns_[i], std::string{cells[i]}});
        }
    }
    if (!read.on.date || read.cells.empty())
        throw unreadable{"a row says as of when, and expects something", line};
    last().rows.push_back(std::move(read));
}

} // namespace

scenario_file read_scenarios(const std::string& file_name, std::istream& text) {
    file_reader reader{file_name};
    std::size_t number = 0;
    for (std::string line; std::getline(text, line);)
        reader.read(++number, line);
    return reader.finish();
}

} // namespace scenarios
