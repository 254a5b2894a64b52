import { enCatalogue } from './en/catalogue.ts'
import { enCheck } from './en/check.ts'
import { enConsole } from './en/console.ts'
import { enCover } from './en/cover.ts'
import { enDocuments } from './en/documents.ts'
import { enDraws } from './en/draws.ts'
import { enLog } from './en/log.ts'
import { enMail } from './en/mail.ts'
import { enPart } from './en/part.ts'
import { enReasons } from './en/reasons.ts'
import { enRoom } from './en/room.ts'
import { enSite } from './en/site.ts'

/** Every word the pages say, in English: the shape each other language has to fill. */
export const en = {
  ...enSite,
  ...enCover,
  ...enCatalogue,
  ...enPart,
  ...enMail,
  ...enCheck,
  ...enReasons,
  ...enDraws,
  ...enDocuments,
  ...enLog,
  ...enRoom,
  ...enConsole,
} as const
