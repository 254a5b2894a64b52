import t from 'tap'
import { run } from '../../../server/db/embedded/run.ts'

t.test('a program is run to its end, with everything it said', async (t) => {
  t.same(await run('/bin/sh', ['-c', 'echo one; echo two >&2; exit 3']), { code: 3, output: 'one\ntwo\n' })
})

t.test('one that a signal ended has no exit code', async (t) => {
  t.same(await run('/bin/sh', ['-c', 'kill -9 $$']), { code: null, output: '' })
})

t.test('one that cannot be started tells why, whether the system says so at once or later', async (t) => {
  t.match(await run('/no/such/program', []), { code: null, output: /ENOENT/ })
  t.match(await run('/bin/sh', [], { uid: -1 }), { code: null, output: /EINVAL|EPERM/ })
})
