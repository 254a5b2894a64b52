import t from 'tap'
import { HOUR, SECOND } from '../../server/contest/instant.ts'
import { USUAL_TUMBLR_HABITS } from '../../server/rehearsal/tumblr-habits.ts'
import { tumblrPostId } from '../../server/rehearsal/tumblr-post.ts'
import { tumblr } from '../../server/sources/tumblr.ts'
import { NOON, TAG } from '../support/mastodon.ts'
import { sourceContract } from '../support/source-contract.ts'
import { startTumblr, type TumblrNetwork } from '../support/tumblr.ts'

for (const beforeIs of ['exclusive', 'inclusive'] as const) {
  t.test(`"before" as ${beforeIs}`, async (t) => {
    let server: TumblrNetwork['server']
    sourceContract(t, {
      source: tumblr,
      async start(t) {
        const network = await startTumblr(t, { beforeIs })
        const { timeline, clock, settings, io } = network
        server = network.server
        const publish = async (text: string) => {
          clock.advance(SECOND)
          return tumblrPostId(timeline.post({ text: `${text} #hverdagskatalogen` }))
        }
        return { settings, target: TAG, from: NOON - HOUR, io, publish }
      },
      faults: {
        token: USUAL_TUMBLR_HABITS.key,
        plant: (fault, times) =>
          server.faults.plant({ on: /^\/v2/, fault, ...(times === undefined ? {} : { times }) }),
        clear: () => server.faults.clear(),
      },
    })
  })
}
