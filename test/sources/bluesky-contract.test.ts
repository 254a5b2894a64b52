import t from 'tap'
import { HOUR, SECOND } from '../../server/contest/instant.ts'
import { blueskyPostId } from '../../server/rehearsal/bluesky-post.ts'
import { bluesky } from '../../server/sources/bluesky.ts'
import { startBluesky } from '../support/bluesky.ts'
import { NOON, TAG } from '../support/mastodon.ts'
import { streamContract } from '../support/stream-contract.ts'

t.test('against the rehearsal network', async (t) => {
  streamContract(t, {
    source: bluesky,
    async start(t) {
      const { settings, io, clock, timeline } = await startBluesky(t, { chatter: 2 * SECOND, lookBack: HOUR })
      const publish = async (text: string) => {
        clock.advance(10 * SECOND)
        return blueskyPostId(timeline.post({ text: `${text} #hverdagskatalogen` }))
      }
      return { settings, target: TAG, from: NOON - HOUR / 2, io, publish }
    },
  })
})
