import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { approve, waitingCards } from '../support/site.ts'
import { type House, visitor } from './house.ts'

/** Three pages stand open while a moderator approves the first photograph of `vindskjerm` through the API. */
export async function watchGapFill(t: Test, house: House): Promise<void> {
  const { site, open } = house
  const base = `/c/${open.contest.slug}`
  const { page: cover, heard } = await visitor(t, house)
  const sheet = await cover.context().newPage()
  const spread = await cover.context().newPage()
  await cover.goto(base)
  await sheet.goto(`${base}/items`)
  await spread.goto(`${base}/items/vindskjerm`)
  for (const page of [cover, sheet, spread]) await mark(page)
  t.equal(await sheet.locator('[data-page=vindskjerm]').getAttribute('class'), 'page gap')
  t.equal(await cover.textContent('[data-live-number=filled]'), '1')

  const card = (await waitingCards(site, open)).find(({ item }) => item === 'vindskjerm')
  await approve(site, open, card?.entry ?? 0)

  await sheet.locator('[data-page=vindskjerm]:not(.gap) img').waitFor()
  await sheet.getByText('2 rebuilt by 2 people').waitFor()
  await spread.locator('.crowd:not(.gap) img').waitFor()
  await cover.locator('[data-live-number=filled]', { hasText: '2' }).waitFor()
  await cover.locator('[data-live-photos]', { hasText: 'Vindskjerm @siv' }).waitFor()
  t.equal(await cover.locator('.meter .on').count(), 2)
  for (const page of [cover, sheet, spread]) t.ok(await isMarked(page), `${page.url()} was not reloaded`)
  t.same(heard, [])
}

async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.set(window, 'isStillHere', true))
}

async function isMarked(page: Page): Promise<boolean> {
  return page.evaluate(() => Reflect.get(window, 'isStillHere') === true)
}
