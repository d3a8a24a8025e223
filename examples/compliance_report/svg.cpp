// SPDX-License-Identifier: MIT

#include "svg.hpp"

#include "text.hpp"
#include "wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace compliance {

namespace {

// In units of the drawing, which is scaled to the width that there is.
constexpr unsigned chart_width = 480;

/// Tenths of a unit: no floating point in a page that is compared byte by byte.
struct tenths {
    std::uint64_t n;
};
std::string text_of(tenths t) {
    return fmt::format("{}.{}", t.n / 10, t.n % 10);
}

/// So much of a length: part / whole, at most the length.
tenths scaled(std::uint64_t part, std::uint64_t whole, unsigned length) {
    if (whole == 0)
        return {0};
    const long double share =
        static_cast<long double>(std::min(part, whole)) / static_cast<long double>(whole);
    return {static_cast<std::uint64_t>(share * (length * 10) + 0.5L)};
}

class drawing {
public:
    drawing(std::string_view kind, std::string_view id, unsigned height, std::string_view title,
            std::string_view description) {
        out_ =
            fmt::format("<svg class=\"chart {0}\" viewBox=\"0 0 {1} {2}\" role=\"img\" "
                        "aria-labelledby=\"{3}-title {3}-text\">\n"
                        "<title id=\"{3}-title\">{4}</title>\n<desc id=\"{3}-text\">{5}</desc>\n",
                        kind, chart_width, height, id, in_html(title), in_html(description));
    }

    void text(unsigned x, unsigned y, std::string_view anchor, std::string_view css,
              std::string_view words) {
        out_ += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" class=\"{}\">{}</text>\n",
                            x, y, anchor, css, in_html(words));
    }
    /// A mark with what it stands for.
    void bar(std::string_view css, std::string_view place, std::string_view words) {
        out_ += fmt::format("<rect class=\"{}\" {}><title>{}</title></rect>\n", css, place,
                            in_html(words));
    }
    void put(std::string_view element) { out_ += element; }
    [[nodiscard]] std::string take() { return std::move(out_) + "</svg>\n"; }

private:
    std::string out_;
};

/// About how wide letters of 13 units are, rather more than less: the font is the reader's.
unsigned drawn_width(std::string_view text) {
    unsigned tenths = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0xE0 || (c >= 'A' && c <= 'Z') || c == 'm' || c == 'w' || c == '@' || c == '%')
            tenths += 135;
        else if (byte < 0x80 || byte >= 0xC0)
            tenths += 85;
    }
    return tenths / 10;
}

std::string fitted(std::string_view text, unsigned most) {
    std::size_t columns = most / 8;
    std::string out = shortened(text, columns);
    while (columns > 4 && drawn_width(out) > most)
        out = shortened(text, --columns);
    return out;
}

std::string share_words(const group_figures& g) {
    return fmt::format("{} · {} of {}", percentage(g.met, g.met + g.breached), with_commas(g.met),
                       with_commas(g.met + g.breached));
}

std::string shown_group(const group_figures& g) {
    return g.names.front().empty() ? "(none)" : g.names.front();
}

} // namespace

std::string attainment_chart(const group_table& table, std::optional<unsigned> goal,
                             std::string_view id) {
    constexpr unsigned row = 40;
    constexpr unsigned widest_label = 290;
    const unsigned top = goal ? 22 : 4;
    const std::size_t bars = std::min(table.groups.size(), most_bars);
    const unsigned height = top + row * static_cast<unsigned>(bars);

    std::string words;
    for (std::size_t i = 0; i < bars; ++i)
        words += fmt::format("{}{}: {}", i == 0 ? "" : "; ", shown_group(table.groups[i]),
                             share_words(table.groups[i]));
    drawing chart{"attainment", id, height, fmt::format("Promises kept by {}", table.by.front()),
                  words};
    const std::string goal_x = goal ? text_of(scaled(*goal, 100, chart_width)) : std::string{};
    for (std::size_t i = 0; i < bars; ++i) {
        const group_figures& g = table.groups[i];
        const unsigned y = top + row * static_cast<unsigned>(i);
        const std::uint64_t decided = g.met + g.breached;
        chart.text(0, y + 14, "start", "label", fitted(shown_group(g), widest_label));
        chart.text(chart_width, y + 14, "end", "value", share_words(g));
        chart.put(fmt::format("<rect class=\"track\" x=\"0\" y=\"{}\" width=\"{}\" height=\"10\" "
                              "rx=\"2\"/>\n",
                              y + 21, chart_width));
        const bool missed = g.goal && g.goal->state == sla::objective_state::missed;
        chart.bar(missed ? "bar missed" : "bar",
                  fmt::format("x=\"0\" y=\"{}\" width=\"{}\" height=\"10\" rx=\"2\"", y + 21,
                              text_of(scaled(g.met, decided, chart_width))),
                  fmt::format("{}: {}", shown_group(g), share_words(g)));
        if (goal)
            chart.put(fmt::format("<line class=\"goal\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" "
                                  "y2=\"{2}\"/>\n",
                                  goal_x, y + 18, y + 34));
    }
    if (goal) {
        // Beside the line where there is room: left of it in the right half.
        const bool right = *goal <= 50;
        const std::string label = fmt::format("goal {} %", *goal);
        chart.put(fmt::format("<text x=\"{}\" y=\"14\" text-anchor=\"{}\" "
                              "class=\"axis goal-label\">{}</text>\n",
                              goal_x, right ? "start" : "end", label));
    }
    return chart.take();
}

