import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { DrawPicture } from '../../server/rehearsal/draw-picture.ts'
import type { PictureSpec } from '../../server/rehearsal/photograph/picture-spec.ts'
import { drawAhead, keptPictures } from '../../server/rehearsal/pictures.ts'
import { aPlan } from '../support/campaign.ts'
import { PICTURE } from '../support/mastodon.ts'

/** A hand that counts what it draws. */
function aHand(type = 'image/jpeg') {
  const drawn: PictureSpec[] = []
  const draw: DrawPicture = async (spec) => {
    drawn.push(spec)
    return { bytes: Buffer.from(JSON.stringify(spec)), type }
  }
  return { drawn, draw }
}

t.test('a picture is drawn once and kept, also for the next who starts', async (t) => {
  const folder = join(t.testdir(), 'pictures')
  const { draw, drawn } = aHand()
  const pictures = keptPictures(draw, folder)
  const [one, other] = [await pictures(PICTURE), await pictures({ ...PICTURE })]
  t.strictSame([Buffer.from(one.bytes), one.type], [Buffer.from(other.bytes), other.type])
  t.equal(drawn.length, 1)
  t.strictSame(Buffer.from((await keptPictures(draw, folder)(PICTURE)).bytes), Buffer.from(one.bytes))
  t.equal(drawn.length, 1)
  await pictures({ ...PICTURE, seed: 2 })
  t.equal(drawn.length, 2)
  t.equal((await readdir(folder)).length, 2, 'nothing half drawn is left')
})

t.test('the kind of file is kept with it', async (t) => {
  const folder = t.testdir()
  await keptPictures(aHand('image/gif').draw, folder)(PICTURE)
  t.equal((await keptPictures(aHand().draw, folder)(PICTURE)).type, 'image/gif')
  await t.rejects(keptPictures(aHand('text/html').draw, t.testdir())(PICTURE), {
    message: /Found a drawing of type text\/html/,
  })
})

t.test('two who ask at once get one drawing', async (t) => {
  const { draw, drawn } = aHand()
  const pictures = keptPictures(draw, t.testdir())
  await Promise.all([pictures(PICTURE), pictures({ ...PICTURE })])
  t.equal(drawn.length, 1)
})

t.test('a drawing that fails is tried again', async (t) => {
  let tries = 0
  const pictures = keptPictures(async () => {
    if (++tries === 1) throw new Error('out of ink')
    return { bytes: new Uint8Array([1]), type: 'image/png' }
  }, t.testdir())
  await t.rejects(pictures(PICTURE), { message: 'out of ink' })
  t.equal((await pictures(PICTURE)).type, 'image/png')
})

t.test('a folder that cannot be written to is told', async (t) => {
  const file = join(t.testdir(), 'file')
  await writeFile(file, '')
  await t.rejects(keptPictures(aHand().draw, join(file, 'pictures'))(PICTURE), { code: 'ENOTDIR' })
})

t.test('what will be seen is drawn ahead in the order of publishing, until it is called off', async (t) => {
  const plan = aPlan({ posts: 60 })
  const { draw, drawn } = aHand()
  await drawAhead(draw, plan, 1, new AbortController().signal)
  const seen = plan.posts.filter(({ isSeen }) => isSeen)
  t.ok(seen.length < plan.posts.length)
  const specs = seen.flatMap(({ post }) =>
    post.wordings.flatMap(({ files }) => files.flatMap((file) => (file.kind === 'video' ? [] : [file.spec]))),
  )
  t.strictSame(new Set(drawn), new Set(specs))
  const first = seen.toSorted((a, b) => a.post.arrivesAt - b.post.arrivesAt)[0]?.post.wordings[0].files[0]
  if (first?.kind === 'image') t.strictSame(drawn[0], first.spec)
  const caller = new AbortController()
  let begun = 0
  await drawAhead(
    async (spec) => {
      if (++begun === 3) caller.abort()
      return draw(spec)
    },
    plan,
    1,
    caller.signal,
  )
  t.equal(begun, 3)
})
