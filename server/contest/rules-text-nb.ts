import { networkFacts } from './networks.ts'
import { isTimeClaimed, type Prize, type RulesFacts, type Section } from './rules-facts.ts'
import { count, date, duration } from './rules-words-nb.ts'
import { CLAIM_AHEAD, CLAIM_BEHIND } from './timing.ts'

/** The sections of the rules in Norwegian Bokmål. */
export function bokmalRules(facts: RulesFacts): Section[] {
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
    `${title} (${url}) arrangeres av ${sponsor.name}, ${sponsor.address}, som står ansvarlig for konkurransen.`,
    'Det er gratis å delta. Du trenger ikke kjøpe noe, og kjøp gir ikke bedre vinnersjanser.',
    'Når du deltar, godtar du disse reglene. De endres ikke etter at konkurransen har åpnet.',
  ]
  const mark = 'Dette er en øvelse med oppdiktede mennesker og bilder. Ingen premier deles ut.'
  return { heading: 'Arrangør', lines: rehearsal ? [mark, ...lines] : lines }
}

function period(facts: RulesFacts): Section {
  const { rules } = facts
  return {
    heading: 'Periode',
    lines: [
      `Bidrag teller fra ${date(rules.opensAt, rules.zone)} og fram til ${date(rules.closesAt, rules.zone)}. Et ` +
        'bidrag på selve sluttidspunktet er for sent.',
      'Det er tidspunktet for innlegget, slik nettverket oppgir det, som avgjør.',
      ...(isTimeClaimed(facts)
        ? [
            'Der forfatteren eller serveren selv setter tidspunktet, ser et menneske på innlegg med et tidspunkt mer ' +
              `enn ${duration(CLAIM_AHEAD)} etter, eller mer enn ${duration(CLAIM_BEHIND)} før, vi så dem første gang.`,
          ]
        : []),
      rules.grace === 0
        ? 'Et innlegg teller bare når vi ser det før konkurransen stenger.'
        : `Et innlegg som er lagt ut i tide, teller også om vi først ser det mindre enn ${duration(rules.grace)} etter ` +
          'at konkurransen har stengt.',
      'Det som føyes til i bildeteksten etter stengetid, teller ikke.',
    ],
  }
}

function whoMayTakePart({ eligibility, sponsor, rules }: RulesFacts): Section {
  const { minimumAge, area, staffExcluded } = eligibility
  return {
    heading: 'Hvem som kan delta',
    lines: [
      minimumAge === null ? 'Det er ingen aldersgrense.' : `Du må være fylt ${minimumAge} år.`,
      area === null ? 'Du kan bo hvor som helst.' : `Du må være bosatt i: ${area}.`,
      ...(staffExcluded
        ? [
            `Ansatte i ${sponsor.name} og hos dem som gjennomfører konkurransen, kan ikke delta. Det gjelder også alle ` +
              'i husstanden deres.',
          ]
        : []),
      ...(rules.minAccountAgeDays === null
        ? []
        : [
            `Kontoen din må være minst ${count(rules.minAccountAgeDays, 'dag', 'dager')} gammel når du legger ut innlegget, ` +
              'der nettverket oppgir alderen.',
          ]),
    ],
  }
}

