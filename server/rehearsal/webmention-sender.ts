/**
 * Tells a page that another one links to it, as the Recommendation says (w3.org/TR/webmention, 3.1): the endpoint is that
 * of the first `Link` header with `rel="webmention"`, else of the first such element of the page.
 */
export async function sendWebmention(
  source: string,
  target: string,
): Promise<{ status: number; location: string | null; text: string }> {
  const endpoint = await findEndpoint(target)
  const answer = await fetch(endpoint, { method: 'POST', body: new URLSearchParams({ source, target }) })
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
}

async function findEndpoint(target: string): Promise<string> {
  const page = await fetch(target, { headers: { accept: 'text/html' } })
  const text = await page.text()
  const [, header] =
    /<([^>]*)>\s*;\s*rel="?(?:[^"]*\s)?webmention(?:\s[^"]*)?"?/i.exec(page.headers.get('link') ?? '') ?? []
  const [element] = /<(?:link|a)\b[^>]*\brel="?(?:[^"]*\s)?webmention\b[^>]*>/i.exec(text) ?? []
  const [, attribute] = /\bhref="([^"]*)"/i.exec(element ?? '') ?? []
  const found = header ?? attribute
  if (found === undefined) throw new Error(`Found no webmention endpoint at ${target}; expected one`)
  return new URL(found, page.url).href
}
