import { networkFacts } from './networks.ts'
import { isTimeClaimed, type Prize, type RulesFacts, type Section } from './rules-facts.ts'
import { count, date, duration } from './rules-words-en.ts'
import { CLAIM_AHEAD, CLAIM_BEHIND } from './timing.ts'

/** The sections of the rules in English. */
export function englishRules(facts: RulesFacts): Section[] {
  return [
    organiser(facts),
    period(facts),
    whoMayTakePart(facts),
    howToTakePart(facts),
    limits(facts),
    looking(facts),
    prizes(facts),
    draw(facts),
    showing(facts),
    data(facts),
    ...networkClauses(facts),
    contact(facts),
  ]
}

function organiser({ sponsor, title, url, rehearsal }: RulesFacts): Section {
  const lines = [
    `${title} (${url}) is organised by ${sponsor.name}, ${sponsor.address}, which answers for it.`,
    'Taking part is free. Nothing has to be bought, and buying does not improve the odds.',
    'By taking part you accept these rules. They do not change once the contest has opened.',
  ]
  const mark = 'This is a rehearsal with invented people and pictures. No prize is given.'
  return { heading: 'Organiser', lines: rehearsal ? [mark, ...lines] : lines }
}

function period(facts: RulesFacts): Section {
  const { rules } = facts
  return {
    heading: 'Period',
    lines: [
      `Entries count from ${date(rules.opensAt, rules.zone)} until before ${date(rules.closesAt, rules.zone)}.`,
      'What decides is the time of the post as its network tells it.',
      ...(isTimeClaimed(facts)
        ? [
            'Where the author or their server sets that time, a person looks at posts whose time is more than ' +
              `${duration(CLAIM_AHEAD)} ahead of when we first saw them, or more than ${duration(CLAIM_BEHIND)} behind.`,
          ]
        : []),
      rules.grace === 0
        ? 'A post counts only when we first see it before closing.'
        : `A post made in time still counts when we first see it less than ${duration(rules.grace)} after closing.`,
      'What is added to a caption after closing does not count.',
    ],
  }
}

function whoMayTakePart({ eligibility, sponsor, rules }: RulesFacts): Section {
  const { minimumAge, area, staffExcluded } = eligibility
  return {
    heading: 'Who may take part',
    lines: [
      minimumAge === null ? 'There is no age limit.' : `You must be at least ${minimumAge} years old.`,
      area === null ? 'You may live anywhere.' : `You must live in: ${area}.`,
      ...(staffExcluded
        ? [
            `Staff of ${sponsor.name} and of those who run the contest, and their households, may not take part.`,
          ]
        : []),
      ...(rules.minAccountAgeDays === null
        ? []
        : [
            `Your account must be at least ${count(rules.minAccountAgeDays, 'day')} old when you post, where the ` +
              'network tells its age.',
          ]),
    ],
  }
}

function howToTakePart({ rules, networks, uploadUrl }: RulesFacts): Section {
  const tags = rules.campaignTags.map(({ display }) => `#${display}`).join(' and ')
  return {
    heading: 'How to take part',
    lines: [
      ...(networks.length === 0
        ? []
        : [
            `Take a photograph of an item of the catalogue and post it publicly on one of: ${networks.map((network) => networkFacts(network).name).join(', ')}. ` +
              'The caption must carry:',
            `- the campaign tag: ${tags}`,
            "- the item's tag, which stands beside the item in the catalogue; several items make several entries",
            ...(rules.disclosureTag === null
              ? []
              : [`- #${rules.disclosureTag.display}, which tells readers that this is a contest post`]),
            ...(rules.mention === null ? [] : [`- a mention of @${rules.mention.replace(/^@/u, '')}`]),
            'A tag that is spelled almost like the right one is looked at by a person. The post must still be there, ' +
              'public and with its tags at the draw.',
          ]),
      ...(uploadUrl === null
        ? []
        : [
            `The free way in without any network: upload the photograph at ${uploadUrl} and confirm your e-mail ` +
              'address by the link we send. An upload has the same odds as a post.',
          ]),
      'Do not tag people who are not in the picture. Post only photographs that you took yourself, and ask the ' +
        'people shown.',
    ],
  }
}

function limits({ rules }: RulesFacts): Section {
  const { perItem, perDay, total } = rules.caps
  return {
    heading: 'Limits',
    lines: [
      `One person has at most ${count(perItem, 'ticket')} for one item` +
        `${perDay === null ? '' : `, ${perDay} a day (${rules.zone})`}${total === null ? '' : `, ${total} in all`}.`,
      'The earliest entries count. Further ones are shown, but carry no ticket.',
      'Several accounts of one person count as one person. The same picture counts once; where several people ' +
        'enter it, the first post counts unless a person finds that it was taken from another.',
    ],
  }
}

