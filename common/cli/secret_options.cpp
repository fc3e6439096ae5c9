// SPDX-License-Identifier: Apache-2.0
#include "common/cli/secret_options.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/io/terminal.hpp"

#include <fcntl.h>

namespace mqttx::cli {

namespace {

Secret from_descriptor(const SecretSource& source) {
    const std::string name = cat("descriptor ", *source.descriptor);
    if (::fcntl(*source.descriptor, F_GETFD) < 0) {
        throw Error{
            ErrorKind::local,
            cat("cannot read the ", source.what, " from ", name, ": it is not open"),
            cat("--", source.option, "-fd 3 with 3<FILE opens one")};
    }
    return io::read_secret(*source.descriptor, name);
}

Secret from_variable(const SecretSource& source, const Context& context) {
    auto value = context.streams.environment(*source.variable);
    if (!value) {
        throw Error{
            ErrorKind::local,
            cat("the environment has no variable ",
                in_quotes(*source.variable),
                " with the ",
                source.what)};
    }
    return Secret::take(*value);
}

} // namespace

void secret_options(Declaration& options, SecretSource& source) {
    options.file(
        cat("--", source.option, "-file"),
        source.file,
        "FILE",
        cat("read the ", source.what, " from a private file, without its final line feed")
    );
    options.number(
        cat("--", source.option, "-fd"),
        source.descriptor,
        0,
        1000000,
        "N",
        cat("read the ", source.what, " from an open descriptor")
    );
    options.text(
        cat("--", source.option, "-env"),
        source.variable,
        "VAR",
        cat("take the ", source.what, " from an environment variable")
    );
}

std::optional<Secret>
read_secret_source(const SecretSource& source, const Context& context, io::PrivatePolicy policy) {
    const int given = (source.file ? 1 : 0) + (source.descriptor ? 1 : 0) +
                      (source.variable ? 1 : 0) + (source.ask ? 1 : 0);
    if (given > 1) {
        throw Error{
            ErrorKind::usage,
            cat("the ", source.what, " comes from more than one place"),
            cat("keep one of --", source.option, "-file, -fd, -env and the prompt")};
    }
    if (source.ask) {
        return io::prompt_secret(source.what);
    }
    if (source.variable) {
        return from_variable(source, context);
    }
    std::optional<Secret> secret;
    if (source.file) {
        secret = io::read_private_file(*source.file, policy, context.streams.in);
    } else if (source.descriptor) {
        secret = from_descriptor(source);
    }
    if (secret && !source.raw_file) {
        io::drop_final_newline(*secret);
    }
    return secret;
}

} // namespace mqttx::cli
