import type { enMail } from '../en/mail.ts'
import type { TranslationOf } from '../translation.ts'

export const nbMail: TranslationOf<typeof enMail> = {
  'mail.confirmSubject': 'Bekreft bildet ditt av {item} til {title}',
  'mail.confirmText':
    'Hei!\n\nNoen har sendt inn et bilde av {item} til {title} fra {brand} og oppgitt denne adressen. Var det deg? Åpne i så fall denne siden og bekreft:\n\n{address}\n\nDa er bildet ditt med i trekningen, med like stor sjanse som alle andres. Var det ikke deg, trenger du ikke gjøre noe: Uten bekreftelse blir det aldri med.\n\n{brand}\n',
  'mail.rehearsal': 'Dette er en generalprøve: oppdiktede folk og bilder, og ingen premier.\n',
}
