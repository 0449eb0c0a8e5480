/**
 * Which addresses and names are nobody's private place. Everything that is not known to be public is refused: of IPv6
 * only global unicast, of IPv4 all but the blocks that are set aside.
 *
 * @module
 */
import { parseAddress } from "./parse_address.ts";

/** A block of addresses, as its bytes and how many bits of them count. */
interface Block {
  readonly bytes: Uint8Array;
  readonly bits: number;
  readonly what: string;
}

const block = (cidr: string, what: string): Block => {
  const [address, bits] = cidr.split("/");
  return { bytes: parseAddress(address!)!, bits: Number(bits), what };
};

/** The blocks of the IANA registries of special-purpose addresses, and what they are for. */
const CLOSED_FOUR: readonly Block[] = [
  block("0.0.0.0/8", "an address of this host"),
  block("10.0.0.0/8", "a private address"),
  block("100.64.0.0/10", "an address behind a carrier's gateway"),
  block("127.0.0.0/8", "a loopback address"),
  block("169.254.0.0/16", "a link-local address, where clouds keep their metadata"),
  block("168.63.129.16/32", "an address where a cloud answers its machines"),
  block("172.16.0.0/12", "a private address"),
  block("192.0.0.0/24", "an address kept for protocols"),
  block("192.0.2.0/24", "an address for examples"),
  block("192.88.99.0/24", "an address of a tunnel"),
  block("192.168.0.0/16", "a private address"),
  block("198.18.0.0/15", "an address for measurements"),
  block("198.51.100.0/24", "an address for examples"),
  block("203.0.113.0/24", "an address for examples"),
  block("224.0.0.0/4", "a multicast address"),
  block("255.255.255.255/32", "the broadcast address"),
  block("240.0.0.0/4", "a reserved address"),
];

const CLOSED_SIX: readonly Block[] = [
  block("::/128", "the unspecified address"),
  block("::1/128", "a loopback address"),
  block("fe80::/10", "a link-local address"),
  block("fec0::/10", "a site-local address"),
  block("fc00::/7", "a private address"),
  block("ff00::/8", "a multicast address"),
  block("2001::/32", "an address of a tunnel"),
  block("2001::/23", "an address kept for protocols"),
  block("2001:db8::/32", "an address for examples"),
  block("3fff::/20", "an address for examples"),
];

const GLOBAL = block("2000::/3", "a public address");

/** Blocks whose addresses stand for the IPv4 address that begins at byte `at`. */
const EMBEDDING: readonly { readonly block: Block; readonly at: number }[] = [
  { block: block("::ffff:0:0/96", "IPv4 as IPv6"), at: 12 },
  { block: block("64:ff9b::/96", "translated IPv4"), at: 12 },
  { block: block("2002::/16", "tunnelled IPv4"), at: 2 },
];

/** What an address is that may not be reached, in words; `undefined` for a public one. */
export function addressRefusal(address: string): string | undefined {
  const bytes = parseAddress(address);
  if (bytes === undefined) return "not a plain IP address";
  if (bytes.length === 4) return CLOSED_FOUR.find((closed) => within(bytes, closed))?.what;
  const embedding = EMBEDDING.find((known) => within(bytes, known.block));
  if (embedding !== undefined) {
    return addressRefusal(bytes.subarray(embedding.at, embedding.at + 4).join("."));
  }
  const closed = CLOSED_SIX.find((known) => within(bytes, known));
  return closed?.what ?? (within(bytes, GLOBAL) ? undefined : "not a public address");
}

function within(bytes: Uint8Array, { bytes: start, bits }: Block): boolean {
  for (let i = 0; i * 8 < bits; i++) {
    const mask = 0xff & ~(0xff >> Math.min(8, bits - i * 8));
    if ((bytes[i]! & mask) !== (start[i]! & mask)) return false;
  }
  return true;
}

/** Names that mean a place in one's own network, with everything below them. */
const LOCAL_NAMES: readonly string[] = [
  "localhost",
  "localdomain",
  "local",
  "internal",
  "intranet",
  "lan",
  "home.arpa",
  "metadata",
  "instance-data",
];

/**
 * What a host name is that is refused before anyone asks for its addresses, in words. Whole labels count:
 * `localhost.example.com` is as good as its addresses.
 */
export function nameRefusal(host: string): string | undefined {
  const name = host.toLowerCase();
  const local = LOCAL_NAMES.some((closed) => name === closed || name.endsWith(`.${closed}`));
  return local ? "a name of a place in the local network" : undefined;
}
