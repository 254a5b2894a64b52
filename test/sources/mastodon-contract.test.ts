import t from 'tap'
import { HOUR, SECOND } from '../../server/contest/instant.ts'
import type { MastodonRehearsal } from '../../server/rehearsal/mastodon.ts'
import { postUri } from '../../server/rehearsal/mastodon-post.ts'
import { mastodon } from '../../server/sources/mastodon.ts'
import { NOON, startNetwork, TAG } from '../support/mastodon.ts'
import { sourceContract } from '../support/source-contract.ts'

const token = 'contract-token-5678'

for (const links of [true, false]) {
  t.test(`against the rehearsal network ${links ? 'with' : 'without'} Link headers`, async (t) => {
    let server: MastodonRehearsal
    sourceContract(t, {
      source: mastodon,
      async start(t) {
        const network = await startNetwork(t, { token, links })
        const { timeline, clock, settings, io } = network
        server = network.server
        const publish = async (text: string) => {
          clock.advance(SECOND)
          return postUri(timeline.post({ text: `${text} #hverdagskatalogen` }))
        }
        return { settings: { ...settings, token }, target: TAG, from: NOON - HOUR, io, publish }
      },
      faults: {
        token,
        plant: (fault, times) =>
          server.faults.plant({ on: /api/, fault, ...(times === undefined ? {} : { times }) }),
        clear: () => server.faults.clear(),
      },
    })
  })
}
