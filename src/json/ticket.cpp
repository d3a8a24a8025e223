// SPDX-License-Identifier: MIT
//
// Tickets from the events of the JSON parser.

#include "json_line.hpp"
#include "ticket_builder.hpp"
#include <sla/detail/zone_text.hpp>
#include <sla/json_ticket.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace sla::inline v1 {

namespace detail::json {

class ticket_parser {
public:
    ticket_parser(const policy_book& book, json_ticket_options options)
        : builder{book, std::move(options)} {}

    ticket_builder builder;

    result<timeline> read(std::string_view text, std::uint64_t row) {
        builder.begin();
        place_ = place::outside;
        key_.clear();
        repeated_ = false;
        skipped_ = 0;
        broken_.reset();
        if (text.size() > builder.options().bytes)
            return builder.give_up(
                {.code = "ticket.too_long",
                 .message = "this text is longer than any ticket",
                 .expected = "at most " + std::to_string(builder.options().bytes) + " bytes",
                 .saw = std::to_string(text.size()) + " bytes"},
                row);
        nlohmann::json::sax_parse(text.data(), text.data() + text.size(), this);
        if (broken_)
            return builder.give_up(*std::move(broken_), row);
        return builder.finish(row);
    }

    // -- the parser's events; false ends the parse
    // -------------------------------------------------

    bool null() { return value(scalar::null, "null"); }
    bool boolean(bool b) { return value(scalar::boolean, b ? "true" : "false"); }
    bool number_integer(std::int64_t n) { return value(scalar::number, digits_(n)); }
    bool number_unsigned(std::uint64_t n) { return value(scalar::number, digits_(n)); }
    bool number_float(double /*unused*/, std::string written) {
        with_point(written);
        return value(scalar::number, written);
    }
    bool string(const std::string& text) { return value(scalar::text, text); }
    // Only formats other than JSON's own text have these.
    template <class Binary>
    bool binary(const Binary& /*unused*/) {
        return false;
    }

    bool key(const std::string& name) {
        if (skipped_ == 0) {
            key_ = name;
            repeated_ = is_repeated();
        }
        return true;
    }

    bool start_object(std::size_t /*unused*/) {
        if (skipped_ != 0) {
            ++skipped_;
        } else if (place_ == place::outside) {
            place_ = place::ticket;
            seen_count_ = 0;
        } else if (place_ == place::events) {
            builder.begin_event();
            place_ = place::event;
            seen_in_event_ = seen_count_;
        } else {
            return nested("an object");
        }
        return true;
    }
    bool end_object() {
        if (skipped_ != 0) {
            --skipped_;
        } else if (place_ == place::event) {
            builder.end_event();
            place_ = place::events;
            seen_count_ = seen_in_event_;
            return !builder.too_many();
        } else {
            place_ = place::outside;
        }
        return true;
    }
    bool start_array(std::size_t /*unused*/) {
        if (skipped_ != 0) {
            ++skipped_;
            return true;
        }
        if (place_ == place::ticket && !repeated_) {
            const std::string_view known = builder.ours(key_);
            if (known == "tags" || known == "events") {
                place_ = known == "tags" ? place::tags : place::events;
                return true;
            }
        }
        return place_ == place::outside ? not_an_object("a list") : nested("a list");
    }
    bool end_array() {
        if (skipped_ != 0)
            --skipped_;
        else
            place_ = place::ticket;
        return true;
    }

    template <class Exception>
    bool parse_error(std::size_t position, const std::string& token, const Exception& error) {
        broken_ = syntax_issue(position, token, error.what(), error.id == 406);
        return false;
    }

private:
    enum class place : std::uint8_t { outside, ticket, tags, events, event };
    static constexpr std::size_t longest_name = 64;
    static constexpr std::size_t most_names = 64; // of which it is checked that they come once

    bool value(scalar kind, std::string_view text) {
        if (skipped_ != 0 || (repeated_ && place_ != place::tags && place_ != place::events))
            return true;
        switch (place_) {
        case place::outside:
            return not_an_object(kind == scalar::text ? quoted(text, 40) : text);
        case place::ticket:
            if (builder.ours(key_) != "tags")
                builder.member(key_, kind, text);
            else if (kind != scalar::null)
                builder.wrong_type(key_, owner(), "a list of texts", quoted(text, 64));
            break;
        case place::tags:
            if (kind == scalar::text || kind == scalar::number)
                builder.add_tag(text);
            else
                builder.wrong_type("tags", owner(), "a list of texts", text);
            break;
        case place::events:
            builder.complain("/events", "ticket.wrong_type", "this is of another kind",
                             "a list of objects", quoted(text, 64));
            break;
        case place::event:
            builder.event_member(key_, kind, text);
            break;
        }
        return true;
    }

