import type { ComponentChildren } from 'preact'
import { usePage } from '../current-page.tsx'
import type { Fault } from '../views.ts'
import { faultWords } from './fault-words.ts'

/** What a control has to carry to belong to its label, its hint and its fault. */
export interface ControlAttributes {
  id: string
  name: string
  required: boolean
  'aria-describedby'?: string
  'aria-invalid'?: 'true'
}

export interface FieldProps {
  name: string
  label: string
  hint?: ComponentChildren
  faults: Fault[]
  required?: boolean
  /** Sets fields of one name on one page apart. */
  idPrefix?: string
  children: (attributes: ControlAttributes) => ComponentChildren
}

/** A labelled control. What is wrong with it stands under it and is read with it. */
export function Field({ name, label, hint, faults, required = false, idPrefix = '', children }: FieldProps) {
  const { say } = usePage()
  const own = faults.filter((one) => one.field === name)
  const fault = own.length > 0
  const id = `${idPrefix}${name}`
  const notes = [hint !== undefined && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ')
  return (
    <div class={fault ? 'field wrong' : 'field'}>
      <label for={id}>
        {label} {!required && <small>{say('form.optional')}</small>}
      </label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({
        id,
        name,
        required,
        ...(notes && { 'aria-describedby': notes }),
        ...(fault && { 'aria-invalid': 'true' }),
      })}
      {fault && (
        <div class="fault" id={`${id}-fault`}>
          {own.map((one) => (
            <p key={one}>{faultWords(say, one)}</p>
          ))}
        </div>
      )}
    </div>
  )
}

/** Says at the top of a form that came back how much there is to put right, with a link to each field. */
export function FaultSummary({ faults, labels }: { faults: Fault[]; labels: Record<string, string> }) {
  const { say } = usePage()
  if (faults.length === 0) return null
  return (
    <div class="faults" role="alert">
      <h2>{say('form.fix', { n: faults.length })}</h2>
      <ul>
        {faults.map((fault) => (
          <li key={fault}>
            {fault.field === null ? (
              faultWords(say, fault)
            ) : (
              <>
                <a href={`#${fault.field}`}>{labels[fault.field] ?? fault.field}</a>: {faultWords(say, fault)}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
