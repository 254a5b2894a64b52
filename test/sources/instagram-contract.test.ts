import t from 'tap'
import { HOUR, SECOND } from '../../server/contest/instant.ts'
import type { InstagramRehearsal } from '../../server/rehearsal/instagram.ts'
import { instagramPostId } from '../../server/rehearsal/instagram-post.ts'
import { instagram } from '../../server/sources/instagram.ts'
import { PHOTO_TAGS, startGram } from '../support/instagram.ts'
import { NOON, TAG } from '../support/mastodon.ts'
import { sourceContract } from '../support/source-contract.ts'

const token = 'EAAcontracttoken5678'

for (const [name, target, path] of [
  ['posts under a tag', TAG, /recent_media/],
  ['pictures with a photo tag', PHOTO_TAGS, /\/tags\?/],
] as const) {
  t.test(`against the rehearsal network: ${name}`, async (t) => {
    let server: InstagramRehearsal
    sourceContract(t, {
      source: instagram,
      async start(t) {
        const gram = await startGram(t, { token, photoTagged: () => true })
        server = gram.server
        const publish = async (text: string) => {
          gram.clock.advance(SECOND)
          return instagramPostId(gram.publish(text))
        }
        return { settings: gram.settings, target, from: NOON - HOUR, io: gram.io, publish }
      },
      faults: {
        token,
        plant: (fault, times) =>
          server.faults.plant({ on: path, fault, ...(times === undefined ? {} : { times }) }),
        clear: () => server.faults.clear(),
      },
    })
  })
}
