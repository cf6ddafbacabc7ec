/** The door of this domain: what others may use. */
export { findOverview, type Overview } from '#app/reporting/queries/find_overview'
export { listAttention, type Attention } from '#app/reporting/queries/list_attention'
export { listAuditLog, type AuditEntry } from '#app/reporting/queries/list_audit_log'
export { listJobs, type JobsOverview } from '#app/reporting/queries/list_jobs'
export { prepareEvidence } from '#app/reporting/domain/jobs'
