import t from 'tap'
import { aPost, openedContest } from '../support/builders.ts'
import { bring, takePicturesForReady } from '../support/crowd.ts'
import { AS_BROWSER, startSite } from '../support/site.ts'

const site = await startSite(t)
const { ctx } = site

t.test('the page of a photograph names the licence its author gave it, and leads to it', async (t) => {
  const shown: unknown[] = []
  for (const licence of ['CC-BY-SA-2.0', 'CC-BY-NC-2.0', 'NKC-1.0', null]) {
    const { contest } = await openedContest(ctx, { draft: { moderation: 'after' } })
    await bring(ctx, [aPost(contest.id, { network: 'flickr', licence })], [contest.id])
    await takePicturesForReady(ctx)
    const { id } = await ctx.db
      .selectFrom('entry')
      .select('id')
      .where('contest_id', '=', contest.id)
      .executeTakeFirstOrThrow()
    const { text } = await site.ask(`/c/${contest.slug}/entries/${id}`, { headers: AS_BROWSER })
    shown.push([licence, /<a href="([^"]+)" rel="license[^"]*">([^<]+)</.exec(text)?.slice(1) ?? null])
  }
  t.same(shown, [
    ['CC-BY-SA-2.0', ['https://creativecommons.org/licenses/by-sa/2.0/', 'CC BY-SA 2.0']],
    ['CC-BY-NC-2.0', ['https://creativecommons.org/licenses/by-nc/2.0/', 'CC BY-NC 2.0']],
    ['NKC-1.0', null],
    [null, null],
  ])
})
