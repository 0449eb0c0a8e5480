import { dirname, join } from "node:path";
import fc from "../../properties.ts";

/** Something that a command does to a workspace. */
export type Deed =
  | { readonly do: "write"; readonly path: string; readonly content: Uint8Array }
  | { readonly do: "remove" | "folder"; readonly path: string }
  | { readonly do: "move" | "link"; readonly path: string; readonly to: string }
  | { readonly do: "mode"; readonly path: string; readonly mode: number };

const path = fc.constantFrom("a", "b", "d", "d/a", "d/b", "d/e", "d/e/a", "f", ".git/x", ".git", "f/g/h");
const content = fc.oneof(fc.uint8Array({ maxLength: 4 }), fc.constant(new Uint8Array(40).fill(7)));

/** Any deeds; many of them cannot be done. */
export const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant("write" as const), path, content }),
    fc.record({ do: fc.constantFrom("remove" as const, "folder" as const), path }),
    fc.record({ do: fc.constant("move" as const), path, to: path }),
    fc.record({
      do: fc.constant("link" as const),
      path,
      to: fc.constantFrom("a", "../outside/secret.txt", "/", "gone"),
    }),
    fc.record({ do: fc.constant("mode" as const), path, mode: fc.constantFrom(0o400, 0o755, 0o500, 0o4711, 0o700) }),
  ),
  { maxLength: 14 },
);

/** Does what can be done of it, as a program would that knows nothing of us. */
export async function act(root: string, all: readonly Deed[]): Promise<void> {
  for (const deed of all) {
    // Links are never written through: what is outside is another test's.
    const at = join(root, deed.path), above = await Deno.realPath(dirname(at)).catch(() => dirname(at));
    if (!`${above}/`.startsWith(`${root}/`)) continue;
    await doing(root, at, deed).catch((error) => {
      if (!(error instanceof Error)) throw error;
    });
  }
}

async function doing(root: string, at: string, deed: Deed): Promise<void> {
  switch (deed.do) {
    case "write":
      await Deno.mkdir(dirname(at), { recursive: true });
      if ((await Deno.lstat(at).catch(() => undefined))?.isSymlink) return;
      return await Deno.writeFile(at, deed.content);
    case "remove":
      return await Deno.remove(at, { recursive: true });
    case "folder":
      return await Deno.mkdir(at, { recursive: true });
    case "move":
      return await Deno.rename(at, join(root, deed.to));
    case "link":
      await Deno.remove(at, { recursive: true }).catch(() => {});
      return await Deno.symlink(deed.to, at);
    case "mode":
      if ((await Deno.lstat(at)).isSymlink) return;
      return await Deno.chmod(at, deed.mode);
  }
}
