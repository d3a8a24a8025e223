// SPDX-License-Identifier: MIT
//
// Inside the operations room: boards as bytes. The report of tickets, then the scores.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/operations_board.hpp>
#include <sla/detail/report_pack.hpp>
#include <sla/operations.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr byte_format board_format{.magic = "SLAB",
                                          .version = 1,
                                          .what = "a board",
                                          .bytes_damaged = "operations.bytes_damaged",
                                          .bytes_version = "operations.bytes_version",
                                          .other_definition = "operations.other_definition"};

class board_unpacker {
public:
    [[nodiscard]] static result<live_board> run(const board_plan& plan, const board_data& data,
                                                std::span<const std::byte> bytes) {
        return unpack_whole<live_board>(board_format, data.fingerprint, data.tickets, bytes,
                                        [&](byte_reader& in, report tickets) {
                                            live_board out{plan};
                                            out.tickets_ = std::move(tickets);
                                            out.scores_ = in.number();
                                            out.score_sum_ = in.signed_number();
                                            in.check(could_be(out));
                                            return out;
                                        });
    }

private:
    // Whether tickets could have made these figures.
    [[nodiscard]] static bool could_be(const live_board& of) {
        if (of.scores_ > of.tickets_.counts().in_groups())
            return false;
        __extension__ using wide_sum = __int128;
        const auto scores = static_cast<wide_sum>(of.scores_);
        if (of.score_sum_ < scores * INT32_MIN || of.score_sum_ > scores * INT32_MAX)
            return false;
        const auto read = [&](std::size_t metric) {
            return of.tickets_.read({.metric = metric, .by = {0}});
        };
        const std::vector<report_line> open = read(board_open);
        const std::vector<report_line> waiting = read(board_waiting);
        const std::vector<report_line> first_contact = read(board_first_contact);
        for (std::size_t i = 0; i < open.size(); ++i) {
            const attainment& flags = first_contact[i].counts;
            if (!is_of(open[i]) || !is_of(waiting[i]) ||
                waiting[i].counts.of(clock_state::running) >
                    open[i].counts.of(clock_state::running) ||
                flags.of(clock_state::not_applicable) + flags.of(clock_state::met) +
                        flags.of(clock_state::breached) !=
                    flags.rows())
                return false;
        }
        return true;
    }
    // Whether tickets last or are not counted, those that last each with a length.
    [[nodiscard]] static bool is_of(const report_line& line) noexcept {
        return line.counts.of(clock_state::running) + line.counts.of(clock_state::not_applicable) ==
                   line.counts.rows() &&
               line.lengths.front().missing() == 0;
    }
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION std::vector<std::byte> live_board::to_bytes() const {
    detail::byte_writer out{detail::board_format, plan_.data_->fingerprint};
    out.bytes(tickets_.to_bytes());
    out.number(scores_);
    out.signed_number(score_sum_);
    return std::move(out).sealed();
}

SLA_FUNCTION result<live_board> board_plan::from_bytes(std::span<const std::byte> bytes) const {
    return detail::board_unpacker::run(*this, *data_, bytes);
}

} // namespace sla::inline v1
