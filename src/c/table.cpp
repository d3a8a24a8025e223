// SPDX-License-Identifier: MIT
#include "table.hpp"

#include "arrow_write.hpp"

#include <algorithm>
#include <array>

using namespace sla::c;

static_assert(SLA_ROW_COLUMNS_MISSING == static_cast<int>(sla::row_error::columns_missing));
static_assert(SLA_ROW_TIMELINE_INVALID == static_cast<int>(sla::row_error::timeline_invalid));

namespace {

constexpr std::uint32_t all_outputs = (1U << 9U) - 1;
constexpr const char* instants_format = "tsm:UTC";
constexpr const char* lengths_format = "tDm";

template <class Element>
void require_list(const Element* list, std::size_t count, const char* name) {
    if (count != 0)
        require(list, name);
}

std::string text_in(const char* text, const char* name) {
    require(text, name);
    return text;
}

// -- a layout, compiled
// ----------------------------------------------------------------------------

void take_attributes(sla_table_plan& plan, const sla_table_layout& layout, sla::bulk_layout& bulk) {
    require_list(layout.attributes, layout.attribute_count, "layout.attributes");
    for (std::size_t i = 0; i < layout.attribute_count; ++i) {
        const sla_attribute_column& from = layout.attributes[i];
        if (from.attribute < 0 || from.attribute >= SLA_ATTRIBUTE_COUNT)
            refuse_id("layout.attributes[" + std::to_string(i) + "].attribute",
                      "an attribute: 0 to 5", static_cast<std::uint32_t>(from.attribute));
        const auto which = static_cast<sla::attribute>(from.attribute);
        plan.attributes.push_back({text_in(from.column, "layout.attributes[].column"), which});
        // Columns are translated to the book's own ids, whatever they hold.
        sla::attribute_dictionary& ids = bulk.dictionaries.emplace_back();
        ids.which = which;
        for (std::uint32_t id = 0; id < id_count(plan.book, which); ++id)
            ids.values.push_back(sla::value_id{id});
    }
}

void take_events(sla_table_plan& plan, const sla_table_layout& layout, sla::bulk_layout& bulk) {
    if (layout.timelines != nullptr) {
        plan.timelines = layout.timelines;
        return;
    }
    plan.created = text_in(layout.created, "layout.created");
    bulk.created.by = static_cast<sla::actor>(layout.created_by);
    require_list(layout.events, layout.event_count, "layout.events");
    for (std::size_t i = 0; i < layout.event_count; ++i) {
        plan.events.push_back(text_in(layout.events[i].column, "layout.events[].column"));
        bulk.events.push_back(event_of(layout.events[i].event, plan.book, {"layout.events", i}));
    }
    if (layout.pauses != nullptr) {
        plan.pauses = layout.pauses;
        bulk.pauses = {event_of(layout.pause_begins, plan.book, {"layout.pause_begins"}),
                       event_of(layout.pause_ends, plan.book, {"layout.pause_ends"})};
    }
}

void take_metrics(sla_table_plan& plan, const sla_table_layout& layout, sla::bulk_layout& bulk) {
    if (layout.metrics == nullptr)
        for (std::uint32_t i = 0; i < plan.book.metric_count(); ++i)
            plan.metrics.push_back(sla::metric_id{i});
    for (std::size_t i = 0; layout.metrics != nullptr && i < layout.metric_count; ++i)
        plan.metrics.push_back(sla::metric_id{layout.metrics[i]});
    bulk.metrics = plan.metrics;
    if ((layout.outputs & ~all_outputs) != 0)
        refuse_id("layout.outputs", "a sum of SLA_OUT_...", layout.outputs);
    plan.outputs = layout.outputs == 0 ? all_outputs : layout.outputs;
}

// -- the columns of a table
// ------------------------------------------------------------------------

/// The columns that a plan reads, found in a table.
class table_columns {
public:
    table_columns(const sla_table_plan& plan, const arrow_column& table, sla::instant now) {
        in.now = now;
        if (plan.now)
            in.now_of_row = table.child(plan.now->c_str()).instants(memory_);
        for (const auto& source : plan.attributes)
            add_attribute(plan.book, source, table.child(source.column.c_str()));
        in.attributes = attributes_;
        if (plan.timelines) {
            const arrow_column::list lists = table.child(plan.timelines->c_str()).entries(memory_);
            timelines_ = events_in(lists.entries, plan.book, memory_);
            in.timelines = {lists.offsets, timelines_.data()};
            // A column of no events is there all the same.
            if (timelines_.empty())
                in.timelines.events = &no_event_;
            return;
        }
        in.created = table.child(plan.created.c_str()).instants(memory_);
        for (const std::string& column : plan.events)
            events_.push_back(table.child(column.c_str()).instants(memory_));
        in.events = events_;
        if (plan.pauses)
            add_pauses(table.child(plan.pauses->c_str()));
    }

    sla::bulk_input in;

private:
    void add_attribute(const sla::policy_book& book, const sla_table_plan::attribute_source& source,
                       const arrow_column& column) {
        if (!column.is_text()) {
            attributes_.push_back(column.ids());
            return;
        }
        const auto& ids = column.numbers_of_texts(memory_, SLA_NONE, [&](std::string_view name) {
            return static_cast<std::uint32_t>(book.find_value(source.which, name));
        });
        attributes_.emplace_back(ids.data());
    }

