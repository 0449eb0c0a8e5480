/** What breaks a line, steers a terminal, changes the direction of letters or is not seen at all; and what begins a quotation. */
const ODD = /[\p{C}\p{Zl}\p{Zp}]|^"/u, HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A path as a list shows it, always in a line of its own: as it is, or in quotation marks with escapes of JSON where it
 * would not be seen as what it is.
 */
export function listedPath(path: string): string {
  if (!ODD.test(path)) return path;
  return JSON.stringify(path).replace(HIDDEN, (hidden) => hidden.split("").map(escaped).join(""));
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
