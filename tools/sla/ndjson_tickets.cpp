// SPDX-License-Identifier: MIT

#include "text.hpp"
#include "tickets.hpp"

#include <algorithm>
#include <utility>

namespace tool {

namespace {

class ndjson_source final : public ticket_source {
public:
    ndjson_source(const policy& p, line_reader& lines, sla::json_ticket_options options)
        : lines_{lines}, reader_{p.book, std::move(options)} {}

    bool next() override {
        std::string_view line;
        while (true) {
            const line_reader::outcome what = lines_.next(line);
            if (what == line_reader::outcome::end)
                return false;
            row_ = lines_.number();
            if (what == line_reader::outcome::too_long) {
                was_read_ = false;
                ticket_.emplace(sla::issue_list{
                    {.code = "ticket.too_long",
                     .message = "this line is longer than any ticket",
                     .expected = "at most " + with_commas(line_reader::longest_line) + " bytes",
                     .hint = "one ticket a line, without a list around them"}});
                return true;
            }
            if (line.find_first_not_of(" \t\r") != std::string_view::npos)
                break;
        }
        was_read_ = true;
        ticket_.emplace(reader_.read(line));
        if (!ticket_->issues().empty())
            once_each();
        return true;
    }

    std::string_view id() const override { return was_read_ ? reader_.id() : std::string_view{}; }
    std::string_view name(sla::attribute which) const override { return reader_.name(which); }
    sla::instant as_of() const override { return reader_.as_of(); }
    std::uint64_t repeated_times() const override { return reader_.repeated_times(); }
    std::uint64_t moved_events() const override { return reader_.moved_events(); }

private:
    // A member that is not known is told when it comes for the first time.
    void once_each() {
        for (const sla::issue& i : ticket_->issues())
            if (i.code == "ticket.unknown_member" && i.severity == sla::severity::warning &&
                ignored_++ < most_ignored)
                reader_.ignore(member_of(i.place));
    }
    static std::string member_of(std::string_view pointer) {
        std::string out{pointer.substr(pointer.rfind('/') + 1)};
        for (std::size_t at = 0; (at = out.find('~', at)) != std::string::npos; ++at)
            out.replace(at, 2, out.compare(at, 2, "~1") == 0 ? "/" : "~");
        return out;
    }

    static constexpr std::size_t most_ignored = 1000;

    line_reader& lines_;
    sla::ticket_reader reader_;
    bool was_read_ = false;
    std::size_t ignored_ = 0;
};

} // namespace

std::unique_ptr<ticket_source> ndjson_tickets(const policy& p, line_reader& lines,
                                              sla::json_ticket_options options) {
    return std::make_unique<ndjson_source>(p, lines, std::move(options));
}

} // namespace tool
