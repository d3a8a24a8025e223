// SPDX-License-Identifier: MIT
//
// For ../command_line.sh: tickets as newline-delimited JSON, and the time that the JSON parser
// alone takes for them.
//
//     tickets write MEGABYTES     writes so many to the standard output
//     tickets parse FILE          parses each line, does nothing with it, says how long

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace {

struct nothing {
    bool null() { return true; }
    bool boolean(bool /*unused*/) { return true; }
    bool number_integer(std::int64_t /*unused*/) { return true; }
    bool number_unsigned(std::uint64_t /*unused*/) { return true; }
    bool number_float(double /*unused*/, const std::string& /*unused*/) { return true; }
    bool string(const std::string& /*unused*/) { return true; }
    template <class Binary>
    bool binary(const Binary& /*unused*/) {
        return true;
    }
    bool start_object(std::size_t /*unused*/) { return true; }
    bool key(const std::string& /*unused*/) { return true; }
    bool end_object() { return true; }
    bool start_array(std::size_t /*unused*/) { return true; }
    bool end_array() { return true; }
    template <class Exception>
    bool parse_error(std::size_t /*unused*/, const std::string& /*unused*/,
                     const Exception& /*unused*/) {
        return false;
    }
};

std::string time_text(int day, int hour, int minute) {
    char text[32];
    std::snprintf(text, sizeof text, "\"2026-02-%02dT%02d:%02d:%02dZ\"", day, hour + minute / 60,
                  minute % 60, day);
    return text;
}

// Eight events, seven hundred bytes: what a desk knows of a ticket.
std::string ticket(int n) {
    const int day = 1 + n % 27;
    const int hour = 8 + n % 10;
    const auto at = [&](int minute) { return time_text(day, hour, minute); };
    const char* const priorities[] = {"P1", "P2", "P3"};
    const char* const channels[] = {"email", "telephone", "chat"};
    return "{\"id\": \"T-" + std::to_string(n) + "\", \"priority\": \"" + priorities[n % 3] +
           "\", \"channel\": \"" + channels[n % 3] + "\", \"tier\": \"" +
           (n % 2 == 0 ? "gold" : "silver") + "\", \"created\": " + at(0) + ", \"events\": [" +
           "{\"at\": " + at(5) + ", \"kind\": \"assigned\", \"to\": \"Anna " +
           std::to_string(n % 7) + "\"}, {\"at\": " + at(12) +
           ", \"kind\": \"message\", \"by\": \"agent\", \"visible\": \"internal\"}, {\"at\": " +
           at(20) + ", \"kind\": \"message\", \"by\": \"agent\"}, {\"at\": " + at(30) +
           ", \"kind\": \"status_changed\", \"is\": \"waiting\"}, {\"at\": " + at(50) +
           ", \"kind\": \"message\", \"by\": \"customer\"}, {\"at\": " + at(51) +
           ", \"kind\": \"status_changed\", \"is\": \"open\"}, {\"at\": " + at(70) +
           ", \"kind\": \"attribute_changed\", \"attribute\": \"priority\", \"is\": \"P2\"}, "
           "{\"at\": " +
           at(90) + ", \"kind\": \"resolved\"}]}\n";
}

int write_tickets(std::uint64_t megabytes) {
    std::string block;
    for (int n = 0; n < 2000; ++n)
        block += ticket(n);
    for (std::uint64_t written = 0; written < megabytes * 1'000'000; written += block.size())
        if (std::fwrite(block.data(), 1, block.size(), stdout) != block.size())
            return 1;
    return 0;
}

int parse(const char* file) {
    std::ifstream in{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    nothing handler;
    std::uint64_t lines = 0;
    const std::clock_t begin = std::clock(); // of the processor, which neighbours disturb least
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (!nlohmann::json::sax_parse(text.data() + at, text.data() + end, &handler))
            return 1;
        ++lines;
        at = end + 1;
    }
    const double took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    std::printf("%.3f\n", took);
    return lines == 0 ? 1 : 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::strcmp(argv[1], "write") == 0)
        return write_tickets(std::strtoull(argv[2], nullptr, 10));
    if (argc == 3 && std::strcmp(argv[1], "parse") == 0)
        return parse(argv[2]);
    std::fputs("tickets write MEGABYTES | tickets parse FILE\n", stderr);
    return 1;
}
