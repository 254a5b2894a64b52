import { createHash } from 'node:crypto'
import t from 'tap'
import type { Contest } from '../../server/db/contests.ts'
import {
  CHALLENGE_LIFETIME,
  isSolved,
  PROOF_BITS,
  PROOF_PIECES,
} from '../../server/routes/public/challenge.ts'
import { UPLOADS_PER_NETWORK } from '../../server/routes/public/upload.ts'
import { openedContest } from '../support/builders.ts'
import type { Answer } from '../support/http.ts'
import { heldOn, sendPhotoForm } from '../support/photos.ts'
import { scenePhoto } from '../support/scene.ts'
import { type Site, startSite } from '../support/site.ts'

t.setTimeout(120_000)

const site = await startSite(t, { env: { TRUST_PROXY: '127.0.0.1' } })
const { contest } = await openedContest(site.ctx)
const photo = await scenePhoto(800, 120, 90)
const photos: [string, Uint8Array][] = [['kopp.jpg', photo]]

/** Sends forms that are not filled in until the network has no more without a proof. */
async function useUp(address: string, given: Contest = contest): Promise<void> {
  for (let sent = 0; sent < UPLOADS_PER_NETWORK; sent++)
    await sendPhotoForm(site, given, { address, change: { consent: '' } })
}

const challengeOn = ({ text }: Answer) => /name="challenge" value="([^"]+)"/.exec(text)?.[1] ?? ''

/** As web/islands/challenge.ts does it. */
function solve(token: string): string {
  const numbers = Array.from({ length: PROOF_PIECES }, (_, piece) => {
    for (let number = 0; ; number++) if (zeros(`${token}.${piece}.${number}`) >= PROOF_BITS) return number
  })
  return numbers.join(' ')
}

function zeros(text: string): number {
  return Math.clz32(createHash('sha256').update(text).digest().readUInt32BE(0))
}

const send = (on: Site, address: string, proof: { challenge: string; proof: string }, held: string[] = []) =>
  sendPhotoForm(on, contest, { address, change: proof, ...(held.length > 0 ? { held } : { photos }) })

t.test('thirty forms of a network are taken as they are, the next one is asked for a proof', async (t) => {
  const address = '203.0.113.1'
  for (let sent = 1; sent < UPLOADS_PER_NETWORK; sent++) {
    const { status, text } = await sendPhotoForm(site, contest, { address, change: { consent: '' } })
    if (status !== 400 || text.includes('data-challenge')) t.fail(`form ${sent} was asked for a proof`)
  }
  t.equal((await sendPhotoForm(site, contest, { address, photos })).status, 201, 'the thirtieth')
  const asked = await sendPhotoForm(site, contest, { address, photos })
  t.equal(asked.status, 429)
  const wait = Number(asked.headers['retry-after'])
  t.ok(wait > 1_700 && wait <= 1_800, `${wait} s`)
  t.match(asked.text, /Send this form again after <time/, 'in words too, for whoever runs no script')
  t.match(asked.text, 'value="Åse"', 'what was typed is kept')
  const held = heldOn(asked).map(({ id }) => id)
  t.equal(held.length, 1, 'and the photograph')
  const challenge = challengeOn(asked)
  t.equal((await send(site, address, { challenge, proof: solve(challenge) }, held)).status, 201)
  t.equal(
    (await sendPhotoForm(site, contest, { address: '203.0.113.2', photos })).status,
    201,
    'others are not asked',
  )
})

t.test('a proof lets one upload through, on whichever server', async (t) => {
  const address = '203.0.113.3'
  await useUp(address)
  const challenge = challengeOn(await sendPhotoForm(site, contest, { address, photos }))
  const proof = solve(challenge)
  const other = await startSite(t, { beside: site, env: { TRUST_PROXY: '127.0.0.1' } })
  for (let sent = 0; sent < UPLOADS_PER_NETWORK; sent++)
    await sendPhotoForm(other, contest, { address, change: { consent: '' } })
  const statuses = await Promise.all([site, other, site].map((on) => send(on, address, { challenge, proof })))
  t.same(statuses.map(({ status }) => status).sort(), [201, 429, 429])
})

