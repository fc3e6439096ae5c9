// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/credentials.hpp"
#include "apps/mqttx/acl/decision.hpp"
#include "apps/mqttx/acl/policy_file.hpp"
#include "apps/mqttx/acl/probe.hpp"
#include "apps/mqttx/acl/questions.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/connection_options.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"

#include <algorithm>
#include <random>

namespace mqttx::app {

namespace {

struct ProbeOptions {
    std::string file;
    std::optional<std::string> users;
    PolicyOptions policy;
    bool dry_run = false;
    bool yes = false;
    cli::ConnectionOptions connection{};
};

std::string fresh_word() {
    std::random_device random;
    std::string word = "mqttx-probe-";
    for (int count = 0; count < 12; ++count) {
        word += "0123456789abcdef"[random() % 16];
    }
    return word;
}

/// "publish a/b at QoS 1, retained".
std::string words_of(const Question& question) {
    const auto& action = question.action;
    return io::escape_for_terminal(
        cat(operation_word(action.operation),
            ' ',
            question.topic,
            " at QoS ",
            action.qos,
            action.retain ? ", retained" : "")
    );
}

/// Somebody, with what is asked as them.
struct Asked {
    Credential who;
    std::vector<acl::Client> clients;
    std::vector<Question> questions;
};

class LiveProbe {
  public:
    LiveProbe(const PolicyFile& file, mqtt::ConnectOptions connect, cli::Context& context)
        : file_{file}, connect_{std::move(connect)}, context_{context},
          decider_{file.policy, file.broker} {
        if (connect_.client_id.empty()) {
            connect_.client_id = unused_;
        }
    }

    void plan(std::vector<Credential> credentials) {
        for (auto& who : credentials) {
            auto clients = clients_for(who, connect_.client_id);
            auto questions = questions_about(decider_, clients, unused_);
            asked_.push_back({std::move(who), std::move(clients), std::move(questions)});
        }
    }

    [[nodiscard]] std::size_t count() const {
        std::size_t count = 0;
        for (const auto& asked : asked_) {
            count += asked.questions.size();
        }
        return count;
    }

    [[nodiscard]] std::string plan_text() const {
        std::string text;
        for (const auto& asked : asked_) {
            for (const auto& question : asked.questions) {
                text +=
                    cat(io::escape_for_terminal(asked.who.name),
                        ' ',
                        words_of(question),
                        ": ",
                        question.expected ? "accepted" : "refused",
                        " by the file\n");
            }
        }
        return text;
    }

    /// Asks everything; the number of answers that are not the file's.
    std::size_t run() {
        io::Signals signals;
        io::Output out{context_.streams.out};
        std::size_t disagreements = 0;
        for (const auto& asked : asked_) {
            const auto options = connect_as(connect_, asked.who);
            const auto granted = ask_subscriptions(asked, options, signals);
            std::size_t next = 0;
            for (const auto& question : asked.questions) {
                const bool subscribes = question.action.operation == acl::Operation::subscribe;
                const bool accepted =
                    subscribes ? granted.at(next++) : ask_publishing(options, question, signals);
                if (accepted != question.expected) {
                    ++disagreements;
                    out.write(complaint(asked, question, accepted));
                }
            }
        }
        out.write(
            cat(counted(count(), "question"),
                " as ",
                counted(asked_.size(), "user"),
                ", ",
                disagreements == 0 ? std::string{"no disagreement"}
                                   : counted(disagreements, "disagreement"),
                " (",
                acl::broker_name(file_.broker),
                ")\n")
        );
        out.flush();
        return disagreements;
    }

  private:
    std::vector<bool> ask_subscriptions(
        const Asked& asked, const mqtt::ConnectOptions& options, io::Signals& signals
    ) {
        constexpr int no_retained = 2;
        std::vector<mqtt::Subscription> subscriptions;
        for (const auto& question : asked.questions) {
            if (question.action.operation == acl::Operation::subscribe) {
                subscriptions.push_back(
                    {.filter = question.topic,
                     .qos = question.action.qos,
                     .retain_handling = no_retained}
                );
            }
        }
        return probe_subscriptions(options, subscriptions, signals, context_);
    }

