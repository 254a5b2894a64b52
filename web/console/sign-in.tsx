import { usePage } from '../current-page.tsx'
import { EMAIL_LENGTH } from '../pages/part/upload.tsx'
import { Document } from '../parts/document.tsx'
import { FaultSummary, Field } from '../parts/field.tsx'
import type { Fault } from '../views.ts'

/** `/console/sign-in`. Posts `email`, `password` and `next` to itself. */
export interface SignInProps {
  values: { email: string }
  /** `notMatching` without a field, when they do not match. */
  faults: Fault[]
  /** Where to go afterwards, inside the site; null for the console's front page. */
  next: string | null
}

export function SignInPage({ values, faults, next }: SignInProps) {
  const { say, link } = usePage()
  return (
    <Document kind="console narrow" title={say('signIn.title')} description={null} console>
      <h1>{say('signIn.title')}</h1>
      <form class="leaf" method="post" action={link('/console/sign-in')}>
        <FaultSummary
          faults={faults}
          labels={{ email: say('setup.email'), password: say('setup.password') }}
        />
        {next !== null && <input type="hidden" name="next" value={next} />}
        <Field name="email" label={say('setup.email')} faults={faults} required>
          {(attributes) => (
            <input
              {...attributes}
              type="email"
              value={values.email}
              maxLength={EMAIL_LENGTH}
              autocomplete="username"
            />
          )}
        </Field>
        <Field name="password" label={say('setup.password')} faults={faults} required>
          {(attributes) => <input {...attributes} type="password" autocomplete="current-password" />}
        </Field>
        <button type="submit">{say('signIn.go')}</button>
      </form>
    </Document>
  )
}