    bool not_an_object(std::string_view saw) {
        broken_ =
            issue{.code = "ticket.not_an_object",
                  .message = "a ticket is an object",
                  .expected = R"(for example {"id": "T-1", "created": "2026-02-13T15:40:00Z"})",
                  .saw = std::string{saw}};
        return false;
    }

    // A list or an object where none is expected, or in a member that nobody looks at.
    bool nested(const char* what) {
        skipped_ = 1;
        if (place_ == place::tags) {
            builder.complain("/tags", "ticket.wrong_type", "this is of another kind",
                             "a list of texts", what);
        } else if (place_ == place::events) {
            builder.complain("/events", "ticket.wrong_type", "this is of another kind",
                             "a list of objects", what);
        } else if (!repeated_) {
            if (builder.is_known(key_, owner()))
                builder.wrong_type(key_, owner(), "a text", what);
            else
                builder.unknown(key_, owner());
        }
        return true;
    }

    [[nodiscard]] member_of owner() const {
        return place_ == place::event ? member_of::event : member_of::ticket;
    }

    // Whether the object has a member of this name already, of those that are looked at.
    bool is_repeated() {
        if (key_.size() > longest_name || !builder.is_known(key_, owner()))
            return false;
        for (std::size_t i = place_ == place::event ? seen_in_event_ : 0; i < seen_count_; ++i)
            if (seen_[i] == key_) {
                builder.complain(builder.pointer(key_, owner()), "ticket.member_twice",
                                 "this member is there twice", "one of it", quoted(key_, 64));
                return true;
            }
        if (seen_count_ < most_names)
            seen_[seen_count_++] = key_;
        return false;
    }

    number_text digits_;
    place place_ = place::outside;
    std::size_t skipped_ = 0; // depth in a value that is not looked at
    std::string key_;
    bool repeated_ = false;
    std::array<std::string, most_names> seen_;
    std::size_t seen_count_ = 0;
    std::size_t seen_in_event_ = 0;
    std::optional<issue> broken_;
};

} // namespace detail::json

ticket_reader::ticket_reader(const policy_book& book, json_ticket_options options)
    : parser_{std::make_unique<detail::json::ticket_parser>(book, std::move(options))} {}
ticket_reader::ticket_reader(ticket_reader&& other) noexcept = default;
ticket_reader& ticket_reader::operator=(ticket_reader&& other) noexcept = default;
ticket_reader::~ticket_reader() = default;

result<timeline> ticket_reader::read(std::string_view text, std::uint64_t row) {
    return parser_->read(text, row);
}

result<timeline> ticket_reader::read(std::span<const ticket_field> fields, std::uint64_t row) {
    using detail::json::scalar;
    detail::json::ticket_builder& builder = parser_->builder;
    builder.begin();
    std::uint32_t event = 0;
    for (const ticket_field& f : fields) {
        if (f.event != event && event != 0)
            builder.end_event();
        if (f.event != event && f.event != 0)
            builder.begin_event();
        event = f.event;
        if (f.text.empty())
            continue;
        if (event != 0)
            builder.event_member(f.name, scalar::text, f.text);
        else
            builder.member(f.name, scalar::text, f.text);
    }
    if (event != 0)
        builder.end_event();
    return builder.finish(row);
}

std::string_view ticket_reader::id() const noexcept {
    return parser_->builder.id();
}
std::string_view ticket_reader::name(attribute which) const noexcept {
    return parser_->builder.name(which);
}
instant ticket_reader::as_of() const noexcept {
    return parser_->builder.as_of();
}
std::string_view ticket_reader::name(person_id person) const noexcept {
    return parser_->builder.name(person);
}
std::uint64_t ticket_reader::repeated_times() const noexcept {
    return parser_->builder.repeated_times();
}
std::uint64_t ticket_reader::moved_events() const noexcept {
    return parser_->builder.moved_events();
}
void ticket_reader::ignore(std::string name) {
    parser_->builder.ignore(std::move(name));
}

result<json_ticket> ticket_from_json(const policy_book& book, std::string_view text,
                                     const json_ticket_options& options) {
    detail::json::ticket_parser parser{book, options};
    result<timeline> read = parser.read(text, 0);
    if (!read)
        return read.issues();
    const detail::json::ticket_builder& made = parser.builder;
    return result<json_ticket>{{.id = std::string{made.id()},
                                .attributes = made.attributes(),
                                .events = made.events(),
                                .as_of = made.as_of()},
                               read.issues()};
}

} // namespace sla::inline v1
