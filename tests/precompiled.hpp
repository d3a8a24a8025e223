// SPDX-License-Identifier: MIT
//
// What nearly every test includes, read by the compiler once for all of them. A test still includes
// what it uses: that its own list is complete shows where this is switched off
// (CMAKE_DISABLE_PRECOMPILE_HEADERS), as the preset for clang-tidy does.
#pragma once

#include <sla/explain.hpp>
#include <sla/metrics.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>
