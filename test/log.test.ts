import { sql } from 'kysely'
import t from 'tap'
import { readMemberships } from '../server/db/brands.ts'
import { listMail } from '../server/db/mail.ts'
import { listPublicEntries } from '../server/db/public-entries.ts'
import { createLogger } from '../server/log.ts'
import { openMail } from '../server/steps/send-mail.ts'
import { offerSetup } from '../server/steps/set-up.ts'
import { aFile, aNetwork, aSource, CAMPAIGN_TAG, type Owner, openedContest } from './support/builders.ts'
import { collectedAt } from './support/draws.ts'
import { formOn, openPage, sendForm } from './support/forms.ts'
import { cookiesOf } from './support/http.ts'
import { scenePhoto } from './support/scene.ts'
import { AS_BROWSER, startSite, waitingCards } from './support/site.ts'
import { startSmtpServer } from './support/smtp.ts'
import { until } from './support/until.ts'

t.setTimeout(120_000)

const EVERY_SECOND = '* * * * * *'
const OWNER = {
  name: 'Solveig Eierson',
  email: 'solveig.eierson@brand.example',
  brand: 'Trivelund',
  password: 'sju trollunger i en eik',
}
const READER = {
  item: 'kopp',
  name: 'Turid Innsender',
  email: 'turid.innsender@post.example',
  words: 'Koppen fra bestemor Ragnhild.',
  consent: 'yes',
}
const CAPTION = 'Hjemme hos oss i Solbakken'
const REPORT = 'Naboen Torvald eier dette bildet'
const REFUSAL = 'Krakken til Gunvor er ikke med'
const ADDRESS = '198.51.100.77'
const TOKEN = 'tilgangsbevis-4711'

