/** Names that files with secrets have, and files by which programs are run later. */
const NAMES: readonly RegExp[] = [
  /^\.env(?:$|[.\-_]|rc$)/,
  /^(?:secrets?|credentials?)(?:$|[.\-_])/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)/,
  /\.(?:pem|key|p12|pfx|keystore|jks|kdbx)$/,
  /^\.(?:netrc|npmrc|pypirc|pgpass|htpasswd|git-credentials|dockercfg|bashrc|bash_profile|profile|zshrc|zprofile)$/,
  /^(?:authorized_keys|known_hosts)$/,
  /^(?:jenkinsfile|\.travis\.ya?ml|appveyor\.yml|azure-pipelines.*\.ya?ml|bitbucket-pipelines\.yml|\.gitlab-ci.*\.ya?ml)$/,
  /^\.(?:drone|woodpecker|cirrus)\.ya?ml$/,
];

/** Folders of which the same is true of all that is in them. */
const FOLDERS: ReadonlySet<string> = new Set([
  ...[
    ".ssh",
    ".gnupg",
    ".git",
    ".aws",
    ".azure",
    ".kube",
    ".docker",
    ".husky",
    ".circleci",
    ".buildkite",
    ".woodpecker",
  ],
]);

/** Whether a path is that of a secret, of what Git keeps, or of what a build service runs. */
export function sensitivePath(path: string): boolean {
  // Some disks take a name for the same in capitals, with characters that are not seen, or with dots at its end.
  const plain = path.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, "").toLowerCase().replaceAll(
    "\\",
    "/",
  );
  const parts = plain.split("/").map((part) => part.replace(/[. ]+$/, "")).filter((part) => part !== "");
  if (parts.some((part) => FOLDERS.has(part))) return true;
  const builds = parts.some((part, at) =>
    part === "workflows" && /^\.(?:github|gitea|forgejo)$/.test(parts[at - 1] ?? "")
  );
  return builds || NAMES.some((name) => parts.some((part) => name.test(part)));
}
