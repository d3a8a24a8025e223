// SPDX-License-Identifier: MIT
//
// By the specification, a structure is released by whoever has it, children first unless they were
// moved away, and a released one has no callback.
#include "arrow_write.hpp"

#include <limits>

namespace sla::c {

namespace {

template <class Structure>
void release_children(std::vector<Structure>& children) noexcept {
    for (Structure& child : children)
        if (child.release != nullptr)
            child.release(&child);
}

struct schema_memory {
    explicit schema_memory(std::vector<std::pair<std::string, std::string>> names)
        : texts{std::move(names)} {}
    schema_memory(const schema_memory&) = delete;
    schema_memory& operator=(const schema_memory&) = delete;
    ~schema_memory() { release_children(children); }

    std::vector<std::pair<std::string, std::string>> texts; // name and format
    std::vector<ArrowSchema> children;
    std::vector<ArrowSchema*> addresses;
};

struct array_memory {
    array_memory() = default;
    array_memory(const array_memory&) = delete;
    array_memory& operator=(const array_memory&) = delete;
    ~array_memory() { release_children(children); }

    result_column column;
    std::vector<ArrowArray> children;
    std::vector<ArrowArray*> addresses;
};

void release_schema(ArrowSchema* schema) {
    delete static_cast<schema_memory*>(schema->private_data);
    schema->release = nullptr;
}

void release_array(ArrowArray* array) {
    delete static_cast<array_memory*>(array->private_data);
    array->release = nullptr;
}

ArrowSchema schema_of(std::unique_ptr<schema_memory> memory) noexcept {
    const auto& [name, format] = memory->texts.front();
    ArrowSchema out{};
    out.format = format.c_str();
    out.name = name.c_str();
    out.flags = ARROW_FLAG_NULLABLE;
    out.n_children = static_cast<std::int64_t>(memory->children.size());
    out.children = memory->addresses.empty() ? nullptr : memory->addresses.data();
    out.release = release_schema;
    out.private_data = memory.release();
    return out;
}

ArrowArray array_of(std::unique_ptr<array_memory> memory, std::size_t rows) noexcept {
    result_column& column = memory->column;
    const bool is_table = !memory->addresses.empty();
    column.buffers[0] = column.validity.empty() ? nullptr : column.validity.data();
    column.buffers[1] = column.bytes.empty() ? static_cast<const void*>(column.words.data())
                                             : static_cast<const void*>(column.bytes.data());
    ArrowArray out{};
    out.length = static_cast<std::int64_t>(rows);
    out.null_count = column.null_count;
    out.n_buffers = is_table ? 1 : 2;
    out.n_children = static_cast<std::int64_t>(memory->children.size());
    out.buffers = column.buffers.data();
    out.children = is_table ? memory->addresses.data() : nullptr;
    out.release = release_array;
    out.private_data = memory.release();
    return out;
}

template <class Structure, class Memory>
void reserve_children(Memory& memory, std::size_t count) {
    memory.children.reserve(count);
    memory.addresses.reserve(count);
}

} // namespace

void result_column::find_nulls() {
    constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();
    for (std::size_t row = 0; row < words.size(); ++row) {
        if (words[row] != none)
            continue;
        if (validity.empty())
            validity.assign((words.size() + 7) / 8, 0xFF);
        const auto bit = static_cast<unsigned>(1U << (row % 8));
        validity[row / 8] = static_cast<std::uint8_t>(validity[row / 8] & ~bit);
        ++null_count;
    }
}

void hand_over(std::vector<result_column> columns, std::size_t rows, ArrowSchema* schema,
               ArrowArray* array) {
    auto all_names = std::make_unique<schema_memory>(
        std::vector<std::pair<std::string, std::string>>{{"", "+s"}});
    auto all = std::make_unique<array_memory>();
    reserve_children<ArrowSchema>(*all_names, columns.size());
    reserve_children<ArrowArray>(*all, columns.size());
    for (result_column& column : columns) {
        auto name = std::make_unique<schema_memory>(
            std::vector<std::pair<std::string, std::string>>{{column.name, column.format}});
        auto memory = std::make_unique<array_memory>();
        memory->column = std::move(column);
        all_names->addresses.push_back(
            &all_names->children.emplace_back(schema_of(std::move(name))));
        all->addresses.push_back(&all->children.emplace_back(array_of(std::move(memory), rows)));
    }
    *schema = schema_of(std::move(all_names));
    *array = array_of(std::move(all), rows);
}

} // namespace sla::c
