// SPDX-License-Identifier: MIT
//
// Inside the decimal room: many steps of a calculation, and one question at its end.
#pragma once

#include <sla/decimal.hpp>

#include <optional>

namespace sla::inline v1::detail {

// Takes what may not fit; zero stands for what did not. All that is made of it is worth something
// only if everything has fitted.
class checked_decimals {
public:
    [[nodiscard]] decimal operator()(std::optional<decimal> value) noexcept {
        fit_ = fit_ && value;
        return value.value_or(decimal{});
    }
    void fail() noexcept { fit_ = false; }
    [[nodiscard]] bool fit() const noexcept { return fit_; }

private:
    bool fit_ = true;
};

} // namespace sla::inline v1::detail
