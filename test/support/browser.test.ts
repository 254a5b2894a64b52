import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'

const OPEN = `
import { openBrowser } from ${JSON.stringify(new URL('./browser.ts', import.meta.url).href)}
const browser = await openBrowser({ teardown() {} })
const page = await browser.newPage()
await page.setContent('<p>here</p>')
console.log(await page.textContent('p'))
await browser.close()
`

t.test('test files that unpack the browser at the same moment each get a whole one', async (t) => {
  const temporary = await mkdtemp(join(tmpdir(), 'browser-test-'))
  t.teardown(() => rm(temporary, { recursive: true, force: true }))
  const open = () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', OPEN], {
      env: { ...process.env, TMPDIR: temporary },
    })
  const answers = await Promise.all([open(), open()])
  t.same(
    answers.map(({ stdout }) => stdout.trim()),
    ['here', 'here'],
  )
})
