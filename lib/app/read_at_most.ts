/** What a file holds, or that it is too large; how large, where that is known without reading it. */
export type ReadAtMost =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly size: number | undefined };

const CHUNK = 65_536;

/** Reads a file of at most so many bytes. Of a longer one, or of one without an end, no more is read than shows that it is. */
export async function readAtMost(path: string, limit: number): Promise<ReadAtMost> {
  using file = await Deno.open(path);
  const { isFile, size } = await file.stat();
  if (isFile && size > limit) return { ok: false, size };
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const chunk = new Uint8Array(CHUNK), read = await file.read(chunk);
    if (read === null) return { ok: true, bytes: joined(chunks, length) };
    chunks.push(chunk.subarray(0, read));
    length += read;
    if (length > limit) return { ok: false, size: undefined };
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) bytes.set(chunk, at), at += chunk.length;
  return bytes;
}
