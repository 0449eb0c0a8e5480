/** What a page of results shows. */
export interface Shown {
  /** As the page writes it: HTML. */
  readonly title: string;
  /** Where it really leads. */
  readonly url: string;
  /** As the page writes it: HTML. */
  readonly snippet?: string;
  /** Whether somebody paid for it. */
  readonly advertisement?: true;
}

/** A page in the structure of DuckDuckGo's HTML results. */
export function searchPage(results: readonly Shown[]): string {
  const none = `<div class="no-results">No results.</div>`;
  return `<!DOCTYPE html><html><head><title>q at DuckDuckGo</title></head><body><div id="header"><form><input name="q">
    </form></div><div class="serp__results"><div id="links" class="results">${results.map(one).join("")}
    ${results.length === 0 ? none : ""}</div></div></body></html>`;
}

function one({ title, url, snippet, advertisement }: Shown): string {
  const paid = `https://duckduckgo.com/y.js?ad_domain=x.example&amp;u3=${encodeURIComponent(url)}`;
  const href = advertisement ? paid : `//duckduckgo.com/l/?uddg=${encodeURIComponent(url)}&amp;rut=0123abcd`;
  const words = snippet === undefined ? "" : `<a class="result__snippet" href="${href}">${snippet}</a>`;
  return `<div class="result results_links web-result ${advertisement ? "result--ad" : ""}">
    <div class="links_main links_deep result__body"><h2 class="result__title">
      <a rel="nofollow" class="result__a" href="${href}">${title}</a></h2>
      <div class="result__extras"><span class="result__icon"><a href="${href}"><img alt="" src="x.ico"></a></span>
      <a class="result__url" href="${href}"> shown.example </a></div>${words}<div class="clear"></div></div></div>`;
}
