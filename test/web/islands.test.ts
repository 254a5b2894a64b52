import type { Page } from 'playwright-core'
import t from 'tap'
import { openBrowser } from '../support/browser.ts'
import { aPhoto, things } from './fixtures/basics.ts'
import { aCover, aSheet, aSpread } from './fixtures/catalogue.ts'
import { everyPage } from './fixtures/every-page.ts'
import { type Sample, sampleOf } from './fixtures/sample.ts'
import { servePages } from './serve-pages.ts'

const samples = everyPage('en')
const [somlebo] = things
const nextPage: Sample = {
  ...sampleOf(samples, 'spread-later', 'item'),
  title: 'c/hverdag/items/somlebo',
  props: {
    ...aSpread('en', 41, { isFirst: false, next: null }),
    photos: Array.from({ length: 5 }, (_, place) => aPhoto(somlebo ?? { id: 'x', name: 'X' }, 100 + place)),
  },
}
const checked: Sample = {
  ...sampleOf(samples, 'take-part-checked', 'takePart'),
  title: 'c/hverdag/take-part',
}

const server = await servePages([...samples, nextPage, checked])
t.teardown(() => server.close())
const browser = await openBrowser(t)

/** Tells of ever more photographs until the page shows it: the page may connect a moment later. */
async function hear(page: Page, check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    server.say({ filled: 20 + tries, total: 24, people: 1134, photos: 210 + tries })
    if (await check()) return
    await page.waitForTimeout(50)
  }
  throw new Error('The page did not show what it was told.')
}

t.test('a gap fills while one looks, and every number counts on', async (t) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const cover = await context.newPage()
  await cover.goto(`${server.url}/cover`)
  const after = aCover('en', 20)
  const klyvstad = { id: 'klyvstad', name: 'KLYVSTAD' }
  server.replace({
    ...sampleOf(samples, 'cover', 'cover'),
    props: {
      ...after,
      newest: [aPhoto(klyvstad, 2), ...after.newest.slice(0, -1)],
      magazine: [aPhoto(klyvstad, 2), ...after.magazine.slice(0, 3)],
    },
  })
  await hear(cover, async () => (await cover.textContent('[data-live-number=people]')) === '1,134')
  await cover.locator('[data-live-photos] > li.filling').waitFor()
  t.match(await cover.locator('[data-live-photos] > li').first().textContent(), 'KLYVSTAD @amina')
  t.equal(await cover.locator('.meter .little-pages').getAttribute('aria-label'), '20 of 24 pages rebuilt')
  t.equal(await cover.locator('.meter .on').count(), 20)
  t.equal(await cover.locator('.contents .on').count(), 20, 'the contents too')
  t.match(
    await cover.locator('.plates .pic').first().locator('img').getAttribute('src'),
    '/media/klyvstad/2/',
  )
  await context.close()
})

t.test('a gap of the contact sheet turns into its photograph', async (t) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const sheet = await context.newPage()
  await sheet.goto(`${server.url}/sheet`)
  const filled = sheet.locator('[data-page=klyvstad]')
  t.equal(await filled.getAttribute('class'), 'page gap')
  server.replace({ ...sampleOf(samples, 'sheet', 'items'), props: aSheet('en', 24) })
  await hear(sheet, async () => (await filled.getAttribute('class')) === 'page filling')
  t.equal(await filled.locator('img').getAttribute('alt'), 'KLYVSTAD, photographed by @j_hegge')
  t.equal(await sheet.textContent('[data-live-part=summary]'), '24 rebuilt by 168 people')
  t.equal(await sheet.locator('.page.gap').count(), 0)
  await context.close()
})

t.test('a page nobody looks at holds no connection, and catches up when it is looked at again', async (t) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => request.url().endsWith('/live') && asked.push(request.url()))
  await page.goto(`${server.url}/cover`, { waitUntil: 'load' })
  await hear(page, async () => asked.length === 1)
  const setHidden = (isHidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, isHidden)
  await setHidden(true)
  await setHidden(false)
  await hear(page, async () => asked.length === 2)
  t.equal(asked.length, 2)
  await context.close()
})

t.test('the tags are copied, and the button says so', async (t) => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  await page.goto(`${server.url}/spread`)
  const button = page.locator('.print .copy')
  await button.click()
  await button.getByText('Copied').waitFor()
  t.equal(
    await page.evaluate(() => navigator.clipboard.readText()),
    '#hverdagskatalogen #somlebo #konkurranse',
  )
  await context.close()
})

t.test(
  'more photographs come when the end of the list is reached, and the link goes when all are there',
  async (t) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${server.url}/spread`)
    const photos = page.locator('.more-photos li')
    t.equal(await photos.count(), 18)
    await page.evaluate(() => {
      const link = document.querySelector<HTMLAnchorElement>('[data-more]')
      if (link) link.href = '/c/hverdag/items/somlebo?after=x'
    })
    await page.locator('[data-more]').scrollIntoViewIfNeeded()
    await page.locator('[data-more]').waitFor({ state: 'detached' })
    t.equal(await photos.count(), 23)
    await context.close()
  },
)

t.test('when more cannot be fetched the link stays and says so', async (t) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await context.route(/after=/, (route) => route.abort())
  await page.goto(`${server.url}/spread`)
  await page.locator('[data-more]').scrollIntoViewIfNeeded()
  await page.getByText('That did not work. The link still does.').waitFor()
  t.match(await page.locator('[data-more]').getAttribute('href'), 'after=cursor')
  await context.close()
})

t.test('a caption is checked as one types, and the answer is read out', async (t) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${server.url}/take-part`)
  await page.fill('#caption', 'Kjøpte denne i 2019. #hverdagskatalogen #somlebo')
  await page.getByText('This would not count yet.').waitFor()
  t.equal(await page.locator('#caption-result').getAttribute('aria-live'), 'polite')
  t.equal(new URL(page.url()).search, '', 'the caption does not get into the address')
  await context.close()
})

t.test('choosing a thing shows its tags at once', async (t) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${server.url}/take-part`)
  t.notMatch(await page.textContent('#tags'), '#somlebo')
  await page.selectOption('#thing', 'somlebo')
  await page.locator('#tags .tag', { hasText: '#somlebo' }).waitFor()
  await context.close()
})

t.test('readers elsewhere see their own clock beside the contest’s', async (t) => {
  for (const [zone, expected] of [
    ['America/New_York', 'where you are'],
    ['Europe/Oslo', null],
  ] as const) {
    const context = await browser.newContext({ timezoneId: zone })
    const page = await context.newPage()
    await page.goto(`${server.url}/take-part`, { waitUntil: 'networkidle' })
    const text = await page.textContent('.title')
    if (expected) t.match(text, expected)
    else t.notMatch(text, 'where you are')
    await context.close()
  }
})
