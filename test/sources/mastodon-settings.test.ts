import t from 'tap'
import {
  LARGEST_PAGE,
  mastodonSettings,
  USUAL_OVERLAP_HOURS,
} from '../../server/sources/mastodon-settings.ts'

const fault = (given: unknown) =>
  mastodonSettings
    .safeParse(given)
    .error?.issues.map((issue) => issue.message)
    .join() ?? null

t.test('an address becomes an origin and the rest has its usual values', async (t) => {
  const usual = {
    overlapHours: USUAL_OVERLAP_HOURS,
    rescanMinutes: 60,
    pageSize: LARGEST_PAGE,
    pageLimit: 60,
  }
  t.same(mastodonSettings.parse({ url: ' https://Social.example/ ' }), {
    url: 'https://social.example',
    ...usual,
  })
  t.equal(mastodonSettings.parse({ url: 'social.example' }).url, 'https://social.example')
  t.equal(mastodonSettings.parse({ url: 'https://høst.example' }).url, 'https://xn--hst-0na.example')
})

t.test('settings that were read can be read again', async (t) => {
  const once = mastodonSettings.parse({ url: 'https://social.example', token: ' abc ', pageSize: 5 })
  t.equal(once.token, 'abc')
  t.same(mastodonSettings.parse(JSON.parse(JSON.stringify(once))), once)
})

t.test('http is for loopback only', async (t) => {
  for (const url of [
    'http://127.0.0.1:4000',
    'http://localhost:4000',
    'http://[::1]:4000',
    'http://127.1.2.3',
  ])
    t.equal(mastodonSettings.parse({ url }).url, url)
  t.match(
    fault({ url: 'http://social.example' }),
    /expected an https address, such as https:\/\/social\.example/,
  )
  t.match(fault({ url: 'http://127.0.0.1.example' }), /https/)
  t.match(fault({ url: 'http://10.0.0.1' }), /https/)
})

t.test('an address that is no server says what was found and expected', async (t) => {
  t.match(
    fault({ url: 'https://social.example/tags/x' }),
    /server's address alone, such as https:\/\/social\.example/,
  )
  t.match(fault({ url: 'https://social.example/?a=1' }), /alone/)
  t.match(fault({ url: 'https://kari:hemmelig@social.example' }), /without a user name/)
  t.match(fault({ url: '' }), /an address such as/)
  t.match(fault({ url: 'ftp://social.example' }), /expected/)
  t.match(fault({ url: 'https://' }), /expected/)
  t.ok(fault({ url: 7 }))
  t.ok(fault({}))
  t.ok(fault(null))
})

t.test('a token is what a header can carry', async (t) => {
  const url = 'https://social.example'
  t.equal(fault({ url, token: 'x'.repeat(1_000) }), null)
  for (const token of ['', 'x'.repeat(1_001), 'a b', 'a\r\nx: y', 'blåbær', 7])
    t.ok(fault({ url, token }), String(token))
})

t.test('numbers have bounds, and unknown settings are refused', async (t) => {
  const url = 'https://social.example'
  for (const [name, low, high] of [
    ['overlapHours', 0, 720],
    ['rescanMinutes', 0, 10_080],
    ['pageSize', 1, LARGEST_PAGE],
    ['pageLimit', 2, 1_000],
  ] as const) {
    t.equal(fault({ url, [name]: low }), null)
    t.equal(fault({ url, [name]: high }), null)
    t.ok(fault({ url, [name]: low - 1 }))
    t.ok(fault({ url, [name]: high + 1 }))
    t.ok(fault({ url, [name]: '5' }))
  }
  t.match(fault({ url, tokn: 'x' }), /tokn/)
})
