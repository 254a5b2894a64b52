import type { en } from './en.ts'
import { nbCatalogue } from './nb/catalogue.ts'
import { nbCheck } from './nb/check.ts'
import { nbConsole } from './nb/console.ts'
import { nbCover } from './nb/cover.ts'
import { nbDocuments } from './nb/documents.ts'
import { nbDraws } from './nb/draws.ts'
import { nbLog } from './nb/log.ts'
import { nbMail } from './nb/mail.ts'
import { nbPart } from './nb/part.ts'
import { nbReasons } from './nb/reasons.ts'
import { nbRoom } from './nb/room.ts'
import { nbSite } from './nb/site.ts'
import type { TranslationOf } from './translation.ts'

/** Every word the pages say, in Bokmål. */
export const nb: TranslationOf<typeof en> = {
  ...nbSite,
  ...nbCover,
  ...nbCatalogue,
  ...nbPart,
  ...nbMail,
  ...nbCheck,
  ...nbReasons,
  ...nbDraws,
  ...nbDocuments,
  ...nbLog,
  ...nbRoom,
  ...nbConsole,
}
