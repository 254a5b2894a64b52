import { useContest, usePage } from '../../current-page.tsx'
import { Field } from '../../parts/field.tsx'
import type { Fault } from '../../views.ts'

export interface PhotoChoice {
  /** Photographs that are here already; the form names them. */
  held: { id: string; name: string; bytes: number }[]
  /** How many photographs, and bytes of each and of all together. */
  limits: { photos: number; bytes: number; together: number }
  faults: Fault[]
}

/** HEIC by its endings too: few systems know its type. */
const PICTURE_TYPES = 'image/jpeg,image/png,image/webp,image/gif,image/avif,image/heic,image/heif,.heic,.heif'
const MEGABYTE = 1_000_000

/**
 * Where photographs are chosen, and those that are here. A script hands chosen ones over at once, and adds them to the list
 * (web/islands/hand-over.ts); the `data-say-` words are its own.
 */
export function Photos({ held, faults, limits, label }: PhotoChoice & { label: string }) {
  const { say, link } = usePage()
  const { base } = useContest()
  const megabytes = (bytes: number) => Math.ceil(bytes / (MEGABYTE / 10)) / 10
  const unfilled = { file: '%f', percent: '%p' }
  return (
    <div
      data-hand-over={link(`${base}/take-part/photos`)}
      data-most={limits.photos}
      data-most-bytes={limits.bytes}
      data-say-going={say('part.uploadGoing', unfilled)}
      data-say-waiting={say('part.uploadWaiting', unfilled)}
      data-say-here={say('part.uploadHere', unfilled)}
      data-say-stayed={say('part.uploadStayed', unfilled)}
      data-say-first={say('part.uploadFirst')}
    >
      <Field
        name="photo"
        label={label}
        hint={
          <>
            {held.length > 0 && `${say('part.uploadMore')} `}
            {say('part.uploadPhotoHint', {
              n: limits.photos,
              size: limits.bytes / MEGABYTE,
              together: limits.together / MEGABYTE,
            })}
          </>
        }
        faults={faults}
        required={held.length === 0}
      >
        {(attributes) => <input {...attributes} type="file" multiple accept={PICTURE_TYPES} />}
      </Field>
      {held.length > 0 && (
        <fieldset class="held">
          <legend>{say('part.uploadHeld')}</legend>
          {held.map(({ id, name, bytes }) => (
            <label key={id}>
              <input type="checkbox" name="held" value={id} checked />{' '}
              {name === ''
                ? say('part.uploadHeldUnnamed', { size: megabytes(bytes) })
                : say('part.uploadHeldOne', { file: name, size: megabytes(bytes) })}
            </label>
          ))}
        </fieldset>
      )}
      <div class="going" />
      <p class="hint" role="status" />
    </div>
  )
}
