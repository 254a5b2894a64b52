import { join } from 'node:path'
import t from 'tap'
import { PLAYED } from '../../../server/commands/demo/played.ts'
import type { DemoReport } from '../../../server/commands/demo/report.ts'
import { freePort, runCommand } from '../../support/demo.ts'
import { scratchFolder } from '../../support/scratch.ts'

t.setTimeout(2_000_000)

const parent = await scratchFolder(t, 0o711)

// On Mastodon it is played, killed and resumed by `npm test`.
for (const network of PLAYED.filter((name) => name !== 'mastodon')) {
  t.test(`--network ${network}: the demo ends with what was planned, and its draw verifies`, async (t) => {
    const where = ['--data', join(parent, network), '--port', String(await freePort())]
    const how = ['--posts', '60', '--seconds', '45', '--pixels', '160', '--once', '--json']
    const { code, out, err } = await runCommand(t, ['demo', '--network', network, ...where, ...how])
    t.equal(code, 0, err)
    const { url: _url, draws, expected, ...counts }: DemoReport = JSON.parse(out)
    t.strictSame(counts, expected)
    t.equal(counts.items, 24)
    // Blogs have a room of their own: nothing in it fills a page.
    t.equal(counts.filled >= 20, network !== 'blogs', `${counts.filled} of 24 pages`)
    const [draw] = draws
    if (!draw) throw new Error('Found no draw; expected one')
    const { code: verified, out: verdict } = await runCommand(t, [
      'hcd1',
      'verify',
      draw.record,
      draw.entrants,
    ])
    t.equal(verified, 0)
    t.match(verdict, /^VALID/)
  })
}
