import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { PASSWORD } from '../support/builders.ts'
import { type House, visitor } from './house.ts'

/** From the door to two decisions without a pointer: Tab, the arrows, Space, Enter and letters. */
export async function moderateByKeyboard(t: Test, house: House): Promise<void> {
  const { open } = house
  const { page, heard } = await visitor(t, house)
  const { keyboard } = page
  await page.goto(`/console/c/${open.contest.slug}/moderate`)
  await tabTo(page, 'E-mail')
  await keyboard.type(open.owner.email)
  await tabTo(page, 'Password')
  await keyboard.type(PASSWORD)
  await keyboard.press('Enter')

  const waiting = page.locator('[aria-current=true] b')
  await waiting.waitFor()
  const before = Number(await waiting.textContent())
  await tabTo(page, 'Approve')
  await keyboard.press('Enter')
  await waiting.filter({ hasText: String(before - 1) }).waitFor()

  await tabTo(page, 'Reject')
  await keyboard.press('Space')
  await tabTo(page, 'Reason')
  await keyboard.type('Something else')
  await tabTo(page, 'What the person reads')
  await keyboard.type('blurred beyond recognition')
  await tabTo(page, 'Reject')
  await keyboard.press('Enter')
  await waiting.filter({ hasText: String(before - 2) }).waitFor()

  await page.getByRole('link', { name: 'Rejected' }).focus()
  await keyboard.press('Enter')
  await page.getByText('Not approved: blurred beyond recognition').waitFor()
  t.equal(await page.locator('.card').count(), 1)
  t.same(heard, [])
}

/** Presses Tab until the focus is on what a screen reader calls so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    const found = await focusedName(page)
    // A field that may stay empty says so after its name.
    if (found === name || found.startsWith(`${name} `)) return
  }
  throw new Error(`The keyboard does not reach "${name}".`)
}

async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (element === null) return ''
    const [label] = 'labels' in element && element.labels instanceof NodeList ? element.labels : []
    return (label ?? element).textContent?.trim() ?? ''
  })
}