    void add_pauses(const arrow_column& column) {
        const arrow_column::list lists = column.entries(memory_);
        in.pauses.offsets = lists.offsets;
        const auto side = [&](const char* name) {
            sla::time_column out = lists.entries.child(name).instants(memory_);
            if (out.values == nullptr) // of no entries; there all the same
                out.values = &no_instant_;
            return out;
        };
        in.pauses.begins = side("begin");
        in.pauses.ends = side("end");
    }

    scratch memory_;
    std::vector<sla::id_column> attributes_;
    std::vector<sla::time_column> events_;
    std::vector<sla::event> timelines_;
    sla::event no_event_{};
    std::int64_t no_instant_ = sla::no_value;
};

// -- the columns of a result
// -----------------------------------------------------------------------

/// The columns that a plan writes.
class result_columns {
public:
    result_columns(const sla_table_plan& plan, std::size_t rows) : rows_{rows} {
        columns.reserve(plan.metrics.size() * 9 + 1);
        for (const sla::metric_id metric : plan.metrics) {
            name_ = plan.book.name(metric) + ".";
            sla::metric_output& m = metrics_.emplace_back();
            for (unsigned bit = 0; bit < 9; ++bit)
                if ((plan.outputs >> bit & 1U) != 0)
                    add(m, 1U << bit);
        }
        out.metrics = metrics_;
        name_.clear();
        out.next_change = time("next_change", instants_format);
    }

    void finish() {
        for (sla::c::result_column& column : columns)
            if (column.format != "g")
                column.find_nulls();
    }

    sla::bulk_output out;
    std::vector<sla::c::result_column> columns;

private:
    // A place for each number even where there are no rows: a column that is not there is none.
    sla::time_output time(const char* name, const char* format) {
        sla::c::result_column& column = columns.emplace_back();
        column.name = name_ + name;
        column.format = format;
        column.words.reserve(rows_ + 1);
        column.words.resize(rows_);
        return {column.words.data(), sla::time_unit::milliseconds};
    }

    void add(sla::metric_output& m, unsigned which) {
        switch (which) {
        case SLA_OUT_STATE: {
            sla::c::result_column& column = columns.emplace_back();
            column.name = name_ + "state";
            column.format = "C";
            column.bytes.reserve(rows_ + 1);
            column.bytes.resize(rows_);
            m.state = column.bytes.data();
            break;
        }
        case SLA_OUT_DEADLINE:
            m.deadline = time("deadline", instants_format);
            break;
        case SLA_OUT_BREACHED_AT:
            m.breached_at = time("breached_at", instants_format);
            break;
        case SLA_OUT_REMAINING:
            m.remaining = time("remaining", lengths_format);
            break;
        case SLA_OUT_OVERDUE:
            m.overdue = time("overdue", lengths_format);
            break;
        case SLA_OUT_WORKING_REMAINING:
            m.working_remaining = time("working_remaining", lengths_format);
            break;
        case SLA_OUT_WORKING_OVERDUE:
            m.working_overdue = time("working_overdue", lengths_format);
            break;
        case SLA_OUT_NEXT_CHANGE:
            m.next_change = time("next_change", instants_format);
            break;
        default: // SLA_OUT_SHARE: of the same size
            static_assert(sizeof(double) == sizeof(std::int64_t));
            // NOLINTNEXTLINE(*-reinterpret-cast)
            m.share = reinterpret_cast<double*>(time("share", "g").values);
        }
    }

    std::size_t rows_;
    std::string name_;
    std::vector<sla::metric_output> metrics_;
};

} // namespace

extern "C" {

sla_status sla_table_plan_create(const sla_book* book, const sla_table_layout* layout,
                                 sla_table_plan** plan, sla_error** error) {
    return guarded(error, [&] {
        require(book, "book");
        require(layout, "layout");
        require(plan, "plan");
        require_size(layout->size, sizeof(sla_table_layout), "layout.size");
        auto out = std::make_unique<sla_table_plan>(book->book);
        sla::bulk_layout bulk;
        take_attributes(*out, *layout, bulk);
        take_events(*out, *layout, bulk);
        if (layout->now != nullptr)
            out->now = layout->now;
        take_metrics(*out, *layout, bulk);
        const auto compiled = sla::compile(out->book, bulk);
        if (!compiled)
            throw failure{SLA_INVALID_INPUT, compiled.issues()};
        out->plan = *compiled;
        *plan = out.release();
    });
}

void sla_table_plan_free(sla_table_plan* plan) {
    delete plan;
}

sla_status sla_table_evaluate(const sla_table_plan* plan, const ArrowSchema* schema,
                              const ArrowArray* table, int64_t now_ms, ArrowSchema* result_schema,
                              ArrowArray* result, size_t* error_rows, sla_error** error) {
    return guarded(error, [&] {
        require(plan, "plan");
        require(result_schema, "result_schema");
        require(result, "result");
        const arrow_column all{schema, table};
        const table_columns columns{*plan, all, instant_of(now_ms)};
        result_columns judged{*plan, all.rows()};
        const sla::bulk_counts counts = plan->plan->run(columns.in, judged.out, 0, all.rows());
        judged.finish();
        hand_over(std::move(judged.columns), all.rows(), result_schema, result);
        if (error_rows != nullptr)
            *error_rows = counts.errors;
    });
}

} // extern "C"
