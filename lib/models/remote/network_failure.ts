import { ModelError } from "../model.ts";

/** Trouble that stays until somebody changes the address or the certificate. */
const SETTLED: readonly (readonly [RegExp, (detail: string) => string])[] = [
  [/corrupt message of type InvalidContentType/i, () => "it does not speak TLS; give the model `base_url: http://…`"],
  [/invalid HTTP version/i, () => "it does not speak plain HTTP; give the model `base_url: https://…`"],
  [
    /certificate|received fatal alert/i,
    (detail) =>
      `its TLS certificate is not accepted (${detail}); check \`base_url\` of the model, ` +
      "or let Deno know who issued the certificate, with `DENO_CERT`",
  ],
];

/** What it means that a request got no answer at all. What was thrown is not kept: it repeats the whole address. */
export function networkFailure(
  cause: unknown,
  { id, host }: { readonly id: string; readonly host: string },
): ModelError {
  const about = `\`${id}\` at ${host}`, detail = detailOf(cause);
  const why = SETTLED.find(([pattern]) => pattern.test(detail));
  if (why) return new ModelError("request", `Cannot reach ${about}: ${why[1](detail)}`);
  if (!isUnanswered(cause)) {
    const message = `Cannot ask ${about}: ${detail}; check \`base_url\` and \`headers\` of the model`;
    return new ModelError("request", message);
  }
  const message = `Cannot reach ${about}: ${detail}; it is asked again until the network is back`;
  return new ModelError("network", message, { mayBill: !isUnsent(cause) });
}

/** Whether a request was sent or tried; else it was no request that can be sent. */
function isUnanswered(error: unknown): boolean {
  return error instanceof Error && (error.cause instanceof Error || /error sending request/.test(error.message));
}

/** Whether there was no connection to send it over. */
function isUnsent(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error &&
    error.cause.message.includes("client error (Connect)");
}

/** What went wrong, without the address: it may hold a key. */
function detailOf(error: unknown): string {
  const innermost = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const words = innermost instanceof Error ? innermost.message : "the connection failed";
  const detail = /client error \([^)]*\)(?:: (.*))?$/s.exec(words);
  if (detail) return bounded(detail[1] ?? "the connection was closed");
  return bounded(words.replaceAll(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, "the address"));
}

function bounded(words: string): string {
  return words.replaceAll(/[\p{Cc}\s]+/gu, " ").trim().replace(/\.$/, "").slice(0, 200);
}
