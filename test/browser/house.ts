import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { HOUR } from '../../server/contest/instant.ts'
import type { Contest } from '../../server/db/contests.ts'
import { listDraws } from '../../server/db/draws.ts'
import { runDraw } from '../../server/steps/run-draw.ts'
import { openBrowser } from '../support/browser.ts'
import {
  aFile,
  aNetwork,
  CAMPAIGN_TAG,
  localTime,
  type OpenedContest,
  openedContest,
  PASSWORD,
} from '../support/builders.ts'
import { approveAll, readSource } from '../support/crowd.ts'
import { scenePhoto } from '../support/scene.ts'
import type { Cleaner } from '../support/scratch.ts'
import {
  approve,
  type BusyContest,
  busyContest,
  type Card,
  type Site,
  startSite,
  waitingCards,
} from '../support/site.ts'

/** A whole server with an open contest and a drawn one, and a browser: made once for all tests of the folder. */
export interface House {
  site: Site
  browser: Browser
  /** `krakk` has a photograph, `vindskjerm` has one that waits, `kopp` has none. */
  open: BusyContest
  /** The public entry of `krakk`. */
  shown: Card
  drawn: Contest
  /** Of the same owner as the open one. */
  draft: Contest
}

export async function openHouse(t: Cleaner): Promise<House> {
  const [site, browser] = await Promise.all([startSite(t), openBrowser(t)])
  const drawn = await drawnContest(t, site)
  const open = await busyContest(t, site)
  const [shown] = await waitingCards(site, open)
  if (!shown) throw new Error('Nothing waits in the queue.')
  await approve(site, open, shown.entry)
  for (const slug of ['krakk', 'vindskjerm']) await print(site, open, slug)
  const { contest: draft } = await openedContest(site.ctx, { owner: open.owner, state: 'draft' })
  return { site, browser, open, shown, drawn, draft }
}

/** Two took part, one of them won; the clock has gone on by three days then. */
async function drawnContest(t: Cleaner, site: Site): Promise<Contest> {
  const { ctx, clock } = site
  const network = await aNetwork(t, clock)
  const draft = { title: 'Høstkatalogen', closes: localTime(clock.now() + HOUR) }
  const { contest, owner, sourceId } = await openedContest(ctx, { network, draft })
  for (const [i, user] of ['tuva', 'amina'].entries()) {
    const text = `Her er den. #${CAMPAIGN_TAG} #krakk`
    network.timeline.post({ text, account: { user, name: user }, files: [aFile(20 + i)] })
    clock.advance(60_000)
  }
  await readSource(ctx, sourceId)
  await approveAll(ctx, contest, owner.id)
  clock.set(contest.rules.closesAt + contest.rules.grace + HOUR)
  await site.ask(`/api/v1/contests/${contest.slug}/draws`, { as: owner, json: {} })
  clock.set(Math.max(contest.drawAt, clock.now()))
  const [draw] = await listDraws(ctx.db, contest.id)
  const ended = await runDraw(ctx, draw?.id ?? 0, new AbortController().signal)
  if (ended !== 'drawn') throw new Error(`The draw ended as ${ended}.`)
  return contest
}

async function print(site: Site, { contest, owner }: OpenedContest, slug: string): Promise<void> {
  const upload = new FormData()
  upload.set('picture', new Blob([Uint8Array.from(await scenePhoto(90, 240, 240))]), 'print.jpg')
  const path = `/api/v1/contests/${contest.slug}/items/${slug}/picture`
  const answer = await site.ask(path, { method: 'PUT', upload, as: owner })
  if (answer.status !== 200) throw new Error(`The print of ${slug} was refused: ${answer.text}`)
}

/** A page of a visitor whose own browser this is. Closed with the test. */
export async function visitor(
  t: Cleaner,
  { browser, site }: House,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; heard: string[] }> {
  const context = await browser.newContext({ reducedMotion: 'reduce', baseURL: site.address, ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const heard: string[] = []
  listenTo(page, site.address, heard)
  return { page, heard }
}

/** Through the door of the console, as a person goes. */
export async function signIn(page: Page, { open }: House): Promise<void> {
  await page.goto('/console/sign-in')
  await page.getByLabel('E-mail').fill(open.owner.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/console')
}

/** Writes down what a page says on the console, what its policy refuses, what fails and what it asks of others. */
function listenTo(page: Page, address: string, heard: string[]): void {
  page.on('console', (message) => heard.push(`${page.url()} says: ${message.text()}`))
  page.on('pageerror', (error) => heard.push(`${page.url()} fails: ${error.message}`))
  page.on('response', (answer) => {
    if (answer.status() >= 400) heard.push(`${page.url()} got ${answer.status()} for ${answer.url()}`)
  })
  page.on('requestfailed', (request) => {
    // Leaving a page ends the stream of its live numbers, and pictures that are still on their way.
    const why = request.failure()?.errorText ?? ''
    if (why !== 'net::ERR_ABORTED') heard.push(`${page.url()} did not get ${request.url()}: ${why}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${address}/`) && !url.startsWith('data:')) heard.push(`${page.url()} asked ${url}`)
  })
}
