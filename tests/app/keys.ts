/** Keys of tests, everything they may be written as, and looking for what is left of them. */

/** Keys by the ways they are given; each holds what other languages write otherwise. */
export const KEYS = {
  key: "key-of-tests+Zq7/Wm3xT9vRb2Ln8KdPy6Hs4Gf=",
  stored: "Jx5Nc8Vt2Qk9Ew4Ry7Ub3Mz6Ph1Da0",
  team: "t&8<Gh>2jKw'Xe4Vn6Bz9Lq3Sm7",
  user: "u7Rk3Tz9Wd5Yp",
  password: "p/4Mv8+Hc2=Fx6Ns:9Jb",
  query: "Q3t&7Zr=1Lk+9Vw/5Dg8Xm",
} as const;

/** The ways in which hosts, libraries and languages write a text down: plain, in URLs, JSON and HTML, in base64. */
export function encodingsOf(text: string): readonly string[] {
  const bytes = new TextEncoder().encode(text), base64 = bytes.toBase64();
  const url = encodeURIComponent(text), json = JSON.stringify(text).slice(1, -1);
  const code = (sign: string) => `\\u00${sign.charCodeAt(0).toString(16)}`;
  const forms = [
    text,
    text.toLowerCase(),
    url,
    url.replaceAll(/%../g, (code) => code.toLowerCase()),
    encodeURI(text),
    new URLSearchParams({ k: text }).toString().slice(2),
    json,
    json.replaceAll("/", "\\/"),
    json.replaceAll(/[<>&]/g, code),
    json.replaceAll(/[+<>&']/g, (sign) => code(sign).toUpperCase().replace("U", "u")),
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("'", "&#39;"),
    base64,
    base64.replaceAll("+", "-").replaceAll("/", "_"),
    base64.replaceAll("=", ""),
    new TextEncoder().encode(`user:${text}`).toBase64(),
    new TextEncoder().encode(`${text}:`).toBase64(),
    bytes.toHex(),
    bytes.toHex().toUpperCase(),
  ];
  return [...new Set(forms)];
}

/** Letters of a key that are no accident. */
const TELLING = 8;

/** Where something of a key stands: its name, what was found of it, and in what. */
export function leaksIn(evidence: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(KEYS).flatMap(([name, key]) => {
    const pieces = Array.from({ length: key.length - TELLING + 1 }, (_, at) => key.slice(at, at + TELLING));
    const traces = [...encodingsOf(key), ...pieces];
    return Object.entries(evidence).flatMap(([place, text]) => {
      const trace = traces.find((trace) => text.includes(trace)), at = trace === undefined ? 0 : text.indexOf(trace);
      return trace === undefined
        ? []
        : [`${name} as ${trace} in ${place}: …${text.slice(Math.max(0, at - 80), at + 80)}…`];
    });
  });
}

/** Every byte of every file below a folder, by path. */
export function filesBelow(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) Object.assign(files, filesBelow(path));
    else files[path] = new TextDecoder("latin1").decode(Deno.readFileSync(path));
  }
  return files;
}