function looking({ moderation, sponsor }: RulesFacts): Section {
  return {
    heading: 'Who looks at entries',
    lines: [
      moderation === 'before'
        ? 'A person looks at every entry before it is shown.'
        : 'Entries that keep the rules are shown at once; a person looks at the others, and at every report.',
      'An entry is refused when the picture does not show the item, when it repeats a picture or a post of ' +
        `${sponsor.name}, when the rules exclude its author, or for another reason that is given in words.`,
      'You can see the state of your entry and every reason on the contest page, mend what can be mended until ' +
        'closing, and ask for a second look until the draw.',
    ],
  }
}

function prizes({ prizes, maxPrizes }: RulesFacts): Section {
  return {
    heading: 'Prizes',
    lines: [
      'Each item has its own prize and its own draw among the entries for that item:',
      ...prizes.map(prizeLine),
      maxPrizes === 0
        ? 'One person wins an item at most once, and may win several items.'
        : `One person wins at most ${count(maxPrizes, 'prize')}. Prizes are given in the order above.`,
      'An item without entries has no winner. Prizes are not paid out in money.',
    ],
  }
}

function prizeLine({ item, prize, winners, alternates }: Prize): string {
  return `- ${item}: ${prize} (${count(winners, 'winner')}, ${count(alternates, 'alternate')})`
}

function draw({ draw, rules }: RulesFacts): Section {
  return {
    heading: 'Draw',
    lines: [
      `Winners are drawn by lot on ${date(draw.at, rules.zone)}, by the public method hcd1.`,
      'Before the draw, the list of all tickets is published without names, together with a fingerprint that ' +
        'fixes the list, these rules and the prizes. Every ticket then gets a number computed from the list and ' +
        'from a random value; the lowest numbers win. Anybody can compute it again from the published files.',
      randomness(draw.randomness),
      'Among n tickets for an item with one winner, each ticket wins with a chance of at least 1 in n.',
      `A winner is told where they posted, or by e-mail, and has ${count(draw.answerDays, 'day')} to answer. We never ask ` +
        'winners for card or bank data. Who does not answer, or turns out not to keep these rules, is struck, ' +
        'which is published with its reason, and the next ticket of that item wins.',
    ],
  }
}

function randomness(randomness: RulesFacts['draw']['randomness']): string {
  switch (randomness.type) {
    case 'drand':
      return (
        `The random value is that of the public beacon drand, chain ${randomness.chain}: the first round at or ` +
        'after the time of the draw. Nobody can know or steer it (level A).'
      )
    case 'manual':
      return `The random value is made of a public draw: ${randomness.source} (level B).`
    case 'local':
      return (
        'The random value is a secret of the organiser, fixed before entries open by the commitment ' +
        `${randomness.commit}. You have to trust the organiser not to have prepared the list (level C).`
      )
  }
}

function showing({ sponsor, title, privacyContact }: RulesFacts): Section {
  return {
    heading: 'Showing your picture',
    lines: [
      `You keep all rights. By taking part you let ${sponsor.name} show your picture, with your name on the network ` +
        `and your caption, in the catalogue of ${title} and on its winners page, and nowhere else. For any other ` +
        'use you will be asked, and you may say no without losing anything.',
      'You can withdraw an entry at any time by deleting your post, or, if you sent your picture directly, by ' +
        `writing to ${privacyContact}. It then disappears from the catalogue, and takes no part in a draw whose ` +
        'list is not published yet.',
    ],
  }
}

function data({ sponsor, privacyContact, retentionDays }: RulesFacts): Section {
  return {
    heading: 'Your data',
    lines: [
      `${sponsor.name} keeps what the contest needs: your post or upload, your name on the network or e-mail ` +
        'address, and what was decided. Place and camera data are removed from pictures.',
      `All of it is erased ${count(retentionDays, 'day')} after the draw. You can have it erased earlier, on the contest ` +
        'page or by writing to the privacy contact: within 24 hours, from backups within 35 days. Past draws stay ' +
        'checkable, without your name.',
      `Privacy contact: ${privacyContact}.`,
    ],
  }
}

/** Instagram's promotion guidelines ask for a release by each entrant and for the statement of non-affiliation. */
function networkClauses({ networks, sponsor, rules }: RulesFacts): Section[] {
  if (!networks.includes('instagram')) return []
  return [
    {
      heading: 'Instagram',
      lines: [
        'This contest is in no way sponsored, endorsed or administered by, or associated with, Instagram.',
        ...(rules.mention === null
          ? [
              'Instagram does not tell us who published a post. Each post then counts by itself, and a winner has to ' +
                'prove that it is theirs; the limits are checked at that time.',
            ]
          : []),
        `By taking part you release Instagram completely from any claim in connection with this contest. Questions ` +
          `and complaints go to ${sponsor.name}, not to Instagram.`,
      ],
    },
  ]
}

function contact({ sponsor }: RulesFacts): Section {
  return { heading: 'Contact', lines: [`${sponsor.name}, ${sponsor.address}. ${sponsor.contact}`] }
}
