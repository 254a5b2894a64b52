import type { Test } from 'tap'
import { readHtml } from '../support/html.ts'
import { AS_BROWSER } from '../support/site.ts'
import type { House } from './house.ts'

/** Follows every link of the site from its front page on. */
export async function crawlEverything(t: Test, { site, open, drawn }: House): Promise<void> {
  const html = new Map<string, string>()
  const wanted: { from: string; path: string; fragment: string }[] = []
  const queue = ['/']
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (html.has(path)) continue
    const { status, text, headers } = await site.ask(path, { headers: AS_BROWSER })
    t.ok(status === 200 || path === '/console', `${path} is there`)
    html.set(path, text)
    if (!headers['content-type']?.startsWith('text/html')) continue
    for (const { url } of readHtml(text).links) {
      const target = new URL(url, `${site.address}${path}`)
      if (target.origin !== site.address) continue
      const next = `${target.pathname}${target.search}`
      wanted.push({ from: path, path: next, fragment: target.hash.slice(1) })
      queue.push(next)
    }
  }
  for (const { from, path, fragment } of wanted.filter((link) => link.fragment !== ''))
    t.match(html.get(path), `id="${fragment}"`, `${from} leads to #${fragment} of ${path}`)
  for (const { slug } of [open.contest, drawn])
    t.ok(html.has(`/c/${slug}/rules.txt`), `${slug} was walked through`)
}
