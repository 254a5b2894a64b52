import { DAY, type Instant } from '../contest/instant.ts'
import type { NetworkName } from './network-ways.ts'
import type { Chance } from './photograph/seed.ts'
import type { RehearsalAccount } from './post.ts'
import { deckOf, pickWeighted, shuffled } from './random.ts'

/** Somebody who takes part, with their habits of writing. */
export interface Person {
  account: RehearsalAccount
  /** Where they post. */
  network: NetworkName
  language: 'nb' | 'en'
  /** How often a sign follows a sentence, 0 to 1. */
  signs: number
  /** Where the tags stand: at the end of the line, in a line of their own, or in the sentence where they fit. */
  tags: 'end' | 'below' | 'within'
  /** Writes tags as `#Somlebo`. */
  capitals: boolean
  /** Writes everything in small letters. */
  small: boolean
  /** Adds tags of their own. */
  moreTags: boolean
  /** How often they describe their pictures for those who cannot see them, 0 to 1. */
  describes: number
}

/** The servers of the network. The first one is the one that is read. */
export const SERVERS = [
  'fjordposten.example',
  'bymarka.example',
  'kaffeprat.example',
  'nabolaget.example',
  'oppoverbakke.example',
  'regnvaer.example',
  'smallharbour.example',
  'windowsill.example',
] as const

const GIVEN =
  'Kari Ola Ingrid Lars Solveig Nils Astrid Per Marit Jon Sunniva Håkon Åse Eirik Randi Torstein Live Sindre Tuva Øyvind Maja Henrik Ragnhild Jonas Bjørg Magnus Frøydis Aleksander Gunnhild Even Signe Kåre Aurora Trygve Vilde Odd Ida Amund Elin Sverre Åshild Didrik Synne Halvor Camilla Ørjan Hedda Torbjørn Anja Mikkel Silje Vegard Guro Emil Ragna Fredrik Mariann Ailo Márjá Biret Amina Yusuf Hodan Abdi Fatima Linh Minh Priya Arun Katarzyna Piotr Oksana Bohdan Leyla Reza Emma Jack Grace Oliver Maeve Callum Sofia Mateo Anneke Jürgen Yuki Hana Kofi Esi'.split(
    ' ',
  )
const FAMILY =
  'Nordby Haugen Solbakken Myhre Lie Strand Bakke Moen Hagen Berge Sørli Åsen Dalen Vik Lunde Tveit Aas Rønning Eide Skog Holm Sletten Foss Nygård Brekke Fjeld Ruud Lien Øverby Kvam Engen Sandvik Hauge Thune Lyng Skaug Gaup Utsi Sara Hassan Warsame Nguyen Tran Sivan Kumar Nowak Zielińska Kovalenko Ahmadi Walsh Byrne Fraser Clarke Romero Vega Jansen Weber Tanaka Mensah'.split(
    ' ',
  )
const NICKNAMES =
  'loftsrotet kaffekoppen vinduskarmen hybelkaktus skrivebordet trappa_opp nattugla fjordkatt rabarbra sofahjornet potteplante tante_rosa grautris lillebror knaggrekka matpakke fjellvettet kjellerboden solstripe smultring teatime_tess windowseat lampshade oddsocks northlight papercrane quietkettle cloudberry'.split(
    ' ',
  )

/** So many people with names, servers and habits of their own, spread over the networks; nobody shares a handle. */
export function drawPeople(
  chance: Chance,
  count: number,
  opensAt: Instant,
  networks: readonly NetworkName[] = ['mastodon'],
): Person[] {
  const givenNames = deckOf(chance, GIVEN)
  const familyNames = deckOf(chance, FAMILY)
  const nicknames = shuffled(chance, NICKNAMES)
  const taken = new Set<string>()
  return Array.from({ length: count }, (_, place) => {
    const given = givenNames.draw() ?? 'Kari'
    const family = familyNames.draw() ?? 'Nordby'
    const nickname = chance.happens(0.2) ? nicknames.pop() : undefined
    const account = {
      host: pickWeighted(chance, SERVERS, (_, place) => 3 / (place + 3)) ?? SERVERS[0],
      name: displayName(chance, given, family, nickname),
      joinedAt: opensAt - chance.whole(40, 3_000) * DAY,
      discoverable: chance.happens(0.85),
      bot: false,
    }
    const user = freeName(nickname ?? userName(chance, given, family), account.host, taken)
    const network = networks[place % networks.length] ?? 'mastodon'
    return { account: { user, ...account }, network, ...habits(chance) }
  })
}

function habits(chance: Chance): Omit<Person, 'account' | 'network'> {
  return {
    language: chance.happens(0.72) ? 'nb' : 'en',
    signs: chance.happens(0.45) ? chance.between(0.3, 0.9) : 0,
    tags: chance.pick(['end', 'end', 'below', 'below', 'within']),
    capitals: chance.happens(0.25),
    small: chance.happens(0.08),
    moreTags: chance.happens(0.3),
    describes: chance.happens(0.5) ? 0.9 : 0.1,
  }
}

function displayName(chance: Chance, given: string, family: string, nickname: string | undefined): string {
  if (nickname !== undefined && chance.happens(0.6)) return nickname.replaceAll('_', ' ')
  return chance.pick([
    `${given} ${family}`,
    `${given} ${family}`,
    `${given} ${family[0]}.`,
    given,
    given.toLowerCase(),
  ])
}

function userName(chance: Chance, given: string, family: string): string {
  const [g, f] = [ascii(given), ascii(family)]
  return chance.pick([
    g,
    `${g}_${f}`,
    `${g}${f.slice(0, 1)}`,
    `${f}${g}`,
    `${g.slice(0, 1)}${f}`,
    `${g}${chance.whole(2, 99)}`,
  ])
}

function freeName(wanted: string, host: string, taken: Set<string>): string {
  let name = wanted
  for (let n = 2; taken.has(`${name}@${host}`); n++) name = `${wanted}${n}`
  taken.add(`${name}@${host}`)
  return name
}

/** The letters that servers allow in a name. */
function ascii(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('å', 'a')
    .normalize('NFD')
  return plain.replace(/[^a-z]/g, '')
}
