/** A certificate that nobody vouches for, and its key, in PEM. */
export interface SelfSigned {
  /** The certificate. */
  readonly cert: string;
  /** Its private key. */
  readonly key: string;
}

/** Makes a certificate for 127.0.0.1 that it signs itself. */
export async function selfSigned(): Promise<SelfSigned> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
  const name = sequence(set(sequence(oid(85, 4, 3), tagged(0x0c, text("127.0.0.1")))));
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
  const years = sequence(tagged(0x17, text("200101000000Z")), tagged(0x17, text("491231235959Z")));
  const version = tagged(0xa0, tagged(0x02, Uint8Array.of(2))), serial = tagged(0x02, Uint8Array.of(1));
  const body = sequence(version, serial, algorithm, name, years, name, spki);
  const signature = new Uint8Array(
    await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, body),
  );
  const signed = sequence(integer(signature.subarray(0, 32)), integer(signature.subarray(32)));
  const certificate = sequence(body, algorithm, tagged(0x03, joined([Uint8Array.of(0), signed])));
  const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  return { cert: pem("CERTIFICATE", certificate), key: pem("PRIVATE KEY", key) };
}

type Bytes = Uint8Array<ArrayBuffer>;

/** A value of DER: its tag, its length, its bytes. */
function tagged(tag: number, value: Bytes): Bytes {
  const { length } = value;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return joined([Uint8Array.of(tag, ...head), value]);
}

function sequence(...parts: readonly Bytes[]): Bytes {
  return tagged(0x30, joined(parts));
}

function set(part: Bytes): Bytes {
  return tagged(0x31, part);
}

function oid(...bytes: readonly number[]): Bytes {
  return tagged(0x06, Uint8Array.from(bytes));
}

/** A whole number above 0: without zeros before it, and never one that would read as negative. */
function integer(bytes: Uint8Array): Bytes {
  const from = bytes.findIndex((byte) => byte !== 0), digits = Uint8Array.from(bytes.subarray(Math.max(0, from)));
  return tagged(0x02, digits[0]! >= 0x80 ? joined([Uint8Array.of(0), digits]) : digits);
}

function text(value: string): Bytes {
  return new TextEncoder().encode(value);
}

function joined(parts: readonly Bytes[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function pem(label: string, der: Bytes): string {
  return `-----BEGIN ${label}-----\n${der.toBase64().replaceAll(/.{64}/g, "$&\n")}\n-----END ${label}-----\n`;
}
