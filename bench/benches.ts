/** Every measurement, in the order in which they run. */
import type { Bench, Figures } from './support/report.js'
import type { measureRequests } from './http_requests.js'

type Question = Parameters<typeof measureRequests>[0]

function requests(name: string, question: Question): Bench {
  const run = async (): Promise<Figures> => (await import('./http_requests.js')).measureRequests(question)
  return { name, run }
}

export const benches: Bench[] = [
  {
    name: 'billing_run',
    run: async ({ subscriptions }) => {
      const many = subscriptions ?? 100_000
      return (await import('./billing_run.js')).measureBillingRun({ few: Math.ceil(many / 10), many })
    },
  },
  requests('storefront_page', {
    scene: 'home',
    what: 'The home page from the cache, beside the same bytes from memory',
    aim: { kind: 'none' },
  }),
  requests('api_read', {
    scene: 'service',
    what: 'GET /api/v1/services/:id with a token, beside the same query',
    aim: { kind: 'share', atLeast: 0.4 },
  }),
  requests('staff_list', {
    scene: 'list',
    what: 'GET /api/v1/services?limit=25 for staff, beside the same query',
    aim: { kind: 'p95', underMs: 50 },
  }),
  requests('staff_list_by_status', {
    scene: 'list_by_status',
    what: 'The list of suspended services for staff, beside the same query',
    aim: { kind: 'p95', underMs: 50 },
  }),
  requests('staff_list_by_hostname', {
    scene: 'list_by_hostname',
    what: 'The list of services whose host name begins with web777, beside the same query',
    aim: { kind: 'p95', underMs: 50 },
  }),
  {
    name: 'webhooks',
    run: async () => (await import('./webhooks.js')).measureWebhooks(),
  },
  {
    name: 'webhook_to_paid',
    run: async () => (await import('./webhook_to_paid.js')).measureWebhookToPaid(),
  },
  {
    name: 'panel_comparison',
    hasOwnProcess: true,
    run: async () =>
      (await import('./panel_comparison.js')).measurePanelComparison({ serviceCount: 100_000 }),
  },
  {
    name: 'operations',
    run: async () => (await import('./operations.js')).measureOperations(),
  },
  {
    name: 'sign_ins',
    run: async () => (await import('./people.js')).measureSignIns(),
  },
  {
    name: 'permission_checks',
    run: async () => (await import('./people.js')).measurePermissionChecks(),
  },
  {
    name: 'audit_search',
    run: async ({ events }) =>
      (await import('./audit_search.js')).measureAuditSearch({ count: events ?? 5_000_000 }),
  },
  {
    name: 'web_memory',
    run: async () => (await import('./memory.js')).measureWebMemory(),
  },
  {
    name: 'worker_memory',
    run: async () => (await import('./memory.js')).measureWorkerMemory({ subscriptionCount: 10_000 }),
  },
  {
    name: 'flood',
    isNightly: true,
    run: async () => (await import('./flood.js')).measureFlood(),
  },
]
