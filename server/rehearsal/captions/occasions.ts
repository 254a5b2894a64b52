import type { Kind } from '../plan-kinds.ts'
import type { Lines } from './lines.ts'

/** What people write when something is out of the ordinary. `{it}` is the item, `{too}` the second one. */
export const occasionLines: Partial<Record<Kind, Lines>> = {
  two_items: {
    nb: [
      'Både {it} og {too} fikk plass på samme bilde.',
      '{it} og {too}, bestevenner siden i går.',
      'To fluer i én smekk: {it} og {too}.',
      'Hva rimer på {it}? Ingenting, men {too} står fint ved siden av.',
      'Duellen i stua: {it} mot {too}. Uavgjort.',
      '{it} først, så {too}. Nå må noen stoppe meg.',
    ],
    en: [
      'Two birds: {it} and {too}.',
      '{it} and {too}, best friends since yesterday.',
      'First {it}, then {too}. Somebody stop me.',
      '{it} meets {too}. They have much in common.',
    ],
  },
  no_picture: {
    nb: [
      'Bildet kommer i kveld, jeg lover. {it} er finere enn noen gang.',
      'Glemte bildet, men ta mitt ord for det.',
      'Mobilen er full. Men jeg har {it}!',
      'Tenkte bare å si at jeg er veldig fornøyd.',
    ],
    en: [
      'Picture to follow tonight, promise.',
      'Phone is full. I do have {it}, though.',
      'No picture, only love.',
    ],
  },
  video_without_still: {
    nb: ['Film i stedet for bilde i dag. Se på lyset!', 'En liten runde rundt {it}.', 'Lyd på!'],
    en: ['A small film today. Sound on.', 'Once around {it}.', 'Moving pictures!'],
  },
  not_the_item: {
    nb: [
      'Prøver lykken, jeg også.',
      'Fant ikke {it}, men dette er jo også fint.',
      'Den står rett utenfor bildet.',
      'Kan jeg vinne noe med denne?',
      'Ser dere den? Helt bakerst, kanskje.',
    ],
    en: [
      'Trying my luck.',
      'It is just outside the frame.',
      'Not quite, but isn’t this nice?',
      'Can I win with this one?',
    ],
  },
  late: {
    nb: [
      'Rakk jeg det?',
      'Litt sent ute, men vakter er vakter.',
      'Er det for seint nå? {it} skulle bare ha bedre lys.',
    ],
    en: ['Did I make it?', 'Night shift. Am I too late?', 'Fashionably late with {it}.'],
  },
  early: {
    nb: ['Tyvstart!', 'Kan man begynne nå? Jeg begynner nå.', 'Førstemann ut med {it}, tror jeg?'],
    en: ['First! I think?', 'Could not wait for the start.', 'Is this thing open yet?'],
  },
  same_picture_yours: {
    nb: [
      'Poster denne igjen, i tilfelle den ikke kom med.',
      'Dobbel sjanse?',
      'Samme bilde, ny dag.',
      'Glemte om jeg hadde lagt ut denne.',
    ],
    en: ['Posting this again in case it got lost.', 'Same picture, new day.', 'Once more, with feeling.'],
  },
  over_cap: {
    nb: [
      'Enda en! Får ikke nok.',
      '{it} fra den andre siden.',
      'Nytt lys, ny vinkel, samme kjærlighet.',
      'Jeg vet det, jeg vet det. Men se!',
    ],
    en: [
      'Another one. Cannot help it.',
      '{it} from the other side.',
      'New light, same love.',
      'I know, I know. But look!',
    ],
  },
  edit_removes_tag: {
    nb: ['Ombestemte meg. Bildet får stå for seg selv.', 'Nei, jeg trekker meg. Men fin er den.'],
    en: ['Changed my mind. The picture may stay.', 'Out of the race, still fond of it.'],
  },
}

/** What an early or an unsure hand adds when it mends its caption. */
export const mendedWords: Lines = {
  nb: ['Glemte taggen, så klart.', 'Redigert: der var taggen.', 'Nå med riktig tagg.'],
  en: ['Forgot the tag, of course.', 'Edit: there is the tag.', 'Now with the tag.'],
}
