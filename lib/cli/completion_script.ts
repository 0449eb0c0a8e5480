import { unreachable } from "../base/unreachable.ts";

/** Shells that loom's words can be completed in. */
export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

/** One of {@link SHELLS}. */
export type Shell = typeof SHELLS[number];

/** The script that completes loom's words in a shell: it asks `loom complete`. */
export async function completionScript(shell: Shell): Promise<string> {
  switch (shell) {
    case "bash":
      return (await import("./completions/bash.ts")).BASH;
    case "zsh":
      return (await import("./completions/zsh.ts")).ZSH;
    case "fish":
      return (await import("./completions/fish.ts")).FISH;
    case "powershell":
      return (await import("./completions/powershell.ts")).POWERSHELL;
    default:
      return unreachable(shell);
  }
}
