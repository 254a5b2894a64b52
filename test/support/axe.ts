import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds on a page: the rule and the elements it is broken by. All rules, unless some are named. Elements that keep
 * a rule are not described, and style sheets and films, which only rules of no use here look into, are not fetched again.
 */
export async function faultsOf(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  return page.evaluate(async (only) => {
    const axe = Reflect.get(window, 'axe')
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      preload: false,
      ...(only && { runOnly: { type: 'rule', values: only } }),
    })
    return violations.flatMap((one: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
      one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    )
  }, rules)
}
