// SPDX-License-Identifier: MIT
//
// Checks that the documents say what the code says: check TREE
//
// - a block of code stands, apart from indentation, in the file that the comment above it names
//   (`<!-- from examples/first_verdict.cpp -->`); a line `// ...` stands for left-out lines. Blocks
//   of text are compared with what a program prints, in the same way;
// - commands name scripts and presets that exist; links lead to files and headings that exist;
// - docs/reference.md lists every public header, every public name, and every issue code, and no
//   code that is gone.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
using lines = std::vector<std::string>;

int mistakes = 0;

void complain(const std::string& place, const std::string& what) {
    ++mistakes;
    std::printf("%s: %s\n", place.c_str(), what.c_str());
}

std::string read(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string trimmed(std::string_view line) {
    const auto first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return std::string{line.substr(first, line.find_last_not_of(" \t\r") - first + 1)};
}

lines lines_of(const std::string& text) {
    lines out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

/// Without indentation and without empty lines.
lines essence(const lines& from) {
    lines out;
    for (const std::string& line : from)
        if (std::string t = trimmed(line); !t.empty())
            out.push_back(std::move(t));
    return out;
}

/// True when the pieces of `block`, cut at "// ...", stand in `file` one after another.
bool stands_in(const lines& block, const lines& file) {
    auto from = file.begin();
    for (auto begin = block.begin(); begin != block.end();) {
        const auto end = std::find(begin, block.end(), "// ...");
        const auto found = std::search(from, file.end(), begin, end);
        if (found == file.end() && begin != end)
            return false;
        from = found + (end - begin);
        begin = end == block.end() ? end : end + 1;
    }
    return true;
}

/// How a heading is named in a link: "## Clock changes" is "#clock-changes".
std::string anchor_of(std::string_view heading) {
    std::string out;
    for (const char c : heading) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')
            out += c;
        else if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if (c == ' ')
            out += '-';
    }
    return out;
}

std::set<std::string> anchors_in(const std::string& text) {
    std::set<std::string> out;
    bool in_block = false;
    for (const std::string& line : lines_of(text)) {
        if (line.starts_with("```"))
            in_block = !in_block;
        if (!in_block && line.starts_with("#"))
            out.insert(anchor_of(trimmed(line.substr(line.find_first_not_of('#')))));
    }
    return out;
}

class document {
public:
    document(const fs::path& tree, const fs::path& file)
        : tree_{tree}, file_{file}, name_{fs::relative(file, tree).generic_string()} {}

    void check() {
        const std::string text = read(file_);
        lines block;
        std::string language;
        bool in_block = false;
        std::size_t begin = 0;
        std::string source; // of the comment on the last line that was not empty
        const lines all = lines_of(text);
        for (std::size_t i = 0; i < all.size(); ++i) {
            number_ = i + 1;
            if (all[i].starts_with("```")) {
                if (in_block) {
                    number_ = begin;
                    check_block(language, source, block);
                    ++blocks;
                    source.clear();
                } else {
                    language = all[i].substr(3);
                    block.clear();
                    begin = number_;
                }
                in_block = !in_block;
            } else if (in_block) {
                block.push_back(all[i]);
            } else {
                static const std::regex marker{"<!-- from ([^ ]+) -->"};
                std::smatch found;
                if (std::regex_match(all[i], found, marker))
                    source = found[1];
                else if (!trimmed(all[i]).empty())
                    source.clear();
                check_links(all[i]);
            }
        }
        if (in_block)
            complain(place(), "this block does not end");
    }

    static inline int blocks = 0;
    static inline int links = 0;

private:
    [[nodiscard]] std::string place() const { return name_ + ":" + std::to_string(number_); }

    void check_block(const std::string& language, const std::string& source, const lines& block) {
        if (language == "sh") {
            check_commands(block);
            return;
        }
        if (language.empty()) // a picture
            return;
        if (source.empty()) {
            complain(place(), "no comment says from which file this block comes");
            return;
        }
        if (!fs::is_regular_file(tree_ / source)) {
            complain(place(), "there is no file " + source);
            return;
        }
        if (!stands_in(essence(block), essence(lines_of(read(tree_ / source)))))
            complain(place(), "this block does not stand in " + source);
    }

    void check_commands(const lines& block) {
        static const std::regex script{"(?:^|\\s)(?:sh|bash) ([\\w./]+)"};
        static const std::regex preset{"--preset ([\\w-]+)"};
        for (const std::string& line : block) {
            for (std::sregex_iterator i{line.begin(), line.end(), script};
                 i != std::sregex_iterator{}; ++i)
                if (!fs::exists(tree_ / (*i)[1].str()))
                    complain(place(), "there is no script " + (*i)[1].str());
            for (std::sregex_iterator i{line.begin(), line.end(), preset};
                 i != std::sregex_iterator{}; ++i)
                if (read(tree_ / "CMakePresets.json").find("\"name\": \"" + (*i)[1].str() + "\"") ==
                    std::string::npos)
                    complain(place(), "there is no preset " + (*i)[1].str());
        }
    }

    void check_links(const std::string& line) {
        static const std::regex link{"\\]\\(([^)]+)\\)"};
        for (std::sregex_iterator i{line.begin(), line.end(), link}; i != std::sregex_iterator{};
             ++i) {
            const std::string target = (*i)[1];
            if (target.starts_with("https://"))
                continue;
            ++links;
            const std::size_t hash = target.find('#');
            const std::string path = target.substr(0, hash);
            const fs::path file = path.empty() ? file_ : file_.parent_path() / path;
            if (!fs::exists(file))
                complain(place(), "the link " + target + " leads nowhere");
            else if (hash != std::string::npos &&
                     !anchors_in(read(file)).contains(target.substr(hash + 1)))
                complain(place(), "the link " + target + " leads to no heading");
        }
    }

    fs::path tree_;
    fs::path file_;
    std::string name_;
    std::size_t number_ = 0;
};

std::set<std::string> all_matches(const std::string& text, const std::regex& what) {
    std::set<std::string> out;
    for (std::sregex_iterator i{text.begin(), text.end(), what}; i != std::sregex_iterator{}; ++i)
        out.insert((*i)[1]);
    return out;
}

/// What is inside of namespace detail is nobody's business. By hand: an expression over so much
/// text would go too deep.
std::string without_detail(std::string text) {
    static const std::regex begin{"\nnamespace [\\w: ]*detail \\{\n"};
    // One of a single line has no comment at its end.
    static const std::regex end{
        "^[^\n]*\n[^\n]*\n[^\n]*\n\\}\n|\n\\} // namespace [\\w: ]*detail\n"};
    std::smatch first;
    while (std::regex_search(text, first, begin)) {
        const auto at = static_cast<std::size_t>(first.position());
        std::smatch last;
        const std::string rest = text.substr(at);
        if (!std::regex_search(rest, last, end))
            return text.substr(0, at);
        text.erase(at, static_cast<std::size_t>(last.position() + last.length()) - 1);
    }
    return text;
}

/// The names in the first column of the tables, by the heading that they stand under.
std::map<std::string, std::set<std::string>> names_by_room(const std::string& reference) {
    static const std::regex name{"`(\\w+)`"};
    std::map<std::string, std::set<std::string>> out;
    std::string room;
    for (const std::string& line : lines_of(reference)) {
        if (line.starts_with("## "))
            room = line.substr(3);
        else if (line.starts_with("| "))
            out[room].merge(all_matches(line.substr(2, line.find(" | ") - 2), name));
    }
    return out;
}

void check_reference(const fs::path& tree) {
    const std::string reference = read(tree / "docs/reference.md");

    // Codes: any literal of this form in the library is one, if it begins with a room's name or
    // with one that codes are known to begin with.
    static const std::regex literal{"\"([a-z]+\\.[a-z][a-z_]*)\""};
    static const std::regex documented{"\n\\| `([a-z]+\\.[a-z_]+)` \\|"};
    std::set<std::string> codes;
    for (const char* folder : {"include", "src"})
        for (const auto& entry : fs::recursive_directory_iterator{tree / folder}) {
            if (!entry.is_regular_file())
                continue;
            std::string code;
            for (const std::string& line : lines_of(read(entry.path())))
                if (!trimmed(line).starts_with("//") && !trimmed(line).starts_with("#include"))
                    code += line + "\n";
            codes.merge(all_matches(code, literal));
        }
    const std::set<std::string> listed = all_matches(reference, documented);
    std::set<fs::path> headers;
    std::set<std::string> beginnings;
    for (const auto& entry : fs::directory_iterator{tree / "include/sla"})
        if (entry.is_regular_file()) {
            headers.insert(entry.path());
            beginnings.insert(entry.path().stem().string());
        }
    for (const std::string& code : listed)
        beginnings.insert(code.substr(0, code.find('.')));
    std::erase_if(codes, [&](const std::string& code) {
        return !beginnings.contains(code.substr(0, code.find('.')));
    });
    for (const std::string& code : codes)
        if (!listed.contains(code))
            complain("docs/reference.md", "the code " + code + " is missing");
    for (const std::string& code : listed)
        if (!codes.contains(code))
            complain("docs/reference.md", "no code in the library says " + code);

    // Headers, and what they declare at the beginning of a line.
    static const std::regex type{
        "\n(?:class|struct|enum class) (?:\\[\\[nodiscard\\]\\] )?(\\w+)(?: [^{;]*)?\\{"};
    static const std::regex alias{"\n(?:using|concept) (\\w+) ="};
    static const std::regex constant{"\ninline constexpr [\\w:]+ (\\w+)[ ={;]"};
    static const std::regex function{"\n(?:\\[\\[nodiscard\\]\\]|inline void)[^;{(]*?(\\w+)\\("};
    static const std::regex macro{"\n#define (\\w+) "};
    const std::map<std::string, std::set<std::string>> tables = names_by_room(reference);
    std::size_t names = 0;
    for (const fs::path& file : headers) {
        const std::string header = file.filename().string();
        const std::string room = file.stem().string();
        const auto table = tables.find(room);
        if (table == tables.end() ||
            reference.find("(../include/sla/" + header + ")") == std::string::npos) {
            complain("docs/reference.md", "the header " + header + " is missing");
            continue;
        }
        const std::string text = read(file);
        const std::string visible = without_detail(text);
        std::set<std::string> declared;
        for (const std::regex* what : {&type, &alias, &constant, &function, &macro})
            declared.merge(all_matches(visible, *what));
        names += declared.size();
        for (const std::string& name : declared)
            if (!table->second.contains(name))
                complain("docs/reference.md", "the name " + name + " of " + header + " is missing");
        for (const std::string& name : table->second)
            if (!std::regex_search(text, std::regex{"\\b" + name + "\\b"}))
                complain("docs/reference.md", header + " has no name " + name);
    }
    std::printf("reference: %zu names, %zu codes\n", names, codes.size());
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::puts("check TREE");
        return 2;
    }
    const fs::path tree = fs::absolute(argv[1]);
    std::vector<fs::path> documents;
    for (const auto& entry : fs::directory_iterator{tree})
        if (entry.path().extension() == ".md")
            documents.push_back(entry.path());
    for (const char* folder : {"docs", "benchmarks"})
        if (fs::is_directory(tree / folder))
            for (const auto& entry : fs::directory_iterator{tree / folder})
                if (entry.path().extension() == ".md")
                    documents.push_back(entry.path());
    std::sort(documents.begin(), documents.end());
    for (const fs::path& file : documents)
        document{tree, file}.check();
    std::printf("%zu documents, %d blocks, %d links\n", documents.size(), document::blocks,
                document::links);
    check_reference(tree);
    if (documents.empty())
        complain(tree.string(), "no documents");
    if (mistakes != 0)
        std::printf("docs: %d mistakes\n", mistakes);
    return mistakes == 0 ? 0 : 1;
}
