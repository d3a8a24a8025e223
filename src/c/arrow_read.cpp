// SPDX-License-Identifier: MIT
#include "arrow_read.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace sla::c {

namespace {

bool bit_of(const std::uint8_t* bits, std::size_t i) noexcept {
    return (bits[i / 8] >> (i % 8) & 1U) != 0;
}

/// The bytes of an integer by its format; 0 of anything else.
std::size_t width_of(std::string_view format) noexcept {
    if (format.size() != 1)
        return 0;
    switch (format.front()) {
    case 'c':
    case 'C':
        return 1;
    case 's':
    case 'S':
        return 2;
    case 'i':
    case 'I':
        return 4;
    case 'l':
    case 'L':
        return 8;
    default:
        return 0;
    }
}

bool is_words(std::string_view format) noexcept {
    return format == "u" || format == "U";
}

/// A column without rows may have no buffer.
template <class Number>
const Number* values_of(const void* buffer, std::size_t first) noexcept {
    return buffer == nullptr ? nullptr : static_cast<const Number*>(buffer) + first;
}

std::string text_of(std::int64_t n) {
    return std::to_string(n);
}

std::int64_t floor_of(std::int64_t n, std::int64_t by) noexcept {
    return n / by - (n % by < 0 ? 1 : 0);
}

} // namespace

arrow_column::arrow_column(const ArrowSchema* schema, const ArrowArray* array)
    : schema_{schema}, array_{array}, first_{0}, rows_{0} {
    require(schema, "schema");
    require(array, "table");
    place_ = "table";
    if (schema->release == nullptr || array->release == nullptr)
        refuse("this was released already, or moved away", "a table that is alive",
               "no release callback");
    if (schema->format == nullptr || format() != "+s")
        refuse_type("a struct array: a record batch");
    if (array->length < 0 || array->offset < 0)
        refuse("this table has no such number of rows", "a length and an offset of 0 or more",
               text_of(array->length) + " rows from " + text_of(array->offset));
    first_ = static_cast<std::size_t>(array->offset);
    rows_ = static_cast<std::size_t>(array->length);
    check_children();
    if (array->null_count != 0 && array->n_buffers > 0 && array->buffers != nullptr &&
        array->buffers[0] != nullptr)
        for (std::size_t row = 0; row < rows_; ++row)
            if (!is_valid(row))
                refuse("whole rows of a table are never missing", "a record batch",
                       "row " + std::to_string(row) + " is null");
}

arrow_column::arrow_column(const ArrowSchema* schema, const ArrowArray* array, std::size_t first,
                           std::size_t rows, std::string place)
    : schema_{schema}, array_{array}, first_{first}, rows_{rows}, place_{std::move(place)} {
    if (schema == nullptr || array == nullptr || schema->format == nullptr)
        refuse("this column is not there", "a schema with a format, and an array", "NULL");
    if (array->length < 0 || array->offset < 0)
        refuse("this column has no such number of rows", "a length and an offset of 0 or more",
               text_of(array->length) + " rows from " + text_of(array->offset));
    if (first_ + rows_ > static_cast<std::size_t>(array->length))
        refuse("this column is shorter than its table", std::to_string(first_ + rows_) + " rows",
               text_of(array->length));
    first_ += static_cast<std::size_t>(array->offset);
    if (format().starts_with("+"))
        check_children();
}

void arrow_column::check_children() const {
    if (schema_->n_children != array_->n_children || array_->n_children < 0 ||
        (array_->n_children != 0 && (schema_->children == nullptr || array_->children == nullptr)))
        refuse("schema and array do not fit together",
               text_of(schema_->n_children) + " children, by the schema",
               text_of(array_->n_children));
}

