// SPDX-License-Identifier: MIT
//
// The loops of a report in every copy that this processor can run, against a row at a time.
#include <sla/detail/report_loops.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace {

using namespace sla::detail;

constexpr std::array every_kind{sla::bulk_kernels::plain, sla::bulk_kernels::avx2,
                                sla::bulk_kernels::avx512};
// Below, at and above what a vector holds, and whole blocks.
constexpr std::array<std::size_t, 9> sizes{
    0, 1, 7, 8, 31, 64, 65, sla::detail::report_block_rows - 1, sla::detail::report_block_rows};

template <class Test>
void with_each(Test&& test) {
    for (const sla::bulk_kernels kind : every_kind)
        if (has_kernels(kind))
            for (const std::size_t rows : sizes) {
                CAPTURE(static_cast<int>(kind), rows);
                test(loops_of(kind), rows);
            }
}

// Numbers without a pattern.
std::uint64_t number(std::size_t i) {
    std::uint64_t z = (i + 1) * 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    return z ^ (z >> 29U);
}

} // namespace

TEST_CASE("Each byte adds its number, that of rows without one, or the mark of an unknown one") {
    for (const std::uint32_t none : {1U, 5U, 127U, 128U, 129U, 256U})
        for (const std::uint32_t first_negative : {128U, 256U})
            with_each([&](const report_loops& loops, std::size_t rows) {
                id_adds adds{.none = none,
                             .step = 65'000,
                             .unknown = 1U << 26U,
                             .first_negative = first_negative};
                std::vector<std::uint8_t> ids(rows);
                std::vector<std::uint32_t> groups(rows);
                std::vector<std::uint32_t> expected(rows);
                for (std::size_t i = 0; i < rows; ++i) {
                    ids[i] = static_cast<std::uint8_t>(i);
                    groups[i] = expected[i] = static_cast<std::uint32_t>(i * 3);
                    if (ids[i] >= first_negative)
                        expected[i] += none * 65'000;
                    else if (ids[i] >= none)
                        expected[i] += 1U << 26U;
                    else
                        expected[i] += ids[i] * 65'000U;
                }
                std::vector<std::uint32_t> again = groups;
                loops.ids(ids.data(), rows, adds, groups.data());
                CHECK(groups == expected);
                // And where many rows are read.
                std::array<std::uint32_t, 256> of_byte{};
                for (std::uint32_t byte = 0; byte < 256; ++byte)
                    of_byte[byte] = sla::detail::add_of(byte, adds);
                adds.of_byte = of_byte.data();
                loops.ids(ids.data(), rows, adds, again.data());
                CHECK(again == expected);
            });
}

TEST_CASE("All rows are within a span, or one of them is not") {
    constexpr std::int64_t begin = 1'000;
    constexpr std::uint64_t last = 500;
    with_each([&](const report_loops& loops, std::size_t rows) {
        std::vector<std::int64_t> ms(rows);
        for (std::size_t i = 0; i < rows; ++i)
            ms[i] = begin + static_cast<std::int64_t>(i % (last + 1));
        CHECK(loops.within(ms.data(), rows, begin, last));
        for (std::size_t i = 0; i < rows; i += 37)
            for (const std::int64_t beyond :
                 {begin - 1, begin + std::int64_t{last} + 1, std::int64_t{0},
                  std::numeric_limits<std::int64_t>::min(),
                  std::numeric_limits<std::int64_t>::max()}) {
                const std::int64_t before = ms[i];
                ms[i] = beyond;
                CHECK_FALSE(loops.within(ms.data(), rows, begin, last));
                ms[i] = before;
            }
    });
}

