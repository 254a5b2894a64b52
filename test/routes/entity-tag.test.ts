import t from 'tap'
import { entityTag, namesTag } from '../../server/routes/entity-tag.ts'

const tag = entityTag(Buffer.from('a page'))

t.test('a tag names the content, weakly', async (t) => {
  t.match(tag, /^W\/"[\w-]{22}"$/)
  t.equal(entityTag(Buffer.from('a page')), tag)
  t.not(entityTag(Buffer.from('a page.')), tag)
})

t.test('If-None-Match names it alone, in a list, without the mark of weakness, or by a star', async (t) => {
  for (const header of [tag, tag.slice(2), `"other", ${tag}`, `${tag} ,"other"`, '*', ' * ']) {
    t.ok(namesTag(header, tag), header)
  }
})

t.test('If-None-Match does not name it where it names others or nothing', async (t) => {
  for (const header of [undefined, '', '"other"', tag.slice(3, -1), `"${tag}"`, `${tag}x`, 'W/*']) {
    t.notOk(namesTag(header, tag), header ?? 'no header')
  }
})