void arrow_column::refuse_type(const char* expected) const {
    throw failure{
        SLA_INVALID_INPUT,
        issue{.code = "c.column_type",
              .place = place_,
              .message = "a column of this type cannot be read here",
              .expected = expected,
              .saw = schema_->format == nullptr
                         ? std::string{"no format"}
                         : "the format \"" + std::string{format()} + "\"" +
                               (schema_->dictionary != nullptr ? " with a dictionary" : "")}};
}

void arrow_column::refuse(const char* message, std::string expected, std::string saw) const {
    throw failure{SLA_INVALID_INPUT, issue{.code = "c.column_invalid",
                                           .place = place_,
                                           .message = message,
                                           .expected = std::move(expected),
                                           .saw = std::move(saw)}};
}

std::optional<arrow_column> arrow_column::find_child(std::string_view name) const {
    for (std::int64_t i = 0; i < schema_->n_children; ++i) {
        const ArrowSchema* schema = schema_->children[i];
        if (schema == nullptr || view_of(schema->name) != name)
            continue;
        return arrow_column{schema, array_->children[i], first_, rows_,
                            place_ == "table" ? std::string{name}
                                              : place_ + "." + std::string{name}};
    }
    return {};
}

arrow_column arrow_column::child(const char* name) const {
    require(name, "column");
    if (std::optional<arrow_column> found = find_child(name))
        return *std::move(found);
    std::string all;
    for (std::int64_t i = 0; i < schema_->n_children; ++i)
        if (schema_->children[i] != nullptr)
            all += (all.empty() ? "" : ", ") + std::string{view_of(schema_->children[i]->name)};
    throw failure{SLA_INVALID_INPUT, issue{.code = "c.column_missing",
                                           .place = place_,
                                           .message = "there is no column of this name",
                                           .expected = "one named \"" + std::string{name} + "\"",
                                           .saw = all.empty() ? "no columns" : all}};
}

const void* arrow_column::buffer(std::int64_t i, std::size_t alignment) const {
    if (array_->n_buffers <= i || array_->buffers == nullptr)
        refuse("this column lacks a buffer", std::to_string(i + 1) + " buffers or more",
               text_of(array_->n_buffers));
    const void* at = array_->buffers[i];
    if (at == nullptr && rows_ != 0)
        refuse("this column lacks a buffer", "an address", "NULL");
    // NOLINTNEXTLINE(*-reinterpret-cast)
    if (alignment > 1 && reinterpret_cast<std::uintptr_t>(at) % alignment != 0)
        refuse("the values of this column do not lie where the processor can read them",
               "an address that is a multiple of " + std::to_string(alignment), "another one");
    return at;
}

validity_bitmap arrow_column::validity() const noexcept {
    if (array_->null_count == 0 || array_->n_buffers < 1 || array_->buffers == nullptr)
        return {};
    return {static_cast<const std::uint8_t*>(array_->buffers[0]), first_};
}

bool arrow_column::is_valid(std::size_t row) const noexcept {
    const validity_bitmap valid = validity();
    return valid.bits == nullptr || bit_of(valid.bits, valid.offset + row);
}

// -- texts
// -----------------------------------------------------------------------------------------

bool arrow_column::is_text() const noexcept {
    if (schema_->dictionary == nullptr)
        return is_words(format());
    return width_of(format()) != 0 && schema_->dictionary->format != nullptr &&
           is_words(schema_->dictionary->format);
}

arrow_column arrow_column::words() const {
    if (array_->dictionary == nullptr || array_->dictionary->length < 0)
        refuse("this column has lost its dictionary", "an array of words", "none");
    return {schema_->dictionary, array_->dictionary, 0,
            static_cast<std::size_t>(array_->dictionary->length), place_ + " (dictionary)"};
}

std::size_t arrow_column::word_of(std::size_t row, std::size_t words) const {
    const std::int64_t word = integer(row);
    if (word < 0 || static_cast<std::uint64_t>(word) >= words)
        refuse("the dictionary of this column has no such word",
               "a number below " + std::to_string(words), text_of(word));
    return static_cast<std::size_t>(word);
}

