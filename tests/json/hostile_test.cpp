// SPDX-License-Identifier: MIT
//
// Documents from strangers: each ends in an issue, and soon.

#include <sla/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <ctime>
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

// Of the processor's time, whoever else works; what grows with the square would take hours.
class time_limit {
public:
    ~time_limit() { CHECK(std::clock() - begin_ < std::clock_t{20} * CLOCKS_PER_SEC); }
    time_limit() = default;
    time_limit(const time_limit&) = delete;
    time_limit& operator=(const time_limit&) = delete;

private:
    std::clock_t begin_ = std::clock();
};

refusal refused(const std::string& text, const sla::json_limits& limits = {}) {
    const auto made = [&] {
        const time_limit limit;
        return sla::book_from_json(text, limits);
    }();
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

TEST_CASE("a million policies", "[large]") {
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

TEST_CASE("a million mistakes", "[large]") {
    const refusal many = refused(in_policies(repeated("0,", 1'000'000) + "0"));
    CHECK(many == refusal{"json.wrong_type", "/policies/0", 101});
    CHECK(refused("[" + repeated(R"({"x":0},)", 10) + "0]", {.issues = 3}).count == 1);

    std::string unknown = "{";
    for (int i = 0; i < 500'000; ++i)
        unknown += "\"key" + std::to_string(i) + "\":0,";
    CHECK(refused(unknown + "\"sla\":1}") == refusal{"json.unknown_key", "/key0", 101});
    CHECK(refused("{" + repeated(R"("sla":1,)", 500'000) + "\"sla\":1}") ==
          refusal{"json.key_twice", "/sla", 101});
    CHECK(refused("{\"sla\":1,\"choose\":\"" + repeated("x", 10'000'000) + "\"}") ==
          refusal{"json.unknown_word", "/choose", 1});
    CHECK(refused("{\"" + repeated("x", 1'000'000) + "\":1,\"sla\":1}").code == "json.unknown_key");
    const refusal by = refused(in_policies(R"({"name":"p","targets":{"m":{"within":{},"by":[)" +
                                           repeated("\"tier\",", 900'000) + "\"tier\"]}}}"));
    CHECK(by.code == "json.conflict");
}

TEST_CASE("names of megabytes cost what they are, not their square", "[large]") {
    const std::string long_name(5'000'000, 'x');
    const auto table = [&](const std::string& cell) {
        std::string cells;
        for (int i = 0; i < 100'000; ++i)
            cells += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":" + cell;
        return in_policies(R"({"name":"p","targets":{"m":{"by":["tier","group"],"within":{")" +
                           long_name + "\":{" + cells + "}}}}}");
    };
    CHECK(refused(table("\"1 h\"")) ==
          refusal{"json.too_large", "/policies/0/targets/m/within", 1});
    // Places beyond reason are those of what is around them. Thirteen cells fit into 64 MiB.
    CHECK(refused(table("1")) == refusal{"json.wrong_type", "/policies/0/targets/m/within", 14});
}

TEST_CASE("what is made of a document is limited, too", "[large]") {
    const auto zones = sla::zone_set{{sla::zone::utc()}}.source();
    const auto codes = [&](const std::string& text) {
        const auto made = [&] {
            const time_limit limit;
            return sla::compile_json(text, zones);
        }();
        REQUIRE(!made);
        CHECK(made.issues().size() <= 101);
        return made.issues().back().code;
    };
    const std::string policies =
        R"({"sla":1,"policies":[{"name":"p","targets":{"repair":"1 h"}}],)";
    const std::string hours = R"({"name":"h","each":"hour_of_week","zone":"UTC",)"
                              R"("from":"2020-01-01","until":"2033-01-01"})";
    std::string reports;
    for (int i = 0; i < 1000; ++i)
        reports += (i == 0 ? R"({"name":")" : R"(,{"name":")") + std::to_string(i) +
                   R"(","metrics":["repair"],"by":[)" + hours + "]}";
    CHECK(codes(policies + R"("reports":[)" + reports + "]}") == "json.too_many_issues");

    std::string metrics;
    std::string objectives;
    for (int i = 0; i < 50'000; ++i) {
        const std::string comma = i == 0 ? "" : ",";
        metrics += comma + R"({"name":"metric )" + std::to_string(i) +
                   R"(","start":["created"],"stop":["closed"]})";
        objectives += comma + R"({"name":")" + std::to_string(i) +
                      R"(","share":"90 %","of":"metrics )" + std::to_string(i) + "\"}";
    }
    CHECK(codes(policies + R"("metrics":[)" + metrics + R"(],"objectives":[)" + objectives +
                "]}") == "json.too_many_issues");
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
