// SPDX-License-Identifier: Apache-2.0
#include "common/tls/client_context.hpp"
