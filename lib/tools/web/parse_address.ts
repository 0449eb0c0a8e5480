/**
 * The bytes of an IP address: 4 or 16. Only the plain spelling counts: four decimal numbers, or groups of hexadecimal
 * digits with at most one `::` and perhaps an IPv4 address at the end. Anything else, a zone among it, gives `undefined`.
 */
export function parseAddress(text: string): Uint8Array | undefined {
  return text.includes(":") ? parseSix(text) : parseFour(text);
}

const DECIMAL = /^(?:0|[1-9]\d{0,2})$/, GROUP = /^[0-9a-f]{1,4}$/i;

function parseFour(text: string): Uint8Array | undefined {
  const parts = text.split(".");
  const right = parts.length === 4 && parts.every((part) => DECIMAL.test(part) && Number(part) < 256);
  return right ? Uint8Array.from(parts, Number) : undefined;
}

function parseSix(text: string): Uint8Array | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const front = bytesOf(halves[0]!, { last: halves.length === 1 });
  const back = halves.length === 2 ? bytesOf(halves[1]!, { last: true }) : [];
  if (front === undefined || back === undefined) return undefined;
  const gap = 16 - front.length - back.length;
  const right = halves.length === 1 ? gap === 0 : gap >= 2;
  return right ? Uint8Array.from([...front, ...new Array<number>(gap).fill(0), ...back]) : undefined;
}

/** The bytes of groups between colons; only the last of an address may be an IPv4 address. */
function bytesOf(text: string, { last }: { readonly last: boolean }): readonly number[] | undefined {
  if (text === "") return [];
  const groups = text.split(":"), bytes: number[] = [];
  for (const [i, group] of groups.entries()) {
    const four = last && i === groups.length - 1 && group.includes(".") ? parseFour(group) : undefined;
    if (four !== undefined) bytes.push(...four);
    else if (GROUP.test(group)) bytes.push(parseInt(group, 16) >> 8, parseInt(group, 16) & 255);
    else return undefined;
  }
  return bytes;
}
