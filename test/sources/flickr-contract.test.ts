import t from 'tap'
import { HOUR, SECOND } from '../../server/contest/instant.ts'
import { USUAL_FLICKR_HABITS } from '../../server/rehearsal/flickr-habits.ts'
import { flickrPostId } from '../../server/rehearsal/flickr-post.ts'
import { flickr } from '../../server/sources/flickr.ts'
import { type FlickrNetwork, startFlickr } from '../support/flickr.ts'
import { NOON, TAG } from '../support/mastodon.ts'
import { sourceContract } from '../support/source-contract.ts'

for (const numbersAs of ['number', 'string'] as const) {
  t.test(`numbers as ${numbersAs}`, async (t) => {
    let server: FlickrNetwork['server']
    sourceContract(t, {
      source: flickr,
      async start(t) {
        const network = await startFlickr(t, { numbersAs })
        const { clock, settings, io } = network
        server = network.server
        const publish = async (text: string) => {
          clock.advance(SECOND)
          return flickrPostId(network.post({ text: `${text} #hverdagskatalogen` }))
        }
        return { settings, target: TAG, from: NOON - HOUR, io, publish }
      },
      faults: {
        token: USUAL_FLICKR_HABITS.key,
        plant: (fault, times) =>
          server.faults.plant({ on: /services/, fault, ...(times === undefined ? {} : { times }) }),
        clear: () => server.faults.clear(),
      },
    })
  })
}
