// SPDX-License-Identifier: MIT
//
// What a document of Zendesk holds: pages, single things, or lists of them.
#include "import_zendesk.hpp"

#include <array>
#include <limits>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

// Members of a page that say nothing about a promise.
constexpr std::array<std::string_view, 5> technical_of_page{"count", "previous_page", "links",
                                                            "before_url", "after_url"};
constexpr std::array<std::string_view, 3> technical_of_meta{"after_cursor", "before_cursor",
                                                            "next_page"};

class part_finder {
public:
    part_finder(zendesk_kind wanted, zendesk_parts& into) : wanted_{wanted}, into_{into} {}

    void read(source& from) {
        const tape& values = from.values;
        if (values[0].kind == kind::list) {
            for (const index i : entries(from, 0, "a list"))
                read_entry(from, i);
            return;
        }
        if (looks_like_entry(from, 0)) {
            read_entry(from, 0);
            return;
        }
        fields m{from,
                 0,
                 {"sla_policies", "sla_policy", "group_sla_policies", "group_sla_policy",
                  "schedules", "schedule", "holidays", "holiday", "schedule_id", "next_page",
                  "meta"},
                 technical_of_page,
                 "an answer of Zendesk, an object or a list"};
        if (!m.read())
            return;
        read_policies(from, m, "sla_policies", "sla_policy", zendesk_kind::policies);
        read_policies(from, m, "group_sla_policies", "group_sla_policy",
                      zendesk_kind::group_policies);
        if (const index list = m["schedules"])
            for (const index i : entries(from, list, "a list of schedules"))
                into_.schedules.push_back(read_zendesk_schedule(from, i));
        if (const index i = m["schedule"])
            into_.schedules.push_back(read_zendesk_schedule(from, i));
        if (const index list = m["holidays"]) {
            std::string schedule = from.document.schedule;
            if (const index i = m["schedule_id"]; i != 0 && schedule.empty())
                schedule = from.scalar_or_complain(i, "the number of a schedule");
            into_.holidays.push_back({&from, list, std::move(schedule)});
        }
        if (const index i = m["holiday"])
            from.note(i, "import.left_out", "a single holiday is not read", {},
                      "give the list of holidays of a schedule");
        if (const index i = m["next_page"])
            more_pages(from, i);
        if (const index i = m["meta"]) {
            fields meta{from, i, {"has_more"}, technical_of_meta};
            if (meta.read() && meta["has_more"] != 0 && from.yes(meta["has_more"]))
                more_pages(from, meta["has_more"]);
        }
    }

private:
    static void more_pages(source& from, index at) {
        from.note(at, "import.more_pages", "there are more pages than this one", {},
                  "give them as further documents");
    }

    static bool has_key(const source& from, index at, std::string_view key) {
        if (from.values[at].kind != kind::object)
            return false;
        for (index i = tape::first(at); i != from.values.end(at); i = from.values.next(i))
            if (from.values.key(i) == key)
                return true;
        return false;
    }

    static bool looks_like_entry(const source& from, index at) {
        return has_key(from, at, "policy_metrics") || has_key(from, at, "intervals") ||
               has_key(from, at, "time_zone");
    }

    void read_entry(source& from, index at) {
        if (has_key(from, at, "intervals") || has_key(from, at, "time_zone"))
            into_.schedules.push_back(read_zendesk_schedule(from, at));
        else
            add_policy(from, at);
    }

    void read_policies(source& from, const fields& m, std::string_view list,
                       std::string_view single, zendesk_kind which) {
        for (const index i : {m[list], m[single]}) {
            if (i == 0)
                continue;
            if (which != wanted_) {
                into_.other_kind = into_.other_kind || from.says_something(i);
                if (from.says_something(i))
                    from.note(i, "import.other_kind",
                              which == zendesk_kind::policies
                                  ? "these are not group policies, and make a book of their own"
                                  : "group policies run beside these, and make a book of their own",
                              {},
                              which == zendesk_kind::policies ? "import_zendesk reads them"
                                                              : "import_zendesk_groups reads them");
            } else if (i == m[single]) {
                add_policy(from, i);
            } else {
                for (const index p : entries(from, i, "a list of policies"))
                    add_policy(from, p);
            }
        }
    }

    void add_policy(source& from, index at) {
        std::int64_t position = std::numeric_limits<std::int64_t>::max(); // none: the last one
        if (from.values[at].kind == kind::object)
            for (index i = tape::first(at); i != from.values.end(at); i = from.values.next(i))
                if (from.values.key(i) == "position" && from.values[i].kind == kind::integer)
                    position = from.values[i].integer;
        into_.policies.push_back({&from, at, position});
    }

    zendesk_kind wanted_;
    zendesk_parts& into_;
};

} // namespace

void find_zendesk_parts(source& from, zendesk_kind wanted, zendesk_parts& into) {
    part_finder{wanted, into}.read(from);
}

} // namespace sla::inline v1::detail::json
