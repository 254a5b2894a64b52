import { usePage } from '../current-page.tsx'
import { EMAIL_LENGTH, NAME_LENGTH } from '../pages/part/upload.tsx'
import { Document } from '../parts/document.tsx'
import { FaultSummary, Field } from '../parts/field.tsx'
import type { Fault } from '../views.ts'

/** `/console/setup/:token`: the one-time link. Posts `name`, `email`, `brand`, `password` to itself. */
export interface SetupProps {
  /** `gone`: used before, or never made. */
  state: 'open' | 'gone'
  token: string
  values: { name: string; email: string; brand: string }
  faults: Fault[]
  /** The shortest password taken. */
  passwordLength: number
}

export function SetupPage({ state, token, values, faults, passwordLength }: SetupProps) {
  const { say, link } = usePage()
  const labels = {
    name: say('setup.name'),
    email: say('setup.email'),
    brand: say('setup.brand'),
    password: say('setup.password'),
  }
  const title = say(state === 'open' ? 'setup.title' : 'setup.goneTitle')
  return (
    <Document kind="console narrow" title={title} description={null} console>
      <h1>{title}</h1>
      {state === 'gone' ? (
        <p>
          {say('setup.gone')} <a href={link('/console/sign-in')}>{say('signIn.go')}</a>
        </p>
      ) : (
        <form class="leaf" method="post" action={link(`/console/setup/${token}`)}>
          <p>{say('setup.intro')}</p>
          <FaultSummary faults={faults} labels={labels} />
          <Field name="name" label={labels.name} faults={faults} required>
            {(attributes) => (
              <input {...attributes} value={values.name} maxLength={NAME_LENGTH} autocomplete="name" />
            )}
          </Field>
          <Field name="email" label={labels.email} faults={faults} required>
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
          <Field name="brand" label={labels.brand} hint={say('setup.brandHint')} faults={faults} required>
            {(attributes) => (
              <input
                {...attributes}
                value={values.brand}
                maxLength={NAME_LENGTH}
                autocomplete="organization"
              />
            )}
          </Field>
          <Field
            name="password"
            label={labels.password}
            hint={say('setup.passwordHint', { n: passwordLength })}
            faults={faults}
            required
          >
            {(attributes) => (
              <input {...attributes} type="password" minLength={passwordLength} autocomplete="new-password" />
            )}
          </Field>
          <button type="submit">{say('setup.go')}</button>
        </form>
      )}
    </Document>
  )
}
