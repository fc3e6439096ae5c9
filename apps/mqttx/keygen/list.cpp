// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/keygen.hpp"
#include "apps/mqttx/keygen/source.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/table.hpp"
#include "common/io/terminal.hpp"
#include "common/keys/foreign_key.hpp"
#include "common/keys/thumbprint.hpp"

#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::app::keygen {

namespace {

using keys::Key;
using keys::KeyState;
using keys::KeyType;

struct Options {
    Source source{};
    bool json = false;
};

std::string type_words(const Key& key) {
    switch (key.type) {
    case KeyType::symmetric:
        return std::string{keys::name_of(key.algorithm)};
    case KeyType::x25519:
        return key.secret.empty() ? "x25519 public" : "x25519";
    case KeyType::ed25519:
        return key.secret.empty() ? "ed25519 public" : "ed25519";
    case KeyType::foreign:
        break;
    }
    return io::escape_for_terminal(keys::foreign_kind(key).words());
}

/// What the key can be used for at this time.
std::string_view state_word(const Key& key, std::int64_t now) {
    if (key.state == KeyState::revoked) {
        return "revoked";
    }
    if (key.type == KeyType::foreign && !keys::read_foreign_key(key)) {
        return "unused";
    }
    if (key.opening_fault(now)) {
        return "expired";
    }
    if (key.type == KeyType::foreign) {
        return "decrypt-only";
    }
    if (key.seals_from && now < *key.seals_from && key.state == KeyState::active) {
        return "waiting";
    }
    return key.sealing_fault(now) ? "decrypt-only" : "active";
}

std::string dates_of(const Key& key) {
    std::string text;
    const auto add = [&](std::string_view what, const std::optional<std::int64_t>& time) {
        if (time) {
            text += cat(text.empty() ? "" : ", ", what, keys::time_text(*time));
        }
    };
    add("seals from ", key.seals_from);
    add("seals until ", key.seals_until);
    add("opens until ", key.opens_until);
    return text;
}

std::string topics_of(const Key& key) {
    if (key.type == KeyType::foreign) {
        return {};
    }
    std::string text;
    for (const auto& filter : key.topics) {
        text += cat(text.empty() ? "" : " ", filter);
    }
    return text.empty() ? "#" : text;
}

std::string text_of(const std::vector<Key>& keys, std::int64_t now) {
    std::vector<std::vector<std::string>> rows{{"KID", "TYPE", "STATE", "TOPICS", "NAME", "DATES"}};
    for (const Key& key : keys) {
        rows.push_back(
            {io::escape_for_terminal(key.kid),
             type_words(key),
             std::string{state_word(key, now)},
             io::escape_for_terminal(topics_of(key)),
             io::escape_for_terminal(key.name),
             dates_of(key)}
        );
    }
    return io::table_text(rows);
}

void write_date(
    io::JsonWriter& json, std::string_view name, const std::optional<std::int64_t>& time
) {
    if (time) {
        json.member(name, *time);
    }
}

void write_foreign_kind(io::JsonWriter& json, const keys::ForeignKind& kind) {
    json.member("type", "foreign").member("kty", kind.type);
    if (!kind.curve.empty()) {
        json.member("crv", kind.curve);
    }
    if (!kind.algorithm.empty()) {
        json.member("alg", kind.algorithm);
    }
    if (kind.type != "oct") {
        json.member("private", !kind.is_public);
    }
}

std::string json_of(const Key& key, std::int64_t now) {
    io::JsonWriter json;
    json.begin_object().member("kid", key.kid);
    const bool is_pair = key.type == KeyType::x25519 || key.type == KeyType::ed25519;
    if (key.type == KeyType::symmetric) {
        json.member("type", "symmetric").member("alg", keys::name_of(key.algorithm));
    } else if (is_pair) {
        json.member("type", key.type == KeyType::x25519 ? "x25519" : "ed25519");
        json.member("private", !key.secret.empty());
        json.member("thumbprint", to_base64url(keys::thumbprint(key)));
    } else {
        write_foreign_kind(json, keys::foreign_kind(key));
    }
    json.member("name", key.name).key("topics").begin_array();
    for (const auto& filter : key.topics) {
        json.value(filter);
    }
    json.end_array().member("state", state_word(key, now));
    write_date(json, "nbf", key.seals_from);
    write_date(json, "exp", key.seals_until);
    write_date(json, "open-until", key.opens_until);
    json.end_object();
    return cat(json.text(), '\n');
}

cli::ExitCode run(const Options& options, cli::Context& context) {
    const auto set = read_source(options.source, context);
    const std::int64_t now = std::time(nullptr);
    io::Output out{context.streams.out};
    if (options.json) {
        for (const Key& key : set.keys) {
            out.write(json_of(key, now));
        }
    } else {
        out.write(text_of(set.keys, now));
    }
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_list(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.usage("FILE [--json] [options]");
    declaration.about(
        "Shows the keys of a JWK Set, never the secrets: kid, type, state now "
        "(active, waiting, decrypt-only, expired or revoked), topics, name, dates. Keys of "
        "other kinds are named by what they say they are: they are kept, and open "
        "other people's messages (decrypt-only) or serve for nothing here (unused)."
    );
    source_options(declaration, options->source);
    declaration.flag("--json", options->json, "print one JSON object a key");
    cli::output_options(declaration);
    declaration.example("mqttx keygen list keyring.jwks", "which key does what, and until when");
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::keygen
