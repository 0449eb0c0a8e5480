/** Variables that nobody keeps a secret in, whatever they hold. */
const OPEN: ReadonlySet<string> = new Set([
  ...["PATH", "HOME", "LANG", "LANGUAGE", "TERM", "COLORTERM", "TZ", "USER", "LOGNAME", "USERNAME", "SHELL", "SHLVL"],
  ...[
    "PWD",
    "OLDPWD",
    "HOSTNAME",
    "EDITOR",
    "VISUAL",
    "PAGER",
    "DISPLAY",
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
  ],
  ...["TMPDIR", "TMP", "TEMP", "CI", "DEBUG", "NODE_ENV", "DENO_DIR", "PYTHONPATH", "VIRTUAL_ENV", "GOPATH", "GOROOT"],
  ...["SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR"],
]);
const OPEN_FAMILIES = /^(?:LC|XDG)_|_(?:HOME|PATH|DIR|ENV|REGION|LEVEL)$/;

/** What the names of secrets say of them. */
const TELLING = /KEY|TOKEN|SECRET|PASS|PWD|CRED|AUTH|COOKIE|SESSION|SIGN|PRIVATE|DSN/;

/** Words, numbers, versions and names made of them: `production`, `us-east-1`, `en_US.UTF-8`. */
const WORDS = /^(?:[a-z]+|\d{1,4})(?:[-_.,:\s](?:[a-z]+|\d{1,4}))*$/i;
const PATHS = /^(?:~?|\.{1,2})\/[\w./: -]*$/;
/** An address without a login, a query or anything in its path that may be a key. */
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/[\w.-]+(?::\d+)?(?:\/[a-z.-]{0,15}(?:\d[\w.]{0,3})?)*$/i;

/**
 * Whether what a variable of the environment holds is to be masked once the variable is granted. By its name: never where
 * that is one of those that everybody knows to be open, always where it speaks of keys and passwords. Else unless it is
 * plainly none: a word that stands in ordinary texts would be replaced in all of them, those that a model writes included.
 */
export function mayBeSecret(name: string, value: string): boolean {
  const known = name.toUpperCase(), plain = value.trim();
  if (OPEN.has(known)) return false;
  if (TELLING.test(known)) return true;
  return !OPEN_FAMILIES.test(known) && ![WORDS, PATHS, ADDRESS].some((pattern) => pattern.test(plain));
}
