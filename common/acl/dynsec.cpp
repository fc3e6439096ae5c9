// SPDX-License-Identifier: Apache-2.0
#include "common/acl/dynsec.hpp"

#include "common/acl/dynsec_names.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

using Cause = DynsecNotice::Cause;

constexpr std::array<std::string_view, 6> acl_type_words{
    "publishClientSend",
    "publishClientReceive",
    "subscribeLiteral",
    "subscribePattern",
    "unsubscribeLiteral",
    "unsubscribePattern",
};

/// Members of each kind of object that the plugin knows, in lower case.
constexpr std::array<std::string_view, 6> file_members{
    "defaultaclaccess", "clients", "groups", "roles", "anonymousgroup", "changeindex"};
constexpr std::array<std::string_view, 4> default_members{
    "publishclientsend", "publishclientreceive", "subscribe", "unsubscribe"};
constexpr std::array<std::string_view, 5> role_members{
    "rolename", "textname", "textdescription", "allowwildcardsubs", "acls"};
constexpr std::array<std::string_view, 4> acl_members{"acltype", "topic", "priority", "allow"};
constexpr std::array<std::string_view, 10> client_members{
    "username",
    "clientid",
    "textname",
    "textdescription",
    "disabled",
    "roles",
    "password",
    "salt",
    "iterations",
    "encoded_password"};
constexpr std::array<std::string_view, 5> group_members{
    "groupname", "textname", "textdescription", "roles", "clients"};
constexpr std::array<std::string_view, 2> role_mention_members{"rolename", "priority"};
constexpr std::array<std::string_view, 2> client_mention_members{"username", "priority"};

std::optional<DynsecAclType> acl_type_named(std::string_view word) {
    for (std::size_t at = 0; at < acl_type_words.size(); ++at) {
        if (in_lower_case(word) == in_lower_case(acl_type_words[at])) {
            return static_cast<DynsecAclType>(at);
        }
    }
    return std::nullopt;
}

class Reader {
  public:
    explicit Reader(DynsecFile& file) : file_{file} {}

    void read() {
        const auto root = file_.document.root();
        if (!root) {
            return;
        }
        if (!is_object(*root)) {
            return;
        }
        note_unknown_members(*root, file_members);
        read_defaults(*root);
        each_object(*root, "roles", [&](const JsonValue& role) { read_role(role); });
        each_object(*root, "clients", [&](const JsonValue& client) { read_client(client); });
        each_object(*root, "groups", [&](const JsonValue& group) { read_group(group); });
        if (const auto name = text_member(*root, "anonymousgroup")) {
            file_.anonymous_group = DynsecMember{name->text(), -1, name->span()};
        }
    }

  private:
    void read_defaults(const JsonValue& root) {
        const auto given = root.member("defaultaclaccess");
        if (!given || !is_object(*given)) {
            return;
        }
        note_unknown_members(*given, default_members);
        file_.defaults = {
            truth_member(*given, "publishclientsend"),
            truth_member(*given, "publishclientreceive"),
            truth_member(*given, "subscribe"),
            truth_member(*given, "unsubscribe"),
            given->span()};
    }

    void read_role(const JsonValue& object) {
        const auto name = name_of(object, "rolename");
        if (!name) {
            return;
        }
        note_unknown_members(object, role_members);
        auto& role =
            file_.roles.emplace_back(DynsecRole{name->text(), name->span(), object.span()});
        role.allow_wildcard_subscriptions = truth_member(object, "allowwildcardsubs", true);
        each_object(object, "acls", [&](const JsonValue& acl) { read_acl(acl, role); });
    }

    void read_acl(const JsonValue& object, DynsecRole& role) {
        note_unknown_members(object, acl_members);
        const auto word = text_member(object, "acltype");
        const auto type = word ? acl_type_named(word->text()) : std::nullopt;
        const auto topic = text_member(object, "topic");
        if (!type) {
            note(
                word ? Cause::unknown_acl_type : Cause::no_acl_type, (word ? *word : object).span()
            );
        }
        if (!topic || topic->text().empty()) {
            note(Cause::no_topic, (topic ? *topic : object).span());
        } else if (type) {
            role.acls.push_back(
                {*type,
                 truth_member(object, "allow"),
                 number_member(object, "priority", 0),
                 topic->text(),
                 object.span(),
                 word->span(),
                 topic->span()}
            );
        }
    }