std::optional<std::string_view> arrow_column::text(std::size_t row) const {
    if (!is_valid(row))
        return {};
    if (schema_->dictionary != nullptr) {
        const arrow_column all = words();
        return all.text(word_of(row, all.rows()));
    }
    std::int64_t begin = 0;
    std::int64_t end = 0;
    if (format() == "u") {
        const auto* at = static_cast<const std::int32_t*>(buffer(1, 4)) + first_ + row;
        begin = at[0];
        end = at[1];
    } else {
        const auto* at = static_cast<const std::int64_t*>(buffer(1, 8)) + first_ + row;
        begin = at[0];
        end = at[1];
    }
    if (begin < 0 || end < begin)
        refuse("the texts of this column do not lie one after another", "growing offsets",
               text_of(begin) + ", " + text_of(end));
    if (begin == end)
        return std::string_view{};
    return std::string_view{static_cast<const char*>(buffer(2, 1)) + begin,
                            static_cast<std::size_t>(end - begin)};
}

std::vector<std::uint32_t>& arrow_column::numbers_of_texts(
    scratch& memory, std::uint32_t without,
    const std::function<std::uint32_t(std::string_view)>& number_of) const {
    const auto number_in = [&](const arrow_column& column, std::size_t row) {
        const std::optional<std::string_view> word = column.text(row);
        return word ? number_of(*word) : without;
    };
    std::vector<std::uint32_t>& out = memory.numbers<std::uint32_t>(rows_);
    if (schema_->dictionary == nullptr) {
        for (std::size_t row = 0; row < rows_; ++row)
            out[row] = number_in(*this, row);
        return out;
    }
    const arrow_column all = words();
    std::vector<std::uint32_t> of_word(all.rows());
    for (std::size_t word = 0; word < all.rows(); ++word)
        of_word[word] = number_in(all, word);
    for (std::size_t row = 0; row < rows_; ++row)
        out[row] = is_valid(row) ? of_word[word_of(row, of_word.size())] : without;
    return out;
}

// -- numbers
// ---------------------------------------------------------------------------------------

bool arrow_column::is_integer() const noexcept {
    return schema_->dictionary == nullptr && width_of(format()) != 0;
}

std::int64_t arrow_column::integer(std::size_t row) const {
    const void* at = buffer(1, width_of(format()));
    const std::size_t i = first_ + row;
    switch (format().front()) {
    case 'c':
        return static_cast<const std::int8_t*>(at)[i];
    case 'C':
        return static_cast<const std::uint8_t*>(at)[i];
    case 's':
        return static_cast<const std::int16_t*>(at)[i];
    case 'S':
        return static_cast<const std::uint16_t*>(at)[i];
    case 'i':
        return static_cast<const std::int32_t*>(at)[i];
    case 'I':
        return static_cast<const std::uint32_t*>(at)[i];
    case 'l':
        return static_cast<const std::int64_t*>(at)[i];
    default: { // 'L'; beyond 63 bits there is nothing that it could name
        const std::uint64_t n = static_cast<const std::uint64_t*>(at)[i];
        return n > static_cast<std::uint64_t>(INT64_MAX) ? INT64_MAX : static_cast<std::int64_t>(n);
    }
    }
}

id_column arrow_column::ids() const {
    const std::size_t width = width_of(format());
    if (!is_integer() || width > 4)
        refuse_type("text, text in a dictionary, or integers of 8, 16 or 32 bits");
    id_column out;
    out.values = values_of<char>(buffer(1, width), first_ * width);
    out.width = static_cast<std::uint8_t>(width);
    out.is_signed = format().front() >= 'a';
    out.validity = validity();
    return out;
}

const std::uint8_t* arrow_column::bytes(scratch& memory) const {
    if (!is_integer() || format() != "C")
        refuse_type("numbers of 8 bits, without a sign: \"C\"");
    const auto* values = values_of<std::uint8_t>(buffer(1, 1), first_);
    if (validity().bits == nullptr)
        return values;
    std::vector<std::uint8_t>& out = memory.numbers<std::uint8_t>(rows_);
    for (std::size_t row = 0; row < rows_; ++row)
        out[row] = is_valid(row) ? values[row] : std::uint8_t{0};
    return out.data();
}

