// SPDX-License-Identifier: MIT

#include <catch2/catch_test_macros.hpp>

#include <compliance_report/csv.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace {

using compliance::csv_reader;
using compliance::text_place;

std::vector<std::vector<std::string>> records(const std::string& text, char separator = ',') {
    std::istringstream input{text};
    csv_reader reader{input, separator};
    std::vector<std::vector<std::string>> all;
    while (reader.next() == csv_reader::outcome::record)
        all.emplace_back(reader.fields().begin(), reader.fields().end());
    return all;
}

using table = std::vector<std::vector<std::string>>;

} // namespace

TEST_CASE("records end with any line end, also with none") {
    const table expected{{"a", "b"}, {"1", "2"}};
    CHECK(records("a,b\n1,2\n") == expected);
    CHECK(records("a,b\r\n1,2\r\n") == expected);
    CHECK(records("a,b\r1,2\r") == expected);
    CHECK(records("a,b\n1,2") == expected);
    CHECK(records("\xEF\xBB\xBF"
                  "a,b\n\n\r\n1,2\n\n") == expected);
}

TEST_CASE("quoted fields hold separators, line ends and quotation marks") {
    CHECK(records("\"a,b\",\"c\nd\",\"say \"\"hi\"\"\",\"\"\n") ==
          table{{"a,b", "c\nd", "say \"hi\"", ""}});
    CHECK(records("a;\"b;c\";,d\n", ';') == table{{"a", "b;c", ",d"}});
}

TEST_CASE("empty fields are fields") {
    CHECK(records(",\n,,x\n") == table{{"", ""}, {"", "", "x"}});
}

TEST_CASE("places count lines and characters, also after quoted line ends") {
    std::istringstream input{"\xC3\xA4\xC3\xB6,\"x\ny\",z\nnext,1\n"};
    csv_reader reader{input};
    REQUIRE(reader.next() == csv_reader::outcome::record);
    CHECK(reader.places()[1] == text_place{1, 4});
    CHECK(reader.places()[2] == text_place{2, 4});
    REQUIRE(reader.next() == csv_reader::outcome::record);
    CHECK(reader.line() == 3);
}

TEST_CASE("a broken record is reported and the next one is read") {
    std::istringstream input{"a,\"b\"x,c\nd,e\"f,g\nh,i,j\n"};
    csv_reader reader{input};
    REQUIRE(reader.next() == csv_reader::outcome::mistake);
    CHECK(reader.mistake().code == "csv.text_after_quote");
    CHECK(reader.mistake_place() == text_place{1, 6});
    REQUIRE(reader.next() == csv_reader::outcome::mistake);
    CHECK(reader.mistake().code == "csv.quote_inside");
    CHECK(reader.mistake_place() == text_place{2, 4});
    REQUIRE(reader.next() == csv_reader::outcome::record);
    CHECK(reader.fields()[2] == "j");
    CHECK(reader.next() == csv_reader::outcome::end);
}

TEST_CASE("what cannot be CSV ends the reading") {
    const auto fatal = [](const std::string& text) {
        std::istringstream input{text};
        csv_reader reader{input};
        csv_reader::outcome last = reader.next();
        while (last == csv_reader::outcome::record)
            last = reader.next();
        CHECK(last == csv_reader::outcome::fatal);
        CHECK(reader.next() == csv_reader::outcome::end);
        return reader.mistake().code;
    };
    CHECK(fatal("a,b\n1,\"2\n3,4\n") == "csv.quote_open");
    CHECK(fatal(std::string{"a,b\n1,\0002\n", 8}) == "csv.not_text");
    CHECK(fatal("a\n" + std::string(csv_reader::longest_field + 1, 'x')) == "csv.field_too_long");
}

TEST_CASE("records longer than the buffer are whole") {
    const std::string longer(200'000, 'x');
    CHECK(records("a,b\n" + longer + ",\"" + longer + "\"\n") ==
          table{{"a", "b"}, {longer, longer}});
}
