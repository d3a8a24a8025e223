// SPDX-License-Identifier: MIT
#include "problems.hpp"

#include "io.hpp"
#include "text.hpp"
#include <sla/describe.hpp>
#include <sla/json_results.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace tool {

problems::problems(const arguments& given, std::string file, std::string_view what)
    : file_{std::move(file)}, what_{what}, as_json_{given.value("errors") == "ndjson"},
      quiet_{given.has("quiet")} {
    const auto most = given.given("max-errors");
    if (!most)
        return;
    const auto end = std::from_chars(most->data(), most->data() + most->size(), most_);
    if (end.ec != std::errc{} || end.ptr != most->data() + most->size())
        stop_with({.code = "arguments.number",
                   .place = "--max-errors",
                   .message = "this is not a number",
                   .expected = "0 or more",
                   .saw = in_quotes(*most)});
}

void problems::describe(std::uint64_t row, std::string_view id, const sla::issue_list& issues) {
    std::string out;
    if (as_json_) {
        out = R"({"file":)";
        sla::append_json(out, file_);
        out += R"(,"row":)" + std::to_string(row);
        if (!id.empty()) {
            out += R"(,"id":)";
            sla::append_json(out, id);
        }
        out += R"(,"issues":)";
        sla::append_json(out, issues);
        say(out + "}\n");
        return;
    }
    std::string where = "row " + std::to_string(row);
    if (!id.empty())
        where += " (" + std::string{id} + ")";
    for (sla::issue i : issues) {
        // A place of its own row, for an event of a ticket of several rows.
        if (!i.place.starts_with("row "))
            i.place = where + (i.place.empty() ? "" : ", ") + i.place;
        else if (!id.empty())
            i.place.insert(std::min(i.place.size(), i.place.find(',')),
                           " (" + std::string{id} + ")");
        out += file_ + ": " + sla::describe(i) + "\n";
    }
    say(out);
}

void problems::add(std::uint64_t row, std::string_view id, const sla::issue_list& issues) {
    if (issues.empty())
        return;
    const bool bad = sla::has_errors(issues);
    (bad ? bad_rows_ : rows_with_warnings_)++;
    if (bad)
        for (const sla::issue& i : issues)
            if (i.severity == sla::severity::error &&
                (by_code_.size() < 100 || by_code_.contains(i.code)))
                ++by_code_[i.code];
    if (!bad && quiet_)
        return;
    // Those beyond are counted, unless a program reads them.
    if (!as_json_ && told_++ >= most_)
        return;
    describe(row, id, issues);
}

void problems::note(std::string_view text) const {
    if (!quiet_)
        say("sla: note: " + std::string{text} + "\n");
}

void problems::finish(std::uint64_t rows) const {
    std::string out;
    if (!as_json_ && told_ > most_)
        out += "sla: " + count_of(told_ - most_, what_) +
               " more not described (--max-errors, --errors ndjson)\n";
    if (rows_with_warnings_ != 0 && !quiet_)
        out += "sla: warnings about " + with_commas(rows_with_warnings_) + " of " +
               count_of(rows, what_) + "\n";
    if (bad_rows_ != 0) {
        // A question has an answer in any case.
        const std::string_view left_out = what_ != "ticket" ? ""
                                          : bad_rows_ == 1  ? " and was left out"
                                                            : " and were left out";
        out += "sla: " + with_commas(bad_rows_) + " of " + count_of(rows, what_) + " had mistakes" +
               std::string{left_out} + ":";
        bool first = true;
        for (const auto& [code, count] : by_code_) {
            out += (first ? " " : ", ") + code + " " + with_commas(count);
            first = false;
        }
        out += "\n";
    }
    say(out);
}

progress::progress(bool wanted, std::uint64_t size)
    : size_{size}, next_{wanted && is_terminal(stream::error) && !is_terminal(stream::output)
                             ? std::uint64_t{4} << 20U
                             : UINT64_MAX} {}

void progress::draw(std::uint64_t bytes, std::uint64_t rows) {
    constexpr std::uint64_t mega = 1'000'000;
    next_ = bytes + std::max<std::uint64_t>(std::uint64_t{16} << 20U, size_ / 200);
    std::string out = "\r  " + with_commas(bytes / mega) + " MB";
    if (size_ != 0)
        out += " of " + with_commas(size_ / mega) + ", " +
               std::to_string(std::min<std::uint64_t>(bytes * 100 / size_, 100)) + " %";
    out += ", " + count_of(rows, "ticket") + "  ";
    say(out);
    drawn_ = true;
}

void progress::clear() {
    if (std::exchange(drawn_, false))
        say("\r" + std::string(72, ' ') + "\r");
}

} // namespace tool