// -- times
// -----------------------------------------------------------------------------------------

time_column arrow_column::times(scratch& memory, std::string_view kind,
                                const char* expected) const {
    const std::string_view wanted = format();
    if (schema_->dictionary != nullptr || wanted.size() < 3 || wanted.substr(0, 2) != kind)
        refuse_type(expected);
    const auto* values = values_of<std::int64_t>(buffer(1, 8), first_);
    switch (wanted[2]) {
    case 's':
        return {values, time_unit::seconds, validity()};
    case 'm':
        return {values, time_unit::milliseconds, validity()};
    case 'u':
        return {values, time_unit::microseconds, validity()};
    case 'n':
        break;
    default:
        refuse_type(expected);
    }
    std::vector<std::int64_t>& out = memory.numbers<std::int64_t>(rows_);
    std::transform(values, values + rows_, out.begin(), [](std::int64_t ns) noexcept {
        return ns == no_value ? no_value : floor_of(ns, 1'000'000);
    });
    return {out.data(), time_unit::milliseconds, validity()};
}

time_column arrow_column::instants(scratch& memory) const {
    return times(memory, "ts", "timestamps");
}

time_column arrow_column::durations(scratch& memory) const {
    return times(memory, "tD", "durations");
}

// -- lists
// -----------------------------------------------------------------------------------------

arrow_column::list arrow_column::entries(scratch& memory) const {
    const bool wide = format() == "+L";
    if (!wide && format() != "+l")
        refuse_type("lists of structures");
    if (array_->n_children != 1 || array_->children[0] == nullptr ||
        schema_->children[0] == nullptr)
        refuse("a list has one child", "1", text_of(array_->n_children));
    const ArrowArray& inner = *array_->children[0];
    if (inner.length < 0)
        refuse("the entries have no such number", "0 or more", text_of(inner.length));
    if (view_of(schema_->children[0]->format) != "+s")
        arrow_column{schema_->children[0], &inner, 0, 0, place_ + ".entries"}.refuse_type(
            "lists of structures");

    // Zero lists need no offsets.
    std::vector<std::int64_t>& copy = memory.numbers<std::int64_t>(rows_ + 1);
    const void* offsets = rows_ == 0 ? nullptr : buffer(1, wide ? 8 : 4);
    for (std::size_t row = 0; offsets != nullptr && row <= rows_; ++row)
        copy[row] = wide ? static_cast<const std::int64_t*>(offsets)[first_ + row]
                         : static_cast<const std::int32_t*>(offsets)[first_ + row];
    for (std::size_t row = 0; row <= rows_; ++row)
        if (copy[row] < (row == 0 ? 0 : copy[row - 1]) || copy[row] > inner.length)
            refuse("the lists of this column do not lie one after another",
                   "growing offsets up to " + text_of(inner.length), text_of(copy[row]));
    for (std::size_t row = 0; row < rows_; ++row)
        if (!is_valid(row) && copy[row] != copy[row + 1])
            refuse("a list that is missing has entries", "none", "row " + std::to_string(row));

    const auto begin = static_cast<std::size_t>(copy.front());
    const auto end = static_cast<std::size_t>(copy.back());
    // Counted from the first entry that is used.
    for (std::int64_t& offset : copy)
        offset -= static_cast<std::int64_t>(begin);
    arrow_column entries{schema_->children[0], &inner, begin, end - begin, place_};
    for (std::size_t i = 0; i < entries.rows(); ++i)
        if (!entries.is_valid(i))
            refuse("an entry of a list is missing", "structures", "null");
    return {std::move(entries), offset_column{copy.data()}};
}

} // namespace sla::c
