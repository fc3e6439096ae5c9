// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/scenarios.hpp"

namespace mqttx::faults {

namespace {

const std::string exists = "exists already";
const std::vector<std::string> plant{
    "cert ca", "cert client a", "cert server localhost", "cert crl"};

std::vector<std::string> plant_and(const std::vector<std::string>& more) {
    std::vector<std::string> all = plant;
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

} // namespace

std::vector<Scenario> scenarios() {
    return {
        {.name = "ca", .before = {}, .verb = "cert ca", .done_says = exists},
        {.name = "ca-anew", .before = {"cert ca"}, .verb = "cert ca --force"},
        {.name = "intermediate",
         .before = plant,
         .verb = "cert intermediate plant",
         .done_says = exists},
        {.name = "server", .before = plant, .verb = "cert server b", .done_says = exists},
        {.name = "client", .before = plant, .verb = "cert client b", .done_says = exists},
        {.name = "client-anew", .before = plant, .verb = "cert client a --force"},
        {.name = "renew", .before = plant, .verb = "cert renew a"},
        {.name = "renew-several",
         .before = plant,
         .verb = "cert renew a localhost",
         .is_one_step = false},
        {.name = "renew-intermediate",
         .before = plant_and({"cert intermediate plant", "cert client b", "cert client c"}),
         .verb = "cert renew plant",
         .is_one_step = false},
        {.name = "renew-root", .before = plant, .verb = "cert renew root"},
        {.name = "rekey", .before = plant, .verb = "cert rekey a"},
        {.name = "revoke",
         .before = plant,
         .verb = "cert revoke a",
         .done_says = "revoked already"},
        {.name = "crl", .before = plant, .verb = "cert crl"},
        {.name = "sign",
         .before = plant_and({"cert csr c --dir device"}),
         .verb = "cert sign device/csr/c.csr",
         .done_says = exists},
        {.name = "sign-several",
         .before = plant_and({"cert csr c --dir device", "cert csr d --dir device"}),
         .verb = "cert sign device/csr/c.csr device/csr/d.csr --force",
         .is_one_step = false},
        {.name = "fleet",
         .before = plant_and({"$ printf 'name\\nf1\\nf2\\nf3\\nf4\\n' > fleet.csv"}),
         .verb = "cert client --from fleet.csv --force",
         .is_one_step = false},
        {.name = "csr", .before = {}, .verb = "cert csr c", .done_says = exists},
        {.name = "csr-anew",
         .before = plant_and({"cert csr c"}),
         .verb = "cert csr c --force",
         .has_every_kind = true},
        {.name = "import",
         .before =
             {"cert ca --dir old",
              "cert client x --dir old",
              "cert revoke x --dir old",
              "cert client y --dir old"},
         .verb = "cert import --cert old/ca.crt --key old/ca.key --crl old/ca.crl",
         .done_says = "there is a PKI in"},
        {.name = "import-history",
         .before =
             {"cert ca --dir old",
              "cert client x --dir old",
              "$ mkdir -p src/private src/newcerts; cp old/ca.key src/private/cakey.pem; "
              "cp old/ca.crt src/cacert.pem; cp old/client/x.crt src/newcerts/1.pem",
              "cert renew x --dir old",
              "cert client y --dir old",
              "$ cp old/client/x.crt src/newcerts/2.pem; "
              "cp old/client/y.crt src/newcerts/3.pem; "
              "for f in 1 2 3; do serial=$(openssl x509 -in src/newcerts/$f.pem -noout "
              "-serial | cut -d= -f2); mv src/newcerts/$f.pem src/newcerts/$serial.pem; "
              "printf 'V\\t401231235959Z\\t\\t%s\\tunknown\\t/CN=x\\n' $serial; "
              "done > src/index.txt"},
         .verb = "cert import openssl-ca src",
         .done_says = "there is a PKI in"},
        {.name = "export-p12",
         .before = plant,
         .verb = "cert export a --p12 --export-password-env EXPORT_PASSWORD",
         .has_journal = false,
         .done_says = exists},
        {.name = "export-der",
         .before = plant,
         .verb = "cert export a --der",
         .has_journal = false,
         .done_says = exists},
        {.name = "export-der-anew",
         .before = plant_and({"cert export a --der", "cert rekey a"}),
         .verb = "cert export a --der --force",
         .has_journal = false,
         .has_every_kind = true},
        {.name = "broker-config",
         .before = plant,
         .verb = "cert broker-config -o broker --user root",
         .has_journal = false,
         .done_says = exists},
        {.name = "broker-config-anew",
         .before = plant_and(
             {"cert broker-config -o broker --user root",
              "cert rekey localhost",
              "cert ca --force",
              "cert server localhost --force"}
         ),
         .verb = "cert broker-config -o broker --user root --force",
         .has_journal = false},
        {.name = "zoo",
         .before = {},
         .verb = "cert zoo zoo",
         .has_journal = false,
         .stride = 29,
         .done_says = exists},
        {
            .name = "zoo-anew",
            .before = {"cert zoo zoo"},
            .verb = "cert zoo zoo --force",
            .has_journal = false,
            .stride = 61,
        },
    };
}

} // namespace mqttx::faults
