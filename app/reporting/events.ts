import { event } from '#app/shared/events/event'

export const auditRetentionChanged = event<{
  changes: { keep_months: { from: number | null; to: number | null } }
}>('audit.retention_changed', 'Staff said for how long the audit log is kept.')
