import t from 'tap'
import { HOUR, SECOND } from '../../server/contest/instant.ts'
import type { BlogsRehearsal } from '../../server/rehearsal/blogs.ts'
import { blogPostId, FEED_FORMATS } from '../../server/rehearsal/blogs-post.ts'
import type { Fault } from '../../server/rehearsal/faults.ts'
import { feed } from '../../server/sources/feed.ts'
import { startBlogs } from '../support/blogs.ts'
import { NOON } from '../support/mastodon.ts'
import { sourceContract } from '../support/source-contract.ts'

/** A feed may be private by a key in its address. */
const token = 'contract-key-5678'

for (const format of FEED_FORMATS) {
  for (const tellsUnchanged of [true, false]) {
    t.test(`${format}, ${tellsUnchanged ? 'with' : 'without'} ETags`, async (t) => {
      let server: BlogsRehearsal
      sourceContract(t, {
        source: feed,
        async start(t) {
          const blogs = await startBlogs(t, { format, tellsUnchanged })
          server = blogs.server
          const publish = async (text: string) => {
            blogs.clock.advance(SECOND)
            return blogPostId(blogs.timeline.post({ text: `${text} #hverdagskatalogen` }))
          }
          const settings = { ...blogs.settings, url: `${blogs.settings.url}?key=${token}` }
          return { settings, target: blogs.target, from: NOON - HOUR, io: blogs.io, publish }
        },
        ...(format === 'json' && {
          faults: {
            token,
            plant: (fault, times) =>
              server.faults.plant({
                on: /feed/,
                fault: amongItems(fault),
                ...(times === undefined ? {} : { times }),
              }),
            clear: () => server.faults.clear(),
          },
        }),
      })
    })
  }
}

/** What is rewritten in a feed is the list within it. */
function amongItems(fault: Fault): Fault {
  if (fault.kind !== 'rewrite') return fault
  const rewrite = (answer: unknown) =>
    answer !== null && typeof answer === 'object' && 'items' in answer
      ? { ...answer, items: fault.rewrite(answer.items) }
      : answer
  return { kind: 'rewrite', rewrite }
}
