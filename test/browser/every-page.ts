import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { faultsOf } from '../support/axe.ts'
import { type House, signIn, visitor } from './house.ts'

const NARROWEST = { width: 320, height: 700 }
const PHONE = { width: 360, height: 780 }
const DESK = { width: 1440, height: 900 }
/** Rules that depend on where things stand and on what is seen, which differ on a phone. Its dark theme is held by test/web. */
const RULES_OF_PLACE = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable']

/** Looks at every kind of page in two tabs at once, one for each core of the smallest machine. */
export async function lookAtEveryPage(t: Test, house: House): Promise<void> {
  const left = [...publicPages(house), ...consolePages(house)]
  const look = async () => {
    const { page, heard } = await visitor(t, house)
    await signIn(page, house)
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      await page.goto(path)
      await inspect(t, page, path)
    }
    return { page, heard }
  }
  const tabs = await Promise.all([look(), look()])
  const [{ page }] = tabs
  await lookUp(t, page, house)
  t.same(
    tabs.flatMap(({ heard }) => heard),
    [],
    'nothing was said, refused, missed or asked of others',
  )
}

function publicPages({ open, drawn, shown }: House): string[] {
  const base = `/c/${open.contest.slug}`
  const after = `/c/${drawn.slug}`
  return [
    '/',
    base,
    `${base}/items`,
    `${base}/items?gaps=1`,
    `${base}/items/krakk`,
    `${base}/items/kopp`,
    `${base}/entries/${shown.entry}`,
    `${base}/take-part?item=krakk`,
    `${base}/check`,
    `${base}/winners`,
    `${base}/draws`,
    `${base}/rules?lang=nb`,
    `${base}/room`,
    `${base}/log?lang=nb`,
    after,
    `${after}/take-part`,
    `${after}/winners`,
    `${after}/draws`,
    `${after}/draws/1`,
    '/privacy?lang=nb',
    '/imprint',
  ]
}

/** What is seen by those who signed in, drafts too. */
function consolePages({ open, draft }: House): string[] {
  const base = `/console/c/${open.contest.slug}`
  const own = `/c/${draft.slug}`
  return ['/console', '/console/sign-in', '/console/outbox', base, `${base}/moderate`, own, `${own}/rules`]
}

/** *My entries* with an answer on it, which is asked for in a body. */
async function lookUp(t: Test, page: Page, { open, shown }: House): Promise<void> {
  const base = `/c/${open.contest.slug}`
  await page.goto(`${base}/entries/${shown.entry}`)
  const post = await page.getByRole('link', { name: 'Open it where it was posted' }).getAttribute('href')
  await page.goto(`${base}/check`)
  await page.getByLabel('Link or receipt').fill(post ?? '')
  await page.getByRole('button', { name: 'Look it up' }).click()
  await page.getByText('Approved. It is in the catalogue.').waitFor()
  await inspect(t, page, 'my entries with an answer')
}

async function inspect(t: Test, page: Page, name: string): Promise<void> {
  await page.setViewportSize(NARROWEST)
  const isTooWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  t.notOk(isTooWide, `${name} does not scroll sideways`)
  await page.setViewportSize(PHONE)
  t.same(await faultsOf(page, RULES_OF_PLACE), [], `${name} on a phone`)
  await page.setViewportSize(DESK)
  t.same(await faultsOf(page), [], `${name} on a desk`)
  await page.emulateMedia({ colorScheme: 'dark' })
  t.same(await faultsOf(page, ['color-contrast']), [], `${name} on a desk, in dark`)
  await page.emulateMedia({ colorScheme: 'light' })
}