    void read_client(const JsonValue& object) {
        const auto name = name_of(object, "username");
        if (!name) {
            return;
        }
        note_unknown_members(object, client_members);
        auto& client =
            file_.clients.emplace_back(DynsecClient{name->text(), name->span(), object.span()});
        client.disabled = truth_member(object, "disabled");
        if (const auto id = text_member(object, "clientid")) {
            client.client_id = id->text();
        }
        client.has_password =
            object.member("encoded_password") ||
            (object.member("password") && object.member("salt") && object.member("iterations"));
        client.roles = mentions(object, "roles", "rolename", role_mention_members);
    }

    void read_group(const JsonValue& object) {
        const auto name = name_of(object, "groupname");
        if (!name) {
            return;
        }
        note_unknown_members(object, group_members);
        file_.groups.push_back(
            {name->text(),
             name->span(),
             object.span(),
             mentions(object, "roles", "rolename", role_mention_members),
             mentions(object, "clients", "username", client_mention_members)}
        );
    }

    template <std::size_t count>
    std::vector<DynsecMember> mentions(
        const JsonValue& object,
        std::string_view list,
        std::string_view name_member,
        const std::array<std::string_view, count>& known
    ) {
        std::vector<DynsecMember> found;
        each_object(object, list, [&](const JsonValue& mention) {
            note_unknown_members(mention, known);
            if (const auto name = name_of(mention, name_member)) {
                found.push_back({name->text(), number_member(mention, "priority", -1), name->span()}
                );
            }
        });
        return found;
    }

    /// Calls `visit` for each object of a list that is a member.
    template <typename Visit>
    void each_object(const JsonValue& object, std::string_view list, Visit visit) {
        const auto values = member_of_kind(object, list, JsonKind::array);
        if (!values) {
            return;
        }
        values->each_element([&](const JsonValue& value) {
            if (is_object(value)) {
                visit(value);
            }
        });
    }

    bool is_object(const JsonValue& value) {
        if (value.kind() != JsonKind::object) {
            note(Cause::not_an_object, value.span());
            return false;
        }
        return true;
    }

    std::optional<JsonValue> name_of(const JsonValue& object, std::string_view member) {
        auto name = text_member(object, member);
        if (!name || name->text().empty()) {
            note(Cause::no_name, (name ? *name : object).span());
            return std::nullopt;
        }
        return name;
    }

    std::optional<JsonValue> text_member(const JsonValue& object, std::string_view name) {
        return member_of_kind(object, name, JsonKind::string);
    }

    bool truth_member(const JsonValue& object, std::string_view name, bool otherwise = false) {
        const auto value = member_of_kind(object, name, JsonKind::boolean);
        return value ? value->truth() : otherwise;
    }

    int number_member(const JsonValue& object, std::string_view name, int otherwise) {
        const auto value = member_of_kind(object, name, JsonKind::number);
        return value ? value->whole_number() : otherwise;
    }

    std::optional<JsonValue>
    member_of_kind(const JsonValue& object, std::string_view name, JsonKind kind) {
        auto value = object.member(name);
        if (value && value->kind() != kind) {
            note(Cause::wrong_kind, value->span());
            return std::nullopt;
        }
        return value;
    }

    template <std::size_t count>
    void note_unknown_members(
        const JsonValue& object, const std::array<std::string_view, count>& known
    ) {
        object.each_member([&](const JsonValue& name, const JsonValue&) {
            const auto text = in_lower_case(name.text());
            if (std::find(known.begin(), known.end(), text) == known.end()) {
                note(Cause::unknown_member, name.span());
            }
        });
    }

    void note(Cause cause, Span span) { file_.notices.push_back({cause, span}); }

    DynsecFile& file_;
};

} // namespace

std::string_view dynsec_word(DynsecAclType type) noexcept {
    return acl_type_words[static_cast<std::size_t>(type)];
}

DynsecFile read_dynsec(std::string_view text) {
    DynsecFile file{.document = read_json(text)};
    Reader{file}.read();
    check_names(file);
    std::stable_sort(
        file.notices.begin(),
        file.notices.end(),
        [](const DynsecNotice& a, const DynsecNotice& b) { return a.span.begin < b.span.begin; }
    );
    return file;
}

} // namespace mqttx::acl
