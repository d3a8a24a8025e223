// SPDX-License-Identifier: MIT
//
// Tables by the Arrow C data interface, made by hand: what a host's library would export.
#pragma once

#include <sla/sla.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace columns {

/// A column and its schema; its children and dictionary are columns, too.
struct column {
    column(std::string of, std::string type) : name{std::move(of)}, format{std::move(type)} {
        schema.release = [](ArrowSchema* s) { s->release = nullptr; };
        array.release = [](ArrowArray* a) { a->release = nullptr; };
    }
    column(const column&) = delete;
    column& operator=(const column&) = delete;

    template <class Number>
    column& numbers(const std::vector<Number>& values) {
        array.length = static_cast<std::int64_t>(values.size());
        add_buffer(values);
        return *this;
    }
    /// Of 32-bit offsets and bytes ("u"), or of 64-bit offsets ("U").
    column& texts(const std::vector<std::string>& values) {
        std::string bytes;
        std::vector<std::int64_t> wide{0};
        for (const std::string& v : values) {
            bytes += v;
            wide.push_back(static_cast<std::int64_t>(bytes.size()));
        }
        array.length = static_cast<std::int64_t>(values.size());
        if (format == "U")
            add_buffer(wide);
        else
            add_buffer(std::vector<std::int32_t>{wide.begin(), wide.end()});
        add_buffer(std::vector<char>{bytes.begin(), bytes.end()});
        return *this;
    }
    column& offsets(const std::vector<std::int32_t>& values) {
        array.length = static_cast<std::int64_t>(values.size()) - 1;
        add_buffer(values);
        return *this;
    }
    /// These rows have no value.
    column& without(const std::vector<std::size_t>& rows) {
        valid.assign(static_cast<std::size_t>(array.offset + array.length) / 8 + 1, 0xFF);
        for (const std::size_t row : rows)
            valid[row / 8] = static_cast<std::uint8_t>(valid[row / 8] & ~(1U << (row % 8)));
        array.null_count = -1;
        return *this;
    }
    column& words(column& of) {
        schema.dictionary = &of.schema;
        array.dictionary = &of.array;
        of.finish();
        return *this;
    }
    column& child(column& of) {
        children.push_back(&of);
        return *this;
    }
    /// Rows [first, first + count) of it.
    column& slice(std::int64_t first, std::int64_t count) {
        array.offset = first;
        array.length = count;
        return *this;
    }
    /// Wires the addresses; to be called last.
    column& finish() {
        schema.format = format.c_str();
        schema.name = name.c_str();
        schema_children.clear();
        array_children.clear();
        for (column* c : children) {
            c->finish();
            schema_children.push_back(&c->schema);
            array_children.push_back(&c->array);
        }
        schema.n_children = array.n_children = static_cast<std::int64_t>(children.size());
        schema.children = schema_children.data();
        array.children = array_children.data();
        addresses.assign(1, valid.empty() ? nullptr : valid.data());
        for (const auto& b : buffers)
            addresses.push_back(b.data());
        array.n_buffers = static_cast<std::int64_t>(addresses.size());
        array.buffers = addresses.data();
        return *this;
    }

    std::string name;
    std::string format;
    ArrowSchema schema{};
    ArrowArray array{};

private:
    // Of 64 bits, so that all lie where any number may.
    template <class Number>
    void add_buffer(const std::vector<Number>& values) {
        auto& bytes = buffers.emplace_back((values.size() * sizeof(Number)) / 8 + 1);
        if (!values.empty())
            std::memcpy(bytes.data(), values.data(), values.size() * sizeof(Number));
    }

    std::deque<std::vector<std::uint64_t>> buffers;
    std::vector<std::uint8_t> valid;
    std::vector<column*> children;
    std::vector<ArrowSchema*> schema_children;
    std::vector<ArrowArray*> array_children;
    std::vector<const void*> addresses;
};

/// A table that keeps its columns.
class table {
public:
    explicit table(std::int64_t rows) : all_{"", "+s"} { all_.array.length = rows; }

    column& add(std::string name, std::string format) {
        column& out = make(std::move(name), std::move(format));
        all_.child(out);
        return out;
    }
    /// Not a column of the table, but a part of one.
    column& make(std::string name, std::string format) {
        return *kept_.emplace_back(std::make_unique<column>(std::move(name), std::move(format)));
    }
    column& all() { return all_; }
    const ArrowSchema* schema() { return &all_.finish().schema; }
    const ArrowArray* array() { return &all_.finish().array; }

private:
    column all_;
    std::deque<std::unique_ptr<column>> kept_;
};

/// What the library has handed over; released at the end.
struct result {
    result() = default;
    result(const result&) = delete;
    result& operator=(const result&) = delete;
    ~result() {
        if (schema.release != nullptr)
            schema.release(&schema);
        if (array.release != nullptr)
            array.release(&array);
    }

    [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const {
        for (std::int64_t i = 0; i < schema.n_children; ++i)
            if (name == schema.children[i]->name)
                return static_cast<std::size_t>(i);
        return {};
    }
    /// The numbers of a column, nothing where a row has none.
    [[nodiscard]] std::vector<std::optional<std::int64_t>> words(const std::string& name) const {
        const ArrowArray& a = *array.children[find(name).value()];
        const auto* valid = static_cast<const std::uint8_t*>(a.buffers[0]);
        std::vector<std::optional<std::int64_t>> out;
        for (std::size_t i = 0; i < static_cast<std::size_t>(a.length); ++i)
            if (valid == nullptr || (valid[i / 8] >> (i % 8) & 1) != 0)
                out.emplace_back(static_cast<const std::int64_t*>(a.buffers[1])[i]);
            else
                out.emplace_back();
        return out;
    }
    [[nodiscard]] std::vector<int> states(const std::string& name) const {
        const ArrowArray& a = *array.children[find(name).value()];
        const auto* at = static_cast<const std::uint8_t*>(a.buffers[1]);
        return {at, at + a.length};
    }

    ArrowSchema schema{};
    ArrowArray array{};
};

} // namespace columns
