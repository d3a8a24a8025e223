// SPDX-License-Identifier: MIT
//
// Documents from strangers: each ends in an issue, and soon.

#include <sla/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace {

std::string repeated(std::string_view piece, std::size_t times) {
    std::string out;
    out.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        out += piece;
    return out;
}

// The first issue's code and place, and the number of issues.
struct refusal {
    std::string code;
    std::string place;
    std::size_t count;
    friend bool operator==(const refusal&, const refusal&) = default;
};

refusal refused(const std::string& text, const sla::json_limits& limits = {}) {
    const auto begin = std::chrono::steady_clock::now();
    const auto made = sla::book_from_json(text, limits);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{20});
    REQUIRE(!made);
    return {made.issues()[0].code, made.issues()[0].place, made.issues().size()};
}

std::string in_policies(const std::string& list) {
    return R"({"sla":1,"policies":[)" + list + "]}";
}

} // namespace

TEST_CASE("too large, too deep, too many") {
    CHECK(refused(repeated(" ", 17U << 20U)) == refusal{"json.too_large", "", 1});
    CHECK(refused("12345", {.bytes = 4}) == refusal{"json.too_large", "", 1});
    CHECK(refused(repeated("[", 10'000'000)) == refusal{"json.too_deep", "line 1, column 102", 1});
    CHECK(refused(repeated(R"({"a":)", 1'000'000)).code == "json.too_deep");
    CHECK(refused("[[1]]", {.depth = 1}).code == "json.too_deep");
    CHECK(refused("[[1]]", {.depth = 2}).code == "json.wrong_type");
    CHECK(refused("[" + repeated("0,", 5'000'000) + "0]").code == "json.too_many_values");
    CHECK(refused("[0,0]", {.values = 2}).code == "json.too_many_values");
    CHECK(refused("[0,0]", {.values = 3}).code == "json.wrong_type");
}

TEST_CASE("a million policies") {
    const std::string small = R"({"name":"p","targets":{}},)";
    const std::string end = R"({"name":"p","targets":{}})";
    CHECK(refused(in_policies(repeated(small, 1'000'000) + end), {.bytes = std::size_t{64} << 20U})
              .code == "json.too_many_values");
    CHECK(refused(in_policies(repeated(small, 1'000'000) + end)).code == "json.too_large");
    // Within the limits a book may have many; compile has limits of its own.
    const auto made = sla::book_from_json(in_policies(repeated(small, 100'000) + end));
    REQUIRE(made);
    CHECK(made->policies.size() == 100'001);
}

TEST_CASE("a million mistakes") {
    const refusal many = refused(in_policies(repeated("0,", 1'000'000) + "0"));
    CHECK(many == refusal{"json.wrong_type", "/policies/0", 101});
    CHECK(refused("[" + repeated(R"({"x":0},)", 10) + "0]", {.issues = 3}).count == 1);

    std::string unknown = "{";
    for (int i = 0; i < 500'000; ++i)
        unknown += "\"key" + std::to_string(i) + "\":0,";
    CHECK(refused(unknown + "\"sla\":1}") == refusal{"json.unknown_key", "/key0", 101});
    CHECK(refused("{" + repeated(R"("sla":1,)", 500'000) + "\"sla\":1}") ==
          refusal{"json.duplicate_key", "/sla", 101});
    CHECK(refused("{\"sla\":1,\"choose\":\"" + repeated("x", 10'000'000) + "\"}") ==
          refusal{"json.unknown_word", "/choose", 1});
    CHECK(refused("{\"" + repeated("x", 1'000'000) + "\":1,\"sla\":1}").code == "json.unknown_key");
    const refusal by = refused(in_policies(R"({"name":"p","targets":{"m":{"within":{},"by":[)" +
                                           repeated("\"tier\",", 900'000) + "\"tier\"]}}}"));
    CHECK(by.code == "json.conflict");
}

TEST_CASE("numbers of any size") {
    CHECK(refused(R"({"sla":1e999})").code == "json.number");
    CHECK(refused(R"({"sla":)" + repeated("9", 1'000'000) + "}").code == "json.number");
    CHECK(refused(R"({"sla":18446744073709551615})").code == "json.version");
    CHECK(refused(R"({"sla":-9223372036854775808})").code == "json.version");
    CHECK(refused(R"({"sla":1.0})").code == "json.version");
    CHECK(refused(in_policies(R"({"name":"p","targets":{"m":")" + repeated("9", 1'000'000) +
                              R"( h"}})"))
              .code == "json.duration");
}

TEST_CASE("text that is not UTF-8") {
    const auto at = [](std::string_view bytes) {
        return refused(R"({"sla":1,)"
                       "\n\"紧急\":\"" +
                       std::string{bytes} + "\"}");
    };
    // Two characters of three bytes, and each quote is a column.
    const refusal expected{"json.utf8", "line 2, column 7", 1};
    for (const std::string_view bytes :
         {"\x80", "\xFF", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80",
          "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE7\xB4", "\xC3"})
        CHECK(at(bytes) == expected);
    CHECK(refused("\xFF\xFE{\0") == refusal{"json.utf8", "line 1, column 1", 1});
    CHECK(refused("{\"sla\":1,\"\\ud800\":1}").code == "json.syntax");
    CHECK(refused(std::string{"{\"sla\":1}\0", 10}).code == "json.syntax");
    CHECK(refused("\xE7").code == "json.utf8");
}

TEST_CASE("a byte order mark is accepted") {
    CHECK(sla::book_from_json("\xEF\xBB\xBF{\"sla\":1}"));
    CHECK(refused("\xEF\xBB\xBF{\"sla\":2}").place == "/sla");
    CHECK(refused("\xEF\xBB\xBF\xEF\xBB\xBF{\"sla\":1}").code == "json.syntax");
}
