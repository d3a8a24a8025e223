// SPDX-License-Identifier: MIT
//
// Instants and durations as people and exports write them.
#pragma once

#include <sla/result.hpp>
#include <sla/target.hpp>
#include <sla/time.hpp>
#include <sla/zone.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// A form of times in the letters of strftime: "%m/%d/%Y %I:%M:%S %p".
class time_format {
public:
    /// Issues at the place "--time-format".
    static sla::result<time_format> of(std::string_view pattern);

    /// Counts in `repeated` what a wall clock showed twice.
    [[nodiscard]] sla::result<sla::instant> read(std::string_view text, const sla::zone* where,
                                                 std::uint64_t& repeated) const;

private:
    struct token {
        char letter = 0; ///< 0: `literal` stands for itself.
        char literal = 0;
    };
    struct fields;
    static bool take(token t, std::string_view& text, fields& into);

    std::string pattern_;
    std::vector<token> tokens_;
};

/// "2026-02-16T10:40:00+01:00"; with the offset of the zone, whole minutes of it.
[[nodiscard]] std::string local_text(sla::instant at, const sla::zone& zone);

/// The present time, to the second.
[[nodiscard]] sla::instant present();

/// A duration in the words of policy documents: "4 business hours", "2 business days by close".
/// The issues are those of a document, at the place `place`.
[[nodiscard]] sla::result<sla::target_duration> read_duration(std::string_view text,
                                                              std::string_view place);

/// Elapsed time: "30 min", "1h", "1h30m", "90 s".
[[nodiscard]] std::optional<sla::elapsed> read_length(std::string_view text);

} // namespace tool
