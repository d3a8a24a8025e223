// SPDX-License-Identifier: MIT
//
// The main of every suite. It adopts the user's locale, for C and for C++, before any test runs:
// otherwise a program runs in the "C" locale whatever the environment says, and a test run under
// LC_ALL=tr_TR.UTF-8 would prove nothing.

#include <catch2/catch_session.hpp>

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <locale>
#include <stdexcept>
#include <string>

namespace {

/// The name of the locale adopted, "C" where the environment names one that does not exist.
std::string adopt_locale() {
    try {
        std::locale::global(std::locale{""});
    } catch (const std::runtime_error&) {
        std::locale::global(std::locale::classic());
    }
    const char* const name = std::setlocale(LC_ALL, nullptr);
    return name != nullptr ? name : "";
}

} // namespace

int main(int argc, char** argv) {
    const std::string adopted = adopt_locale();
    const char* const wanted = std::getenv("SLA_TEST_LOCALE");
    if (wanted != nullptr && adopted != wanted) {
        std::fprintf(stderr, "the locale \"%s\" does not apply: this program runs in \"%s\"\n",
                     wanted, adopted.c_str());
        return 2;
    }
    return Catch::Session().run(argc, argv);
}
