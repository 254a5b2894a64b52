import { useContest, usePage } from '../../current-page.tsx'
import { faultWords } from '../../parts/fault-words.ts'
import { FaultSummary, Field } from '../../parts/field.tsx'
import { type Challenge, ChallengeBox } from './challenge.tsx'
import { type PhotoChoice, Photos } from './photos.tsx'
import type { ThingChoice } from './three-steps.tsx'

export interface UploadForm extends PhotoChoice {
  /** What was typed. */
  values: { item: string; name: string; email: string; words: string; consent: boolean }
  /** Null where this network may send without one. */
  challenge: Challenge | null
}

export const NAME_LENGTH = 60
export const WORDS_LENGTH = 200
/** RFC 5321, 4.5.3.1.3: a path of 256 octets with its angle brackets. */
export const EMAIL_LENGTH = 254

/**
 * The free way in. Posts multipart: `photo` (several) or `held` (ids of those that are here), `item`, `name`, `email`,
 * `words`, `consent` (`yes`), and past the limit `challenge` and `proof`.
 */
export function Upload({ items, chosen, ...form }: UploadForm & ThingChoice) {
  const { values, faults, challenge } = form
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
        {challenge && <ChallengeBox {...challenge} />}
        <Photos {...form} label={labels.photo} />
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
