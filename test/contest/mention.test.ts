import t from 'tap'
import { mentions } from '../../server/contest/mention.ts'

const said = (text: string, listed: string[] = [], wanted = 'furuhus@social.example') =>
  mentions({ text, mentions: listed }, wanted)

t.test('a mention counts with or without its sign and host, in any case', async (t) => {
  for (const text of [
    'Takk @furuhus!',
    'Takk @furuhus@social.example!',
    'Takk @FuruHus@Social.Example.',
    'Takk furuhus',
    'furuhus',
    '(@furuhus)',
    'hei @furuhus, hei',
    'takk,@furuhus.',
  ]) {
    t.ok(said(text), text)
  }
})

t.test('parts of other words, tags, addresses and accounts are no mention', async (t) => {
  for (const text of [
    'furuhuset',
    'mitt-furuhus',
    '#furuhus',
    'https://x.example/furuhus',
    'post@furuhus',
    '@furuhus.andre',
    '@furuhus-norge',
    '@furuhus@annen.example',
    'furuhus.example',
    '@furu hus',
    '',
  ]) {
    t.notOk(said(text), text)
  }
})

t.test('the wanted handle may come with its sign, or without host', async (t) => {
  t.ok(said('@furuhus', [], '@furuhus'))
  t.ok(said('@furuhus@annen.example', [], 'furuhus'))
  t.ok(said('@furuhus', [], ' @Furuhus@social.example '))
  t.ok(said('hei @nord.lys_1', [], 'nord.lys_1'))
})

t.test("the network's list decides where it knows an account of that name", async (t) => {
  t.ok(said('', ['furuhus@social.example']))
  t.ok(said('', ['furuhus']), 'an account of the server itself comes without host')
  t.notOk(said('@furuhus', ['furuhus@annen.example']), 'the text shows another account of that name')
  t.ok(said('@furuhus', ['kari@social.example']))
  t.ok(said('@furuhus', ['furuhus@annen.example', 'furuhus@social.example']))
})
