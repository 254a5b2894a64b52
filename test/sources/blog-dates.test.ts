import fc from 'fast-check'
import t from 'tap'
import { FIRST_YEAR, LAST_YEAR, readBlogDate } from '../../server/sources/blog-dates.ts'

const NOON = Date.UTC(2026, 8, 1, 12)

t.test('both forms are read, as software writes them', async (t) => {
  const written = [
    '2026-09-01T12:00:00Z',
    '2026-09-01T14:00:00+02:00',
    '2026-09-01T14:00:00+0200',
    '2026-09-01 12:00:00Z',
    '2026-09-01T12:00:00.123456Z',
    '2026-09-01T12:00Z',
    '2026-09-01T12:00',
    '\n 2026-09-01T12:00:00z ',
    'Tue, 01 Sep 2026 12:00:00 GMT',
    'Tue, 01 Sep 2026 14:00:00 +0200',
    'Tue, 1 Sep 2026 14:00 CEST',
    '01 Sep 2026 08:00:00 EDT',
    '1 September 2026 12:00:00',
    'Tuesday, 01-Sep-26 12:00:00 UTC',
    'tue, 01 sep 26 12:00:00 ut',
    'Tue, 01 Sep 2026 12:00:00 XYZ',
  ]
  t.same(
    written.filter((text) => readBlogDate(text) !== NOON),
    [],
  )
  t.equal(written.length, 16)
})

t.test('shorter forms mean their beginning', async (t) => {
  t.equal(readBlogDate('2026'), Date.UTC(2026))
  t.equal(readBlogDate('2026-09'), Date.UTC(2026, 8))
  t.equal(readBlogDate('2026-09-01'), Date.UTC(2026, 8, 1))
})

t.test('years are bounded on both sides, also two-digit ones', async (t) => {
  t.equal(readBlogDate(`${FIRST_YEAR}-01-01`), Date.UTC(FIRST_YEAR))
  t.equal(readBlogDate(`${FIRST_YEAR - 1}-12-31`), null)
  t.equal(readBlogDate(`${LAST_YEAR}-12-31`), Date.UTC(LAST_YEAR, 11, 31))
  t.equal(readBlogDate(`${LAST_YEAR + 1}-01-01`), null)
  t.equal(readBlogDate('01 Jan 49 00:00'), Date.UTC(2049))
  t.equal(readBlogDate('01 Jan 90 00:00'), Date.UTC(1990))
  t.equal(readBlogDate('01 Jan 50 00:00'), null)
})

t.test('what is no time is none', async (t) => {
  const written = [
    '',
    'yesterday',
    '0000-00-00T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '+020262-01-01T00:00:00Z',
    '2026-13-01',
    '2026-02-30',
    '2026-09-01T24:00:00Z',
    '2026-09-01T12:60:00Z',
    '31 Feb 2026 12:00:00 GMT',
    '01 Foo 2026 12:00:00 GMT',
    '1756728000',
    `2026-09-01T12:00:00Z${'0'.repeat(100_000)}`,
  ]
  t.same(
    written.filter((text) => readBlogDate(text) !== null),
    [],
  )
})

t.test('every time within the bounds is read as it was written, in both forms', async () => {
  const at = fc.date({
    min: new Date(Date.UTC(FIRST_YEAR)),
    max: new Date(Date.UTC(2199, 0)),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(at, (date) => {
      const second = Math.floor(date.getTime() / 1000) * 1000
      return (
        readBlogDate(date.toISOString()) === second && readBlogDate(new Date(second).toUTCString()) === second
      )
    }),
    { numRuns: 500 },
  )
  fc.assert(fc.property(fc.string(), (text) => typeof (readBlogDate(text) ?? 0) === 'number'))
})
