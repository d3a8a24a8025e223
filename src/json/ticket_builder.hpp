// SPDX-License-Identifier: MIT
//
// A ticket put together from the texts of its members, wherever they come from.
#pragma once

#include <sla/json_ticket.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sla::inline v1::detail::json {

/// A value that is no list and no object.
enum class scalar : std::uint8_t { null, boolean, number, text };

/// Whose member a name is.
enum class member_of : std::uint8_t { ticket, event };

class ticket_builder {
public:
    ticket_builder(const policy_book& book, json_ticket_options options);

    void begin();

    /// A member of the ticket that is no list. `tags`: one more of them.
    void add_tag(std::string_view tag);
    void member(std::string_view name, scalar kind, std::string_view text);
    void begin_event();
    void event_member(std::string_view name, scalar kind, std::string_view text);
    void end_event();

    /// Whether the form of tickets has a member of this name.
    [[nodiscard]] bool is_known(std::string_view name, member_of owner) const;
    /// What the form calls a member of the ticket.
    [[nodiscard]] std::string_view ours(std::string_view name) const;
    /// Of a member of the ticket, or of the event that is being read.
    [[nodiscard]] std::string pointer(std::string_view name, member_of owner) const;
    void unknown(std::string_view name, member_of owner);
    void wrong_type(std::string_view name, member_of owner, std::string_view expected,
                    std::string_view saw);
    void complain(std::string place, const char* code, std::string message,
                  std::string expected = {}, std::string saw = {}, std::string hint = {});

    /// What became of it. The timeline looks at the events here.
    [[nodiscard]] result<timeline> finish(std::uint64_t row);
    /// An issue that ends the reading: of text that is no ticket at all.
    [[nodiscard]] issue_list give_up(issue why, std::uint64_t row);

    [[nodiscard]] const json_ticket_options& options() const { return options_; }
    void ignore(std::string name) { options_.ignored.push_back(std::move(name)); }

    [[nodiscard]] std::string_view id() const { return id_; }
    [[nodiscard]] std::string_view name(attribute which) const {
        return values_[static_cast<std::size_t>(which)];
    }
    [[nodiscard]] instant as_of() const { return as_of_; }
    [[nodiscard]] std::string_view name(person_id person) const;
    [[nodiscard]] std::uint64_t repeated_times() const { return repeated_times_; }
    [[nodiscard]] std::uint64_t moved_events() const { return moved_events_; }
    [[nodiscard]] const ticket_attributes& attributes() const { return attributes_; }
    [[nodiscard]] const std::vector<event>& events() const { return events_; }
    [[nodiscard]] bool too_many() const { return too_many_; }

private:
    enum class part : std::uint8_t { at, kind, by, is, attribute, visible, to, metric, due };
    static constexpr std::array<std::string_view, 9> part_names{
        "at", "kind", "by", "is", "attribute", "visible", "to", "metric", "due"};
    static constexpr std::size_t most_issues = 100;

    // Where an event comes from: its number in the list, or that of a member of the ticket.
    struct origin {
        std::uint32_t number = 0;
        bool in_list = false;
    };
    struct flat_event {
        event what{};
        std::uint32_t member = 0;
    };

    [[nodiscard]] bool is_ignored(std::string_view name) const;
    void flat(std::string_view name, event what, scalar kind, std::string_view text);
    std::optional<metric_id> find_metric(std::string_view name, member_of owner,
                                         std::string_view wanted);
    bool named_flat(std::string_view name, scalar kind, std::string_view text);
    bool read_at(std::string_view name, member_of owner, scalar kind, std::string_view text,
                 instant& into);
    [[nodiscard]] bool given(part p) const {
        return (given_ >> static_cast<unsigned>(p) & 1U) != 0;
    }
    void need(part p);
    void check_parts();
    void resolve_name();
    void merge();
    void check_values();
    [[nodiscard]] std::string in_ticket(std::string_view place) const;
    person_id person(std::string_view name);
    template <class Words, class Enum>
    void read_word(std::string_view name, std::string_view text, const Words& words, Enum& into);

    policy_book book_;
    json_ticket_options options_;

    std::string id_;
    std::array<std::string, attribute_count> values_;
    std::vector<std::string> tags_;
    std::size_t tag_count_ = 0;
    instant as_of_ = never;
    ticket_attributes attributes_{};

    std::vector<event> listed_;
    std::vector<flat_event> flat_;
    std::vector<std::string> flat_names_; // of members that made a flat event
    std::size_t flat_name_count_ = 0;
    std::vector<event> events_;
    std::vector<origin> origins_;
    std::uint32_t event_number_ = 0;
    bool too_many_ = false;

    event now_{}; // the event that is being read
    std::uint32_t given_ = 0;
    std::string is_;

    struct text_hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::unordered_map<std::string, std::uint32_t, text_hash, std::equal_to<>> people_;

    issue_list issues_;
    std::uint64_t repeated_times_ = 0;
    std::uint64_t moved_events_ = 0;
};

} // namespace sla::inline v1::detail::json
