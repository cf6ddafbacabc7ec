import type { Endpoint } from '#app/shared/http/endpoint'
import {
  attentionShape,
  auditEntryShape,
  auditQuery,
  auditRetention,
  auditStandingShape,
  clockShape,
  jobsQuery,
  jobsShape,
  ledgerAccountsShape,
  overviewShape,
} from '#app/reporting/http/shapes'
import { disputeWithFilesShape } from '#app/payments/index'
import { reportQuery } from '#app/reporting/http/read_report_question'
import { timelineFileQuery, timelineQuery } from '#app/reporting/http/read_timeline_question'
import { timelineEntryShape } from '#app/reporting/http/transformers/timeline'
import { reportShape } from '#app/reporting/http/transformers/report'
import { clockMoveValidator } from '#app/reporting/http/validators'

const OverviewsController = () => import('#app/reporting/http/api/overviews_controller')
const AuditEntriesController = () => import('#app/reporting/http/api/audit_entries_controller')
const AuditRetentionsController = () => import('#app/reporting/http/api/audit_retentions_controller')
const LedgerAccountsController = () => import('#app/reporting/http/api/ledger_accounts_controller')
const ReportsController = () => import('#app/reporting/http/api/reports_controller')
const JobsController = () => import('#app/reporting/http/api/jobs_controller')
const ClockMovesController = () => import('#app/reporting/http/api/clock_moves_controller')
const CustomerTimelines = () => import('#app/reporting/http/api/customer_timelines_controller')
const DisputePreparations = () => import('#app/reporting/http/api/dispute_preparations_controller')

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/overview', name: 'overview.show', group: 'Overview', audience: 'staff', ability: 'staff:billing:read',
    summary: "Show today's money, what is open and overdue, recurring revenue and services by state",
    controller: [OverviewsController, 'show'], answers: { status: 200, shape: overviewShape },
  },
  {
    method: 'GET', path: '/attention', name: 'attention.index', group: 'Overview', audience: 'staff', ability: 'staff:operations:read',
    summary: 'List what waits for a person, the worst first; an empty list is the normal state',
    controller: [OverviewsController, 'index'], answers: { status: 200, shape: attentionShape, isList: true },
  },
  {
    method: 'GET', path: '/ledger-accounts', name: 'ledger_accounts.index', group: 'Overview', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show what the books stand at: our own accounts, and those of all customers in sums; debit is positive',
    controller: [LedgerAccountsController, 'index'], answers: { status: 200, shape: ledgerAccountsShape },
  },
  {
    method: 'GET', path: '/reports/:name', name: 'reports.show', group: 'Books', audience: 'staff', ability: 'staff:billing:read',
    summary:
      'Show a report straight from the books: trial-balance, balance-sheet, profit-and-loss, receivables-aging, tax-summary or deferred-revenue; from and to are included, without a currency all is in the reporting currency',
    controller: [ReportsController, 'show'], query: reportQuery, answers: { status: 200, shape: reportShape },
    problems: [
      { status: 404, code: 'report_not_found', when: 'there is no such report.' },
      { status: 422, code: 'day_impossible', when: 'there is no such day.' },
      { status: 422, code: 'range_reversed', when: 'the first day lies after the last one.' },
    ],
  },
  {
    method: 'GET', path: '/customers/:id/timeline', name: 'customers.timeline.index', group: 'Customers', audience: 'staff',
    ability: 'staff:customers:read',
    summary: 'List what happened between us and a customer, newest first: mails, notes, calls, changes, and as far as you may see them payments and work',
    controller: [CustomerTimelines, 'index'], query: timelineQuery, answers: { status: 200, shape: timelineEntryShape, isList: true },
  },
  {
    method: 'GET', path: '/customers/:id/timeline/file', name: 'customers.timeline.show', group: 'Customers', audience: 'staff',
    ability: 'staff:customers:read', summary: "Download a customer's timeline as a table; the newest ten thousand entries",
    controller: [CustomerTimelines, 'show'], query: timelineFileQuery, answers: { status: 200, shape: null, contentType: 'text/csv' },
  },
  {
    method: 'GET', path: '/audit', name: 'audit.index', group: 'Audit', audience: 'staff', ability: 'staff:audit:read',
    summary:
      'List every fact, newest first: who did what to which record, from what to what, from where and why; `q` takes an id, a network address, a mail address or a part of a name',
    controller: [AuditEntriesController, 'index'], query: auditQuery,
    answers: { status: 200, shape: auditEntryShape, isList: true },
  },
  {
    method: 'GET', path: '/audit/standing', name: 'audit.standing.show', group: 'Audit', audience: 'staff', ability: 'staff:audit:read',
    summary: 'Show the end of the chain of seals over the log, and for how many months facts are kept (null: for good)',
    controller: [AuditRetentionsController, 'show'], answers: { status: 200, shape: auditStandingShape },
  },
  {
    method: 'PUT', path: '/audit/retention', name: 'audit.retention.update', group: 'Audit', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Say for how many months facts are kept, at least 12; null keeps them for good',
    controller: [AuditRetentionsController, 'update'], body: auditRetention, answers: { status: 200, shape: auditStandingShape },
  },
  {
    method: 'GET', path: '/jobs', name: 'jobs.index', group: 'Jobs', audience: 'staff', ability: 'staff:operations:read',
    summary: 'Show queues, jobs of one state, recurring searches and reactions that gave up',
    controller: [JobsController, 'index'], query: jobsQuery, answers: { status: 200, shape: jobsShape },
  },
  {
    method: 'POST', path: '/jobs/:id/retries', name: 'jobs.retries.store', group: 'Jobs', audience: 'staff',
    ability: 'staff:operations:write', summary: 'Put a failed job back into its queue',
    controller: [JobsController, 'update'], answers: { status: 204, shape: null },
  },
  {
    method: 'GET', path: '/clock', name: 'clock.show', group: 'Time machine', audience: 'staff', ability: 'staff:time:write',
    summary: "Show where the tenant's clock stands and its last move",
    controller: [ClockMovesController, 'show'], answers: { status: 200, shape: clockShape },
  },
  {
    method: 'POST', path: '/clock/moves', name: 'clock.moves.store', group: 'Time machine', audience: 'staff',
    ability: 'staff:time:write', summary: 'Send the clock of a demo forward; a worker takes it there day by day',
    controller: [ClockMovesController, 'store'], body: clockMoveValidator, answers: { status: 202, shape: clockShape },
    problems: [
      { status: 409, code: 'already_moving', when: 'a move is under way.' },
      { status: 409, code: 'not_a_demo', when: 'this tenant is no demo.' },
      { status: 422, code: 'too_far', when: 'it is more than three years.' },
    ],
  },
  {
    method: 'POST', path: '/disputes/:id/preparations', name: 'staff.disputes.preparations.store', group: 'Disputes', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Fill in what our records know against a dispute, in place of the texts that are there',
    controller: [DisputePreparations, 'store'], answers: { status: 200, shape: disputeWithFilesShape },
    problems: [
      { status: 404, code: 'dispute_not_found', when: 'there is no such dispute.' },
      { status: 409, code: 'evidence_sealed', when: 'it was handed in, or the dispute is over.' },
    ],
  },
] // prettier-ignore
