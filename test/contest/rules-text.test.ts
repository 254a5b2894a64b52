import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { HOUR } from '../../server/contest/instant.ts'
import { durationOf } from '../../server/contest/rules-dates.ts'
import type { RulesFacts } from '../../server/contest/rules-facts.ts'
import { rulesText } from '../../server/contest/rules-text.ts'
import { aTag, someRules } from './samples.ts'

function someFacts(more: Partial<RulesFacts> = {}): RulesFacts {
  return {
    title: 'Folkets katalog',
    url: 'https://contest.example/c/spring',
    sponsor: { name: 'Furuhus AS', address: 'Storgata 1, Oslo', contact: 'post@furuhus.example' },
    privacyContact: 'privacy@furuhus.example',
    rules: someRules(),
    networks: ['mastodon'],
    uploadUrl: 'https://contest.example/c/spring/take-part',
    prizes: [
      { item: 'Krakken Ask', prize: 'the stool', winners: 1, alternates: 2 },
      { item: 'Bod', prize: 'the shed', winners: 2, alternates: 1 },
    ],
    maxPrizes: 1,
    draw: { at: Date.UTC(2026, 4, 20, 10), answerDays: 3, randomness: { type: 'local', commit: 'ab12' } },
    moderation: 'before',
    eligibility: { minimumAge: 18, area: 'Norway', staffExcluded: true },
    retentionDays: 90,
    rehearsal: false,
    ...more,
  }
}

/** With everything that rules can ask. */
function wholeFacts(): RulesFacts {
  return someFacts({
    networks: ['mastodon', 'instagram'],
    rules: someRules({
      disclosureTag: aTag('reklame'),
      mention: 'furuhus@social.example',
      minAccountAgeDays: 7,
      grace: 36 * HOUR,
      caps: { perItem: 4, perDay: 5, total: 6 },
    }),
  })
}

const both = (facts: RulesFacts) => [rulesText(facts, 'en'), rulesText(facts, 'nb')] as const

/** The sentences that one set of facts has and another has not, per language. */
function added(more: Partial<RulesFacts>, less: Partial<RulesFacts> = {}): string[] {
  const [with_, without] = [both(someFacts(more)), both(someFacts(less))]
  return with_.map((text, i) => {
    const known = new Set(without[i]?.split('\n'))
    return text
      .split('\n')
      .filter((line) => !known.has(line))
      .join('\n')
  })
}

t.test('the same facts give the same bytes: those of the texts kept for readers', async (t) => {
  for (const language of ['en', 'nb'] as const) {
    const kept = new URL(`../fixtures/contest/rules-${language}.txt`, import.meta.url)
    t.equal(rulesText(wholeFacts(), language), readFileSync(kept, 'utf8'), language)
  }
})

