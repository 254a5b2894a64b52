import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { Contest } from '../../server/db/contests.ts'
import { findUploadByReceipt } from '../../server/db/uploads.ts'
import { HELD_FILES } from '../../server/media/held.ts'
import { MAX_BYTES } from '../../server/media/limits.ts'
import { fileName } from '../../server/routes/public/upload-photos.ts'
import { hashToken } from '../../server/secrets.ts'
import { BYTES_PER_UPLOAD, PHOTOS_PER_UPLOAD } from '../../server/steps/take-upload.ts'
import { openedContest } from '../support/builders.ts'
import { heicFixture } from '../support/heic.ts'
import type { Answer } from '../support/http.ts'
import { faultsOn, heldOn, sendPhotoForm } from '../support/photos.ts'
import { scenePhoto } from '../support/scene.ts'
import { startSite } from '../support/site.ts'

t.setTimeout(120_000)

const site = await startSite(t, { env: { TRUST_PROXY: '127.0.0.1' } })
const { ctx } = site
const first = await scenePhoto(701, 120, 90)
const second = await scenePhoto(702, 120, 90)
const photos = [
  first,
  second,
  ...(await Promise.all([3, 4, 5].map((seed) => scenePhoto(700 + seed, 120, 90)))),
]
const named = (count: number): [string, Uint8Array][] =>
  photos.slice(0, count).map((bytes, i) => [`IMG_${i + 1}.jpg`, bytes])
const padded = (bytes: Uint8Array, length: number) =>
  Buffer.concat([bytes, Buffer.alloc(length - bytes.length)])
const heldFiles = () => readdir(join(ctx.config.dataDir, 'held'))

/** The pictures of the upload that a receipt stands for, in their order. */
async function picturesOf(contest: Contest, { text }: Answer): Promise<string[]> {
  const receipt = /[0-9a-z]{8}(-[0-9a-z]{8}){3}/.exec(text)?.[0] ?? ''
  const upload = await findUploadByReceipt(ctx.db, contest.id, hashToken(receipt))
  const rows = await ctx.db
    .selectFrom('picture')
    .select(['media_id', 'position'])
    .where('post_id', '=', upload?.postId ?? 0)
    .orderBy('position')
    .execute()
  return rows.map(({ media_id }) => media_id ?? '')
}

const bytesHash = async (bytes: Uint8Array) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))).toString('hex')

t.test('several photographs of one thing become one entry, in their order', async (t) => {
  const { contest } = await openedContest(ctx)
  const heic = await heicFixture('scene')
  const answer = await sendPhotoForm(site, contest, {
    photos: [...named(3), ['IMG_4.HEIC', heic]],
  })
  t.equal(answer.status, 201)
  const expected = await Promise.all([...photos.slice(0, 3), heic].map(bytesHash))
  t.same(await picturesOf(contest, answer), expected)
  const { entries } = await ctx.db
    .selectFrom('entry')
    .select((eb) => eb.fn.countAll<number>().as('entries'))
    .where('contest_id', '=', contest.id)
    .executeTakeFirstOrThrow()
  t.equal(Number(entries), 1)
  t.same(await heldFiles(), [], 'none of them is held any more')
})

t.test('the same photograph twice is one', async (t) => {
  const { contest } = await openedContest(ctx)
  const answer = await sendPhotoForm(site, contest, { photos: [...named(1), ...named(1)] })
  t.equal((await picturesOf(contest, answer)).length, 1)
})

t.test('four photographs are taken, five are not, and the first four stay', async (t) => {
  const { contest } = await openedContest(ctx)
  t.equal(PHOTOS_PER_UPLOAD, 4)
  const answer = await sendPhotoForm(site, contest, { photos: named(5) })
  t.equal(answer.status, 400)
  t.same(faultsOn(answer), ['Photographs: At most 4 photographs in one go; these are 5.'])
  const held = heldOn(answer)
  t.same(
    held.map(({ words }) => words),
    ['IMG_1.jpg, 0.1 MB', 'IMG_2.jpg, 0.1 MB', 'IMG_3.jpg, 0.1 MB', 'IMG_4.jpg, 0.1 MB'],
  )
  const ids = held.map(({ id }) => id)
  const again = await sendPhotoForm(site, contest, { held: ids, photos: named(1) })
  t.same(faultsOn(again), ['Photographs: At most 4 photographs in one go; these are 5.'])
  for (const { id } of heldOn(again)) if (!ids.includes(id)) await ctx.held.remove(id)
  const sent = await sendPhotoForm(site, contest, { held: ids })
  t.equal(sent.status, 201)
  t.equal((await picturesOf(contest, sent)).length, 4)
})

t.test('together they may have 40 MB, and not one byte more', async (t) => {
  const { contest } = await openedContest(ctx)
  t.equal(BYTES_PER_UPLOAD, 2 * MAX_BYTES)
  const most: [string, Uint8Array][] = [
    ['a.jpg', padded(first, MAX_BYTES)],
    ['b.jpg', padded(second, MAX_BYTES)],
  ]
  const over = await sendPhotoForm(site, contest, { photos: [...most, ['c.jpg', Buffer.alloc(1)]] })
  t.same(faultsOn(over), ['Photographs: At most 40 MB together; these have 40.1 MB.'])
  const kept = heldOn(over).map(({ id }) => id)
  t.equal((await sendPhotoForm(site, contest, { held: kept.slice(0, 2) })).status, 201)
  await ctx.held.remove(kept[2] ?? '')
})

