// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"
#include "common/cli/run.hpp"

int main(int argc, char** argv) {
    mqttx::cli::run_process(argc, argv, mqttx::app::commands());
}
