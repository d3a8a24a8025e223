// SPDX-License-Identifier: MIT
#include "places.hpp"

#include "forms.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

// "rows[2]" of a path.
struct step {
    std::string_view name;
    std::optional<std::size_t> number{};
};

step take_step(std::string_view& path) {
    const std::size_t end = std::min(path.find('.'), path.size());
    std::string_view text = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    step out{text};
    if (const std::size_t bracket = text.find('['); bracket != std::string_view::npos) {
        out.name = text.substr(0, bracket);
        std::size_t n = 0;
        for (const char c : text.substr(bracket + 1))
            if (c >= '0' && c <= '9' && n < 1'000'000'000)
                n = n * 10 + static_cast<std::size_t>(c - '0');
        out.number = n;
    }
    return out;
}

// Finds its way; 0 says that there is none.
class finder {
public:
    explicit finder(const tape& values) : values_{values} {}

    [[nodiscard]] index find(std::string_view path) const {
        index at = 0;
        while (!path.empty()) {
            const index inner = descend(at, take_step(path));
            if (inner == 0)
                break;
            at = inner;
        }
        return at;
    }

private:
    [[nodiscard]] bool holds(index at, kind what) const { return values_[at].kind == what; }

    [[nodiscard]] index member(index at, std::string_view name) const {
        if (holds(at, kind::object))
            for (index i = tape::first(at); i != values_.end(at); i = values_.next(i))
                if (values_.key(i) == name)
                    return i;
        return 0;
    }

    [[nodiscard]] index entry(index at, std::size_t number) const {
        if (!holds(at, kind::list) && !holds(at, kind::object))
            return at; // one text stands for a list of one
        for (index i = tape::first(at); i != values_.end(at); i = values_.next(i))
            if (number-- == 0)
                return i;
        return 0;
    }

    [[nodiscard]] index descend(index at, const step& s) const {
        index found = named(at, s);
        if (found != 0)
            return s.number ? entry(found, *s.number) : found;
        if (s.name == "rows" && s.number)
            return row(at, *s.number);
        if (s.name == "match" && s.number)
            return match(at, *s.number);
        if (s.name == "calendar" && member(at, "each") != 0)
            return at; // the periods of a dimension are its own members
        if ((s.name == "parts" || s.name == "values") && s.number) {
            // A condition with one member is that member.
            if (holds(at, kind::object) && values_.end(at) != tape::first(at) &&
                values_.next(tape::first(at)) == values_.end(at))
                at = tape::first(at);
            return entry(at, *s.number);
        }
        return 0;
    }

    // The member of that name, or what a document calls it.
    [[nodiscard]] index named(index at, const step& s) const {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> names{{
            {"ranges", "hours"},
            {"first", "date"},
            {"last", "date"},
            {"date", "on"},
            {"names", "is"},
            {"names", "is_not"},
            {"which", "attribute"},
            {"kind", "event"},
            {"due", "credit"},
            {"dimensions", "by"},
            {"metric", "of"},
            {"unit", "each"},
            {"size", "each"},
            {"end", "until"},
        }};
        if (const index found = member(at, s.name))
            return found;
        for (const auto& [theirs, ours] : names)
            if (theirs == s.name)
                if (const index found = member(at, ours))
                    return found;
        return weekday_member(at, s.name);
    }

    // The hours of "monday", which may be under "Monday-Friday".
    [[nodiscard]] index weekday_member(index at, std::string_view name) const {
        if (!holds(at, kind::object))
            return 0;
        for (unsigned d = 0; d < 7; ++d) {
            if (name.empty() || name.substr(1) != weekday_names[d].substr(1))
                continue;
            for (index i = tape::first(at); i != values_.end(at); i = values_.next(i)) {
                const form<weekday_set> days = read_weekdays(values_.key(i));
                const auto* set = std::get_if<weekday_set>(&days);
                if (set != nullptr && set->contains(std::chrono::weekday{d}))
                    return i;
            }
        }
        return 0;
    }

    // A row of a target that has no "rows": a cell of its table.
    [[nodiscard]] index row(index target, std::size_t number) const {
        const index within = member(target, "within");
        if (within == 0 || !holds(within, kind::object))
            return within == 0 ? target : within;
        for (index i = tape::first(within); i != values_.end(within); ++i)
            if (holds(i, kind::text) && number-- == 0)
                return i;
        return member(target, "otherwise");
    }

    // The n-th attribute that a row names.
    [[nodiscard]] index match(index row, std::size_t number) const {
        if (!holds(row, kind::object))
            return 0;
        for (index i = tape::first(row); i != values_.end(row); i = values_.next(i))
            for (const word<attribute>& w : attribute_words)
                if (w.text == values_.key(i) && number-- == 0)
                    return i;
        return 0;
    }

    const tape& values_;
};

std::string line_text(const tape& values, index at) {
    return "line " + std::to_string(values.line(at));
}

} // namespace

index value_at(const tape& values, std::string_view place) {
    return finder{values}.find(place);
}

issue_list in_document(const issue_list& issues, const tape& values, std::size_t most) {
    issue_list out;
    for (const issue& i : issues) {
        if (out.size() == most) {
            out.push_back({.code = "json.too_many_issues",
                           .severity = has_errors(issues) ? severity::error : severity::warning,
                           .message = "there are more mistakes than are told",
                           .expected = "at most " + std::to_string(most),
                           .hint = "mend these first"});
            break;
        }
        issue placed = i;
        if (const index at = value_at(values, i.place); at != 0) {
            placed.place = values.pointer(at);
            for (related_place& r : placed.related)
                if (const index other = value_at(values, r.place); other != 0) {
                    r.note += ", " + line_text(values, other);
                    r.place = values.pointer(other);
                }
            placed.related.push_back({line_text(values, at), "in the document"});
        }
        // Days that share a key in the document share its mistakes.
        if (std::find(out.begin(), out.end(), placed) == out.end())
            out.push_back(std::move(placed));
    }
    return out;
}

} // namespace sla::inline v1::detail::json