t.test('each photograph that is refused is named, the others stay for the next try', async (t) => {
  const { contest } = await openedContest(ctx)
  const answer = await sendPhotoForm(site, contest, {
    photos: [
      ['good.jpg', first],
      ['letter.pdf', Buffer.from('%PDF-1.7 no picture')],
      ['cut.jpg', second.subarray(0, 500)],
      ['empty.jpg', Buffer.alloc(0)],
    ],
    change: { name: '' },
  })
  t.equal(answer.status, 400)
  t.same(faultsOn(answer), [
    'Name to print under it: This is needed.',
    'Photographs: empty.jpg: There is nothing in that file.',
  ])
  const ids = heldOn(answer).map(({ id }) => id)
  t.equal(ids.length, 3)
  const looked = await sendPhotoForm(site, contest, { held: ids })
  t.equal(looked.status, 400)
  const [pdf, cut, ...more] = faultsOn(looked)
  t.same(more, [])
  t.match(pdf, /^Photographs: letter\.pdf: That file is no picture we can read: The file is a PDF/)
  t.match(cut, /^Photographs: cut\.jpg: .*damaged or cut off/)
  t.equal(looked.text.match(/id="photo-fault"/g)?.length, 1, 'all under the field')
  t.same(
    heldOn(looked).map(({ words }) => words),
    ['good.jpg, 0.1 MB'],
  )
  const uploads = await ctx.db
    .selectFrom('upload')
    .select('post_id')
    .where('contest_id', '=', contest.id)
    .execute()
  t.same(uploads, [], 'nothing is stored half')
  t.same(await sendPhotoForm(site, contest, { held: ids }).then(faultsOn), [
    'Photographs: A photograph is no longer here. Choose it once more.',
    'Photographs: A photograph is no longer here. Choose it once more.',
  ])
  t.equal((await sendPhotoForm(site, contest, { held: ids.slice(0, 1) })).status, 201)
  t.same(await heldFiles(), [])
})

t.test('a held photograph goes into one upload of its own contest', async (t) => {
  const { contest } = await openedContest(ctx)
  const other = await openedContest(ctx)
  const hold = async () =>
    heldOn(await sendPhotoForm(site, contest, { photos: named(1), change: { consent: '' } }))
  const [photo] = await hold()
  const held = [photo?.id ?? '']
  const elsewhere = await sendPhotoForm(site, other.contest, { held })
  t.same(faultsOn(elsewhere), ['Photographs: A photograph is no longer here. Choose it once more.'])
  const answers = await Promise.all([1, 2, 3].map(() => sendPhotoForm(site, contest, { held })))
  t.same(answers.map(({ status }) => status).sort(), [201, 400, 400], 'sent at once by several')
  for (const id of ['', '../secret.key', '..', 'x'.repeat(5_000), `${held[0]}.json`, '%2e%2e']) {
    const answer = await sendPhotoForm(site, contest, { held: [id] })
    t.same(
      faultsOn(answer),
      ['Photographs: A photograph is no longer here. Choose it once more.'],
      id.slice(0, 40),
    )
  }
})

t.test('without a photograph the form says so, and asks for none where one is here', async (t) => {
  const { contest } = await openedContest(ctx)
  const none = await sendPhotoForm(site, contest, { photos: [['', Buffer.alloc(0)]] })
  t.same(faultsOn(none), ['Photographs: This is needed.'])
  t.match(none.text, /<input id="photo" name="photo" required/)
  const one = await sendPhotoForm(site, contest, { photos: named(1), change: { consent: '' } })
  t.notMatch(one.text, /<input id="photo" name="photo" required/)
  for (const { id } of heldOn(one)) await ctx.held.remove(id)
})

t.test('where no more can be held, photographs are taken and none comes back with a form', async (t) => {
  const { contest } = await openedContest(ctx)
  const files = ctx.held.files.configstore
  const ids = Array.from({ length: HELD_FILES }, (_, i) => `full-${i}`)
  const [about] = [{ id: 'full', offset: 0, metadata: {}, size: 1, sizeIsDeferred: false }]
  for (const id of ids.slice(1)) await files.set(id, { ...about, id, storage: undefined, creation_date: '' })
  const form = { photos: named(1), change: { consent: '' } }
  const kept = heldOn(await sendPhotoForm(site, contest, { photos: [], change: { consent: '' } }))
  t.same(kept, [])
  const back = await sendPhotoForm(site, contest, form)
  t.same([back.status, heldOn(back)], [400, []])
  t.equal((await sendPhotoForm(site, contest, { photos: named(1) })).status, 201)
  await files.delete(ids[1] ?? '')
  const [held] = heldOn(await sendPhotoForm(site, contest, form))
  t.ok(held, 'with room for one, one is held')
  for (const id of [...ids.slice(2), held?.id ?? '']) await ctx.held.remove(id)
})

t.test('a file’s name is shown as a name, whatever it holds', async (t) => {
  const faults: string[] = []
  for (const [given, expected] of [
    ['IMG_1.jpg', 'IMG_1.jpg'],
    ['C:\\Users\\Åse\\bilde.heic', 'bilde.heic'],
    ['/etc/passwd', 'passwd'],
    ['..', '..'],
    ['a\0b\n\u202ec.jpg', 'abc.jpg'],
    ['🫐'.repeat(61), '🫐'.repeat(60)],
    ['\ud800.jpg', '\ufffd.jpg'],
    ['', ''],
  ] as const)
    if (fileName(given) !== expected) faults.push(`${given}: ${fileName(given)}`)
  t.same(faults, [])
})
