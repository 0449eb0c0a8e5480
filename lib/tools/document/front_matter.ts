import { Document, isScalar, visit } from "yaml";
import type { JsonObject } from "../../base/json.ts";

/** Names that every reader of YAML takes for texts; some take `on` and `no` for true and false. */
const PLAIN_NAME = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_][\w-]*$/i;
/** Line ends of old YAML, as they are escaped in quotes. */
const OLD_LINE_ENDS: readonly (readonly [string, string])[] = [["\u0085", "\\N"], ["\u2028", "\\L"], ["\u2029", "\\P"]];

/**
 * Front matter: a block of YAML between two lines `---`. Every text in it is quoted, so that it is read as that text by
 * readers of every version of YAML.
 */
export function frontMatter(fields: JsonObject): string {
  const document = new Document(fields, { aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && !PLAIN_NAME.test(String(key.value))) key.type = "QUOTE_DOUBLE";
    },
  });
  const written = document.toString({ defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 });
  return `---\n${OLD_LINE_ENDS.reduce((text, [sign, escape]) => text.replaceAll(sign, escape), written)}---\n`;
}
