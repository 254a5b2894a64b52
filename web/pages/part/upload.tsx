import { useContest, usePage } from '../../current-page.tsx'
import { faultWords } from '../../parts/fault-words.ts'
import { FaultSummary, Field } from '../../parts/field.tsx'
import type { Fault } from '../../views.ts'
import type { ThingChoice } from './three-steps.tsx'

export interface UploadForm {
  /** What was typed; a file can not be kept. */
  values: { item: string; name: string; email: string; words: string; consent: boolean }
  faults: Fault[]
  /** Of the photograph, in bytes. */
  maxBytes: number
}

export const NAME_LENGTH = 60
export const WORDS_LENGTH = 200
/** RFC 5321, 4.5.3.1.3: a path of 256 octets with its angle brackets. */
export const EMAIL_LENGTH = 254

/** HEIC by its endings too: few systems know its type. */
const PICTURE_TYPES = 'image/jpeg,image/png,image/webp,image/gif,image/avif,image/heic,image/heif,.heic,.heif'
const MEGABYTE = 1_000_000

/** The free way in. Posts multipart: `photo`, `item`, `name`, `email`, `words`, `consent` (`yes`). */
export function Upload({ items, chosen, values, faults, maxBytes }: UploadForm & ThingChoice) {
  const { say, link } = usePage()
  const { base } = useContest()
  const labels = {
    photo: say('part.uploadPhoto'),
    item: say('part.uploadItem'),
    name: say('part.uploadName'),
    email: say('part.uploadEmail'),
    words: say('part.uploadWords'),
    consent: say('site.rules'),
  }
  return (
    <section class="leaf upload" id="upload">
      <h2>{say('part.uploadTitle')}</h2>
      <p>{say('part.uploadText')}</p>
      <form method="post" action={link(`${base}/take-part/upload`)} encType="multipart/form-data">
        <FaultSummary faults={faults} labels={labels} />
        <Field
          name="photo"
          label={labels.photo}
          hint={
            <>
              {faults.length > 0 && `${say('part.uploadAgain')} `}
              {say('part.uploadPhotoHint', { size: Math.round(maxBytes / MEGABYTE) })}
            </>
          }
          faults={faults}
          required
        >
          {(attributes) => <input {...attributes} type="file" accept={PICTURE_TYPES} />}
        </Field>
        <Field name="item" label={labels.item} faults={faults} required>
          {(attributes) => (
            <select {...attributes}>
              <option value="">{say('part.uploadChoose')}</option>
              {items.map(({ id, name, page }) => (
                <option key={id} value={id} selected={id === (values.item || chosen)}>
                  {say('part.uploadPage', { name, page })}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="name" label={labels.name} hint={say('part.uploadNameHint')} faults={faults} required>
          {(attributes) => (
            <input {...attributes} value={values.name} maxLength={NAME_LENGTH} autocomplete="given-name" />
          )}
        </Field>
        <Field name="email" label={labels.email} hint={say('part.uploadEmailHint')} faults={faults} required>
          {(attributes) => (
            <input
              {...attributes}
              type="email"
              value={values.email}
              maxLength={EMAIL_LENGTH}
              autocomplete="email"
            />
          )}
        </Field>
        <Field name="words" label={labels.words} faults={faults}>
          {(attributes) => <input {...attributes} value={values.words} maxLength={WORDS_LENGTH} />}
        </Field>
        <Consent faults={faults} isGiven={values.consent} />
        <button type="submit">{say('part.uploadSend')}</button>
      </form>
    </section>
  )
}

function Consent({ faults, isGiven }: Pick<UploadForm, 'faults'> & { isGiven: boolean }) {
  const { say, rich, link } = usePage()
  const { base } = useContest()
  const fault = faults.find(({ field }) => field === 'consent')
  return (
    <div class={fault ? 'field agree wrong' : 'field agree'}>
      <input
        type="checkbox"
        id="consent"
        name="consent"
        value="yes"
        required
        checked={isGiven}
        {...(fault && { 'aria-invalid': 'true', 'aria-describedby': 'consent-fault' })}
      />
      <label for="consent">
        {rich('part.uploadConsent', {
          rules: <a href={link(`${base}/rules`)}>{say('part.uploadConsentRules')}</a>,
        })}
      </label>
      {fault && (
        <p class="fault" id="consent-fault">
          {faultWords(say, fault)}
        </p>
      )}
    </div>
  )
}
