/** A part of a text: what stands under a heading. */
interface Part {
  readonly title: string;
  readonly text: string;
}

/** Cuts a text at its headings. */
export function cut({ text }: { readonly text: string }): readonly Part[] {
  return text.split(/^# /m).slice(1).map((part) => {
    const [title = "", ...lines] = part.split("\n");
    return { title: title.trim(), text: lines.join("\n").trim() };
  });
}

/** Puts the texts under the headings of their parts. */
export function join({ parts, texts }: { readonly parts: readonly Part[]; readonly texts: readonly string[] }): string {
  return parts.map(({ title }, i) => `# ${title}\n\n${texts[i]}\n`).join("\n");
}
