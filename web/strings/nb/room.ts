import type { enRoom } from '../en/room.ts'
import type { TranslationOf } from '../translation.ts'

export const nbRoom: TranslationOf<typeof enRoom> = {
  'room.title': 'Fra blogger',
  'room.description': 'Hva folk skriver på bloggene sine om {title}.',
  'room.none': 'Ingen har skrevet om den ennå, så vidt vi vet.',
  'room.how':
    'Har du skrevet om den? Lenk til denne siden og send en webmention, så leser et menneske det her. Det du skriver, siteres med navn og lenke, og er ikke med i trekninger.',
  'room.more': 'Eldre',
  'room.about': 'Om {name}',
  'room.readOn': 'Les videre på {host}',
  'room.all': 'Alt bloggene skriver',
  'room.ofItem': 'Blogger om {name}',
  'room.entry': 'Siden her',
}