function howToTakePart({ rules, networks, uploadUrl }: RulesFacts): Section {
  const tags = rules.campaignTags.map(({ display }) => `#${display}`).join(' og ')
  return {
    heading: 'Slik deltar du',
    lines: [
      ...(networks.length === 0
        ? []
        : [
            `Ta et bilde av en ting i katalogen, og legg det ut åpent på ett av disse nettverkene: ${networks.map((network) => networkFacts(network).name).join(', ')}. ` +
              'Bildeteksten må inneholde:',
            `- kampanjens emneknagg: ${tags}`,
            '- tingens emneknagg, som står ved tingen i katalogen; flere ting gir flere bidrag',
            ...(rules.disclosureTag === null
              ? []
              : [
                  `- #${rules.disclosureTag.display}, som forteller leserne at innlegget er med i en konkurranse`,
                ]),
            ...(rules.mention === null
              ? []
              : [`- navnet på kontoen vår: @${rules.mention.replace(/^@/u, '')}`]),
            'Et menneske ser på emneknagger som er skrevet nesten riktig. Innlegget må fortsatt ligge ute, være åpent ' +
              'for alle og ha emneknaggene sine når vi trekker.',
          ]),
      ...(uploadUrl === null
        ? []
        : [
            `Du kan også delta gratis uten noe nettverk: Last opp bildet på ${uploadUrl}, og bekreft e-postadressen din ` +
              'med lenken vi sender deg. Et opplastet bilde har samme vinnersjanse som et innlegg.',
          ]),
      'Ikke merk personer som ikke er med på bildet. Bruk bare bilder du har tatt selv, og spør dem som vises på ' +
        'bildet, først.',
    ],
  }
}

function limits({ rules }: RulesFacts): Section {
  const { perItem, perDay, total } = rules.caps
  return {
    heading: 'Begrensninger',
    lines: [
      `Én person har høyst ${count(perItem, 'lodd', 'lodd')} for hver ting` +
        `${perDay === null ? '' : `, ${perDay} per dag (${rules.zone})`}${total === null ? '' : `, ${total} til sammen`}.`,
      'De tidligste bidragene teller. Resten vises, men gir ikke lodd.',
      'Har du flere kontoer, regnes de som én person. Det samme bildet teller bare én gang. Deltar flere med det ' +
        'samme bildet, teller det første innlegget, med mindre et menneske finner at det er hentet fra en annen.',
    ],
  }
}

function looking({ moderation, sponsor }: RulesFacts): Section {
  return {
    heading: 'Hvem som ser på bidragene',
    lines: [
      moderation === 'before'
        ? 'Et menneske ser på hvert bidrag før det vises.'
        : 'Bidrag som følger reglene, vises med en gang. Et menneske ser på de andre, og på alt som rapporteres.',
      'Et bidrag avvises når bildet ikke viser tingen, når det gjentar et bilde eller et innlegg fra ' +
        `${sponsor.name}, når forfatteren ikke kan delta etter reglene, eller av en annen grunn som oppgis med ord.`,
      'På konkurransesiden ser du hvordan det går med bidraget ditt, og alle begrunnelser. Du kan rette det som kan ' +
        'rettes, fram til konkurransen stenger, og be om en ny vurdering fram til trekningen.',
    ],
  }
}

function prizes({ prizes, maxPrizes }: RulesFacts): Section {
  return {
    heading: 'Premier',
    lines: [
      'Hver ting har sin egen premie og sin egen trekning blant bidragene for den tingen:',
      ...prizes.map(prizeLine),
      maxPrizes === 0
        ? 'Én person kan vinne den samme tingen bare én gang, men kan vinne flere ting.'
        : `Én person kan vinne høyst ${count(maxPrizes, 'premie', 'premier')}. Premiene deles ut i rekkefølgen ovenfor.`,
      'En ting uten bidrag har ingen vinner. Premier utbetales ikke i penger.',
    ],
  }
}

function prizeLine({ item, prize, winners, alternates }: Prize): string {
  const drawn = count(winners, 'vinner', 'vinnere')
  return `- ${item}: ${prize} (${drawn}, ${count(alternates, 'reserve', 'reserver')})`
}