t.test('a campaign leaves no personal word and no secret in the log, whatever goes wrong', async (t) => {
  const lines: string[] = []
  const smtp = await startSmtpServer(t)
  const site = await startSite(t, {
    log: createLogger('trace', { write: (line) => lines.push(line) }),
    mail: smtp.url,
    jobs: true,
    env: {
      TRUST_PROXY: '127.0.0.1',
      SCHEDULE_COLLECT_POSTS: EVERY_SECOND,
      SCHEDULE_RECHECK_POSTS: EVERY_SECOND,
      SCHEDULE_FETCH_PICTURE: EVERY_SECOND,
      SCHEDULE_RUN_DRAWS: EVERY_SECOND,
      SCHEDULE_SWEEP: EVERY_SECOND,
    },
  })
  const { ctx, clock } = site
  const messages = () => new Set(lines.map((line) => String(JSON.parse(line).msg)))
  const logged = (message: string) => until(`"${message}" in the log`, () => messages().has(message))
  const secrets: Record<string, string> = {}

  // The owner comes in, forgets the password once, and connects a network.
  const setup = (await offerSetup(ctx)) ?? ''
  secrets.setup = setup.split('/').at(-1) ?? ''
  const page = await openPage(site, new URL(setup).pathname, undefined, ADDRESS)
  await sendForm(site, page, secrets.setup, OWNER)
  const door = await openPage(site, '/console/sign-in', undefined, ADDRESS)
  await sendForm(site, door, '/sign-in', { email: OWNER.email, password: 'helt feil passord!' })
  const signedIn = await site.ask('/console/sign-in', {
    form: { email: OWNER.email, password: OWNER.password },
    headers: { origin: site.address, 'x-forwarded-for': ADDRESS },
  })
  const cookie = cookiesOf(signedIn)
  secrets.cookie = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''
  const owner = await ownerWith(cookie)
  const network = await aNetwork(t, clock, { token: TOKEN })
  const sourceId = await aSource(ctx, owner.brandId, network, { token: TOKEN })
  const opened = await openedContest(ctx, { owner, sourceId })
  const { contest } = opened

  // People post, one with a picture that is none; somebody hands a picture in and confirms.
  const tags = `#${CAMPAIGN_TAG} #krakk`
  const kari = { user: 'kari_solbakken', name: 'Kari Solbakken' }
  const account = { user: 'gunvor_fjell', name: 'Gunvor Fjell' }
  network.timeline.post({ text: `${CAPTION} ${tags}`, account: kari, files: [aFile(1)] })
  network.timeline.post({ text: `${CAPTION} ${tags}`, account, files: [aFile(2)] })
  network.timeline.post({ text: `${CAPTION} ${tags}`, account, files: [aFile(3, { twist: 'broken' })] })
  clock.advance(60_000)
  await until('two cards', async () => (await waitingCards(site, opened)).length === 2)
  const form = await openPage(site, `/c/${contest.slug}/take-part`, undefined, ADDRESS)
  const photo = await scenePhoto(4, 96, 72)
  const receipt = await sendForm(site, form, '/upload', READER, { photo })
  secrets.receipt = formOn(receipt, '/check').values.q ?? ''
  await until('the mail', () => smtp.mail.length === 1)
  secrets.confirmation = /\/confirm\/([0-9a-z-]+)/.exec(smtp.mail[0]?.text ?? '')?.[1] ?? ''
  const ask = await openPage(site, `/c/${contest.slug}/confirm/${secrets.confirmation}`, undefined, ADDRESS)
  await sendForm(site, ask, secrets.confirmation)
  await sendForm(site, receipt, '/check')
  await openPage(site, `/c/${contest.slug}/confirm/${secrets.confirmation}x`, undefined, ADDRESS)

  // A mail that no server takes.
  smtp.mood = 'refuses recipients'
  await sendForm(site, form, '/upload', { ...READER, words: `${READER.words} To.` }, { photo })
  await logged('job failed')

  // Moderators decide; a reader reports; a table that is missing makes the report fail first.
  const cards = await waitingCards(site, opened)
  const decide = (entry: number, what: string, json: object) =>
    site.ask(`/api/v1/contests/${contest.slug}/entries/${entry}/${what}`, { as: owner, json })
  for (const { entry, credit } of cards) {
    const isGunvor = credit?.startsWith('gunvor')
    const answer = isGunvor
      ? await decide(entry, 'reject', { code: 'refused', text: REFUSAL })
      : await decide(entry, 'approve', {})
    t.equal(answer.status, 200)
  }
  const [entry] = await listPublicEntries(ctx.db, { contestId: contest.id }, 1, null)
  const path = `/c/${contest.slug}/entries/${entry?.id}`
  const shown = await openPage(site, path, undefined, ADDRESS)
  await sql`alter table report rename to mislaid`.execute(ctx.db)
  const failed = await sendForm(site, shown, '/report', { reason: 'mine', text: REPORT })
  t.equal(failed.answer.status, 500)
  await logged('request failed')
  await sql`alter table mislaid rename to report`.execute(ctx.db)
  await sendForm(site, shown, '/report', { reason: 'mine', text: REPORT })

  // The network goes away, the list is frozen, the draw happens.
  await network.server.close()
  await logged('source failed')
  clock.set(collectedAt(contest))
  const frozen = await site.ask(`/api/v1/contests/${contest.slug}/draws`, {
    as: owner,
    json: { leaveWaiting: true },
  })
  t.equal(frozen.status, 201, frozen.text)
  clock.set(contest.drawAt)
  await logged('drawn')
  await site.ask('/console/sign-out', { as: owner, form: {} })
  await site.ask(`/c/${contest.slug}/check?q=${secrets.receipt}`, { headers: AS_BROWSER })

  t.ok(messages().has('job done') && messages().has('list frozen'))
  t.equal(
    (await listMail(ctx.db, [owner.brandId], 9, null)).map(({ message }) => openMail(ctx, message)).length,
    2,
  )
  const log = lines.join('').toLowerCase()
  const words = {
    ...secrets,
    ownerMail: 'solveig.eierson',
    ownerName: 'Eierson',
    password: OWNER.password,
    wrongPassword: 'helt feil passord',
    readerMail: 'turid.innsender',
    readerName: 'Innsender',
    readerWords: 'Ragnhild',
    handle: 'kari_solbakken',
    name: 'Kari Solbakken',
    otherHandle: 'gunvor_fjell',
    caption: 'Solbakken',
    report: 'Torvald',
    refusal: 'Gunvor',
    address: ADDRESS,
    networkToken: TOKEN,
    mailPassword: 'lukk deg opp',
  }
  for (const [what, word] of Object.entries(words)) {
    t.ok(word.length > 4, `${what} is known`)
    const line = lines.find((one) => one.toLowerCase().includes(word.toLowerCase()))
    t.notOk(log.includes(word.toLowerCase()), what, { line })
  }

  async function ownerWith(cookie: string): Promise<Owner> {
    const { id, email } = await ctx.db
      .selectFrom('auth.user')
      .select(['id', 'email'])
      .where('email', '=', OWNER.email)
      .executeTakeFirstOrThrow()
    const [brand] = await readMemberships(ctx.db, id)
    if (!brand) throw new Error('The owner has no brand')
    return { id, email, brandId: brand.brandId, brandSlug: brand.brandSlug, cookie }
  }
})
