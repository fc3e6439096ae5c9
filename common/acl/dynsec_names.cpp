// SPDX-License-Identifier: Apache-2.0
#include "common/acl/dynsec_names.hpp"

#include <unordered_map>

namespace mqttx::acl {

using Cause = DynsecNotice::Cause;

namespace {

/// The places of names; the first of several.
using Places = std::unordered_map<std::string_view, Span>;

/// Looks for names that are there twice, or nowhere.
class NameCheck {
  public:
    explicit NameCheck(DynsecFile& file) : file_{file} {}

    void check() {
        const auto roles = places_of(file_.roles);
        const auto clients = places_of(file_.clients);
        const auto groups = places_of(file_.groups);
        for (const auto& client : file_.clients) {
            check_mentions(client.roles, roles, Cause::unknown_role);
        }
        for (const auto& group : file_.groups) {
            check_mentions(group.roles, roles, Cause::unknown_role);
            check_mentions(group.clients, clients, Cause::unknown_client);
        }
        if (file_.anonymous_group && !groups.contains(file_.anonymous_group->name)) {
            note(Cause::unknown_group, file_.anonymous_group->span);
        }
    }

  private:
    template <typename Named> Places places_of(const std::vector<Named>& all) {
        Places places;
        for (const auto& one : all) {
            const auto [place, is_new] = places.try_emplace(one.name, one.name_span);
            if (!is_new) {
                note(Cause::duplicate_name, one.name_span, place->second);
            }
        }
        return places;
    }

    void
    check_mentions(const std::vector<DynsecMember>& mentions, const Places& known, Cause unknown) {
        Places seen;
        for (const auto& mention : mentions) {
            const auto [place, is_new] = seen.try_emplace(mention.name, mention.span);
            if (!is_new) {
                note(Cause::repeated_member, mention.span, place->second);
            } else if (!known.contains(mention.name)) {
                note(unknown, mention.span);
            }
        }
    }

    void note(Cause cause, Span span, Span first = {}) {
        file_.notices.push_back({cause, span, first});
    }

    DynsecFile& file_;
};

} // namespace

void check_names(DynsecFile& file) {
    NameCheck{file}.check();
}

std::string_view DynsecNotice::sentence() const noexcept {
    switch (cause) {
    case Cause::not_an_object:
        return "an object should stand here: the broker passes it over";
    case Cause::wrong_kind:
        return "the broker expects another kind of value here and takes the default";
    case Cause::no_name:
        return "there is no name: the broker passes the entry over";
    case Cause::unknown_acl_type:
        return "no acltype of this name: the broker passes the entry over";
    case Cause::no_acl_type:
        return "there is no acltype: the broker passes the entry over";
    case Cause::no_topic:
        return "there is no topic: the broker passes the entry over";
    case Cause::unknown_member:
        return "the broker knows no member of this name";
    case Cause::duplicate_name:
        return "the name is there already: which of the two counts is not defined";
    case Cause::unknown_role:
        return "no role of this name: it grants nothing";
    case Cause::unknown_client:
        return "no client of this name";
    case Cause::unknown_group:
        return "no group of this name: clients without user name get the defaults alone";
    case Cause::repeated_member:
        return "the list has this name already: the first counts";
    }
    return {};
}

} // namespace mqttx::acl
