// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/source.hpp"
#include "common/acl/layout.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"
#include "common/io/output.hpp"

#include <sys/stat.h>

#include <memory>

namespace mqttx::app {

namespace {

struct FmtOptions {
    std::string file;
    std::optional<acl::Format> format;
    bool write = false;
    bool check = false;
};

std::string lay_out(const std::string& name, const std::string& text, acl::Format format) {
    if (format == acl::Format::native) {
        const auto file = acl::read_native(text);
        require_readable(name, file);
        return acl::canonical_layout(file);
    }
    if (format == acl::Format::emqx || format == acl::Format::hivemq) {
        throw Error{
            ErrorKind::usage,
            cat(in_quotes(name), " is of a format that acl fmt does not lay out"),
            "it takes native files, acl_files and JSON of the dynamic security plugin"};
    }
    if (format == acl::Format::dynsec) {
        const auto document = acl::read_json(text);
        require_readable(name, document);
        return acl::canonical_layout(document);
    }
    const auto file = acl::read_acl_file(text);
    require_readable(name, file);
    return acl::canonical_layout(file);
}

void replace(const std::string& path, const std::string& text) {
    struct stat status {};

    const bool known = ::stat(path.c_str(), &status) == 0;
    io::write_file(
        path, as_bytes(text), {.mode = known ? status.st_mode & 0777U : 0644U, .replace = true}
    );
}

cli::ExitCode run(const FmtOptions& options, cli::Context& context) {
    if (options.write && (options.check || options.file == "-")) {
        throw Error{
            ErrorKind::usage,
            options.check ? "--write contradicts --check" : "--write cannot write standard input",
            "leave out --write"};
    }
    const auto text = read_permissions(options.file, context.streams.in);
    const auto name = options.file == "-" ? std::string{"standard input"} : options.file;
    const auto result = lay_out(name, text, options.format.value_or(acl::detect_format(text)));
    if (options.check) {
        if (result != text) {
            throw Error{
                ErrorKind::answer,
                cat(in_quotes(name), " is not in the canonical layout"),
                "--write puts it right"};
        }
        return cli::ExitCode::ok;
    }
    if (!options.write) {
        io::Output out{context.streams.out};
        out.write(result);
        out.flush();
    } else if (result != text) {
        replace(options.file, result);
    }
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_acl_fmt(cli::Declaration& declare) {
    const auto options = std::make_shared<FmtOptions>();
    declare.usage("FILE [--write | --check]");
    declare.about("Prints a permission file in its canonical layout. Comments, order, line ends "
                  "and every decision stay as they are.");
    declare.example("mqttx acl fmt --write acl", "put the layout right, in place");
    declare.example("mqttx acl fmt --check acl", "fail in CI when the layout is another");
    declare.operand(
        "FILE", options->file, "the permission file; - is standard input", cli::ValueKind::file
    );
    declare.flag("--write", options->write, "replace the file, when anything changes");
    declare.flag("--check", options->check, "write nothing; exit 1 when anything would change");
    format_option(declare, options->format);
    cli::output_options(declare);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
