import t from 'tap'
import { sampleCatalogue } from '../../../../server/rehearsal/catalogue.ts'
import { ADVANCE, inkAt } from '../../../../server/rehearsal/photograph/elsewhere/letters.ts'

/** Whether a letter leaves ink anywhere in its place. */
function isDrawn(text: string, index: number): boolean {
  for (let y = 0; y <= 6; y += 0.5)
    for (let x = 0; x <= 4; x += 0.5) if (inkAt(text, index * ADVANCE + x, y, 0.1) > 0.5) return true
  return false
}

t.test('every letter of every name can be written on its page', async (t) => {
  for (const { name } of sampleCatalogue.items)
    for (let i = 0; i < name.length; i++) t.ok(isDrawn(name, i), `${name}: ${name[i]}`)
})

t.test('a bar of a letter is black and what it encloses is not', async (t) => {
  t.equal(inkAt('L', 0, 3, 0.1), 1)
  t.equal(inkAt('L', 2, 3, 0.1), 0)
  t.equal(inkAt('LØ', ADVANCE + 2, 3, 0.1), 1, 'the stroke through the second letter')
  t.equal(inkAt('L', 9, 3, 0.1), 0, 'nothing after the last')
})
