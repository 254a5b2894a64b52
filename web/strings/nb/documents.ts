import type { enDocuments } from '../en/documents.ts'
import type { TranslationOf } from '../translation.ts'

export const nbDocuments: TranslationOf<typeof enDocuments> = {
  'rules.title': 'Regler',
  'rules.description': 'Reglene for {title}, med fingeravtrykket som følger med i hver trekning.',
  'rules.locked': 'Låst {time}. Fingeravtrykket av denne teksten følger med i hver trekning.',
  'rules.draft': 'Ikke låst ennå: de kan endres fram til konkurransen åpner.',
  'rules.hash': 'Fingeravtrykk (SHA-256)',
  'rules.plain': 'Som ren tekstfil',
  'privacy.title': 'Personvern',
  'privacy.description': 'Hva som lagres om folk, hvorfor, hvor lenge, og hvordan du får det slettet.',
  'privacy.who': 'Hvem som har ansvaret',
  'privacy.whoText':
    '{operator} bestemmer hva opplysningene brukes til. Spørsmål, innvendinger og ønsker sendes til {email}.',
  'privacy.tagged': 'Hvis du la ut noe med emneknaggen',
  'privacy.taggedText':
    'Innlegget ditt var offentlig og hadde katalogens emneknagg. Vi lagrer teksten, adressen, brukernavnet og navnet ditt slik nettverket viser dem, tidspunktet og bildene. Bildene lages på nytt uten det kameraet skjuler i dem, for eksempel stedet de er tatt.',
  'privacy.taggedWhy':
    'Vi gjør det for å gjennomføre konkurransen du ble med i da du brukte emneknaggen: for å vise katalogen, se hvem som har lodd, og nå vinnerne. Bildet vises bare i denne katalogen. All annen bruk trenger et eget ja fra deg.',
  'privacy.sent': 'Hvis du sendte et bilde hit',
  'privacy.sentText':
    'Vi lagrer bildet, navnet du oppga, setningen din og e-postadressen. Adressen brukes til å bekrefte at det var deg, og til å nå deg hvis du vinner. Den vises aldri og gis aldri videre.',
  'privacy.draw': 'I en trekning',
  'privacy.drawText':
    'De offentlige filene fra en trekning inneholder ingen navn, bare tall som ingen kan gjøre om til navn. Vinnersiden viser vinnerne med navnet som står under bildet i katalogen, så lenge bildet er der.',
  'privacy.readers': 'Hvis du bare leser',
  'privacy.readersText':
    'Ingen informasjonskapsler, ingen måling, ingenting fra andre servere. Skrifter, bilder og skript kommer herfra. Bare administratorer som logger inn, får en informasjonskapsel.',
  'privacy.howLong': 'Hvor lenge',
  'privacy.howLongText': {
    one: 'Alt slettes senest {n} dag etter trekningen; reglene for hver katalog sier når. Trekningene kan fortsatt kontrolleres, uten navn.',
    other:
      'Alt slettes senest {n} dager etter trekningen; reglene for hver katalog sier når. Trekningene kan fortsatt kontrolleres, uten navn.',
  },
  'privacy.rights': 'Rettighetene dine',
  'privacy.rightsText':
    'Du kan få se hva som er lagret om deg, få det rettet, få det slettet, eller protestere. Sletter du innlegget, forsvinner det fra katalogen neste gang vi ser etter det. Ellers skriver du til {email}. Du kan også klage til Datatilsynet.',
  'imprint.title': 'Hvem står bak',
  'imprint.description': 'Hvem som driver dette nettstedet, og hvordan du når dem.',
  'imprint.text': 'Disse sidene drives av',
  'imprint.contact': 'Kontakt',
  'imprint.software': 'Programvaren er Folkalog, åpen kildekode under MIT-lisensen.',
  'imprint.networks':
    'De sosiale nettverkene der folk legger ut bildene, har ingenting med konkurransene her å gjøre: de verken sponser, arrangerer eller går god for dem.',
  'error.404.title': 'Denne siden mangler',
  'error.404.text': 'Ikke en av katalogens tomme sider, bare en adresse som ikke fører noe sted.',
  'error.410.title': 'Denne siden er tatt ut',
  'error.410.text': 'Den var her en gang. Den som eide den, eller en moderator, tok den ut.',
  'error.400.title': 'Noe av dette stemmer ikke',
  'error.400.text': 'Ingenting ble lagret. Gå tilbake, rett det, og send det på nytt.',
  'error.401.title': 'Logg inn først',
  'error.401.text': 'Denne siden er for administratorer.',
  'error.403.title': 'Denne siden kan du ikke åpne',
  'error.403.text': 'Du er logget inn, men har ikke tilgang til dette.',
  'error.413.title': 'Det er for stort',
  'error.413.text': 'Ingenting ble lagret. En mindre fil går fint.',
  'error.429.title': 'Én om gangen, takk',
  'error.429.text': 'Det kom for mange forespørsler fra adressen din.',
  'error.429.wait': { one: 'Prøv igjen om {n} sekund.', other: 'Prøv igjen om {n} sekunder.' },
  'error.500.title': 'En trykkfeil hos oss',
  'error.500.text': 'Den er notert, og ingenting du sendte ble lagret halvveis. Prøv igjen om litt.',
  'error.503.title': 'Straks tilbake',
  'error.503.text': 'Vi rydder i katalogen. Ingenting er borte.',
  'error.request': 'Skriver du til oss om dette, oppgi: {id}',
  'error.back': 'Til forsiden',
  'error.backSite': 'Til første side',
  'error.items': 'Alle sidene',
  'fault.missing': 'Dette må fylles ut.',
  'fault.tooLong': { one: 'Høyst {n} tegn. Dette har {found}.', other: 'Høyst {n} tegn. Dette har {found}.' },
  'fault.tooShort': { one: 'Minst {n} tegn.', other: 'Minst {n} tegn.' },
  'fault.notEmail': 'Det ligner ikke på en e-postadresse. Vi ventet noe som kari@example.org.',
  'fault.notLink': 'Det ligner ikke på en lenke eller en kvittering. En lenke begynner med https://.',
  'fault.notPicture':
    'Den filen er ikke et bilde vi kan lese: {found}. Vi ventet JPEG, PNG, WebP, GIF, AVIF eller HEIC.',
  'fault.tooLarge': 'Høyst {limit} MB. Dette er {found} MB.',
  'fault.unknownChoice': 'Velg en fra listen.',
  'fault.notAgreed': 'Her trengs et ja fra deg.',
  'fault.notMatching': 'Adresse og passord passer ikke sammen.',
  'fault.weak': 'For lett å gjette. Flere ord gir et godt passord.',
  'fault.tooMany': 'For mange forsøk. Prøv igjen senere.',
  'fault.closed': 'Fristen er ute.',
  'fault.other': '{text}',
}
