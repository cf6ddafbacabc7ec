import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { provenPage, signedInPage } from '#start/page_middleware'

const AuditEntries = () => import('#app/reporting/http/admin/audit_entries_controller')
const AuditRetentions = () => import('#app/reporting/http/admin/audit_retentions_controller')
const AuditExports = () => import('#app/reporting/http/admin/audit_exports_controller')
const CustomerTimelines = () => import('#app/reporting/http/api/customer_timelines_controller')
const ClockMoves = () => import('#app/reporting/http/admin/clock_moves_controller')
const CustomerExports = () => import('#app/reporting/http/admin/customer_exports_controller')
const Customers = () => import('#app/reporting/http/admin/customers_controller')
const Invoices = () => import('#app/reporting/http/admin/invoices_controller')
const JobRetries = () => import('#app/reporting/http/admin/job_retries_controller')
const Jobs = () => import('#app/reporting/http/admin/jobs_controller')
const LedgerAccounts = () => import('#app/reporting/http/admin/ledger_accounts_controller')
const Messages = () => import('#app/reporting/http/admin/messages_controller')
const Operations = () => import('#app/reporting/http/admin/operations_controller')
const Orders = () => import('#app/reporting/http/admin/orders_controller')
const Overviews = () => import('#app/reporting/http/admin/overviews_controller')
const Panels = () => import('#app/reporting/http/admin/panels_controller')
const Payments = () => import('#app/reporting/http/admin/payments_controller')
const ReactionRetries = () => import('#app/reporting/http/admin/reaction_retries_controller')
const Refunds = () => import('#app/reporting/http/admin/refunds_controller')
const Disputes = () => import('#app/reporting/http/admin/disputes_controller')
const DisputePreparations = () => import('#app/reporting/http/api/dispute_preparations_controller')
const ReportExports = () => import('#app/reporting/http/admin/report_exports_controller')
const Reports = () => import('#app/reporting/http/admin/reports_controller')
const Searches = () => import('#app/reporting/http/admin/searches_controller')
const Services = () => import('#app/reporting/http/admin/services_controller')
const StaffMembers = () => import('#app/reporting/http/admin/staff_members_controller')
const Subscriptions = () => import('#app/reporting/http/admin/subscriptions_controller')

/** Pages on which staff look at records of all domains. What they do to a record is a route of the record's domain. */
routesOf('admin', () => {
  router
    .group(() => {
      router.get('/', [Overviews, 'show']).as('admin.overview.show')
      router.get('/search', [Searches, 'index']).as('admin.searches.index')
    })
    .use(signedInPage())
  router
    .group(() => {
      router.get('/customers', [Customers, 'index']).as('admin.customers.index')
      router.get('/customers.csv', [CustomerExports, 'index']).as('admin.customer_exports.index')
      router
        .get('/customers/:id/timeline.csv', [CustomerTimelines, 'show'])
        .as('admin.customer_timelines.show')
      router.get('/messages', [Messages, 'index']).as('admin.messages.index')
      router.get('/customers/:id', [Customers, 'show']).as('admin.customers.show')
    })
    .use(signedInPage('staff:customers:read'))
  router
    .group(() => {
      router.get('/services', [Services, 'index']).as('admin.services.index')
      router.get('/services/:id', [Services, 'show']).as('admin.services.show')
    })
    .use(signedInPage('staff:services:read'))
  router
    .group(() => {
      // What is agreed to is told with what it costs.
      router.get('/subscriptions', [Subscriptions, 'index']).as('admin.subscriptions.index')
      router.get('/subscriptions/:id', [Subscriptions, 'show']).as('admin.subscriptions.show')
      router.get('/orders', [Orders, 'index']).as('admin.orders.index')
      router.get('/orders/:id', [Orders, 'show']).as('admin.orders.show')
      router.get('/invoices', [Invoices, 'index']).as('admin.invoices.index')
      router.get('/invoices/:id', [Invoices, 'show']).as('admin.invoices.show')
      router.get('/payments', [Payments, 'index']).as('admin.payments.index')
      router.get('/payments/:id', [Payments, 'show']).as('admin.payments.show')
      router.get('/refunds', [Refunds, 'index']).as('admin.refunds.index')
      router.get('/refunds/:id', [Refunds, 'show']).as('admin.refunds.show')
      router.get('/disputes', [Disputes, 'index']).as('admin.disputes.index')
      router.get('/disputes/:id', [Disputes, 'show']).as('admin.disputes.show')
      router.get('/ledger', [LedgerAccounts, 'index']).as('admin.ledger_accounts.index')
      router.get('/reports', [Reports, 'index']).as('admin.reports.index')
      router.get('/reports/:name', [Reports, 'show']).as('admin.reports.show')
      router.get('/report-exports/:name', [ReportExports, 'show']).as('admin.report_exports.show')
    })
    .use(signedInPage('staff:billing:read'))
  router
    .group(() => {
      router.get('/operations', [Operations, 'index']).as('admin.operations.index')
      router.get('/operations/:id', [Operations, 'show']).as('admin.operations.show')
      router.get('/panels', [Panels, 'index']).as('admin.panels.index')
      router.get('/jobs', [Jobs, 'index']).as('admin.jobs.index')
    })
    .use(signedInPage('staff:operations:read'))
  router
    .group(() => {
      router.post('/jobs/:id/retries', [JobRetries, 'store']).as('admin.job_retries.store')
      router.post('/reactions/:id/retries', [ReactionRetries, 'store']).as('admin.reaction_retries.store')
    })
    .use(signedInPage('staff:operations:write'))
  router
    .group(() => {
      router.get('/audit', [AuditEntries, 'index']).as('admin.audit_entries.index')
      router.get('/audit.csv', [AuditExports, 'index']).as('admin.audit_exports.index')
    })
    .use(signedInPage('staff:audit:read'))
  router
    .put('/audit/retention', [AuditRetentions, 'update'])
    .as('admin.audit_retentions.update')
    .use(provenPage('staff:settings:write'))
  router
    .post('/disputes/:id/preparations', [DisputePreparations, 'store'])
    .as('admin.dispute_preparations.store')
    .use(signedInPage('staff:billing:write'))
  router
    .get('/staff', [StaffMembers, 'index'])
    .as('admin.staff_members.index')
    .use(signedInPage('staff:settings:write'))
  router
    .group(() => {
      router.get('/time-machine', [ClockMoves, 'index']).as('admin.clock_moves.index')
      router.post('/time-machine', [ClockMoves, 'store']).as('admin.clock_moves.store')
    })
    .use(signedInPage('staff:time:write'))
})

const OwnOverviews = () => import('#app/reporting/http/portal/overviews_controller')
const OwnSearches = () => import('#app/reporting/http/portal/searches_controller')

routesOf('account', () => {
  router.get('/', [OwnOverviews, 'show']).as('own_overview.show').use(signedInPage())
  router.get('/search', [OwnSearches, 'show']).as('own_search.show').use(signedInPage())
})
