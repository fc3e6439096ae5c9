// SPDX-License-Identifier: Apache-2.0
#include "common/acl/subject_clients.hpp"

#include "common/topic/levels.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

/// A client that is being put together: globs stand where a name is not settled yet.
struct Draft {
    Client client;
    std::optional<std::string> user{};
    std::optional<std::string> id{};
    std::optional<std::string> common_name{};
    std::vector<std::string> alternative{};
    bool anonymous = false;
    bool authenticated = false;
};

/// Settles a name with one more glob; false when nothing is left.
bool narrow(std::optional<std::string>& name, std::string_view glob) {
    if (!name || *name == glob) {
        name = glob;
        return true;
    }
    auto both = common_text(*name, glob);
    if (both) {
        name = std::move(both);
    }
    return both.has_value() || (name && matches_glob(glob, *name));
}

CertificateNames& certificate_of(Draft& draft) {
    if (!draft.client.certificate) {
        draft.client.certificate.emplace();
    }
    return *draft.client.certificate;
}

bool take_user(Draft& draft, std::string_view name) {
    auto& user = draft.client.user;
    const bool free = !user || *user == some_user;
    if ((!free && *user != name) || (draft.user && !matches_glob(*draft.user, name))) {
        return false;
    }
    user = name;
    draft.user.reset();
    return true;
}

bool take_user_glob(Draft& draft, std::string_view glob) {
    const auto& user = draft.client.user;
    return user && *user != some_user ? matches_glob(glob, *user) : narrow(draft.user, glob);
}

bool take(Draft& draft, SubjectKey key, std::string_view value) {
    switch (key) {
    case SubjectKey::any:
        return true;
    case SubjectKey::authenticated:
        draft.authenticated = true;
        return true;
    case SubjectKey::anonymous:
        draft.anonymous = true;
        return true;
    case SubjectKey::user:
        return take_user(draft, value);
    case SubjectKey::user_glob:
        return take_user_glob(draft, value);
    case SubjectKey::client_id:
        return narrow(draft.id, value);
    case SubjectKey::cert_cn:
        certificate_of(draft);
        return narrow(draft.common_name, value);
    case SubjectKey::cert_san:
        certificate_of(draft);
        draft.alternative.emplace_back(value);
        return true;
    case SubjectKey::cert_issuer: {
        auto& issuer = certificate_of(draft).issuer_sha256;
        if (!issuer.empty() && issuer != value) {
            return false;
        }
        issuer = value;
        return true;
    }
    default:
        return false;
    }
}

/// A name of the shape of a glob.
std::string settled(std::string_view glob) {
    std::string name;
    for (const char byte : glob) {
        if (byte == '*') {
            name += "<any>";
        } else {
            name += byte;
        }
    }
    return name;
}

std::optional<Client> finish(Draft draft) {
    auto& client = draft.client;
    if (draft.user && !(client.user && matches_glob(*draft.user, *client.user))) {
        client.user = settled(*draft.user);
    }
    if (draft.id) {
        client.id = settled(*draft.id);
    }
    if (client.certificate) {
        if (draft.common_name) {
            client.certificate->common_name = settled(*draft.common_name);
        }
        for (const auto& name : draft.alternative) {
            client.certificate->alternative.push_back(settled(name));
        }
    }
    const bool known = client.name() || client.certificate;
    if ((draft.anonymous && known) || (draft.authenticated && !known)) {
        return std::nullopt;
    }
    return client;
}

} // namespace

std::vector<Conjunction>
without_roles(const Audience& audience, std::span<const Conjunction> any_of, std::size_t most) {
    std::vector<Conjunction> done;
    std::vector<Conjunction> open{any_of.rbegin(), any_of.rend()};
    while (!open.empty() && done.size() < most) {
        auto tests = std::move(open.back());
        open.pop_back();
        const auto role = std::find_if(tests.begin(), tests.end(), [](const SubjectTest& test) {
            return test.key == SubjectKey::role;
        });
        if (role == tests.end()) {
            done.push_back(std::move(tests));
            continue;
        }
        const auto roles = std::move(role->roles);
        tests.erase(role);
        for (const auto number : roles) {
            for (const auto& member : audience.roles()[number].members) {
                auto both = tests;
                both.insert(both.end(), member.begin(), member.end());
                open.push_back(std::move(both));
            }
        }
    }
    return done;
}

