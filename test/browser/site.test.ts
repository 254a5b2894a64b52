import t from 'tap'
import { crawlEverything } from './crawl.ts'
import { lookAtEveryPage } from './every-page.ts'
import { openHouse } from './house.ts'
import { moderateByKeyboard } from './moderate-by-keyboard.ts'
import { sendOnABadLine, sendPastTheLimit } from './send-on-a-bad-line.ts'
import { sendWithoutScript } from './send-without-script.ts'
import { watchGapFill } from './watch-gap-fill.ts'

t.setTimeout(180_000)

// One server and one browser for all of it: starting them takes longer than most of the tests.
const house = await openHouse(t)

t.test('every page is accessible in both themes on phone and desk, and fits 320 px', (t) =>
  lookAtEveryPage(t, house),
)
t.test('every link inside the site leads somewhere, down to the place on the page', (t) =>
  crawlEverything(t, house),
)
t.test('a gap fills before the eyes of everybody who looks, without a reload', (t) => watchGapFill(t, house))
t.test('a moderator approves and rejects with the keyboard alone', (t) => moderateByKeyboard(t, house))
t.test('a photograph is sent, confirmed and followed without script', (t) => sendWithoutScript(t, house))
t.test('photographs are handed over on a line that breaks', (t) => sendOnABadLine(t, house))
// The last one: it uses up what this network may send.
t.test('past the limit of a network a browser works out a proof', (t) => sendPastTheLimit(t, house))
