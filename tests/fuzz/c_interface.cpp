// SPDX-License-Identifier: MIT
//
// Calls of the C interface with whatever a host may pass that its contract allows to be wrong:
// texts that are no documents, numbers that are no ids, columns of any type, length and offset.
// Each call ends in a result or in an error that says why, and what it hands over can be read and
// released.

#include "bytes.hpp"
#include <sla/sla.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::string_view document = R"({"sla": 1,
 "calendars": [{"name": "Desk", "zone": "UTC", "hours": {"Monday-Friday": ["09:00-17:00"]}}],
 "metrics": ["first response", {"built_in": "resolution", "paused_in_status": ["waiting"]}],
 "policies": [{"name": "Gold", "when": {"tier": "gold"}, "calendar": "Desk",
               "targets": {"first response": "4 business hours", "resolution": "16 business hours"}},
              {"name": "Rest", "when": {"tagged": "vip"}, "targets": {"resolution": "8 h"}}]})";

void check(sla_status status, sla_error* error) {
    fuzz::require(status != SLA_INTERNAL, "the library makes no mistake");
    fuzz::require((status == SLA_OK) == (error == nullptr), "an error, or a result");
    for (std::size_t i = 0; i < sla_error_count(error); ++i) {
        sla_issue issue{};
        fuzz::require(sla_error_issue(error, i, &issue, sizeof issue) == SLA_OK, "issues exist");
        fuzz::require(*issue.code != '\0' && *issue.message != '\0', "an issue says what is wrong");
    }
    fuzz::require(error == nullptr || sla_error_status(error) == status, "one status");
    fuzz::require(*sla_error_json(error) == '[', "issues as a list");
    sla_error_free(error);
}

void check_verdicts(const sla_ticket* ticket, std::int64_t now) {
    std::array<sla_verdict, 3> verdicts{};
    std::size_t count = 0;
    std::int64_t next = 0;
    fuzz::require(sla_evaluate(ticket, now, verdicts.data(), sizeof verdicts[0], verdicts.size(),
                               &count, &next) == SLA_OK,
                  "every ticket is judged");
    for (std::size_t i = 0; i < count && i < verdicts.size(); ++i)
        fuzz::require(verdicts[i].state <= SLA_CANCELLED && verdicts[i].next_change_ms >= next,
                      "verdicts are verdicts");
    for (auto* call : {&sla_evaluate_json, &sla_explain_json}) {
        char* text = nullptr;
        std::size_t length = 0;
        sla_error* error = nullptr;
        const sla_status status = call(ticket, now, &text, &length, &error);
        check(status, error);
        fuzz::require(status == SLA_OK && text[0] == '{' && text[length] == '\0', "an object");
        sla_text_free(text);
    }
}

// -- documents and tickets as text
// -----------------------------------------------------------------

void read_document(const std::uint8_t* data, std::size_t size) {
    sla_book* book = nullptr;
    sla_error* error = nullptr;
    const sla_status status =
        sla_book_load(reinterpret_cast<const char*>(data), size, nullptr, &book, &error);
    check(status, error);
    for (std::uint32_t i = 0; i < sla_book_policy_count(book); ++i)
        fuzz::require(sla_book_policy_name(book, i) != nullptr, "policies have names");
    sla_book_free(book);
}

void read_ticket(const sla_book* book, const std::uint8_t* data, std::size_t size) {
    sla_ticket* ticket = nullptr;
    sla_error* error = nullptr;
    const sla_status status =
        sla_ticket_from_json(book, reinterpret_cast<const char*>(data), size, &ticket, &error);
    check(status, error);
    if (ticket != nullptr)
        check_verdicts(ticket, 1'771'000'000'000);
    sla_ticket_free(ticket);
}

// -- structures
// ------------------------------------------------------------------------------------

/// Mostly a number that means something.
std::uint32_t id(fuzz::bytes& in) {
    return in.one_in(8) ? static_cast<std::uint32_t>(in.word()) : in.byte() % 4U;
}

