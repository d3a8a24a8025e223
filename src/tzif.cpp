// SPDX-License-Identifier: MIT
#include "tzif.hpp"

#include <sla/detail/zone_rule_parse.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {
namespace {

constexpr std::size_t header_size = 44;

// The six counts of a header, in the order of the file.
struct counts {
    std::uint64_t universal = 0;
    std::uint64_t standard = 0;
    std::uint64_t leap = 0;
    std::uint64_t times = 0;
    std::uint64_t types = 0;
    std::uint64_t letters = 0;

    // Counts have 32 bits, so the sum does not overflow.
    [[nodiscard]] std::uint64_t block_size(std::uint64_t time_size) const noexcept {
        return times * (time_size + 1) + types * 6 + letters + leap * (time_size + 4) + standard +
               universal;
    }
};

class reader {
public:
    explicit reader(std::string_view bytes) noexcept : bytes_{bytes} {}

    result<zone_definition> read() {
        counts first;
        char version = 0;
        if (!read_header(first, version))
            return std::move(issues_);
        if (version < '2')
            return wrong("zone.file_too_old", 4,
                         "the zone file has version 1, which does not say how the zone goes on",
                         "version 2 or later",
                         version == '\0' ? "version 1" : quoted({&version, 1}),
                         "make the files with a current zic");
        if (!skip(first.block_size(4), "the 32-bit data"))
            return std::move(issues_);
        counts all;
        if (!read_header(all, version))
            return std::move(issues_);
        if (all.leap != 0)
            return wrong("zone.leap_seconds", at_ - header_size,
                         "the zone file counts leap seconds", "times without leap seconds",
                         std::to_string(all.leap) + " leap seconds",
                         "files in a directory named right count them; take the ones beside it");
        if (all.types == 0 || all.types > 256)
            return wrong("zone.file_corrupt", at_ - 8,
                         "the number of local time types is impossible", "1 to 256",
                         std::to_string(all.types));
        const std::size_t block = at_;
        if (!skip(all.block_size(8), "the 64-bit data"))
            return std::move(issues_);
        return read_block(block, all);
    }

private:
    issue_list wrong(std::string code, std::size_t byte, std::string message, std::string expected,
                     std::string saw, std::string hint = {}) {
        issues_.push_back({.code = std::move(code),
                           .place = "byte " + std::to_string(byte),
                           .message = std::move(message),
                           .expected = std::move(expected),
                           .saw = std::move(saw),
                           .hint = std::move(hint)});
        return std::move(issues_);
    }

    bool truncated(std::string_view what, std::uint64_t need) {
        issues_.push_back({.code = "zone.file_truncated",
                           .place = "byte " + std::to_string(at_),
                           .message = "the zone file ends within " + std::string{what},
                           .expected = std::to_string(need) + " bytes",
                           .saw = std::to_string(bytes_.size() - at_) + " bytes",
                           .hint = "install the time zone database again"});
        return false;
    }

    bool skip(std::uint64_t size, std::string_view what) {
        if (bytes_.size() - at_ < size)
            return truncated(what, size);
        at_ += static_cast<std::size_t>(size);
        return true;
    }

    // Big-endian, two's complement where a sign matters.
    [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t size) const noexcept {
        std::uint64_t n = 0;
        for (std::size_t i = 0; i < size; ++i)
            n = n << 8 | static_cast<unsigned char>(bytes_[at + i]);
        return n;
    }

    bool read_header(counts& out, char& version) {
        constexpr std::string_view magic = "TZif";
        const std::string_view seen = bytes_.substr(at_, magic.size());
        if (seen != magic.substr(0, seen.size()) || (seen.empty() && at_ == 0)) {
            issues_.push_back({.code = "zone.file_not_tzif",
                               .place = "byte " + std::to_string(at_),
                               .message = at_ == 0
                                              ? "this is not a time zone file"
                                              : "the second header of the zone file is missing",
                               .expected = "the letters TZif",
                               .saw = seen.empty() ? "an empty file" : quoted(seen),
                               .hint = {}});
            return false;
        }
        const std::size_t header = at_;
        if (!skip(header_size, "a header"))
            return false;
        version = bytes_[header + 4];
        std::array<std::uint64_t, 6> n{};
        for (std::size_t i = 0; i < n.size(); ++i)
            n[i] = number(header + 20 + 4 * i, 4);
        out = {n[0], n[1], n[2], n[3], n[4], n[5]};
        return true;
    }

    result<zone_definition> read_block(std::size_t block, const counts& all) {
        const auto times = static_cast<std::size_t>(all.times);
        const auto types = static_cast<std::size_t>(all.types);
        const std::size_t indices = block + 8 * times;
        const std::size_t records = indices + times;
        const auto offset_of = [&](std::size_t type) {
            return std::chrono::seconds{static_cast<std::int32_t>(
                static_cast<std::uint32_t>(number(records + 6 * type, 4)))};
        };

        zone_definition out;
        out.initial_offset = offset_of(0);
        out.transitions.reserve(times);
        // Some files begin with a transition at "the big bang"; whatever lies before the calendar
        // begins is what has always been.
        using namespace std::chrono;
        constexpr sys_seconds calendar_begins = sys_days{year{-9999} / January / 1};
        std::int64_t before = 0;
        for (std::size_t i = 0; i < times; ++i) {
            const auto at = static_cast<std::int64_t>(number(block + 8 * i, 8));
            const auto type = static_cast<std::size_t>(number(indices + i, 1));
            if (i > 0 && at <= before)
                return wrong("zone.file_corrupt", block + 8 * i,
                             "the transitions of the zone file do not rise",
                             "a time after " + std::to_string(before), std::to_string(at));
            if (type >= types)
                return wrong("zone.file_corrupt", indices + i,
                             "a transition names a local time type that does not exist",
                             "a number below " + std::to_string(types), std::to_string(type));
            before = at;
            if (at < calendar_begins.time_since_epoch().count())
                out.initial_offset = offset_of(type);
            else
                out.transitions.push_back({sys_seconds{seconds{at}}, offset_of(type)});
        }
        return read_footer(std::move(out));
    }

    result<zone_definition> read_footer(zone_definition out) {
        if (at_ == bytes_.size()) {
            truncated("its data, before the footer,", 2);
            return std::move(issues_);
        }
        if (bytes_[at_] != '\n')
            return wrong("zone.file_corrupt", at_, "the footer of the zone file does not begin",
                         "a line feed", quoted(bytes_.substr(at_)));
        const std::size_t end = bytes_.find('\n', at_ + 1);
        if (end == std::string_view::npos) {
            truncated("its footer", bytes_.size() - at_ + 1);
            return std::move(issues_);
        }
        out.rule = bytes_.substr(at_ + 1, end - at_ - 1);
        if (out.rule.empty())
            return wrong("zone.file_without_rule", at_ + 1,
                         "the zone file does not say how the zone goes on after its last "
                         "transition",
                         "a footer such as CET-1CEST,M3.5.0,M10.5.0/3", "an empty footer",
                         "make the files with a current zic, without a limit of years");
        return out;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    issue_list issues_;
};

} // namespace

result<zone_definition> read_tzif(std::string_view bytes) {
    return reader{bytes}.read();
}

} // namespace sla::inline v1::detail