    bool ask_publishing(
        const mqtt::ConnectOptions& options, const Question& question, io::Signals& signals
    ) {
        const auto result = probe(
            options,
            {question.topic, question.action.qos, question.action.retain},
            signals,
            context_
        );
        if (result.cause) {
            std::rethrow_exception(result.cause);
        }
        return result.answer == ProbeAnswer::accepted;
    }

    std::string complaint(const Asked& asked, const Question& question, bool accepted) {
        const bool subscribes = question.action.operation == acl::Operation::subscribe;
        const auto decision =
            decider_.decide(asked.clients.front(), question.action, question.topic);
        return cat(
            io::escape_for_terminal(asked.who.name),
            ' ',
            words_of(question),
            ": the broker ",
            accepted ? "accepts it" : "refuses it",
            subscribes                 ? " (SUBACK)"
            : question.action.qos == 2 ? " (PUBREC)"
                                       : " (PUBACK)",
            ", the file says ",
            acl::answer_word(decision.answer),
            '\n',
            reasons(file_, decision, "  ")
        );
    }

    const PolicyFile& file_;
    mqtt::ConnectOptions connect_;
    cli::Context& context_;
    acl::Decider decider_;
    std::string unused_ = fresh_word();
    std::vector<Asked> asked_;
};

void ask_before(const ProbeOptions& options, std::string_view broker, std::size_t count) {
    if (options.yes) {
        return;
    }
    const auto answer = io::confirm(
        cat("ask ",
            broker,
            ' ',
            counted(count, "question"),
            ": connect as each user, offer messages and subscribe, also to what is denied?")
    );
    if (!answer) {
        throw Error{
            ErrorKind::usage, "probe asks before it begins, and there is no terminal", "add --yes"};
    }
    if (!*answer) {
        throw Error{ErrorKind::usage, "not probed", "--dry-run prints what would be asked"};
    }
}

cli::ExitCode run(ProbeOptions& options, cli::Context& context) {
    if (!options.users) {
        throw Error{ErrorKind::usage, "--users is missing", "--users FILE says whom to be"};
    }
    const auto file = load_policy(options.file, options.policy, context.streams.in);
    auto credentials = read_credentials(*options.users, cli::secret_policy(options.connection));
    auto connect = cli::take_connection(options.connection, context);
    const auto broker = mqtt::broker_name(connect);
    LiveProbe live{*file, std::move(connect), context};
    live.plan(std::move(credentials));
    if (options.dry_run) {
        io::Output out{context.streams.out};
        out.write(live.plan_text());
        out.flush();
        return cli::ExitCode::ok;
    }
    ask_before(options, broker, live.count());
    return live.run() == 0 ? cli::ExitCode::ok : cli::ExitCode::answer;
}

} // namespace

cli::Runner declare_acl_probe(cli::Declaration& declare) {
    const auto options = std::make_shared<ProbeOptions>();
    declare.usage("FILE --users CREDENTIALS -h HOST [--dry-run] [--yes]");
    declare.about(
        "Asks a live broker, as each user of CREDENTIALS, for what a permission file allows "
        "and for what lies just outside of it, and says where its answers are not the "
        "file's. Nobody receives anything but on topics made up for it."
    );
    declare.example(
        "mqttx acl probe acl.toml --users users.toml -h broker --cafile ca.crt --dry-run",
        "what would be asked?"
    );
    declare.example(
        "mqttx acl probe acl.toml --users users.toml -h broker --cafile ca.crt --yes",
        "does the broker enforce the file?"
    );
    declare.section("Files");
    declare.operand(
        "FILE", options->file, "permission file; - is standard input", cli::ValueKind::file
    );
    declare.file(
        "--users",
        options->users,
        "CREDENTIALS",
        "whom to be: TOML, [[user]] with username and password, or cert and key"
    );
    policy_options(declare, options->policy);
    declare.flag("--dry-run", options->dry_run, "print the questions, ask none");
    declare.flag("--yes", options->yes, "do not ask before it begins");
    cli::connection_options(declare, options->connection);
    cli::output_options(declare);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
