// SPDX-License-Identifier: Apache-2.0
#include "tests/broker/broker_start.hpp"

#include "tests/support/live_broker.hpp"

namespace broker_start {

namespace {

/// The topics in "Warning: ACL pattern 'TOPIC' does not contain ...".
std::vector<std::string> warned_patterns(const std::string& log) {
    const std::string before = "ACL pattern '";
    const std::string after = "' does not contain";
    std::vector<std::string> topics;
    for (auto at = log.find(before); at != std::string::npos; at = log.find(before, at)) {
        at += before.size();
        const auto end = log.find(after, at);
        topics.push_back(log.substr(at, end - at));
    }
    return topics;
}

} // namespace

Start with_acl_file(const std::string& content) {
    const mqttx::test::Folder folder;
    mqttx::test::LiveBroker broker{
        "allow_anonymous true\nacl_file " + folder.write("acl", content) + "\n"};
    const auto exit_code = broker.stop();
    return {exit_code, warned_patterns(broker.log())};
}

} // namespace broker_start
