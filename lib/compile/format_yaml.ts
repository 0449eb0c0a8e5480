import { isScalar, parseDocument, Scalar, visit } from "yaml";
import type { Document, ScalarTag } from "yaml";

/** Columns that a text written over several lines is folded to. */
const WIDTH = 80;

/** A sound YAML document in its usual form. */
export function formatYaml(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n"),
    document = parseDocument(lines, { schema: "core", keepSourceTokens: true });
  keepFolded(document, lines);
  visit(document, { Scalar: (_, scalar) => evenQuotes(scalar) });
  return document.toString({ indent: 2, lineWidth: 0, flowCollectionPadding: false });
}

/** Single quotes become double ones where that asks for no escape. */
function evenQuotes(scalar: Scalar): void {
  if (scalar.type !== Scalar.QUOTE_SINGLE || typeof scalar.value !== "string") return;
  if (!/["\\\p{Cc}]/u.test(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
}

/** Texts on one line stay on one line, and only those on several are folded. */
function keepFolded({ schema }: Document, text: string): void {
  schema.tags = schema.tags.map((tag) => {
    if (tag.collection || tag.tag !== "tag:yaml.org,2002:str" || !tag.stringify) return tag;
    const write = tag.stringify;
    const folding: ScalarTag = {
      ...tag as ScalarTag,
      stringify: (item, context, ...rest) => {
        const [start, end] = item.range ?? [0, 0], folded = isScalar(item) && text.slice(start, end).includes("\n");
        const options = folded ? { ...context.options, lineWidth: WIDTH } : context.options;
        return write(item, { ...context, options }, ...rest);
      },
    };
    return folding;
  });
}
