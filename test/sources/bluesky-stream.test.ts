import t from 'tap'
import { blueskyPostId, didOf } from '../../server/rehearsal/bluesky-post.ts'
import { listen, startBluesky } from '../support/bluesky.ts'
import { NOON, PICTURE } from '../support/mastodon.ts'

t.test('a post with the tag comes with its author, pictures and facets', async (t) => {
  const { timeline, settings, io, server } = await startBluesky(t)
  timeline.post({ text: 'Noe annet #katt' })
  const post = timeline.post({
    text: '🧑‍🚀 Stua #Hverdagskatalogen til @brand@fjord.example',
    files: [{ kind: 'image', spec: PICTURE, alt: 'En stol' }],
  })
  const heard = await listen({ settings, io, until: ({ posts }) => posts.length > 0 })
  t.equal(heard.error, null)
  const did = didOf(post.account)
  t.match(heard.posts, [
    {
      network: 'bluesky',
      id: blueskyPostId(post),
      url: `https://bsky.app/profile/${did}/post/${blueskyPostId(post).split('/').at(-1)}`,
      author: { id: did, handle: 'kari.fjordposten.example', name: 'Kari Nordby' },
      text: '🧑‍🚀 Stua #Hverdagskatalogen til @brand.fjord.example',
      tags: ['Hverdagskatalogen'],
      mentions: ['brand.fjord.example'],
      postedAt: NOON,
      editedAt: null,
      language: 'nb',
      sensitive: false,
      hints: [],
      pictures: [{ kind: 'image', alt: 'En stol' }],
    },
  ])
  const url = heard.posts[0]?.pictures[0]?.url ?? ''
  t.ok(url.startsWith(server.url))
  t.equal((await io.fetch(url)).status, 200)
})
