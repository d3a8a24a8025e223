// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: room for the clocks of one ticket.
#pragma once

#include <sla/detail/evaluate_clock.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

namespace sla::inline v1::detail {

// Where a clock is reported: by rank, then in the order of the targets.
struct clock_place {
    std::int32_t rank = 0;
    std::uint32_t target = 0;
};

// Room for clocks that are made one after another, without constructing those that are not needed.
template <std::size_t Capacity>
class clock_shelf {
public:
    using place = clock_place;

    clock_shelf() noexcept {} // NOLINT(modernize-use-equals-default): leaves the room as it is
    clock_shelf(const clock_shelf&) = delete;
    clock_shelf& operator=(const clock_shelf&) = delete;
    ~clock_shelf() = default;

    [[nodiscard]] std::size_t index_of(const clock_run& clock) const noexcept {
        return static_cast<std::size_t>(&clock - clocks_.data());
    }
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    [[nodiscard]] clock_run& operator[](std::size_t i) noexcept { return clocks_[i]; }
    [[nodiscard]] place& place_of(std::size_t i) noexcept { return places_[i]; }

    template <class... Args>
    bool add(const place& at, const Args&... args) noexcept {
        if (count_ == Capacity)
            return false;
        std::construct_at(&places_[count_], at);
        std::construct_at(&clocks_[count_], args...);
        ++count_;
        return true;
    }

private:
    static_assert(std::is_trivially_destructible_v<clock_run>);
    std::size_t count_ = 0;
    union {
        std::array<place, Capacity> places_;
    };
    union {
        std::array<clock_run, Capacity> clocks_;
    };
};

// The same without a limit, on the heap.
class clock_list {
public:
    using place = clock_place;

    [[nodiscard]] std::size_t index_of(const clock_run& clock) const noexcept {
        return static_cast<std::size_t>(&clock - clocks_.data());
    }
    [[nodiscard]] std::size_t size() const noexcept { return clocks_.size(); }
    [[nodiscard]] clock_run& operator[](std::size_t i) noexcept { return clocks_[i]; }
    [[nodiscard]] place& place_of(std::size_t i) noexcept { return places_[i]; }

    template <class... Args>
    bool add(const place& at, const Args&... args) {
        places_.push_back(at);
        clocks_.emplace_back(args...);
        return true;
    }

private:
    std::vector<place> places_;
    std::vector<clock_run> clocks_;
};

} // namespace sla::inline v1::detail