std::string used_chart(const metric_figures& metric, std::string_view id) {
    constexpr unsigned left = 2;
    constexpr unsigned step = 34;
    constexpr unsigned base = 180;
    constexpr unsigned tallest = 130;
    const std::uint64_t most = *std::max_element(metric.used.begin(), metric.used.end());
    std::string words;
    for (std::size_t i = 0; i < metric.used.size(); ++i)
        words += fmt::format("{}{}: {}", i == 0 ? "" : "; ", used_class_name(i),
                             with_commas(metric.used[i]));
    drawing chart{"used", id, 216,
                  fmt::format("{}: time taken as a part of what the promise allows",
                              printable(metric.metric)),
                  words};
    constexpr unsigned limit_x = left + step * static_cast<unsigned>(first_class_over);
    chart.put(fmt::format("<line class=\"limit\" x1=\"{0}\" x2=\"{0}\" y1=\"4\" y2=\"{1}\"/>\n",
                          limit_x, base + 6));
    chart.text(limit_x - 6, 14, "end", "axis kept-label", "in time");
    chart.text(limit_x + 6, 14, "start", "axis late-label", "late");
    for (std::size_t i = 0; i < metric.used.size(); ++i) {
        const unsigned x = left + step * static_cast<unsigned>(i);
        const tenths height = scaled(metric.used[i], most, tallest);
        const tenths y{std::uint64_t{base} * 10 - height.n};
        chart.bar(i < first_class_over ? "bar" : "bar missed",
                  fmt::format("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", x + 2, text_of(y),
                              step - 4, text_of(height)),
                  fmt::format("{}: {}", used_class_name(i), with_commas(metric.used[i])));
        if (metric.used[i] != 0)
            chart.put(fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" "
                                  "class=\"count\">{}</text>\n",
                                  x + step / 2, text_of({y.n - 40}), with_commas(metric.used[i])));
        if (i + 1 < metric.used.size())
            chart.text(x + step, base + 18, "middle",
                       i + 1 == first_class_over ? "axis strong" : "axis", used_classes[i].bound);
    }
    chart.put(fmt::format("<line class=\"base\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/>\n",
                          left, chart_width - left, base));
    chart.text(chart_width / 2, base + 33, "middle", "axis", "part of the allowed time");
    return chart.take();
}

std::string breach_chart(const metric_figures& metric, std::string_view id) {
    constexpr unsigned left = 36;
    constexpr unsigned top = 20;
    constexpr unsigned wide = 18;
    constexpr unsigned high = 22;
    const auto busiest = std::max_element(metric.breaches.begin(), metric.breaches.end());
    const std::uint64_t all =
        std::accumulate(metric.breaches.begin(), metric.breaches.end(), std::uint64_t{0});
    const auto hour_words = [](std::size_t i, std::uint64_t n) {
        return fmt::format("{} {:02}:00 to {:02}:00: {}", weekday_names[i / 24], i % 24, i % 24 + 1,
                           counted(n, "breach", "breaches"));
    };
    const auto busiest_hour = static_cast<std::size_t>(busiest - metric.breaches.begin());
    drawing chart{"breaches", id, top + high * 7 + 4,
                  fmt::format("{}: breaches by hour of the week", printable(metric.metric)),
                  all == 0
                      ? "no breaches"
                      : fmt::format("{} in all; most in {}", counted(all, "breach", "breaches"),
                                    hour_words(busiest_hour, *busiest))};
    for (unsigned hour = 0; hour < 24; hour += 3)
        chart.text(left + wide * hour, 13, "start", "axis", fmt::format("{:02}:00", hour));
    for (std::size_t i = 0; i < metric.breaches.size(); ++i) {
        const unsigned x = left + wide * static_cast<unsigned>(i % 24);
        const unsigned y = top + high * static_cast<unsigned>(i / 24);
        if (i % 24 == 0)
            chart.text(4, y + 15, "start", "axis", weekday_names[i / 24]);
        const std::uint64_t n = metric.breaches[i];
        // From 15 % on, so that a single breach is seen beside many.
        const std::uint64_t strength = n == 0 ? 0 : 15 + scaled(n, *busiest, 85).n / 10;
        chart.bar(n == 0 ? "hour none" : "hour",
                  fmt::format("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}", x, y, wide - 1,
                              high - 1,
                              n == 0 ? ""
                                     : fmt::format(" fill-opacity=\"{}.{:02}\"", strength / 100,
                                                   strength % 100)),
                  hour_words(i, n));
        if (n != 0 && n < 1000)
            chart.text(x + wide / 2, y + 14, "middle",
                       strength > 55 ? "count inside strong" : "count inside", with_commas(n));
    }
    return chart.take();
}

} // namespace compliance
