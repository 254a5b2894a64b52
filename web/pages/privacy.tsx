import { usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { Email } from '../parts/email.tsx'

/** `/privacy`: what is kept about people, also about those whose posts were collected without a form. */
export interface PrivacyProps {
  operator: { name: string; email: string }
  /** Days after a draw until everything is erased: the longest of all contests. */
  keptDays: number
}

export function PrivacyPage({ operator, keptDays }: PrivacyProps) {
  const { say, rich } = usePage()
  const email = <Email address={operator.email} />
  const parts = [
    { heading: say('privacy.who'), texts: [rich('privacy.whoText', { operator: operator.name, email })] },
    { heading: say('privacy.tagged'), texts: [say('privacy.taggedText'), say('privacy.taggedWhy')] },
    { heading: say('privacy.sent'), texts: [say('privacy.sentText')] },
    { heading: say('privacy.blog'), texts: [say('privacy.blogText')] },
    { heading: say('privacy.draw'), texts: [say('privacy.drawText')] },
    { heading: say('privacy.readers'), texts: [say('privacy.readersText')] },
    { heading: say('privacy.howLong'), texts: [say('privacy.howLongText', { n: keptDays })] },
    { heading: say('privacy.rights'), texts: [rich('privacy.rightsText', { email })] },
  ]
  return (
    <Document kind="privacy" title={say('privacy.title')} description={say('privacy.description')}>
      <header class="title">
        <h1>{say('privacy.title')}</h1>
      </header>
      <article class="leaf prose">
        {parts.map(({ heading, texts }) => (
          <section key={heading}>
            <h2>{heading}</h2>
            {texts.map((text, place) => (
              <p key={place}>{text}</p>
            ))}
          </section>
        ))}
      </article>
    </Document>
  )
}
