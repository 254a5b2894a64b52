import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { shortHandle, writeFolio, writeMoment, writePrice, writeTimeLeft } from '../../web/format.ts'
import { sayIn } from '../../web/strings/say.ts'
import { NOON } from './fixtures/basics.ts'

t.test('a moment is written as the contest’s own wall clock shows it', async (t) => {
  t.match(writeMoment('en', 'Europe/Oslo', NOON, 'dayAndTime'), /19 October.*12:00/)
  t.match(writeMoment('nb', 'America/New_York', NOON, 'dayAndTime'), /19\. oktober.*06:00/)
  t.match(writeMoment('en', 'Europe/Oslo', NOON, 'exact'), /2027.*12:00:00.*CEST/)
  t.equal(writeMoment('nb', 'Europe/Oslo', NOON, 'day'), '19. oktober 2027')
})

t.test('time left is rounded down, in its largest unit', async (t) => {
  const left = (time: number) => writeTimeLeft(sayIn('en'), NOON, NOON + time)
  t.equal(left(9 * DAY + 23 * HOUR), '9 days left')
  t.equal(left(DAY), '1 day left')
  t.equal(left(DAY - 1), '23 hours left')
  t.equal(left(HOUR - 1), '59 minutes left')
  t.equal(left(MINUTE - 1), '0 minutes left')
  t.equal(left(-DAY), '0 minutes left')
})

t.test('whole amounts are printed without decimals, the currency apart', async (t) => {
  t.same(writePrice('nb', 3490, 'NOK'), { figure: '3\u00a0490', sign: 'kr' })
  t.same(writePrice('en', 3490, 'NOK'), { figure: '3,490', sign: 'kr' })
  t.same(writePrice('en', 9.5, 'EUR'), { figure: '9.50', sign: '€' })
})

t.test('page numbers keep one width, and grow where the catalogue does', async (t) => {
  t.equal(writeFolio(4), '004')
  t.equal(writeFolio(1204), '1204')
})

t.test('under a photo a handle stands without its host', async (t) => {
  t.equal(shortHandle('kari@social.example'), 'kari')
  t.equal(shortHandle('kari'), 'kari')
  t.equal(shortHandle('@host'), '@host')
})
