import t from 'tap'
import { QUERY_MAX } from '../../server/routes/public/check.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { openedContest } from '../support/builders.ts'
import { aNewPost, enterOne } from '../support/entries.ts'
import { openPage, sendForm } from '../support/forms.ts'
import { readHtml } from '../support/html.ts'
import { startSite } from '../support/site.ts'
import { sendUpload } from '../support/uploads.ts'

t.setTimeout(90_000)

const site = await startSite(t)
const { ctx } = site
const { contest, owner } = await openedContest(ctx)
const path = `/c/${contest.slug}/check`

async function look(q: string) {
  const { answer } = await sendForm(site, await openPage(site, path), '/check', { q })
  return { status: answer.status, text: readHtml(answer.text).text }
}

t.test('what is looked up has at most 500 characters', async (t) => {
  t.equal(QUERY_MAX, 500)
  t.equal((await look('x'.repeat(QUERY_MAX))).status, 200)
  t.equal((await look(` ${'x'.repeat(QUERY_MAX)} `)).status, 200, 'blanks around it do not count')
  t.equal((await look('x'.repeat(QUERY_MAX + 1))).status, 400)
})

t.test(
  "a moderator's own words are for the owner of the receipt, and a picture that is refused too",
  async (t) => {
    const refusal = { action: 'reject', code: 'refused', text: 'Ansiktet til en nabo er med.' } as const
    const post = aNewPost()
    const entry = await enterOne(ctx, contest, post)
    const upload = await sendUpload(ctx, contest)
    for (const { id } of [entry, upload.entry]) await moderateEntry(ctx, contest, id, refusal, owner.id)
    const byLink = await look(post.url ?? '')
    t.equal(byLink.status, 200)
    t.match(byLink.text, 'Krakk')
    t.notMatch(byLink.text, refusal.text)
    t.match((await look(upload.receipt)).text, refusal.text)
    const shown = async (q: string) =>
      (await sendForm(site, await openPage(site, path), '/check', { q })).answer.text.includes('/media/')
    t.equal(await shown(upload.receipt), true)
    t.equal(await shown(post.url ?? ''), false)
  },
)
