import env from '#start/env'

/** Requests per minute. An address may hold several tokens (an office, a proxy), so its share is larger. */
export const apiLimits = {
  perToken: env.get('API_REQUESTS_PER_MINUTE', 600),
  perAddress: env.get('API_REQUESTS_PER_MINUTE_AND_ADDRESS', 1_200),
  /** Of all of a tenant's tokens together: no tenant takes the machine from the others. */
  perTenant: env.get('API_REQUESTS_PER_MINUTE_AND_TENANT', 6_000),
  /** Of one person (or address) on one dear route. */
  perDearRoute: env.get('DEAR_REQUESTS_PER_MINUTE', 30),
}

/** A whole tenant may ask for one dear route this many times as often as one person. */
export const dearTenantFactor = 10

/**
 * Routes whose answer costs a hundred times what others cost: documents that are set, reports and tables over all rows, previews that
 * calculate thousands of invoices, files whose pictures are drawn anew, what asks others. Names of routes, those of the API with `api.` before them.
 */
export const dearRoutes: ReadonlySet<string> = new Set([
  'api.reports.show', 'admin.reports.show', 'admin.report_exports.show', 'api.trials.report',
  'api.audit.index', 'admin.audit_entries.index', 'admin.audit_exports.index',
  'api.invoices.document.show', 'api.invoices.documents.show', 'api.credit_notes.documents.show', 'own_invoice_documents.show',
  'own_invoice_documents.format', 'own_credit_note_documents.show', 'admin.invoice_documents.show', 'admin.invoice_documents.format',
  'admin.credit_note_documents.show', 'api.statement.document.show', 'api.customers.statement.document.show', 'own_statement.show',
  'admin.statements.show', 'api.offer_documents.show', 'admin.offer_documents.show',
  'admin.customer_exports.index', 'admin.collections.export', 'admin.settlement_exports.show',
  'api.data_exports.store', 'own_exports.store', 'api.replays.store', 'admin.replays.store',
  'api.billing_policies.preview.store', 'admin.policy_previews.store', 'api.price_moves.preview', 'admin.price_moves.preview',
  'api.price_conversions.preview', 'admin.price_conversions.preview',
  'own_tax_certificates.store', 'api.tax_certificates.store', 'admin.tax_certificates.store', 'api.customers.tax_certificates.store',
  'api.staff.disputes.files.store', 'api.bank.statements.store', 'admin.bank.statements.store',
  'api.tax_id_check.store', 'api.customers.tax_id_check.store', 'api.staff.gateways.checks.store', 'admin.searches.index', 'own_search.show',
]) // prettier-ignore
