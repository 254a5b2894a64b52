import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { UPLOADS_PER_NETWORK } from '../../server/routes/public/upload.ts'
import { cuttingLine } from '../support/cutting-line.ts'
import { heicFixture } from '../support/heic.ts'
import { sendPhotoForm } from '../support/photos.ts'
import { drawScene } from '../support/scene.ts'
import { type House, visitor } from './house.ts'

/** Photographs are handed over while the form is filled in; the line breaks, and it goes on where it was. */
export async function sendOnABadLine(t: Test, house: House): Promise<void> {
  const { site, open } = house
  const buffer = await drawScene(71, 1_200, 900, 60).jpeg({ quality: 97 }).toBuffer()
  const line = await cuttingLine(t, site.address, 200_000, 3)
  const { page } = await visitor(t, house, { baseURL: line.address })
  await page.goto(`/c/${open.contest.slug}/take-part?item=kopp`)
  const offsets: number[] = []
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']))
  })
  await page.getByLabel('Photographs', { exact: true }).setInputFiles([
    { name: 'kopp.jpg', mimeType: 'image/jpeg', buffer },
    { name: 'IMG_2.HEIC', mimeType: 'image/heic', buffer: await heicFixture('scene') },
  ])
  await fill(page)
  await page.getByRole('button', { name: 'Send the photograph' }).click()
  t.match(await page.locator('.code code').textContent(), /^[0-9a-z-]{35}$/)
  // A browser tries again by itself once: what was cut three times has gone on by its script.
  t.equal(line.cuts(), 3)
  t.ok(
    offsets.some((offset) => offset > 0 && offset % 1_000_000 > 0),
    `it went on in the middle of a piece: of ${buffer.length} bytes from ${offsets}`,
  )
}

/** Past the limit a browser works out a sum, and what was handed over and typed is sent with it. */
export async function sendPastTheLimit(t: Test, house: House): Promise<void> {
  const { site, open } = house
  for (let sent = 0; sent < UPLOADS_PER_NETWORK; sent++)
    await sendPhotoForm(site, open.contest, { change: { consent: '' } })
  const { page } = await visitor(t, house)
  await page.goto(`/c/${open.contest.slug}/take-part?item=kopp`)
  const buffer = await drawScene(72, 320, 240).jpeg().toBuffer()
  await page
    .getByLabel('Photographs', { exact: true })
    .setInputFiles({ name: 'kopp.jpg', mimeType: 'image/jpeg', buffer })
  await page.getByText('kopp.jpg: all here').first().waitFor()
  await fill(page)
  await page.getByRole('button', { name: 'Send the photograph' }).click()
  await page.getByRole('heading', { name: 'Very many photographs' }).waitFor()
  await page.getByText('The sum is worked out').waitFor({ timeout: 30_000 })
  t.equal(await page.getByLabel('kopp.jpg').isChecked(), true, 'the photograph is still here')
  await page.getByRole('button', { name: 'Send the photograph' }).click()
  t.match(await page.locator('.code code').textContent(), /^[0-9a-z-]{35}$/)
}

async function fill(page: Page): Promise<void> {
  await page.getByLabel('Name to print under it').fill('Ragnhild')
  await page.getByLabel('E-mail').fill('ragnhild@post.example')
  await page.getByLabel('I took it').check()
}
