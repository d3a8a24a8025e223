// SPDX-License-Identifier: MIT
//
// Inside the report room: lengths for which a group may need memory, put in all together or not at
// all. Whoever has one that its group has no place for yet keeps it here, and puts nothing in the
// report that cannot be taken back until `settle` has found the memory.
#pragma once

#include <sla/detail/report_data.hpp>
#include <sla/detail/report_values.hpp>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sla::inline v1::detail {

struct arrival {
    std::size_t cell;
    std::uint64_t ms;
};

class report_arrivals {
public:
    // Precondition: there are never more of them than there is room for.
    report_arrivals(report_store& store, std::span<arrival> room) noexcept
        : store_{store}, room_{room} {}

    void add(std::size_t cell, std::uint64_t ms) noexcept {
        assert(size_ < room_.size());
        room_[size_++] = {cell, ms};
    }
    void forget() noexcept { size_ = 0; }

    // Puts their seconds in, and tells each of them. Where there is no memory the store stays as it
    // was, and the arrivals stay too.
    template <class Each>
    void settle(const Each& each) {
        take_memory();
        // Where there were buckets before, and where single values become too many.
        for (const arrival& a : all())
            if (std::uint64_t* const buckets = store_.sums[a.cell].buckets)
                ++buckets[store_.buckets.of(second(a))];
        for (const arrival& a : all())
            if (is_single(a.cell) && !store_.rests[a.cell].buckets.empty())
                begin_buckets(store_, a.cell);
        for (const arrival& a : all())
            each(a);
        forget();
    }

private:
    // Gives back what was taken, unless it is kept.
    struct taken {
        report_arrivals& from;
        std::size_t values = 0; // of the first so many arrivals
        bool is_kept = false;

        explicit taken(report_arrivals& all) noexcept : from{all} {}
        taken(const taken&) = delete;
        taken& operator=(const taken&) = delete;
        ~taken() {
            if (is_kept)
                return;
            for (const arrival& a : from.all().first(values))
                if (from.is_single(a.cell))
                    from.store_.rests[a.cell].values.pop_back();
            for (const arrival& a : from.all())
                if (from.is_single(a.cell))
                    from.store_.rests[a.cell].buckets = {};
        }
    };

    void take_memory() {
        taken memory{*this};
        for (const arrival& a : all()) {
            if (is_single(a.cell))
                store_.rests[a.cell].values.push_back(second(a));
            ++memory.values;
        }
        for (const arrival& a : all()) {
            length_rest& rest = store_.rests[a.cell];
            if (rest.buckets.empty() && rest.values.size() > store_.exact_values)
                rest.buckets.assign(store_.buckets.count(), 0);
        }
        memory.is_kept = true;
    }

    [[nodiscard]] std::span<const arrival> all() const noexcept { return room_.first(size_); }
    [[nodiscard]] bool is_single(std::size_t cell) const noexcept {
        return store_.sums[cell].buckets == nullptr;
    }
    [[nodiscard]] static std::uint32_t second(const arrival& a) noexcept {
        return static_cast<std::uint32_t>(a.ms / 1000);
    }

    report_store& store_;
    std::span<arrival> room_;
    std::size_t size_ = 0;
};

} // namespace sla::inline v1::detail
