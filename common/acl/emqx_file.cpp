// SPDX-License-Identifier: Apache-2.0
#include "common/acl/emqx_file.hpp"

#include "common/acl/emqx_parts.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <utility>

namespace mqttx::acl {

namespace {

using namespace emqx_parts;

constexpr std::string_view shape_of_rule =
    "a rule is {allow | deny, WHO, ACTION, [TOPIC, ...]} or {allow | deny, all}";

class Reader {
  public:
    explicit Reader(std::string_view text) { file_.document = read_erlang(text); }

    EmqxFile run() && {
        for (const auto& broken : file_.document.faults) {
            fault("A031", broken.span, broken.message, "");
        }
        for (const auto form : file_.document.forms) {
            read_rule(file_.document.term(form));
        }
        std::stable_sort(
            file_.faults.begin(),
            file_.faults.end(),
            [](const Finding& a, const Finding& b) { return a.span.begin < b.span.begin; }
        );
        return std::move(file_);
    }

  private:
    void fault(std::string_view id, Span span, std::string message, std::string_view help) {
        file_.faults.push_back(
            {.id = id,
             .severity = Severity::error,
             .span = span,
             .message = std::move(message),
             .help = std::string{help}}
        );
    }

    void read_rule(const ErlangTerm& term) {
        const auto parts = term.elements();
        const bool short_form = parts.size() == 2 && parts[1].is_atom("all");
        if (term.kind() != ErlangKind::tuple || (parts.size() != 4 && !short_form)) {
            fault("A032", term.span(), "this is no rule", shape_of_rule);
            return;
        }
        EmqxRule rule{.span = term.span(), .who_span = parts[1].span()};
        const auto faults = file_.faults.size();
        read_effect(parts[0], rule);
        if (short_form) {
            rule.publish = rule.subscribe = true;
            rule.subject.push_back({{.key = SubjectKey::any}});
            rule.topics.push_back({"#", term.span()});
        } else {
            WhoReader{file_}.read(parts[1], rule);
            read_action(parts[2], rule);
            read_topics(parts[3], rule);
        }
        if (file_.faults.size() == faults) {
            file_.rules.push_back(std::move(rule));
        }
    }

    void read_effect(const ErlangTerm& term, EmqxRule& rule) {
        if (!term.is_atom("allow") && !term.is_atom("deny")) {
            fault("A032", term.span(), "'allow' or 'deny' should stand here", shape_of_rule);
        }
        rule.effect = term.is_atom("allow") ? Effect::allow : Effect::deny;
    }

    void read_action(const ErlangTerm& term, EmqxRule& rule) {
        const auto parts = term.elements();
        const auto& name = parts.empty() ? term : parts.front();
        rule.publish = name.is_atom("publish") || name.is_atom("all");
        rule.subscribe = name.is_atom("subscribe") || name.is_atom("all");
        const bool has_options = term.kind() == ErlangKind::tuple && parts.size() == 2 &&
                                 parts[1].kind() == ErlangKind::list;
        if ((!rule.publish && !rule.subscribe) ||
            (term.kind() != ErlangKind::atom && !has_options)) {
            fault(
                "A032",
                term.span(),
                cat("no action: ", in_quotes(term.source())),
                "publish, subscribe or all, or {publish, [{qos, [0, 1]}, {retain, false}]}"
            );
            return;
        }
        if (has_options) {
            bool has_qos = false;
            for (const auto& option : parts[1].elements()) {
                read_option(option, rule, has_qos);
            }
        }
    }

    void read_option(const ErlangTerm& term, EmqxRule& rule, bool& has_qos) {
        const auto parts = term.elements();
        if (term.kind() == ErlangKind::tuple && parts.size() == 2 && parts[0].is_atom("qos")) {
            rule.qos = has_qos ? rule.qos : std::uint8_t{0};
            has_qos = true;
            read_qos(parts[1], rule);
            return;
        }
        const bool is_retain = term.kind() == ErlangKind::tuple && parts.size() == 2 &&
                               parts[0].is_atom("retain") && rule.publish;
        if (!is_retain) {
            fault(
                "A032",
                term.span(),
                cat("no option of ",
                    rule.publish ? "an action: " : "subscribe: ",
                    in_quotes(term.source())),
                "{qos, [0, 1, 2]}, and for publish and all {retain, true | false | all}"
            );
            return;
        }
        if (parts[1].is_atom("all")) {
            rule.retain = RetainRule::any;
        } else if (parts[1].is_atom("true")) {
            rule.retain = RetainRule::only;
        } else if (parts[1].is_atom("false")) {
            rule.retain = RetainRule::never;
        } else {
            fault("A032", parts[1].span(), "'true', 'false' or 'all' should stand here", "");
        }
    }

    void read_qos(const ErlangTerm& term, EmqxRule& rule) {
        const auto levels =
            term.kind() == ErlangKind::list ? term.elements() : std::vector<ErlangTerm>{term};
        for (const auto& level : levels) {
            const auto number = level.number();
            if (!number || *number > 2) {
                fault("A032", level.span(), "a QoS is 0, 1 or 2", "");
                return;
            }
            rule.qos = static_cast<std::uint8_t>(rule.qos | (1U << static_cast<unsigned>(*number)));
        }
    }

    void read_topics(const ErlangTerm& term, EmqxRule& rule) {
        if (term.kind() != ErlangKind::list) {
            fault("A032", term.span(), "a list of topics should stand here", "[\"home/#\"]");
            return;
        }
        for (const auto& topic : term.elements()) {
            const auto parts = topic.elements();
            const bool is_equal = topic.kind() == ErlangKind::tuple && parts.size() == 2 &&
                                  parts[0].is_atom("eq") && parts[1].kind() == ErlangKind::string;
            if (is_equal) {
                rule.topics.push_back({parts[1].value(), topic.span(), true});
            } else if (topic.kind() != ErlangKind::string) {
                fault(
                    "A032",
                    topic.span(),
                    cat("no topic: ", in_quotes(topic.source())),
                    "\"home/#\" or {eq, \"home/#\"}"
                );
            } else if (topic.value().starts_with("eq ")) {
                rule.topics.push_back({topic.value().substr(3), topic.span(), true});
            } else {
                rule.topics.push_back({topic.value(), topic.span()});
            }
        }
    }

    EmqxFile file_;
};

} // namespace

EmqxFile read_emqx(std::string_view text) {
    return Reader{text}.run();
}

bool looks_like_emqx(std::string_view text) noexcept {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto skip_space = [&] {
            line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        };
        skip_space();
        if (line.empty() || line.front() == '%') {
            continue;
        }
        if (line.front() != '{') {
            return false;
        }
        line.remove_prefix(1);
        skip_space();
        return line.starts_with("allow") || line.starts_with("deny");
    }
    return false;
}

} // namespace mqttx::acl
