// SPDX-License-Identifier: MIT
//
// What the loader says of documents, for schema_check.py: one document a line in, and for each of
// them a line out, "accepted" or the codes of its issues.

#include <sla/json.hpp>

#include <iostream>
#include <set>
#include <string>

int main() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        const auto book = sla::book_from_json(line);
        std::set<std::string> codes;
        for (const sla::issue& i : book.issues())
            codes.insert(i.code);
        if (book)
            codes.insert("accepted");
        std::string out;
        for (const std::string& code : codes)
            out += (out.empty() ? "" : " ") + code;
        std::cout << out << '\n';
    }
}