std::vector<Client>
clients_of(const Client& base, std::span<const Conjunction* const> together, std::size_t most) {
    std::vector<Draft> drafts{{base}};
    for (const auto* tests : together) {
        for (const auto& test : *tests) {
            const std::vector<std::string_view> nothing{""};
            const auto& values = test.values.empty() ? nothing : test.values;
            std::vector<Draft> next;
            for (const auto& draft : drafts) {
                for (const auto value : values) {
                    auto narrower = draft;
                    if (next.size() < most && take(narrower, test.key, value)) {
                        next.push_back(std::move(narrower));
                    }
                }
            }
            drafts = std::move(next);
        }
    }
    std::vector<Client> clients;
    for (auto& draft : drafts) {
        if (auto client = finish(std::move(draft))) {
            clients.push_back(std::move(*client));
        }
    }
    return clients;
}

std::vector<Client> named_clients(std::string_view a, std::string_view b) {
    Client named{std::nullopt, std::string{some_id}};
    topic::Levels in_a{a};
    topic::Levels in_b{b};
    bool any = false;
    while (true) {
        const auto level_a = in_a.next();
        const auto level_b = in_b.next();
        if (!level_a || !level_b) {
            break;
        }
        const auto variable_a = variable_in(*level_a);
        const auto variable_b = variable_in(*level_b);
        const auto variable = variable_a == Variable::none ? variable_b : variable_a;
        const auto value = variable_a == Variable::none ? *level_a : *level_b;
        if ((variable_a == Variable::none) == (variable_b == Variable::none) || value == "+" ||
            value == "#" || value.empty()) {
            continue;
        }
        any = true;
        if (variable == Variable::username) {
            named.user = value;
        } else if (variable == Variable::client_id) {
            named.id = value;
        } else {
            named.certificate = CertificateNames{std::string{value}, {}, {}};
        }
    }
    if (!any) {
        return {};
    }
    std::vector<Client> all{named};
    if (!named.user) {
        all.push_back(named);
        all.back().user = some_user;
    }
    if (!named.certificate) {
        all.push_back(named);
        all.back().certificate = CertificateNames{std::string{some_cn}, {}, {}};
    }
    return all;
}

Client without_made_up_names(Client client) {
    if (client.user == some_user) {
        client.user.reset();
    }
    if (client.id == some_id) {
        client.id.reset();
    }
    if (client.certificate == CertificateNames{std::string{some_cn}, {}, {}}) {
        client.certificate.reset();
    }
    return client;
}

bool has_no_more_names(const Client& client, const Client& than) {
    const auto within = [](const auto& name, const auto& other) { return !name || name == other; };
    if (!within(client.name(), than.name()) || !within(client.id, than.id)) {
        return false;
    }
    if (!client.certificate || !than.certificate) {
        return !client.certificate;
    }
    const auto& names = *client.certificate;
    const auto& others = *than.certificate;
    return within(names.common_name, others.common_name) &&
           (names.issuer_sha256.empty() || names.issuer_sha256 == others.issuer_sha256) &&
           std::all_of(names.alternative.begin(), names.alternative.end(), [&](const auto& name) {
               return std::find(others.alternative.begin(), others.alternative.end(), name) !=
                      others.alternative.end();
           });
}

std::string key_of(const Client& client) {
    std::string key{client.name() ? "u" : "-"};
    key.append(client.name().value_or("")).append(1, '\0').append(client.id.value_or(""));
    if (client.certificate) {
        key.append("\0c", 2).append(client.certificate->common_name.value_or(""));
        for (const auto& name : client.certificate->alternative) {
            key.append(1, '\0').append(name);
        }
        key.append("\0i", 2).append(client.certificate->issuer_sha256);
    }
    return key;
}

} // namespace mqttx::acl