TEST_CASE("A state that is none is an error, and each has a place in its group") {
    with_each([](const report_loops& loops, std::size_t rows) {
        std::vector<std::uint8_t> from(rows);
        std::vector<std::uint8_t> states(rows);
        std::vector<std::uint32_t> groups(rows);
        std::vector<std::uint32_t> places(rows);
        for (std::size_t i = 0; i < rows; ++i) {
            from[i] = static_cast<std::uint8_t>(i % 2 == 0 ? i : i % 8);
            groups[i] = static_cast<std::uint32_t>(number(i) % (sla::max_report_groups + 1));
        }
        loops.states(from.data(), groups.data(), rows, states.data(), places.data());
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            const unsigned state = from[i] < 7 ? from[i] : 7;
            wrong += states[i] != state || places[i] != groups[i] * 8 + state ? 1U : 0U;
        }
        CHECK(wrong == 0);
    });
}

TEST_CASE("A length of a wanted state has a group and a bucket, and others have none") {
    constexpr std::uint32_t no_group = 7'777;
    constexpr std::int64_t end = std::int64_t{1} << 41U;
    constexpr std::array<std::int64_t, 12> hard{
        0,      999,    1'000,   1'001, 59'999, 60'000,
        63'999, 64'000, end - 1, end,   -1,     std::numeric_limits<std::int64_t>::min()};
    for (const unsigned bits : {4U, 7U, 14U})
        for (const std::uint64_t wanted : {0x01U, 0x18U, 0x7fU})
            with_each([&](const report_loops& loops, std::size_t rows) {
                const length_buckets buckets{bits};
                std::vector<std::int64_t> ms(rows);
                std::vector<std::uint8_t> states(rows);
                std::vector<std::uint32_t> groups(rows);
                for (std::size_t i = 0; i < rows; ++i) {
                    ms[i] = i % 3 == 0 ? hard[i / 3 % hard.size()]
                                       : static_cast<std::int64_t>(number(i) >> (22 + i % 40));
                    states[i] = static_cast<std::uint8_t>(number(i + 1000) % 8);
                    groups[i] = static_cast<std::uint32_t>(number(i + 2000) % no_group);
                }
                std::vector<std::uint32_t> cells(rows);
                std::vector<std::uint32_t> places(rows);
                const bool is_lacking =
                    loops.lengths(ms.data(), states.data(), groups.data(), rows, wanted, no_group,
                                  buckets, cells.data(), places.data());
                bool expected_lacking = false;
                std::size_t wrong = 0;
                for (std::size_t i = 0; i < rows; ++i) {
                    const bool is_wanted = (wanted >> states[i] & 1U) != 0;
                    const bool is_length = 0 <= ms[i] && ms[i] < end;
                    expected_lacking = expected_lacking || (is_wanted && !is_length);
                    if (is_wanted && is_length)
                        wrong += cells[i] != groups[i] ||
                                         places[i] !=
                                             buckets.of(static_cast<std::uint32_t>(ms[i] / 1000))
                                     ? 1U
                                     : 0U;
                    else
                        wrong += cells[i] != no_group || places[i] != 0 ? 1U : 0U;
                }
                CHECK(wrong == 0);
                CHECK(is_lacking == expected_lacking);
            });
}

TEST_CASE("a single value has its bucket") {
    constexpr std::uint32_t last = 2'199'023'255; // 2^41 - 1 ms, in whole seconds
    constexpr std::array<std::uint32_t, 8> hard{0, 1, 63, 64, 127, 128, last - 1, last};
    for (const unsigned bits : {4U, 7U, 14U})
        with_each([&](const report_loops& loops, std::size_t rows) {
            const length_buckets buckets{bits};
            std::vector<std::uint32_t> seconds(rows);
            for (std::size_t i = 0; i < rows; ++i)
                seconds[i] = i % 3 == 0
                                 ? hard[i / 3 % hard.size()]
                                 : static_cast<std::uint32_t>((number(i) >> (32 + i % 30)) % last);
            std::vector<std::uint64_t> places(rows);
            loops.places(seconds.data(), rows, buckets, places.data());
            std::size_t wrong = 0;
            for (std::size_t i = 0; i < rows; ++i)
                wrong += places[i] != buckets.of(seconds[i]) ? 1U : 0U;
            CHECK(wrong == 0);
        });
}
