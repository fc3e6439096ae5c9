// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace mqttx {

/// A stateless deleter for a C library's free function: std::unique_ptr<X509, Deleter<&X509_free>>.
template <auto free_function> struct Deleter {
    template <typename T> void operator()(T* pointer) const noexcept { free_function(pointer); }
};

/// Owns a C object and releases it with its library's function: Handle<X509, &X509_free>.
template <typename T, auto free_function> using Handle = std::unique_ptr<T, Deleter<free_function>>;

} // namespace mqttx
