import assert from "node:assert/strict";
import { addressRefusal, nameRefusal } from "../../../lib/tools/web/address_guard.ts";
import fc from "../../properties.ts";

const CLOSED = [
  ..."0.0.0.0 0.255.255.255 10.0.0.1 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.254".split(" "),
  ..."169.254.0.1 169.254.169.254 168.63.129.16 172.16.0.0 172.31.255.255 192.0.0.192 192.0.2.9 192.88.99.1".split(" "),
  ..."192.168.0.1 198.18.0.0 198.19.255.255 198.51.100.7 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1".split(" "),
  ..."255.255.255.255 100.100.100.200".split(" "),
  ..."::1 :: ::2 ::7f00:1 ::127.0.0.1 fe80::1 febf::1 fec0::1 fc00::1 fdff::1 fd00:ec2::254 ff02::1 100::1".split(" "),
  ..."::ffff:127.0.0.1 ::ffff:7f00:1 0:0:0:0:0:FFFF:0a00:0001 ::ffff:0:127.0.0.1 64:ff9b::10.0.0.1".split(" "),
  ..."64:ff9b::7f00:1 64:ff9b:1::8.8.8.8 2002:7f00:1:: 2002:c0a8:101::5 2001:0:4136:e378:8000:63bf:3fff:fdd2".split(
    " ",
  ),
  ..."2001:db8::1 3fff::1 2001:2::1 4000::1 5f00::1".split(" "),
];

const PUBLIC = [
  ..."1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1".split(" "),
  ..."169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.1 192.167.255.255 192.169.0.0".split(" "),
  ..."198.17.255.255 198.20.0.0 223.255.255.255".split(" "),
  ..."2606:4700:4700::1111 2a00:1450:4001::8a ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1 2001:4860:4860::8888"
    .split(" "),
];

/** What no one may take for an address: it could mean something else to whoever connects. */
const UNPLAIN = [
  ..."2130706433 0x7f.1 0177.0.0.1 127.1 127.0.1 1.2.3.4.5 256.1.1.1 01.2.3.4 1.2.3 1..2.3 fe80::1%eth0 ::1%0".split(
    " ",
  ),
  ..."[::1] ::1::2 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 ::12345 : ::: 1:2:3:4:5:6:7:1.2.3.4".split(" "),
  ..."1.2.3.4:: ::1.2.3.4:1 ::1.2.3 example.com ::ffff:127.1 +1.2.3.4 1.2.3.4/8".split(" "),
  "",
  " 1.2.3.4",
  "1.2.3.4\n",
  "١.2.3.4",
];

Deno.test("no address of a private, local or reserved place may be reached", () => {
  for (const address of CLOSED) {
    const what = addressRefusal(address);
    assert.notEqual(what, undefined, address);
    assert.notEqual(what, "not a plain IP address", address);
  }
});

Deno.test("public addresses may be reached, up to the edges of the closed blocks", () => {
  for (const address of PUBLIC) assert.equal(addressRefusal(address), undefined, address);
});

Deno.test("what is not written as a plain address is none", () => {
  for (const address of UNPLAIN) {
    assert.equal(addressRefusal(address), "not a plain IP address", address);
  }
});

Deno.test("an IPv4 address within an IPv6 address is judged like itself", () => {
  fc.assert(fc.property(fc.ipV4(), (four) => {
    const [a, b, c, d] = four.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
    const alone = addressRefusal(four);
    assert.equal(addressRefusal(`::ffff:${four}`), alone);
    assert.equal(addressRefusal(`::ffff:${a}${b}:${c}${d}`), alone);
    assert.equal(addressRefusal(`64:ff9b::${four}`), alone);
    assert.equal(addressRefusal(`2002:${a}${b}:${c}${d}::1`), alone);
  }));
});

Deno.test("an IPv6 address is judged the same in every spelling", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
    const long = groups.map((group) => group.toString(16).padStart(4, "0").toUpperCase()).join(":");
    const short = new URL(`http://[${long}]/`).hostname.slice(1, -1);
    assert.equal(addressRefusal(short), addressRefusal(long));
  }));
});

Deno.test("names of local places are refused by whole labels", () => {
  const closed =
    "localhost LOCALHOST a.localhost printer.local metadata.google.internal metadata instance-data router.lan";
  for (const name of closed.split(" ")) assert.notEqual(nameRefusal(name), undefined, name);
  for (const name of "localhost.evil.com notlocalhost example.com local.example internal.example.org".split(" ")) {
    assert.equal(nameRefusal(name), undefined, name);
  }
});
