import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds on a page: the rule and the elements it is broken by. All rules, unless some are named. */
export async function faultsOf(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async (only) => {
    const axe = Reflect.get(window, 'axe')
    const { violations } = await axe.run(document, only ? { runOnly: { type: 'rule', values: only } } : {})
    return violations.flatMap((one: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
      one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    )
  }, rules)
}
