import type { Test } from 'tap'
import { listMail } from '../../server/db/mail.ts'
import { openMail } from '../../server/steps/send-mail.ts'
import { scenePhoto } from '../support/scene.ts'
import { approve, waitingCards } from '../support/site.ts'
import { type House, visitor } from './house.ts'

/** From *take part* to the catalogue in a browser that runs no script. */
export async function sendWithoutScript(t: Test, house: House): Promise<void> {
  const { site, open } = house
  const base = `/c/${open.contest.slug}`
  const { page, heard } = await visitor(t, house, { javaScriptEnabled: false })
  await page.goto(`${base}/items/kopp`)
  await page.getByRole('link', { name: 'Photograph it' }).click()
  const photo = { name: 'kopp.jpg', mimeType: 'image/jpeg', buffer: await scenePhoto(70, 320, 400) }
  await page.getByLabel('Photographs', { exact: true }).setInputFiles(photo)
  t.equal(await page.getByLabel('What does it show?').inputValue(), 'kopp', 'the thing one came for')
  await page.getByLabel('Name to print under it').fill('Ragnhild')
  await page.getByLabel('E-mail').fill('ragnhild@post.example')
  await page.getByLabel('One sentence about it').fill('Den siste hele koppen i huset.')
  await page.getByLabel('I took it').check()
  await page.getByRole('button', { name: 'Send the photograph' }).click()

  const receipt = await page.locator('.code code').textContent()
  const [mail] = await listMail(site.ctx.db, [open.contest.brandId], 1, null)
  const { text } = openMail(site.ctx, mail?.message ?? Buffer.alloc(0))
  await page.goto(/https?:\S+\/confirm\/\S+/.exec(text)?.[0] ?? '')
  await page.getByRole('button', { name: 'Yes, it was me' }).click()
  await page.getByRole('heading', { name: 'Confirmed' }).waitFor()

  const card = (await waitingCards(site, open)).find(({ item }) => item === 'kopp')
  await approve(site, open, card?.entry ?? 0)
  await page.goto(`${base}/check`)
  await page.getByLabel('Link or receipt').fill(receipt ?? '')
  await page.getByRole('button', { name: 'Look it up' }).click()
  await page.getByText('It carries a ticket in the next draw.').waitFor()
  t.notMatch(page.url(), receipt ?? '', 'the receipt is in no address')
  await page.getByRole('link', { name: 'See it in the catalogue' }).click()
  await page.getByRole('heading', { name: 'Photograph by Ragnhild' }).waitFor()
  t.match(await page.locator('.caption').textContent(), 'Den siste hele koppen')
  t.same(heard, [])
}
