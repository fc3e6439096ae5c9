// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/emqx_file.hpp"

/// The parts that the reader of acl.conf is made of; for common/acl alone.
namespace mqttx::acl::emqx_parts {

/// Reads the second part of a rule: whom it is for, as a union of tests that hold together.
class WhoReader {
  public:
    explicit WhoReader(EmqxFile& file) : file_{file} {}

    void read(const ErlangTerm& term, EmqxRule& rule);

  private:
    using Union = std::vector<Conjunction>;

    Union who(const ErlangTerm& term);
    Union name(const ErlangTerm& whole, const ErlangTerm& value, bool is_user);
    Union regex(const ErlangTerm& whole, const ErlangTerm& value, bool is_user);
    Union all_of(const ErlangTerm& list);
    Union any_of(const ErlangTerm& list);
    Union unknown(const ErlangTerm& term);
    Union wrong(const ErlangTerm& term);
    std::string_view keep(std::string text);

    EmqxFile& file_;
};

} // namespace mqttx::acl::emqx_parts
