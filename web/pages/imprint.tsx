import { usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { Email } from '../parts/email.tsx'

/** `/imprint`: who runs this. */
export interface ImprintProps {
  operator: {
    name: string
    email: string
    /** Postal address, a line for each; empty where none was given. */
    address: string[]
  }
}

export function ImprintPage({ operator }: ImprintProps) {
  const { say } = usePage()
  return (
    <Document kind="imprint" title={say('imprint.title')} description={say('imprint.description')}>
      <header class="title">
        <h1>{say('imprint.title')}</h1>
      </header>
      <article class="leaf prose">
        <p>{say('imprint.text')}</p>
        <address>
          {[operator.name, ...operator.address].map((line) => (
            <span key={line}>{line}</span>
          ))}
        </address>
        <h2>{say('imprint.contact')}</h2>
        <p>
          <Email address={operator.email} />
        </p>
        <p>{say('imprint.networks')}</p>
        <p>{say('imprint.software')}</p>
      </article>
    </Document>
  )
}