t.test('lines end with LF, sections are numbered, the text ends with one line break', async (t) => {
  for (const text of both(someFacts({ networks: ['instagram'] }))) {
    t.notMatch(text, /[\r\t\u2028\u2029]| \n|\n{3}/u)
    t.match(text, /^Folkets katalog\n={15}\n\n1\. /u)
    t.match(text, /[^\n]\n$/u)
    t.same(text.match(/^\d+(?=\. \S)/gmu), ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'])
  }
})

t.test('every fact stands in both texts', async (t) => {
  for (const text of both(wholeFacts())) {
    for (const fact of [
      'Furuhus AS, Storgata 1, Oslo',
      'post@furuhus.example',
      'privacy@furuhus.example',
      'https://contest.example/c/spring',
      'https://contest.example/c/spring/take-part',
      '#folkekatalog',
      '#reklame',
      '@furuhus@social.example',
      'Mastodon, Instagram',
      'Europe/Oslo; 2026-05-04T12:00:00Z',
      'Europe/Oslo; 2026-05-18T12:00:00Z',
      'Europe/Oslo; 2026-05-20T10:00:00Z',
      ' 36 ',
      ' 7 da',
      ' 18 ',
      'Norway',
      ' 4 ',
      ' 5 ',
      ' 6 ',
      'Krakken Ask: the stool (1 ',
      'Bod: the shed (2 ',
      'hcd1',
      'ab12',
      ' 90 ',
      ' 35 ',
    ]) {
      t.ok(text.includes(fact), fact)
    }
  }
})

t.test('dates stand as people write them', async (t) => {
  const [en, nb] = both(someFacts({ rules: someRules({ closesAt: Date.UTC(2026, 4, 31, 22) }) }))
  t.match(en, '1 June 2026 at 00:00 (Europe/Oslo; 2026-05-31T22:00:00Z)')
  t.match(nb, '1. juni 2026 kl. 00.00 (Europe/Oslo; 2026-05-31T22:00:00Z)')
  const [seconds] = both(someFacts({ rules: someRules({ closesAt: Date.UTC(2026, 4, 31, 21, 59, 59) }) }))
  t.match(seconds, '31 May 2026 at 23:59:59 (Europe/Oslo; 2026-05-31T21:59:59Z)')
})

t.test('what the rules do not ask is not said', async (t) => {
  const [en, nb] = both(someFacts({ eligibility: { minimumAge: null, area: null, staffExcluded: false } }))
  t.match(en, 'There is no age limit.')
  t.match(nb, 'Det er ingen aldersgrense.')
  for (const text of [en, nb]) {
    t.notMatch(
      text,
      /Instagram|mention of|kontoen vår|account must|Kontoen din|rehearsal|øvelse|Staff|Ansatte/u,
    )
  }
})

t.test("Instagram's clauses stand where Instagram is a source", async (t) => {
  const [en, nb] = added({ networks: ['mastodon', 'instagram'] })
  t.match(en, 'in no way sponsored, endorsed or administered by, or associated with, Instagram')
  t.match(en, 'you release Instagram completely')
  t.match(nb, 'på ingen måte sponset, støttet eller administrert av Instagram')
  t.match(nb, 'frigjør du Instagram helt')
  t.match(en, 'Instagram does not tell us who published a post')
  const strict = { rules: someRules({ mention: 'furuhus' }) }
  t.notMatch(added({ networks: ['instagram'], ...strict })[0], 'does not tell us who')
})

t.test('a rehearsal says so first', async (t) => {
  for (const [text, mark] of [
    [
      added({ rehearsal: true })[0],
      'This is a rehearsal with invented people and pictures. No prize is given.',
    ],
    [
      added({ rehearsal: true })[1],
      'Dette er en øvelse med oppdiktede mennesker og bilder. Ingen premier deles ut.',
    ],
  ]) {
    t.equal(text, mark)
  }
})

t.test('each kind of randomness says what it rests on, and its level', async (t) => {
  const kind = (randomness: RulesFacts['draw']['randomness']) =>
    added({ draw: { ...someFacts().draw, randomness } }).join('\n')
  t.match(
    kind({ type: 'drand', chain: '52db' }),
    /drand, chain 52db: .*\(level A\).*\n.*kjede 52db: .*\(nivå A\)/u,
  )
  t.match(kind({ type: 'manual', source: 'Tombola 2' }), /Tombola 2 \(level B\).*\n.*Tombola 2 \(nivå B\)/u)
  t.match(kind({ type: 'local', commit: 'cd34' }), /cd34\. .*\(level C\).*\n.*cd34\. .*\(nivå C\)/u)
})

t.test('posts whose time is only claimed are mentioned where there are such networks', async (t) => {
  const [en, nb] = added({ networks: ['mastodon'] }, { networks: ['flickr'] })
  t.match(en, 'more than 5 minutes ahead of when we first saw them, or more than 24 hours behind')
  t.match(nb, 'mer enn 5 minutter etter, eller mer enn 24 timer før, vi så dem første gang')
})

t.test('a contest may have no network, or no upload, or no grace', async (t) => {
  const [upload] = both(someFacts({ networks: [] }))
  t.notMatch(upload, 'The caption must carry')
  const [post] = both(someFacts({ uploadUrl: null }))
  t.notMatch(post, 'upload the photograph')
  const [strict] = added({ rules: someRules({ grace: 0 }) })
  t.equal(strict, 'A post counts only when we first see it before closing.')
})

t.test('moderation, prize limits and numbers are in the right words', async (t) => {
  t.match(added({ moderation: 'after' })[0], 'shown at once')
  t.match(added({ maxPrizes: 0 })[0], 'may win several items')
  t.match(added({ maxPrizes: 2 })[0], 'at most 2 prizes')
  t.match(both(someFacts())[0], 'at most 1 prize.')
  t.match(added({ maxPrizes: 2 })[1], 'høyst 2 premier')
  t.match(added({ retentionDays: 1 })[0], 'erased 1 day after')
})

t.test('typed texts stay on their line and in their section', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (typed) => {
      const text = rulesText(someFacts({ title: `a${typed}\n\n2. Fraud\r\n`, privacyContact: typed }), 'en')
      const headings = text.split('\n').filter((line) => /^\d+\. /u.test(line))
      return headings.length === 11 && !/[\r\u2028]/u.test(text) && text.isWellFormed()
    }),
  )
})

t.test('a length of time is told in the largest whole unit', async (t) => {
  t.same(durationOf(24 * HOUR), { n: 24, unit: 'hour' })
  t.same(durationOf(90 * 60_000), { n: 90, unit: 'minute' })
  t.same(durationOf(61_000), { n: 61, unit: 'second' })
  t.same(durationOf(1_001), { n: 1_001, unit: 'millisecond' })
})
