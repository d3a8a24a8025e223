// SPDX-License-Identifier: MIT
//
// Room: result. Either a value or everything that is wrong.
//
// Whatever compiles a definition or reads a text returns `result<T>`. It holds a value, or at least
// one error; beside a value it may hold warnings.
//
//     auto hours = sla::compile(definition, zones);      // result<calendar>
//     if (!hours) return show(hours.issues());           // all mistakes at once
//     use(*hours);
//
//     sla::calendar hours = sla::compile(definition, zones).value();   // or throw them
//
// `value()` throws `sla::invalid_input`, which carries the same list. It is the only function of
// the library that throws on purpose, and does not exist where exceptions are switched off: there,
// test the result and use `*`.
#pragma once

#include <sla/issue.hpp>

#include <cassert>
#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace sla::inline v1 {

/// Thrown by `result<T>::value()`: carries every issue; `what()` holds the first ones as text.
class invalid_input : public std::exception {
public:
    explicit invalid_input(issue_list issues) : issues_{std::move(issues)} {
        std::size_t shown = 0;
        for (const issue& i : issues_) {
            if (i.severity != severity::error)
                continue;
            if (++shown > 3)
                continue;
            if (!text_.empty())
                text_ += "; ";
            text_ += i.place.empty() ? i.message : i.place + ": " + i.message;
        }
        if (shown > 3)
            text_ += "; and " + std::to_string(shown - 3) + " more";
    }

    [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }
    [[nodiscard]] const issue_list& issues() const noexcept { return issues_; }

private:
    issue_list issues_;
    std::string text_;
};

/// A `T`, perhaps with warnings; or no `T` and at least one error.
template <class T>
class [[nodiscard]] result {
public:
    using value_type = T;

    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
    result(T value) : value_{std::move(value)} {}

    /// Precondition: no entry of `warnings` is an error.
    result(T value, issue_list warnings) : value_{std::move(value)}, issues_{std::move(warnings)} {
        assert(!has_errors(issues_));
    }

    /// Precondition: at least one entry is an error.
    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
    result(issue_list issues) : issues_{std::move(issues)} { assert(has_errors(issues_)); }

    [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    /// All errors, or the warnings that come with a value; in the order of their places.
    [[nodiscard]] const issue_list& issues() const noexcept { return issues_; }

    /// Precondition: `has_value()`.
    [[nodiscard]] const T& operator*() const& noexcept {
        assert(has_value());
        return *value_;
    }
    [[nodiscard]] T&& operator*() && noexcept {
        assert(has_value());
        return std::move(*value_);
    }
    [[nodiscard]] const T* operator->() const noexcept {
        assert(has_value());
        return &*value_;
    }

#if defined(__cpp_exceptions)
    /// The value. Throws `invalid_input` with all issues where there is none.
    [[nodiscard]] const T& value() const& {
        if (!value_)
            throw invalid_input{issues_};
        return *value_;
    }
    /// By value, so that `const auto& x = compile(...).value();` keeps what it names alive.
    [[nodiscard]] T value() && {
        if (!value_)
            throw invalid_input{std::move(issues_)};
        return std::move(*value_);
    }
#endif

private:
    std::optional<T> value_;
    issue_list issues_;
};

} // namespace sla::inline v1
