import t from 'tap'
import { openDarkroom } from '../../server/rehearsal/darkroom.ts'
import type { Hand } from '../../server/rehearsal/draw-in-thread.ts'
import type { Picture } from '../../server/rehearsal/photograph/picture-spec.ts'
import { PICTURE } from '../support/mastodon.ts'

const DRAWN: Picture = { bytes: new Uint8Array([1]), type: 'image/jpeg' }

/** A hand that draws when it is told to. */
function aSlowHand() {
  const waiting: (() => void)[] = []
  const later = () => new Promise<Picture>((resolve) => waiting.push(() => resolve(DRAWN)))
  let isOpen = true
  const hand: Hand = {
    draw: later,
    print: later,
    waiting: () => waiting.length,
    close: async () => {
      isOpen = false
    },
  }
  return { hand, finishOne: () => waiting.shift()?.(), isOpen: () => isOpen }
}

t.test('each picture goes to whoever has the fewest before it', async (t) => {
  const [one, other] = [aSlowHand(), aSlowHand()]
  const hands = [one, other]
  const darkroom = openDarkroom(2, () => hands.shift()?.hand ?? aSlowHand().hand)
  const drawn = [1, 2, 3].map((seed) => darkroom.draw({ ...PICTURE, seed }))
  t.strictSame([one.hand.waiting(), other.hand.waiting(), darkroom.waiting()], [2, 1, 3])
  other.finishOne()
  t.equal(await drawn[1], DRAWN)
  drawn.push(darkroom.draw(PICTURE))
  t.strictSame([one.hand.waiting(), other.hand.waiting()], [2, 1])
  for (const { finishOne } of [one, one, other]) finishOne()
  t.equal((await Promise.all(drawn)).length, 4)
  await darkroom.close()
  t.strictSame([one.isOpen(), other.isOpen()], [false, false])
})
