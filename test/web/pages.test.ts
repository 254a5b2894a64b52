import type { BrowserContextOptions, Page } from 'playwright-core'
import t from 'tap'
import { faultsOf } from '../support/axe.ts'
import { openBrowser } from '../support/browser.ts'
import { everyPage } from './fixtures/every-page.ts'
import { servePages } from './serve-pages.ts'

t.setTimeout(180_000)

const NARROWEST = { width: 320, height: 700 }

const samples = everyPage('en')
const norwegian = everyPage('nb').map((sample) => ({ ...sample, title: `nb/${sample.title}` }))
const server = await servePages([...samples, ...norwegian])
t.teardown(() => server.close())
const browser = await openBrowser(t)

/** Writes down what a page says on the console, what its policy refuses and what it asks of other hosts. */
function listenTo(page: Page, heard: string[]): void {
  page.on('console', (message) => message.type() !== 'log' && heard.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`))
  page.on(
    'response',
    (response) => response.status() >= 400 && heard.push(`${response.status()} ${response.url()}`),
  )
  page.on('request', (request) => {
    const isOurs = request.url().startsWith(server.url) || request.url().startsWith('data:')
    if (!isOurs) heard.push(`asked ${request.url()}`)
  })
}

async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
}

/** Colours that stand for pictures and are larger than theirs, or before them: they would cover the page. */
async function strayTones(page: Page): Promise<number> {
  return await page.evaluate(
    () =>
      [...document.querySelectorAll('.tone + img')].filter((img) => {
        const tone = img.previousElementSibling?.getBoundingClientRect()
        const around = img.parentElement?.getBoundingClientRect()
        const isBehind = getComputedStyle(img).position !== 'static'
        return (
          !tone || !around || tone.width > around.width + 1 || tone.height > around.height + 1 || !isBehind
        )
      }).length,
  )
}

/** Visits pages in two tabs at once, one for each core of the smallest machine. */
async function visit(
  titles: string[],
  options: BrowserContextOptions,
  look: (page: Page, title: string) => Promise<void>,
): Promise<string[]> {
  const heard: string[] = []
  const left = [...titles]
  const tab = async () => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    listenTo(page, heard)
    for (let title = left.shift(); title !== undefined; title = left.shift()) {
      await page.goto(`${server.url}/${title}`)
      await look(page, title)
    }
    await context.close()
  }
  await Promise.all([tab(), tab()])
  return heard
}

t.test('every page is accessible in both themes, fits 320 px and keeps to its own server', async (t) => {
  const titles = samples.map(({ title }) => title)
  const heard = await visit(titles, { viewport: NARROWEST }, async (page, title) => {
    t.notOk(await isTooWide(page), `${title} does not scroll sideways`)
    t.equal(await strayTones(page), 0, `${title}: colours stand behind their pictures`)
    t.same(await faultsOf(page), [], `${title} in light`)
    await page.emulateMedia({ colorScheme: 'dark' })
    t.same(await faultsOf(page, ['color-contrast']), [], `${title} in dark`)
    await page.emulateMedia({ colorScheme: 'light' })
  })
  t.same(heard, [], 'nothing was said, refused or asked of others')
})

t.test('every page fits 320 px in Bokmål too', async (t) => {
  const titles = norwegian.map(({ title }) => title)
  await visit(titles, { viewport: NARROWEST, colorScheme: 'dark' }, async (page, title) => {
    t.notOk(await isTooWide(page), title)
  })
})

const KEY_PAGES = ['cover', 'sheet', 'spread', 'entry-upright', 'take-part-checked', 'check-entries', 'draw']

t.test('without script the pages are whole and accessible', async (t) => {
  const context = await browser.newContext({ viewport: NARROWEST })
  await context.route(/\.js$/, (route) => route.abort())
  const page = await context.newPage()
  for (const title of KEY_PAGES) {
    await page.goto(`${server.url}/${title}`)
    t.same(await faultsOf(page), [], title)
  }
  await context.close()
})

t.test('without script nothing is offered that needs one', async (t) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  for (const title of KEY_PAGES) {
    await page.goto(`${server.url}/${title}`)
    t.equal(await page.locator('.needs-script').filter({ visible: true }).count(), 0, title)
  }
  await context.close()
})

t.test('a covered picture is neither shown nor fetched until somebody asks for it', async (t) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const fetched: string[] = []
  page.on('request', (request) => request.resourceType() === 'image' && fetched.push(request.url()))
  await page.goto(`${server.url}/entry-careful`, { waitUntil: 'networkidle' })
  const picture = page.locator('.plate img')
  t.notOk(await picture.isVisible())
  t.notOk(
    fetched.some((url) => url.includes('/media/')),
    'it does not load',
  )
  await page.locator('.careful summary').press('Enter')
  await picture.waitFor()
  await page.getByText('Cover it').press('Enter')
  await picture.waitFor({ state: 'hidden' })
  await context.close()
})

t.test('everything that can be pressed is reached by keyboard, and shows that it is', async (t) => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  })
  await context.route(/after=/, (route) => route.abort())
  const page = await context.newPage()
  for (const title of ['cover', 'sheet', 'spread', 'take-part-checked', 'draw', 'console-moderate']) {
    await page.goto(`${server.url}/${title}`)
    const expected = await page
      .locator('a[href], button, input:not([type=hidden]), select, textarea, summary')
      .filter({ visible: true })
      .count()
    const reached = new Set<string>()
    const unseen: string[] = []
    for (let presses = 0; presses < expected + 5; presses += 1) {
      await page.keyboard.press('Tab')
      const focus = await page.evaluate(() => {
        const element = document.activeElement
        if (!element || element === document.body) return null
        const all = [...document.querySelectorAll('*')]
        const style = getComputedStyle(element)
        return {
          at: String(all.indexOf(element)),
          seen: style.outlineStyle !== 'none',
          html: element.outerHTML,
        }
      })
      if (!focus) continue
      reached.add(focus.at)
      if (!focus.seen) unseen.push(focus.html.slice(0, 120))
    }
    t.equal(reached.size, expected, `${title}: ${expected} stops`)
    t.same(unseen, [], `${title}: each shows its focus`)
  }
  await context.close()
})
