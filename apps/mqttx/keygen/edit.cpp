// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/edit.hpp"

#include "apps/mqttx/keygen/keygen.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/keys/foreign_key.hpp"
#include "common/keys/key_change.hpp"
#include "common/keys/key_file.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace mqttx::app::keygen {

void edited_set(cli::Declaration& declaration, EditedSet& set) {
    declaration.operand("SET", set.file, "the JWK Set to change", cli::ValueKind::file);
    declaration.flag(
        "--insecure-key-permissions",
        [&] { set.policy = io::PrivatePolicy::lax; },
        "change the file even when others can read it"
    );
}

namespace {

struct Options {
    EditedSet set{};
    std::vector<std::string> words{}; ///< files, or keys
};

/// What is done to one key of a set; gives the words for it, to put after its name.
using Change = std::function<std::string(keys::JwkSet&, std::size_t)>;

cli::ExitCode add(const Options& options, cli::Context& context) {
    std::vector<keys::Key> given;
    for (const auto& file : options.words) {
        auto set = keys::read_key_file(file, options.set.policy, context.streams.in);
        std::move(set.keys.begin(), set.keys.end(), std::back_inserter(given));
    }
    std::vector<std::string> notes;
    const auto change = [&](keys::JwkSet& set) {
        for (auto& key : given) {
            const auto name = cat("key ", in_quotes(key.kid));
            const bool is_new = keys::add_key(set, std::move(key));
            notes.push_back(cat(is_new ? "added " : "", name, is_new ? "" : " is there already"));
        }
    };
    keys::update_key_file(options.set.file, change, options.set.policy);
    for (const auto& text : notes) {
        context.diagnostics.note(text);
    }
    return cli::ExitCode::ok;
}

cli::ExitCode change_keys(const Options& options, const Change& change, cli::Context& context) {
    std::vector<std::string> notes;
    const auto change_all = [&](keys::JwkSet& set) {
        for (const auto& word : options.words) {
            const auto at = keys::find_key(set, word, options.set.file);
            const auto kid = set.keys[at].kid;
            notes.push_back(cat("key ", in_quotes(kid), ' ', change(set, at)));
        }
    };
    keys::update_key_file(
        options.set.file, change_all, options.set.policy, keys::MissingFile::is_fault
    );
    for (const auto& text : notes) {
        context.diagnostics.note(text);
    }
    return cli::ExitCode::ok;
}

cli::Runner declare_change(cli::Declaration& declaration, Change change) {
    auto options = std::make_shared<Options>();
    declaration.usage("SET KID... [options]");
    edited_set(declaration, options->set);
    declaration.operands(
        "KID", options->words, "the kid or the name of a key", cli::ValueKind::kid
    );
    cli::output_options(declaration);
    return [options, change = std::move(change)](cli::Context& context) {
        return change_keys(*options, change, context);
    };
}

} // namespace

cli::Runner declare_add(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.usage("SET FILE... [options]");
    declaration.about("Adds the keys of other files to a JWK Set, which is made when it is not "
                      "there. A kid stands for one key: two different keys of one kid are refused."
    );
    edited_set(declaration, options->set);
    declaration.operands("FILE", options->words, "JWK Sets or JWKs", cli::ValueKind::file);
    cli::output_options(declaration);
    declaration.example(
        "mqttx keygen add keyring.jwks alice.pub.jwks press.pub.jwks",
        "knows alice and the press from now on"
    );
    return [options](cli::Context& context) { return add(*options, context); };
}

cli::Runner declare_remove(cli::Declaration& declaration) {
    declaration.about("Takes keys out of a JWK Set for good. What was sealed with a shared key "
                      "does not open without it, and its topics are not protected any longer.");
    declaration.example("mqttx keygen remove keyring.jwks l30C2bNj", "takes that key out");
    return declare_change(declaration, [](keys::JwkSet& set, std::size_t at) {
        set.keys.erase(set.keys.begin() + static_cast<std::ptrdiff_t>(at));
        return "is removed";
    });
}

cli::Runner declare_revoke(cli::Declaration& declaration) {
    declaration.about("Marks keys as revoked: they seal, open, sign and verify nothing any longer, "
                      "but the topics of a shared key stay protected.");
    declaration.example(
        "mqttx keygen revoke keyring.jwks 'lost phone'", "no message under that key is taken"
    );
    return declare_change(declaration, [](keys::JwkSet& set, std::size_t at) {
        auto& key = set.keys[at];
        if (key.type == keys::KeyType::foreign) {
            keys::revoke_foreign(key);
        } else {
            key.state = keys::KeyState::revoked;
        }
        return "is revoked";
    });
}

} // namespace mqttx::app::keygen
