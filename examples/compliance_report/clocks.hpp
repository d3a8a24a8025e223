// SPDX-License-Identifier: MIT
//
// The clocks of all tickets as columns, which is how sla::report wants them. About 50 bytes each.
#pragma once

#include <sla/evaluate.hpp>
#include <sla/time.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace compliance {

/// What tickets are grouped by, in the order of the report.
enum class grouping : std::uint8_t { priority, channel, department, type };
inline constexpr std::size_t grouping_count = 4;
inline constexpr std::array<const char*, grouping_count> grouping_names{"priority", "channel",
                                                                        "department", "type"};

/// Numbers for names, in the order in which these come.
class numbered_names {
public:
    /// -1 of no name.
    std::int32_t number_of(std::string_view name);
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

private:
    std::map<std::string, std::int32_t, std::less<>> numbers_;
    std::vector<std::string> names_;
};

/// How much of the allowed time was taken: classes by their upper bounds, which are inclusive; the
/// last one has none.
struct used_class {
    const char* bound; ///< "1/2" of the limit
    std::int64_t part;
    std::int64_t whole;
};
inline constexpr std::array<used_class, 14> used_classes{{{"1/32", 1, 32},
                                                          {"1/16", 1, 16},
                                                          {"1/8", 1, 8},
                                                          {"1/4", 1, 4},
                                                          {"1/2", 1, 2},
                                                          {"3/4", 3, 4},
                                                          {"limit", 1, 1},
                                                          {"1¼", 5, 4},
                                                          {"1½", 3, 2},
                                                          {"2×", 2, 1},
                                                          {"4×", 4, 1},
                                                          {"8×", 8, 1},
                                                          {"16×", 16, 1},
                                                          {"", 0, 0}}};
/// The classes before this one have kept the promise.
inline constexpr std::size_t first_class_over = 7;

/// The number of the class.
/// Precondition: `taken` is not negative, and neither is `16 * taken` more than 64 bits hold.
[[nodiscard]] std::int8_t used_class_of(sla::elapsed taken, sla::elapsed allowed);

/// A clock of a ticket.
struct clock_row {
    std::array<std::string_view, grouping_count> names{};
    sla::clock_state state{};
    sla::instant created{};
    sla::instant started{};
    sla::instant stopped = sla::never; ///< `never` of an open clock.
    sla::instant deadline = sla::never;
    sla::instant breached_at = sla::never;
};

/// The clocks of one metric, one a row.
struct clock_columns {
    std::string metric{};
    std::array<std::vector<std::int32_t>, grouping_count> names{};
    std::vector<std::uint8_t> state{};
    std::vector<std::int64_t> created{};     ///< Milliseconds, as the next two.
    std::vector<std::int64_t> taken{};       ///< From the start to the end; none of open clocks.
    std::vector<std::int64_t> breached_at{}; ///< None of clocks that are not late.
    std::vector<std::int8_t> used{};         ///< A class; -1 of open clocks.
};

class clock_table {
public:
    /// Metrics are reported in the order in which they are declared, with or without clocks.
    clock_columns& metric(std::string_view name);
    void add(std::string_view name, const clock_row& row);

    [[nodiscard]] const std::vector<clock_columns>& metrics() const { return metrics_; }
    [[nodiscard]] const std::vector<std::string>& names(std::size_t of) const {
        return names_[of].names();
    }

private:
    std::array<numbered_names, grouping_count> names_;
    std::vector<clock_columns> metrics_;
};

} // namespace compliance
