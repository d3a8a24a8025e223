// SPDX-License-Identifier: MIT
//
// Zendesk's filters. Source: Zendesk developer documentation, "Conditions reference" and "Via types
// reference".
#include "import_zendesk.hpp"
#include <sla/detail/policy_text.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

constexpr std::array<std::string_view, 0> no_technical{};

// The order that comparisons go by.
constexpr std::array<std::string_view, 4> priorities{"low", "normal", "high", "urgent"};
constexpr std::array<std::string_view, 6> statuses{"new",  "open",   "pending",
                                                   "hold", "solved", "closed"};

// What a ticket says as its channel, by the number that conditions use. Numbers that share a
// channel are no longer told apart.
struct via_type {
    std::string_view id;
    std::string_view channel;
};
constexpr std::array<via_type, 21> via_types{{
    {"0", "web"},       {"4", "email"},    {"5", "api"},       {"8", "rule"},     {"17", "web"},
    {"20", "web"},      {"23", "twitter"}, {"24", "forum"},    {"26", "twitter"}, {"27", "web"},
    {"29", "chat"},     {"30", "twitter"}, {"31", "api"},      {"33", "voice"},   {"34", "voice"},
    {"35", "voice"},    {"36", "api"},     {"38", "facebook"}, {"39", "api"},     {"40", "api"},
    {"41", "facebook"},
}};

class filter_reader {
public:
    filter_reader(source& from, condition_maker& make) : from_{from}, make_{make} {}

    std::optional<condition> read(index at) {
        fields m{from_, at, {"all", "any"}, no_technical, R"(an object with "all" and "any")"};
        std::vector<condition> all = read_list(m["all"]);
        std::vector<condition> any = read_list(m["any"]);
        if (any.size() == 1)
            all.push_back(std::move(any.front()));
        else if (!any.empty())
            all.push_back(any_of(std::move(any)));
        if (!mapped_)
            return {};
        return all_or_one(std::move(all));
    }

private:
    std::vector<condition> read_list(index list) {
        std::vector<condition> out;
        if (list == 0)
            return out;
        for (const index i : entries(from_, list, "a list of conditions")) {
            std::optional<condition> made = read_condition(i);
            mapped_ = mapped_ && made;
            if (made)
                out.push_back(*std::move(made));
        }
        return out;
    }

    std::optional<condition> read_condition(index at) {
        fields m{from_,
                 at,
                 {"field", "operator", "value"},
                 no_technical,
                 R"(a condition with "field", "operator" and "value")"};
        const index field_at = m.required("field");
        const index operator_at = m.required("operator");
        if (field_at == 0 || operator_at == 0)
            return {};
        const std::string field = from_.in.name(field_at, "the name of a field");
        const std::string op = from_.in.name(operator_at, "an operator");
        const std::vector<std::string> values = read_values(m["value"]);
        if (field == "current_tags")
            return tags(at, op, values);
        if (op == "is" || op == "includes")
            return one_of(at, field, values);
        if (op == "is_not" || op == "not_includes") {
            std::optional<condition> out = one_of(at, field, values);
            if (out)
                out = unless({*std::move(out)});
            return out;
        }
        if (op == "present" || op == "not_present") {
            std::optional<condition> out = make_.is_empty(from_, at, field);
            if (out && op == "present")
                out = unless({*std::move(out)});
            return out;
        }
        if (field == "priority")
            return compared(at, field, op, values, priorities);
        if (field == "status")
            return compared(at, field, op, values, statuses);
        return unmapped(at, op);
    }

    std::vector<std::string> read_values(index at) {
        std::vector<std::string> out;
        if (at == 0)
            return out;
        if (from_.values[at].kind == kind::list) {
            for (const index i : entries(from_, at, "values"))
                out.push_back(from_.scalar_or_complain(i, "a text or a number"));
        } else {
            out.push_back(from_.scalar_or_complain(at, "a text, a number or a list of these"));
        }
        std::erase(out, std::string{});
        return out;
    }

    std::optional<condition> one_of(index at, const std::string& field,
                                    std::vector<std::string> values) {
        if (values.empty())
            return make_.is_empty(from_, at, field);
        if (field == "via_id")
            for (std::string& value : values)
                value = channel(at, value);
        return make_.is_one_of(from_, at, field, std::move(values));
    }

    std::string channel(index at, const std::string& id) {
        const auto* const found = std::find_if(via_types.begin(), via_types.end(),
                                               [&](const via_type& v) { return v.id == id; });
        if (found == via_types.end()) {
            from_.note(at, "import.approximate",
                       "the channel with this number has no name here: the book says the number",
                       quoted(id, 64));
            return id;
        }
        if (std::count_if(via_types.begin(), via_types.end(),
                          [&](const via_type& v) { return v.channel == found->channel; }) > 1)
            from_.note(at, "import.approximate",
                       "the channel " + quoted(found->channel, 64) +
                           " has several numbers, of which this is one: the book means all",
                       quoted(id, 64));
        return std::string{found->channel};
    }

    std::optional<condition> tags(index at, const std::string& op,
                                  const std::vector<std::string>& values) {
        if (op != "includes" && op != "not_includes")
            return unmapped(at, op);
        std::vector<std::string> tags;
        for (const std::string& text : values) // "vip gold": either of the two
            for (std::size_t begin = 0; begin < text.size();) {
                const std::size_t end = std::min(text.find(' ', begin), text.size());
                if (end > begin)
                    tags.push_back(text.substr(begin, end - begin));
                begin = end + 1;
            }
        if (tags.empty())
            return unmapped(at, op);
        std::optional<condition> out = make_.has_tag(from_, at, std::move(tags));
        if (out && op == "not_includes")
            out = unless({*std::move(out)});
        return out;
    }

    std::optional<condition> compared(index at, const std::string& field, std::string_view op,
                                      const std::vector<std::string>& values,
                                      std::span<const std::string_view> order) {
        const auto place =
            values.size() == 1 ? std::find(order.begin(), order.end(), values[0]) : order.end();
        if (place == order.end())
            return unmapped(at, op);
        auto first = order.begin();
        auto last = order.end();
        if (op == "less_than")
            last = place;
        else if (op == "less_than_equal")
            last = place + 1;
        else if (op == "greater_than")
            first = place + 1;
        else if (op == "greater_than_equal")
            first = place;
        else
            return unmapped(at, op);
        if (first == last)
            return unmapped(at, op); // holds for nothing
        return make_.is_one_of(from_, at, field, {first, last});
    }

    std::optional<condition> unmapped(index at, std::string_view op) {
        from_.note(at, "import.unmapped_condition",
                   "a condition with this operator cannot be said here", quoted(op, 64));
        return {};
    }

    source& from_;
    condition_maker& make_;
    bool mapped_ = true;
};

} // namespace

std::optional<condition> read_zendesk_filter(source& from, index at, condition_maker& make) {
    return filter_reader{from, make}.read(at);
}

} // namespace sla::inline v1::detail::json