std::int64_t time(fuzz::bytes& in) {
    constexpr std::int64_t friday = 1'770'940'800'000;
    return in.one_in(16) ? static_cast<std::int64_t>(in.word())
                         : friday + in.from_to(0, 20'000) * std::int64_t{60'000};
}

sla_event event(fuzz::bytes& in) {
    sla_event e{};
    e.at_ms = time(in);
    e.kind = static_cast<std::uint8_t>(in.byte() % 20U);
    e.by = static_cast<std::uint8_t>(in.byte() % 5U);
    e.visible = static_cast<std::uint8_t>(in.byte() % 3U);
    e.which = static_cast<std::uint8_t>(in.byte() % 7U);
    e.name = id(in);
    e.value = id(in);
    e.tag = id(in);
    e.person = id(in);
    e.metric = id(in);
    e.due_ms = time(in);
    return e;
}

void make_ticket(const sla_book* book, fuzz::bytes in) {
    sla_attributes known{};
    known.size = in.one_in(16) ? in.byte() : sizeof known;
    for (std::uint32_t& value : known.values)
        value = id(in);
    const std::uint32_t tag = id(in);
    known.tags = &tag;
    known.tag_count = in.byte() % 2U;
    std::vector<sla_event> events(in.byte() % 12U);
    for (std::size_t i = 0; i < events.size(); ++i) {
        events[i] = event(in);
        if (i == 0)
            events[i].kind = in.one_in(8) ? events[i].kind : std::uint8_t{SLA_CREATED};
        else if (!in.one_in(8))
            events[i].at_ms = static_cast<std::int64_t>(
                static_cast<std::uint64_t>(events[i - 1].at_ms) + in.byte() * 60'000U);
    }
    sla_ticket* ticket = nullptr;
    sla_error* error = nullptr;
    const sla_status status = sla_ticket_create(book, &known, events.data(), events.size(),
                                                sizeof(sla_event), &ticket, &error);
    check(status, error);
    if (ticket != nullptr)
        check_verdicts(ticket, time(in));
    sla_ticket_free(ticket);
}

// -- columns
// ---------------------------------------------------------------------------------------

/// More than any length that a column says, and its offset.
constexpr std::size_t most_rows = 512;

/// The name of a column, and the type that it has most of the time.
struct usual {
    const char* name;
    const char* format;
};

/// A column of any type, whose buffers are long enough for any number in them.
class column {
public:
    column(fuzz::bytes& in, usual as, std::int64_t rows, int depth) {
        static constexpr std::array<const char*, 16> formats{
            "tsm:UTC", "tss:", "tsu:", "tsn:", "tDm", "u",  "U",  "c",
            "C",       "s",    "i",    "L",    "g",   "+l", "+L", "+s"};
        schema.format =
            in.one_in(16) ? formats[in.byte() % (formats.size() - (depth > 0 ? 0 : 3))] : as.format;
        schema.name = as.name;
        schema.release = [](ArrowSchema*) {};
        array.release = [](ArrowArray*) {};
        array.length = in.one_in(32) ? in.byte() - 8 : rows;
        array.offset = in.one_in(4) ? in.byte() % 3 : 0;
        array.null_count = in.one_in(3) ? -1 : 0;
        const bool is_list = std::string_view{schema.format}.starts_with("+");
        if (in.one_in(4) && depth > 0 && !is_list) {
            schema.format = in.one_in(8) ? schema.format : "C";
            dictionary_ = std::make_unique<column>(in, usual{"", "u"}, 20, 0);
            schema.dictionary = &dictionary_->schema;
            array.dictionary = in.one_in(32) ? nullptr : &dictionary_->array;
        }
        fill(in);
        array.n_buffers = in.one_in(64) ? 1 : 3;
        array.buffers = addresses_.data();
        if (is_list)
            add_children(in, rows, depth);
    }

    ArrowSchema schema{};
    ArrowArray array{};

private:
    void fill(fuzz::bytes& in) {
        const std::string_view format = schema.format;
        words_.assign(most_rows, 0);
        bits_.assign(most_rows / 8, 0xFF);
        static constexpr std::string_view texts =
            "createdmessageresolvedwaitinggoldstatus_changedvipagentopen####";
        addresses_ = {in.one_in(2) ? bits_.data() : nullptr, words_.data(), texts.data()};
        for (std::size_t i = 0; i < 4; ++i)
            bits_[i] = in.one_in(4) ? in.byte() : bits_[i];
        if (in.one_in(64))
            addresses_[1] = nullptr;
        // Offsets into texts are honest: nobody can see where a text ends.
        const bool is_text = format == "u" || format == "U";
        if (format == "u" || format == "+l")
            fill_offsets<std::int32_t>(in, is_text);
        else if (format == "U" || format == "+L")
            fill_offsets<std::int64_t>(in, is_text);
        else if (format.starts_with("ts"))
            fill_words(in, [&] { return static_cast<std::uint64_t>(time(in)); });
        else
            fill_words(in, [&] {
                std::uint64_t small = 0;
                for (int n = 0; n < 8; ++n)
                    small = small << 8U | (in.one_in(64) ? in.byte() : in.byte() % 7U);
                return small;
            });
    }

    template <class Word>
    void fill_words(fuzz::bytes& in, Word word) {
        for (std::size_t i = 0; i < words_.size(); ++i)
            words_[i] = i < 24 && !in.used_up() ? word() : words_[i % 24];
    }

    template <class Offset>
    void fill_offsets(fuzz::bytes& in, bool is_text) {
        Offset at = 0;
        for (std::size_t i = 0; i < most_rows * 8 / sizeof(Offset); ++i) {
            std::memcpy(reinterpret_cast<char*>(words_.data()) + i * sizeof(Offset), &at,
                        sizeof at);
            if (i > 24)
                continue;
            if (is_text)
                at = std::min<Offset>(at + in.byte() % 9, 60);
            else
                at = in.one_in(32) ? static_cast<Offset>(in.word()) : at + in.byte() % 3;
        }
    }

    void add_children(fuzz::bytes& in, std::int64_t rows, int depth) {
        static constexpr std::array<usual, 6> members{{{"begin", "tsm:"},
                                                       {"end", "tsm:"},
                                                       {"at", "tsm:"},
                                                       {"kind", "C"},
                                                       {"by", "C"},
                                                       {"name", "u"}}};
        const bool is_structure = std::string_view{schema.format} == "+s";
        for (std::size_t i = 0; i < (is_structure ? members.size() : 1); ++i) {
            children_.push_back(
                is_structure
                    ? std::make_unique<column>(in, members[i], rows + 3, depth - 1)
                    : std::make_unique<column>(in, usual{"item", "+s"}, rows * 4, depth - 1));
            schemas_.push_back(&children_.back()->schema);
            arrays_.push_back(&children_.back()->array);
        }
        schema.n_children = array.n_children = static_cast<std::int64_t>(schemas_.size());
        schema.children = schemas_.data();
        array.children = arrays_.data();
        if (in.one_in(64))
            array.n_children = in.byte() % 2;
    }

    std::vector<std::uint64_t> words_;
    std::vector<std::uint8_t> bits_;
    std::array<const void*, 3> addresses_{};
    std::vector<std::unique_ptr<column>> children_;
    std::vector<ArrowSchema*> schemas_;
    std::vector<ArrowArray*> arrays_;
    std::unique_ptr<column> dictionary_;
};

struct table {
    explicit table(fuzz::bytes& in) {
        static constexpr std::array<usual, 6> members{{{"created", "tsm:UTC"},
                                                       {"answered", "tsm:UTC"},
                                                       {"tier", "u"},
                                                       {"lists", "+l"},
                                                       {"state", "C"},
                                                       {"spent", "tDm"}}};
        array.length = in.byte() % 8;
        for (const usual& as : members) {
            columns.push_back(std::make_unique<column>(in, as, array.length + 2, 2));
            schemas.push_back(&columns.back()->schema);
            arrays.push_back(&columns.back()->array);
        }
        schema.format = "+s";
        schema.release = [](ArrowSchema*) {};
        array.release = [](ArrowArray*) {};
        schema.n_children = array.n_children = static_cast<std::int64_t>(members.size());
        schema.children = schemas.data();
        array.children = arrays.data();
        array.offset = in.byte() % 3;
        array.n_buffers = 1;
        array.buffers = &none;
    }

    std::vector<std::unique_ptr<column>> columns;
    std::vector<ArrowSchema*> schemas;
    std::vector<ArrowArray*> arrays;
    const void* none = nullptr;
    ArrowSchema schema{};
    ArrowArray array{};
};

void judge_table(const sla_book* book, fuzz::bytes in) {
    const sla_attribute_column tier{"tier", SLA_TIER, 0};
    sla_event_column answered{"answered", event(in)};
    sla_table_layout layout{};
    layout.size = sizeof layout;
    layout.attributes = &tier;
    layout.attribute_count = in.byte() % 2U;
    layout.outputs = in.one_in(2) ? 0 : in.byte();
    if (in.one_in(3)) {
        layout.timelines = "lists";
    } else {
        layout.created = "created";
        layout.events = &answered;
        layout.event_count = in.byte() % 2U;
        layout.pauses = in.one_in(2) ? "lists" : nullptr;
        layout.pause_begins = event(in);
        layout.pause_ends = event(in);
    }
    sla_table_plan* plan = nullptr;
    sla_error* error = nullptr;
    const sla_status planned = sla_table_plan_create(book, &layout, &plan, &error);
    check(planned, error);
    const table t{in};
    if (plan != nullptr) {
        ArrowSchema schema{};
        ArrowArray array{};
        std::size_t errors = 0;
        const sla_status judged = sla_table_evaluate(plan, &t.schema, &t.array, time(in), &schema,
                                                     &array, &errors, &error);
        check(judged, error);
        fuzz::require((judged == SLA_OK) == (array.release != nullptr), "handed over, or not");
        if (judged == SLA_OK) {
            fuzz::require(array.length == t.array.length, "a row for each row");
            fuzz::require(errors <= static_cast<std::size_t>(array.length), "no more errors");
            array.release(&array);
            schema.release(&schema);
        }
    }
    sla_table_plan_free(plan);

    const std::array<const char*, 2> values{"gold", "open"};
    const sla_dimension dimension{"tier", SLA_VALUES, 0,       values.data(),
                                  2,      nullptr,    nullptr, nullptr};
    const sla_length length{"spent", nullptr, nullptr, 0};
    const sla_report_metric metric{"clock", "state", &length, 1};
    const sla_report_layout wanted{sizeof wanted, &dimension, 1, &metric, 1, nullptr};
    sla_report* report = nullptr;
    const sla_status created = sla_report_create(&wanted, &report, &error);
    check(created, error);
    const sla_status added = sla_report_add(report, &t.schema, &t.array, &error);
    check(added, error);
    char* text = nullptr;
    const std::uint32_t by = in.byte() % 2U;
    const sla_status told = sla_report_json(report, 0, &by, 1, &text, nullptr, &error);
    check(told, error);
    sla_text_free(text);
    sla_report_free(report);
}

} // namespace

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static sla_book* const book = [] {
        sla_book* out = nullptr;
        sla_book_load(document.data(), document.size(), nullptr, &out, nullptr);
        fuzz::require(out != nullptr, "the document is right");
        return out;
    }();
    if (size == 0)
        return 0;
    const std::uint8_t* rest = data + 1;
    switch (data[0]) {
    case 'd':
        read_document(rest, size - 1);
        break;
    case 't':
        read_ticket(book, rest, size - 1);
        break;
    case 'e':
        make_ticket(book, {rest, size - 1});
        break;
    default:
        judge_table(book, {rest, size - 1});
    }
    return 0;
}
