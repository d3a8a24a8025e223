// SPDX-License-Identifier: MIT
#include "arguments.hpp"

#include "text.hpp"

#include <algorithm>

namespace tool {

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> out;
    while (true) {
        const std::size_t end = text.find(at);
        out.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return out;
        text.remove_prefix(end + 1);
    }
}

arguments::arguments(const command& of, std::span<const char* const> words,
                     sla::issue_list& issues) {
    bool only_words = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (only_words || word == "-" || !word.starts_with('-') || word.empty()) {
            words_.emplace_back(word);
        } else if (word == "--") {
            only_words = true;
        } else if (word == "--help" || word == "-h") {
            help_ = true;
        } else {
            take_option(of, words, i, issues);
        }
    }
    if (help_) {
        issues.clear();
        return;
    }
    if (words_.size() >= of.least_words && words_.size() <= of.most_words)
        return;
    const bool few = words_.size() < of.least_words;
    // What follows an option that is not known may be its value.
    if (!few && !issues.empty())
        return;
    issues.push_back({.code = few ? "arguments.word_missing" : "arguments.word_superfluous",
                      .place = "sla " + std::string{of.name},
                      .message = few ? "something is missing" : "this is one word too many",
                      .expected = "sla " + std::string{of.name} + " " + std::string{of.words},
                      .saw = few ? "" : in_quotes(words_[of.most_words]),
                      .hint = few ? "" : "what has a space in it stands in quotation marks"});
}

void arguments::take_option(const command& of, std::span<const char* const> words, std::size_t& i,
                            sla::issue_list& issues) {
    const std::string_view word = words[i];
    const std::size_t equal = word.find('=');
    const std::string_view written = word.substr(0, equal);
    const std::string_view name =
        written.substr(std::min(written.size(), written.find_first_not_of('-')));
    const auto known = std::find_if(of.options.begin(), of.options.end(),
                                    [name](const option& o) { return o.name == name; });
    if (known == of.options.end() || !written.starts_with("--")) {
        std::vector<std::string> names{"--help"};
        for (const option& o : of.options)
            names.push_back("--" + std::string{o.name});
        issues.push_back({.code = "arguments.unknown_option",
                          .place = std::string{written},
                          .message = "sla " + std::string{of.name} + " has no such option",
                          .expected = listed(names),
                          .hint = did_you_mean("--" + std::string{name}, names)});
        return;
    }
    std::string value;
    if (known->value.empty()) {
        if (equal != std::string_view::npos) {
            issues.push_back({.code = "arguments.value_superfluous",
                              .place = std::string{written},
                              .message = "this option takes no value",
                              .saw = std::string{word}});
            return;
        }
    } else if (equal != std::string_view::npos) {
        value = word.substr(equal + 1);
    } else if (i + 1 < words.size() && !std::string_view{words[i + 1]}.starts_with("--")) {
        value = words[++i];
    } else {
        issues.push_back({.code = "arguments.value_missing",
                          .place = std::string{written},
                          .message = "this option needs a value",
                          .expected = std::string{written} + " " + std::string{known->value}});
        return;
    }
    if (!known->choices.empty()) {
        const std::vector<std::string> choices = split(known->choices, '|');
        if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
            issues.push_back(unknown_name("arguments.unknown_value", std::string{written},
                                          "there is no such choice", value, choices));
            return;
        }
    }
    if (has(name) && !known->repeats) {
        issues.push_back({.code = "arguments.option_twice",
                          .place = std::string{written},
                          .message = "this option stands there twice",
                          .expected = "one of it",
                          .saw = in_quotes(value)});
        return;
    }
    options_.emplace_back(known->name, std::move(value));
}

bool arguments::has(std::string_view name) const {
    return given(name).has_value();
}

std::optional<std::string_view> arguments::given(std::string_view name) const {
    for (const auto& [known, value] : options_)
        if (known == name)
            return value;
    return {};
}

std::string_view arguments::value(std::string_view name) const {
    return given(name).value_or(std::string_view{});
}

std::vector<std::string> arguments::values(std::string_view name) const {
    std::vector<std::string> out;
    for (const auto& [known, value] : options_)
        if (known == name)
            out.push_back(value);
    return out;
}

std::string help_of(const command& c) {
    std::string out = "sla " + std::string{c.name} + " " + std::string{c.words} + "\n\n" +
                      std::string{c.summary} + "\n\n";
    std::size_t wide = std::string_view{"--help"}.size();
    for (const option& o : c.options)
        wide = std::max(wide, 2 + o.name.size() + (o.value.empty() ? 0 : 1 + o.value.size()));
    const auto line = [&out, wide](std::string left, std::string_view help) {
        left.resize(wide, ' ');
        out += "  " + left + "  ";
        for (const char letter : help) {
            out += letter;
            if (letter == '\n')
                out += std::string(wide + 4, ' ');
        }
        out += '\n';
    };
    for (const option& o : c.options)
        line("--" + std::string{o.name} + (o.value.empty() ? "" : " " + std::string{o.value}),
             o.help);
    line("--help", "this text");
    if (!c.notes.empty())
        out += "\n" + std::string{c.notes} + "\n";
    out += "\nExamples:\n";
    for (const std::string& example : split(c.examples, '\n'))
        out += "  " + example + "\n";
    return out;
}

} // namespace tool
