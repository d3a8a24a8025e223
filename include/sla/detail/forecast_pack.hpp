// SPDX-License-Identifier: MIT
//
// Inside the forecast room: forecasts as bytes. The report of clocks, then the list.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/forecast_compile.hpp>
#include <sla/detail/forecast_run.hpp>
#include <sla/detail/report_pack.hpp>
#include <sla/forecast.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr byte_format forecast_format{.magic = "SLAF",
                                             .version = 1,
                                             .what = "a forecast",
                                             .bytes_damaged = "forecast.bytes_damaged",
                                             .bytes_version = "forecast.bytes_version",
                                             .other_definition = "forecast.other_definition"};

class forecast_unpacker {
public:
    [[nodiscard]] static result<forecast> run(const forecast_plan& plan, const forecast_data& data,
                                              std::span<const std::byte> bytes) {
        return unpack_whole<forecast>(forecast_format, data.fingerprint, data.groups, bytes,
                                      [&](byte_reader& in, report groups) {
                                          forecast out{plan};
                                          out.groups_ = std::move(groups);
                                          out.due_ = in.number();
                                          unpack_entries(
                                              in, out.due_, out.list_, [&](byte_reader& from) {
                                                  return unpack_clock(from, data.definition);
                                              });
                                          in.check(could_be(out, data.cuts.size()));
                                          return out;
                                      });
    }

private:
    [[nodiscard]] static due_clock unpack_clock(byte_reader& in,
                                                const forecast_definition& d) noexcept {
        due_clock out;
        out.breaches_at = instant{elapsed{in.signed_number()}};
        out.ticket = in.signed_number();
        out.metric = static_cast<std::uint32_t>(in.number_to(d.metrics.size() - 1));
        in.check(out.breaches_at != never);
        return out;
    }

    // Whether rows could have made these figures.
    [[nodiscard]] static bool could_be(const forecast& of, std::size_t last_piece) {
        const std::size_t metric = of.plan().definition().dimensions.size();
        std::uint64_t in_groups = 0;
        for (const report_line& line : of.groups_.read({.by = {metric, metric + 1}})) {
            if (line.key[0] >= of.plan().definition().metrics.size())
                return false;
            if (line.key[1] > last_piece)
                continue; // becomes late never
            if (line.counts.open() + line.counts.of(clock_state::not_started) != line.counts.rows())
                return false;
            in_groups += line.counts.rows();
        }
        return in_groups <= of.due_ &&
               of.due_ - in_groups <= of.counts().unknown_id + of.counts().outside;
    }
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION std::vector<std::byte> forecast::to_bytes() const {
    detail::byte_writer out{detail::forecast_format, plan_.data_->fingerprint};
    out.bytes(groups_.to_bytes());
    out.number(due_);
    const std::vector<due_clock> clocks = list();
    out.number(clocks.size());
    for (const due_clock& clock : clocks) {
        out.signed_number(clock.breaches_at.time_since_epoch().count());
        out.signed_number(clock.ticket);
        out.number(clock.metric);
    }
    return std::move(out).sealed();
}

SLA_FUNCTION result<forecast> forecast_plan::from_bytes(std::span<const std::byte> bytes) const {
    return detail::forecast_unpacker::run(*this, *data_, bytes);
}

} // namespace sla::inline v1
