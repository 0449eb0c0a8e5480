/**
 * Fetches a page over http and, from a server that cannot, over https; writes what came of both.
 *
 * @module
 */
import { fetchPage } from "../../../lib/tools/web/fetch_page.ts";
import { calm } from "./answers.ts";

const at = `127.0.0.1:${Deno.args[0]}/`, options = { net: ["127.0.0.1"] };
const page = await fetchPage(`http://${at}`, options, calm);
const secure = await fetchPage(`https://${at}`, options, calm);
await Deno.stdout.write(
  new TextEncoder().encode(`${page.ok ? page.text : page.message}; ${secure.ok ? "" : secure.message}`),
);
