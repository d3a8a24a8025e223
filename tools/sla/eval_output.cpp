// SPDX-License-Identifier: MIT

#include "eval_output.hpp"

#include "text.hpp"
#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/json_results.hpp>

#include <array>
#include <charconv>

namespace tool {

std::string text_of(sla::instant at) {
    std::string out;
    sla::append_json(out, at);
    return out.substr(1, out.size() - 2);
}

namespace {

void append_number(std::string& out, std::uint64_t n) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n);
    out.append(digits.data(), end.ptr);
}

class ndjson final : public verdict_output {
public:
    ndjson(const policy& p, explaining why, output& out) : book_{p.book}, why_{why}, out_{out} {}

    void add(std::uint64_t row, std::string_view id, const sla::timeline& ticket,
             sla::instant now) override {
        std::string& text = out_.text;
        text += R"({"row":)";
        append_number(text, row);
        if (!id.empty()) {
            text += R"(,"id":)";
            sla::append_json(text, id);
        }
        text += R"(,"as_of":)";
        sla::append_json(text, now);
        // The members of the evaluation follow those here.
        const std::size_t brace = text.size();
        sla::append_json(text, book_, sla::evaluate(book_, ticket, now));
        text[brace] = ',';
        if (why_ == explaining::yes) {
            text.back() = ',';
            text += R"("explanation":)";
            sla::explain(book_, ticket, now, explanation_);
            sla::append_json(text, book_, ticket, explanation_, now);
            text += '}';
        }
        text += '\n';
    }

private:
    const sla::policy_book& book_;
    explaining why_;
    output& out_;
    sla::explanation explanation_;
};

class csv final : public verdict_output {
public:
    csv(const policy& p, output& out) : book_{p.book}, out_{out} {}

    void begin() override {
        out_.text += "row,id,policy,metric,state,basis,limit,calendar,started,stopped,paused_since,"
                     "deadline,breached_at,next_change,spent,working_spent,remaining,"
                     "working_remaining,overdue,working_overdue,cycle,past_breaches,credit_band\n";
    }

    void add(std::uint64_t row, std::string_view id, const sla::timeline& ticket,
             sla::instant now) override {
        const sla::evaluation judged = sla::evaluate(book_, ticket, now);
        // A ticket to which nothing is promised has a line, too.
        if (judged.verdicts().empty()) {
            begin_line(row, id);
            if (judged.policy())
                append_csv(out_.text, book_.name(*judged.policy()));
            out_.text += std::string(cells_after_policy, ',') + "\n";
        }
        for (const sla::verdict& v : judged)
            line(row, id, v);
    }

private:
    static constexpr std::size_t cells_after_policy = 20;

    void begin_line(std::uint64_t row, std::string_view id) {
        append_number(out_.text, row);
        out_.text += ',';
        append_csv(out_.text, id);
        out_.text += ',';
    }
    void cell(std::string_view text) {
        append_csv(out_.text, text);
        out_.text += ',';
    }
    void cell(sla::instant at) {
        if (at != sla::never) {
            instant_.clear();
            sla::append_json(instant_, at);
            out_.text.append(instant_, 1, instant_.size() - 2);
        }
        out_.text += ',';
    }
    void cell(const sla::time_amount& amount) {
        if (amount.elapsed != sla::elapsed::max())
            out_.text += std::to_string(amount.elapsed.count());
        out_.text += ',';
        if (amount.working)
            out_.text += std::to_string(amount.working->length().count());
        out_.text += ',';
    }

    void line(std::uint64_t row, std::string_view id, const sla::verdict& v) {
        begin_line(row, id);
        cell(book_.name(v.policy));
        cell(book_.name(v.metric));
        cell(sla::json_name(v.state));
        cell(sla::json_name(v.basis));
        cell(v.limit ? sla::describe(book_.within(*v.limit)) : std::string{});
        const sla::calendar* hours = v.limit ? book_.calendar_of(*v.limit) : nullptr;
        cell(hours != nullptr ? std::string_view{hours->name()} : std::string_view{});
        for (const sla::instant at :
             {v.started, v.stopped, v.paused_since, v.deadline, v.breached_at, v.next_change})
            cell(at);
        cell(v.spent);
        cell(v.remaining);
        cell(v.overdue);
        append_number(out_.text, v.cycle);
        out_.text += ',';
        append_number(out_.text, v.past_breaches);
        out_.text += ',';
        append_number(out_.text, v.credit_band);
        out_.text += '\n';
    }

    const sla::policy_book& book_;
    output& out_;
    std::string instant_;
};

class plain final : public verdict_output {
public:
    plain(const policy& p, const sla::zone& zone, explaining why, output& out)
        : policy_{p}, zone_{zone}, why_{why}, out_{out} {}

    void add(std::uint64_t row, std::string_view id, const sla::timeline& ticket,
             sla::instant now) override {
        const sla::evaluation judged = sla::evaluate(policy_.book, ticket, now);
        const sla::zone& zone = zone_of_first(judged);
        std::string& text = out_.text;
        text += id.empty() ? "row " + std::to_string(row) : std::string{id};
        text += ", as of " + sla::describe(now, zone) + "\n";
        std::string rest;
        if (why_ == explaining::yes) {
            sla::explain(policy_.book, ticket, now, explanation_);
            rest = sla::describe(explanation_, policy_.book, ticket, zone);
            for (const sla::policy_trial& t :
                 sla::trials(policy_.book, ticket.attributes(), ticket.created(), ticket.created()))
                rest += (rest.empty() ? "" : "\n") + ("policy " + sla::describe(t, policy_.book));
        } else {
            rest = sla::describe(judged, policy_.book, zone);
        }
        text += "  ";
        for (const char c : rest) {
            text += c;
            if (c == '\n')
                text += "  ";
        }
        text += "\n\n";
    }

private:
    const sla::zone& zone_of_first(const sla::evaluation& e) const {
        for (const sla::verdict& v : e)
            if (v.limit)
                return zone_of(policy_, v.limit, zone_);
        return zone_;
    }

    const policy& policy_;
    sla::zone zone_;
    explaining why_;
    output& out_;
    sla::explanation explanation_;
};

} // namespace

std::unique_ptr<verdict_output> ndjson_verdicts(const policy& p, explaining why, output& out) {
    return std::make_unique<ndjson>(p, why, out);
}
std::unique_ptr<verdict_output> csv_verdicts(const policy& p, output& out) {
    return std::make_unique<csv>(p, out);
}
std::unique_ptr<verdict_output> text_verdicts(const policy& p, const sla::zone& zone,
                                              explaining why, output& out) {
    return std::make_unique<plain>(p, zone, why, out);
}

} // namespace tool
