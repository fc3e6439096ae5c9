// SPDX-License-Identifier: Apache-2.0
#include "common/cose/nonce_source.hpp"

#include "common/keys/random.hpp"

namespace mqttx::cose {

ByteView NonceSource::next(std::size_t size) {
    if (block_.size() - used_ < size) {
        keys::fill_random(block_);
        used_ = 0;
    }
    const auto nonce = ByteView{block_}.subspan(used_, size);
    used_ += size;
    return nonce;
}

} // namespace mqttx::cose
