/** What a reader can say is wrong with an entry. */
export const REPORT_REASONS = ['mine', 'copied', 'not_the_item', 'offensive', 'advertising', 'other'] as const

export type ReportReason = (typeof REPORT_REASONS)[number]
