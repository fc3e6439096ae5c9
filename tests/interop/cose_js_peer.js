#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Envelopes under a shared key by cose-js from the npm registry. usage: cose_js_peer seal|open ALG KEY TOPIC < in > out
// KEY is base64url. cose-js cannot write claims, so what it seals needs a key with "freshness": "none".
const path = require('path');
const cose = require(path.join(path.dirname(process.argv[1]), 'npm/node_modules/cose-js'));
const [verb, alg, key, topic] = process.argv.slice(2);

const text = (string) => {
  const bytes = Buffer.from(string);
  const head = bytes.length < 24 ? [0x60 + bytes.length] : [0x78, bytes.length];
  return Buffer.concat([Buffer.from(head), bytes]);
};
const externalAAD = Buffer.concat([Buffer.from([0x82]), text('mqtt-e2e/1'), text(topic)]);
const secret = Buffer.from(key, 'base64url');
const input = require('fs').readFileSync(0);
const work = verb === 'open'
  ? cose.encrypt.read(input, secret, { externalAAD })
  : cose.encrypt.create({ p: { alg, kid: alg }, u: {} }, input, { key: secret }, { externalAAD });
work.then((output) => process.stdout.write(output)).catch((fault) => {
  console.error(fault.message);
  process.exitCode = 1;
});
