import { readFileSync } from 'node:fs'
import t from 'tap'
import { DAY, HOUR } from '../../server/contest/instant.ts'
import {
  dayIn,
  resolveEndOfDay,
  resolveWallClock,
  resolveWindow,
  wallClock,
} from '../../server/contest/window.ts'

interface Deadline {
  zone: string
  local: string
  kind: 'gap' | 'ambiguous' | 'plain'
  use: string | null
}

const fixture = new URL('../fixtures/contest/deadlines.json', import.meta.url)
const deadlines: Deadline[] = JSON.parse(readFileSync(fixture, 'utf8')).cases

const iso = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z')

const two = (n: number) => `${n}`.padStart(2, '0')

/** What people in the zone read, as `2026-05-31T23:59`. */
function reading(at: number, zone: string): string {
  const { year, month, day, hour, minute } = wallClock(at, zone)
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

t.test('a gap is refused, and of two readings the later is meant', async (t) => {
  for (const { zone, local, kind, use } of deadlines) {
    const resolve = () => resolveWallClock(local, zone)
    if (kind === 'gap') t.throws(resolve, { code: 'wall_clock_gap' }, `${local} ${zone}`)
    else t.equal(iso(resolve()), use, `${local} ${zone}`)
  }
})

t.test('the refusal of a gap names a time that exists', async (t) => {
  t.throws(() => resolveWallClock('2026-03-29T02:30', 'Europe/Oslo'), {
    message: /^Found 2026-03-29T02:30, .*Europe\/Oslo.*; expected .* 2026-03-29T03:30\.$/u,
  })
})

t.test('a wall clock reads with T or a blank, with or without seconds', async (t) => {
  const expected = Date.UTC(2026, 4, 31, 21, 59)
  t.equal(resolveWallClock('2026-05-31T23:59', 'Europe/Oslo'), expected)
  t.equal(resolveWallClock(' 2026-05-31 23:59:00 ', 'Europe/Oslo'), expected)
  t.equal(resolveWallClock('2026-05-31T23:59:07', 'UTC'), Date.UTC(2026, 4, 31, 23, 59, 7))
})

t.test('anything else is unreadable, and says so', async (t) => {
  for (const text of [
    '',
    'tomorrow',
    '2026-05-31',
    '2026-02-29T10:00',
    '2026-02-28T24:00',
    '2026-02-28T10:60',
    '2026-02-28T10:00:60',
    '2026-05-31T10:00Z',
    '2026-05-31T10:00+02:00',
    '2026-05-31T10:00[Europe/Oslo]',
    '26-05-31T10:00',
    '31.05.2026 10:00',
    '２０２６-05-31T10:00',
  ]) {
    t.throws(() => resolveWallClock(text, 'Europe/Oslo'), { code: 'wall_clock_unreadable' }, text)
  }
  t.throws(() => resolveWallClock('tomorrow', 'Europe/Oslo'), {
    message: "Found 'tomorrow'; expected a date and time that exist, such as 2026-05-31T23:59.",
  })
})

t.test('only names of the IANA database are zones', async (t) => {
  for (const zone of ['Europe/Oslo', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+1']) {
    t.doesNotThrow(() => resolveWallClock('2026-05-31T10:00', zone), zone)
  }
  for (const zone of [
    '',
    'Oslo',
    'Europe/Osloo',
    '+02:00',
    '2026-05-31T00:00Z[Europe/Oslo]',
    'Europe/Oslo ',
  ]) {
    t.throws(() => resolveWallClock('2026-05-31T10:00', zone), { code: 'zone_unknown' }, zone)
    t.throws(() => resolveEndOfDay('2026-05-31', zone), { code: 'zone_unknown' }, zone)
    t.throws(() => wallClock(0, zone), { code: 'zone_unknown' }, zone)
    t.throws(() => dayIn(zone), { code: 'zone_unknown' }, zone)
  }
})

t.test('"until 31 May" means the first instant of 1 June', async (t) => {
  const end = (date: string, zone: string) => iso(resolveEndOfDay(date, zone))
  t.equal(end('2026-05-31', 'Europe/Oslo'), '2026-05-31T22:00:00Z')
  t.equal(end('2026-12-31', 'Europe/Oslo'), '2026-12-31T23:00:00Z')
  t.equal(end('2028-02-28', 'UTC'), '2028-02-29T00:00:00Z')
  t.equal(
    end('2026-09-05', 'America/Santiago'),
    '2026-09-06T04:00:00Z',
    'the next day begins at one: no midnight',
  )
  t.equal(end('2026-10-31', 'America/Havana'), '2026-11-01T05:00:00Z', 'midnight comes twice: the later')
  for (const date of ['2026-02-30', '31 May', '', '2026-05-31T00:00']) {
    t.throws(() => resolveEndOfDay(date, 'UTC'), { code: 'wall_clock_unreadable' }, date)
  }
})

t.test('a window closes after it opens', async (t) => {
  const at = (opens: string, closes: string) => () => resolveWindow(opens, closes, 'Europe/Oslo')
  t.same(at('2026-05-01T00:00', '2026-05-01T00:00:01')(), {
    opensAt: Date.UTC(2026, 3, 30, 22),
    closesAt: Date.UTC(2026, 3, 30, 22, 0, 1),
  })
  t.throws(at('2026-05-01T00:00', '2026-05-01T00:00'), { code: 'window_empty' })
  t.throws(at('2026-05-02T00:00', '2026-05-01T00:00'), { code: 'window_empty' })
})

t.test('a wall clock shows what people in the zone see', async (t) => {
  t.same(wallClock(Date.UTC(2026, 4, 31, 22, 5, 9), 'Europe/Oslo'), {
    year: 2026,
    month: 6,
    day: 1,
    hour: 0,
    minute: 5,
    second: 9,
  })
})

t.test('every wall clock reading and its instant lead to one another', async (t) => {
  const faults: string[] = []
  const twice: string[] = []
  let readings = 0
  for (const zone of ['Europe/Oslo', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia']) {
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += HOUR / 2) {
      const text = reading(at, zone)
      const back = resolveWallClock(text, zone)
      readings += 1
      if (back === at) continue
      const isLater = back > at && back - at <= HOUR && reading(back, zone) === text
      if (isLater) twice.push(`${text} ${zone}`)
      else faults.push(`${text} in ${zone}: from ${iso(at)} to ${iso(back)}`)
    }
  }
  t.same(faults, [])
  t.same(twice, [
    '2026-10-25T02:00 Europe/Oslo',
    '2026-10-25T02:30 Europe/Oslo',
    '2026-04-05T01:30 Australia/Lord_Howe',
  ])
  t.equal(readings, 4 * 365 * 48, 'four zones, a year, every half hour')
})

t.test('days are days of the zone, in whatever order they are asked', async (t) => {
  const faults: string[] = []
  let asked = 0
  for (const zone of ['Europe/Oslo', 'America/Santiago', 'America/Havana', 'Pacific/Apia', 'UTC']) {
    const dayOf = dayIn(zone)
    for (let i = 0; i < 3_000; i++) {
      const at = Date.UTC(2026, 0, 1) + ((i * 7_919 * HOUR) % (365 * DAY))
      const [day] = reading(at, zone).split('T')
      if (dayOf(at) !== day) faults.push(`${iso(at)} in ${zone}: ${dayOf(at)}, expected ${day}`)
      asked += 1
    }
  }
  t.same(faults, [])
  t.equal(asked, 15_000)
  const dayOf = dayIn('Europe/Oslo')
  t.equal(dayOf(Date.UTC(2026, 4, 31, 22) - 1), '2026-05-31')
  t.equal(dayOf(Date.UTC(2026, 4, 31, 22)), '2026-06-01')
})
