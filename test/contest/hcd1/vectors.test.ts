import t from 'tap'
import { canonicalJson } from '../../../server/contest/canonical-json.ts'
import { checkCommit } from '../../../server/contest/hcd1/commit.ts'
import { parseEntrants } from '../../../server/contest/hcd1/parse-entrants.ts'
import { drawRecord } from '../../../server/contest/hcd1/record.ts'
import { canonicalRecord } from '../../../server/contest/hcd1/revision.ts'
import { verifyRecord } from '../../../server/contest/hcd1/verify.ts'
import { bytesOf, tools, vectors } from './vectors.ts'

for (const { name, why, record, entrants, canonical_commit } of vectors.draws) {
  t.test(`the draw ${name} is reproduced: ${why}`, async (t) => {
    t.equal(canonicalJson(checkCommit(record.commit)), canonical_commit)
    const { commit, randomness, events } = record
    const drawn = await drawRecord({ commit, randomness, events, entrants: bytesOf(entrants) }, tools)
    const { reveals: _names, ...hashed } = record
    t.equal(canonicalRecord(drawn), canonicalJson(hashed))
    t.match(await verifyRecord(record, bytesOf(entrants), tools), { valid: true })
  })
}

for (const { list, code } of vectors.bad_lists) {
  t.test(`the list ${JSON.stringify(list.slice(64))} is refused as ${code}`, async (t) => {
    t.throws(() => parseEntrants(bytesOf(list)), { code })
    t.match(await verifyRecord(vectors.draws[0]?.record, bytesOf(list), tools), { valid: false, code })
  })
}

for (const { name, code, record, entrants } of vectors.tampered) {
  t.test(`the record ${name} is refused as ${code}`, async (t) => {
    t.match(await verifyRecord(record, bytesOf(entrants), tools), { valid: false, code })
  })
}
