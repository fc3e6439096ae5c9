// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/gaps.hpp"

#include "common/base/text.hpp"

namespace mqttx::app::sub {

std::optional<std::string> Gaps::add(const cose::Verdict& verdict, std::string_view topic) {
    if (!verdict.is_opened() || !verdict.id) {
        return std::nullopt;
    }
    const auto& id = *verdict.id;
    const Stream stream{verdict.sender(), id.session, topic};
    if (highest_.size() >= most_streams && !highest_.contains(stream)) {
        highest_.erase(highest_.begin());
    }
    const auto [known, is_new] = highest_.emplace(stream, id.counter);
    if (is_new || id.counter <= known->second) {
        return std::nullopt;
    }
    const auto first = known->second + 1;
    known->second = id.counter;
    if (first == id.counter) {
        return std::nullopt;
    }
    const auto last = id.counter - 1;
    const auto which = first == last ? cat("message ", first, " is missing")
                                     : cat("messages ", first, " to ", last, " are missing");
    const auto bytes = id.to_bytes();
    return cat(
        which,
        " on topic ",
        in_quotes(topic),
        ", from ",
        verdict.signer ? verdict.signer_text() : cat("a sender with key ", in_quotes(verdict.kid)),
        ", session ",
        to_hex(ByteView{bytes}.first(8))
    );
}

} // namespace mqttx::app::sub
