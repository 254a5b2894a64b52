import { REPORT_REASONS, type ReportReason } from '../../../server/contest/report.ts'
import { useContest, usePage } from '../../current-page.tsx'
import { FaultSummary, Field } from '../../parts/field.tsx'
import type { Fault, ItemRef } from '../../views.ts'

export interface ReportForm {
  /** `sent` after a report was taken in. */
  state: 'closed' | 'sent' | 'open'
  values: { reason: ReportReason | null; text: string }
  faults: Fault[]
}

export interface ReportProps {
  entry: string
  item: ItemRef | null
  report: ReportForm
}

/** As much as a report may say. */
export const REPORT_TEXT_LENGTH = 1000

/** Lets a reader tell a moderator that something is wrong with a photograph. Posts `reason` and `text`. */
export function Report({ entry, item, report }: ReportProps) {
  const { say, link } = usePage()
  const { base } = useContest()
  if (report.state === 'sent') {
    return (
      <p class="notice" role="status">
        {say('entry.reportSent')}
      </p>
    )
  }
  return (
    <details class="report" open={report.state === 'open'}>
      <summary>{say('entry.report')}</summary>
      <form method="post" action={link(`${base}/entries/${entry}/report`)}>
        <p>{say('entry.reportIntro')}</p>
        <FaultSummary
          faults={report.faults}
          labels={{ reason: say('entry.reportReason'), text: say('entry.reportText') }}
        />
        <Field name="reason" label={say('entry.reportReason')} faults={report.faults} required>
          {(attributes) => (
            <select {...attributes}>
              <option value="" />
              {REPORT_REASONS.map((reason) => (
                <option key={reason} value={reason} selected={report.values.reason === reason}>
                  {reason === 'not_the_item'
                    ? say('report.not_the_item', { name: item?.name ?? '…' })
                    : say(`report.${reason}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="text" label={say('entry.reportText')} faults={report.faults}>
          {(attributes) => (
            <textarea {...attributes} rows={3} maxLength={REPORT_TEXT_LENGTH} value={report.values.text} />
          )}
        </Field>
        <button type="submit">{say('entry.reportSend')}</button>
      </form>
    </details>
  )
}
