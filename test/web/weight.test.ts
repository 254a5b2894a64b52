import type { BrowserContext } from 'playwright-core'
import t from 'tap'
import { openBrowser } from '../support/browser.ts'
import { aContext, aFrame } from './fixtures/basics.ts'
import { aSpread } from './fixtures/catalogue.ts'
import { everyPage } from './fixtures/every-page.ts'
import type { Sample } from './fixtures/sample.ts'
import { servePages } from './serve-pages.ts'

/** Of html, style and script together, compressed; of which script (experience of a phone on a slow line). */
const PAGE_BUDGET = 60_000
const SCRIPT_BUDGET = 6_000

const HEAVIEST = ['cover', 'sheet', 'spread', 'take-part-checked', 'winners', 'draw']

const everything = everyPage('en')
/** Without a next page: what is fetched because one scrolls is no part of loading. */
const whole: Sample = {
  title: 'whole-spread',
  page: 'item',
  props: aSpread('en', 20),
  context: aContext('en', '/c/hverdag/items/somlebo', aFrame()),
}

const server = await servePages([...everything.filter(({ title }) => HEAVIEST.includes(title)), whole])
t.teardown(() => server.close())
const browser = await openBrowser(t)

/** How far things moved on their own, after everything is there (Layout Instability, sum of all shifts). */
async function shiftOf(context: BrowserContext, title: string): Promise<number> {
  const page = await context.newPage()
  await page.goto(`${server.url}/${title}`, { waitUntil: 'networkidle' })
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await page.waitForLoadState('networkidle')
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          resolve(list.getEntries().reduce((sum, entry) => sum + Number(Reflect.get(entry, 'value')), 0))
        })
        observer.observe({ type: 'layout-shift', buffered: true })
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)))
      }),
  )
  await page.close()
  return shift
}

t.test('html, style and script of a page stay within their budget', async (t) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  for (const title of HEAVIEST) {
    const asked = new Set<string>()
    page.on('request', (request) => {
      if (['document', 'stylesheet', 'script'].includes(request.resourceType()))
        asked.add(new URL(request.url()).pathname)
    })
    await page.goto(`${server.url}/${title}`, { waitUntil: 'networkidle' })
    const total = [...asked].reduce((sum, path) => sum + server.weigh(path), 0)
    const script = [...asked]
      .filter((path) => path.endsWith('.js'))
      .reduce((sum, path) => sum + server.weigh(path), 0)
    t.ok(asked.size >= 4, `${title} is html, two style sheets and a script`)
    t.ok(total <= PAGE_BUDGET, `${title} weighs ${total} bytes of ${PAGE_BUDGET}`)
    t.ok(script <= SCRIPT_BUDGET, `its script weighs ${script} bytes of ${SCRIPT_BUDGET}`)
    page.removeAllListeners('request')
  }
  await context.close()
})

t.test('nothing moves while cover, contact sheet and spread load', async (t) => {
  for (const viewport of [
    { width: 360, height: 740 },
    { width: 1440, height: 900 },
  ]) {
    const context = await browser.newContext({ viewport })
    await shiftOf(context, 'cover')
    for (const title of ['cover', 'sheet', 'whole-spread']) {
      t.equal(await shiftOf(context, title), 0, `${title} at ${viewport.width} px`)
    }
    await context.close()
  }
})

t.test('should the typefaces come late, next to nothing moves', async (t) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  await context.route(/\.woff2$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600))
    await route.continue()
  })
  for (const title of ['cover', 'sheet', 'whole-spread']) {
    const shift = await shiftOf(context, title)
    t.ok(shift < 0.1, `${title} moves by ${shift}, below 0.1, where good begins (web.dev/cls)`)
  }
  await context.close()
})
