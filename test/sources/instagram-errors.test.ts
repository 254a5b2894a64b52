import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import { KNOWN_ERRORS, type KnownError } from '../../server/sources/instagram-errors.ts'
import { SourceError } from '../../server/sources/source.ts'
import { type Gram, startGram } from '../support/instagram.ts'

const KINDS = {
  wait: 'throttled',
  attention: 'needs_attention',
  leave: 'refused',
  again: 'unreachable',
} as const

/** The answer as a person in Norway gets it: nothing may depend on its words. */
function plant(
  { server }: Gram,
  { code, subcode }: Pick<KnownError, 'code' | 'subcode'>,
  more: { status?: number; headers?: Record<string, string> } = {},
) {
  const error = {
    message: 'Noe gikk galt',
    type: 'OAuthException',
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    error_user_title: 'Emneknaggen finnes ikke',
    error_user_msg: 'Emneknaggen du leter etter, er begrenset.',
    fbtrace_id: 'A1',
  }
  const fault = { kind: 'status' as const, status: 400, body: JSON.stringify({ error }), ...more }
  server.faults.plant({ on: /recent_media/, times: 1, fault })
}

t.test('every known error has its reaction, whatever its status and its words', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  const { cursor } = await gram.poll()
  const wrong: unknown[] = []
  for (const known of KNOWN_ERRORS) {
    for (const status of [400, 403, 500]) {
      plant(gram, known, { status })
      const { error } = await gram.poll(cursor)
      const found = error instanceof SourceError ? [error.kind, error.waitUntil] : [error]
      const waitUntil = known.reaction === 'wait' ? gram.clock.now() + HOUR : null
      const expected = known.reaction === 'not_found' ? [null] : [KINDS[known.reaction], waitUntil]
      if (String(found) !== String(expected)) wrong.push({ known, status, found })
      if (error !== null && !String(error).includes(`(${known.code}`)) wrong.push(String(error))
    }
  }
  t.strictSame(wrong, [])
  t.ok(KNOWN_ERRORS.length >= 18, `looked at ${KNOWN_ERRORS.length}`)
})

t.test('a subcode nobody knows is as its code', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  const { cursor } = await gram.poll()
  for (const [code, kind] of [
    [190, 'needs_attention'],
    [4, 'throttled'],
    [18, 'refused'],
  ] as const) {
    plant(gram, { code, subcode: 999 })
    t.match((await gram.poll(cursor)).error, { kind, message: `(${code}/999)` })
  }
})

t.test('an error without a known code is as its status', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  const { cursor } = await gram.poll()
  plant(gram, { code: 987 })
  t.match((await gram.poll(cursor)).error, { kind: 'refused' })
  plant(gram, { code: 987 }, { status: 500 })
  t.match((await gram.poll(cursor)).error, { kind: 'unreachable' })
})

t.test('the business is told in how many minutes it may ask again', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  const { cursor } = await gram.poll()
  const headers = (minutes: number) => ({
    'x-business-use-case-usage': JSON.stringify({
      '17841400000000001': [
        {
          type: 'instagram',
          call_count: 100,
          total_cputime: 5,
          total_time: 5,
          estimated_time_to_regain_access: minutes,
        },
      ],
    }),
  })
  plant(gram, { code: 80002 }, { headers: headers(17) })
  t.match((await gram.poll(cursor)).error, { waitUntil: gram.clock.now() + 17 * MINUTE })
  plant(gram, { code: 80002 }, { headers: headers(600) })
  t.match((await gram.poll(cursor)).error, { waitUntil: gram.clock.now() + HOUR })
})

t.test('no message tells a token or the secret of the app', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  await gram.poll()
  const { token, appSecret } = gram.server.habits
  const long = JSON.parse(gram.kept.get('token') ?? '{}').token
  for (const secret of [token, appSecret, long]) {
    gram.server.faults.plant({
      on: /recent_media/,
      times: 1,
      fault: { kind: 'status', status: 400, body: JSON.stringify({ error: { code: 100, message: secret } }) },
    })
    const { error } = await gram.poll()
    t.ok(error instanceof SourceError)
    t.notMatch(JSON.stringify([String(error), error instanceof SourceError && error.sample]), secret)
  }
  t.notMatch(
    gram.server
      .requests()
      .last.filter((path) => !path.includes('/oauth/'))
      .join(),
    long,
  )
})