function draw({ draw, rules }: RulesFacts): Section {
  return {
    heading: 'Trekning',
    lines: [
      `Vinnerne trekkes ${date(draw.at, rules.zone)}, med den åpne metoden hcd1.`,
      'Før trekningen offentliggjør vi listen over alle lodd, uten navn, sammen med et fingeravtrykk som låser ' +
        'listen, disse reglene og premiene. Hvert lodd får så et tall som regnes ut fra listen og en tilfeldig ' +
        'verdi, og de laveste tallene vinner. Hvem som helst kan regne det ut på nytt fra filene som er lagt ut.',
      randomness(draw.randomness),
      'Når det er n lodd for en ting med én vinner, vinner hvert lodd med en sjanse på minst 1 av n.',
      'Vinneren får beskjed der innlegget ble lagt ut, eller på e-post, og har ' +
        `${count(draw.answerDays, 'dag', 'dager')} på seg til å svare. Vi ber aldri vinnere om kort- eller ` +
        'kontoopplysninger. Den som ikke svarer, eller som viser seg ikke å følge reglene, strykes. Det ' +
        'offentliggjøres med begrunnelse, og det neste loddet for den tingen vinner.',
    ],
  }
}

function randomness(randomness: RulesFacts['draw']['randomness']): string {
  switch (randomness.type) {
    case 'drand':
      return (
        `Den tilfeldige verdien kommer fra den åpne tilfeldighetskilden drand, kjede ${randomness.chain}: den første runden på eller ` +
        'etter tidspunktet for trekningen. Ingen kan kjenne eller styre den (nivå A).'
      )
    case 'manual':
      return `Den tilfeldige verdien lages av en offentlig trekning: ${randomness.source} (nivå B).`
    case 'local':
      return (
        'Den tilfeldige verdien er en hemmelighet hos arrangøren, låst før konkurransen åpner med forpliktelsen ' +
        `${randomness.commit}. Du må stole på at arrangøren ikke har tilpasset listen (nivå C).`
      )
  }
}

function showing({ sponsor, title, privacyContact }: RulesFacts): Section {
  return {
    heading: 'Visning av bildet ditt',
    lines: [
      `Du beholder alle rettigheter. Når du deltar, lar du ${sponsor.name} vise bildet ditt, med navnet ditt på ` +
        `nettverket og bildeteksten, i katalogen til ${title} og på vinnersiden, og ingen andre steder. Vil vi ` +
        'bruke bildet til noe annet, spør vi deg, og du kan si nei uten å tape noe på det.',
      'Du kan når som helst trekke et bidrag ved å slette innlegget, eller, hvis du sendte bildet direkte, ved å ' +
        `skrive til ${privacyContact}. Da forsvinner det fra katalogen, og er ikke med i en trekning der listen ` +
        'ikke er offentlig ennå.',
    ],
  }
}

function data({ sponsor, privacyContact, retentionDays }: RulesFacts): Section {
  return {
    heading: 'Opplysninger om deg',
    lines: [
      `${sponsor.name} lagrer det konkurransen trenger: innlegget eller bildet du lastet opp, navnet ditt på nettverket ` +
        'eller e-postadressen din, og det som ble bestemt. Opplysninger om sted og kamera fjernes fra bildene.',
      `Alt slettes ${count(retentionDays, 'dag', 'dager')} etter trekningen. Du kan få det slettet før, på ` +
        'konkurransesiden eller ved å skrive til personvernkontakten: innen 24 timer, og fra sikkerhetskopier innen ' +
        '35 dager. Gamle trekninger kan fortsatt kontrolleres, uten navnet ditt.',
      `Personvernkontakt: ${privacyContact}.`,
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
        'Konkurransen er på ingen måte sponset, støttet eller administrert av Instagram, eller knyttet til Instagram.',
        ...(rules.mention === null
          ? [
              'Instagram forteller oss ikke hvem som har lagt ut et innlegg. Hvert innlegg teller da for seg, og en ' +
                'vinner må bevise at det er deres eget; begrensningene kontrolleres da.',
            ]
          : []),
        'Når du deltar, frigjør du Instagram helt fra ethvert krav i forbindelse med konkurransen. Spørsmål og klager ' +
          `rettes til ${sponsor.name}, ikke til Instagram.`,
      ],
    },
  ]
}

function contact({ sponsor }: RulesFacts): Section {
  return { heading: 'Kontakt', lines: [`${sponsor.name}, ${sponsor.address}. ${sponsor.contact}`] }
}