t.test('what has to be put right spends no proof', async (t) => {
  const address = '203.0.113.4'
  await useUp(address)
  const challenge = challengeOn(await sendPhotoForm(site, contest, { address, photos }))
  const proof = solve(challenge)
  const change = { challenge, proof, name: '' }
  const back = await sendPhotoForm(site, contest, { address, photos, change })
  t.equal(back.status, 400)
  t.equal((await send(site, address, { challenge, proof })).status, 201)
})

t.test('a proof holds for ten minutes, its own network and its own contest', async (t) => {
  const address = '203.0.113.5'
  await useUp(address)
  await useUp('203.0.113.6')
  const other = await openedContest(site.ctx)
  await useUp('203.0.113.7', other.contest)
  const [early, late, elsewhere, foreign] = await Promise.all(
    [contest, contest, contest, other.contest].map(async (one, i) => {
      const from = i === 3 ? '203.0.113.7' : address
      const challenge = challengeOn(await sendPhotoForm(site, one, { address: from, photos }))
      return { challenge, proof: solve(challenge) }
    }),
  )
  if (!early || !late || !elsewhere || !foreign) throw new Error('No challenges')
  t.equal((await send(site, '203.0.113.6', elsewhere)).status, 429, 'another network')
  t.equal((await send(site, address, foreign)).status, 429, 'another contest')
  site.clock.advance(CHALLENGE_LIFETIME - 1)
  t.equal((await send(site, address, early)).status, 201)
  site.clock.advance(1)
  t.equal((await send(site, address, late)).status, 429)
})

t.test('nothing else is a proof', async (t) => {
  const address = '203.0.113.8'
  await useUp(address)
  const challenge = challengeOn(await sendPhotoForm(site, contest, { address, photos }))
  const proof = solve(challenge)
  const [until = '', nonce = '', mac = ''] = challenge.split('.')
  const forged = `${Number(until) + 1}.${nonce}.${mac}`
  const taken: string[] = []
  const cases: [string, string][] = [
    ['', ''],
    [challenge, ''],
    [challenge, proof.split(' ').slice(1).join(' ')],
    [challenge, `${proof} 1`],
    [challenge, proof.split(' ').toReversed().join(' ')],
    [challenge, proof.replace(/\d+$/, '')],
    [challenge, 'NaN '.repeat(PROOF_PIECES).trim()],
    [forged, solve(forged)],
    [`${until}.${nonce}.${'0'.repeat(64)}`, proof],
    [challenge.toUpperCase(), proof],
    ['x'.repeat(10_000), proof],
  ]
  for (const [given, numbers] of cases) {
    const { status } = await send(site, address, { challenge: given, proof: numbers })
    if (status !== 429) taken.push(`${status}: ${given.slice(0, 30)} / ${numbers.slice(0, 30)}`)
  }
  t.same(taken, [])
  t.equal((await send(site, address, { challenge, proof })).status, 201, 'the proof itself is one')
})

t.test('a piece needs its zero bits, and one bit less is too little', (t) => {
  const token = 'a.token'
  const exact = (piece: number, wanted: (zeros: number) => boolean) => {
    for (let number = 0; ; number++) if (wanted(zeros(`${token}.${piece}.${number}`))) return number
  }
  const solved = Array.from({ length: PROOF_PIECES }, (_, piece) =>
    exact(piece, (found) => found === PROOF_BITS),
  )
  t.ok(isSolved(token, solved.join(' ')))
  const almost = solved.with(
    5,
    exact(5, (found) => found === PROOF_BITS - 1),
  )
  t.notOk(isSolved(token, almost.join(' ')))
  t.end()
})
