/** The European Commission's VAT number validation: the REST interface, with national registries made up by rule. */
import type { FastifyInstance } from 'fastify'
import type { Kit, SandboxSystem } from '../core/system.ts'
import { checksOf } from './checks.ts'
import { registerViesRoutes } from './routes.ts'

const ROWS_MAX = 100

export const vies: SandboxSystem = {
  name: 'vies',
  title: 'VIES',
  apiPrefixes: ['/taxation_customs/vies/rest-api/'],
  faults: {
    ms_unavailable: 'The registry of the member state does not answer (MS_UNAVAILABLE).',
    ms_max_concurrent_req: 'Too many questions to the member state at once (MS_MAX_CONCURRENT_REQ).',
    service_unavailable: 'VIES itself is down (SERVICE_UNAVAILABLE, status 500).',
    invalid: 'Every number is answered as not registered.',
    ip_blocked: 'We have asked too much (IP_BLOCKED).',
    error_page: 'A web page with status 200.',
  },
  register(app: FastifyInstance, kit: Kit) {
    registerViesRoutes(app, kit)
  },
  serverError: () => ({ actionSucceed: false, errorWrappers: [{ error: 'SERVICE_UNAVAILABLE' }] }),
  overview(kit) {
    const checks = checksOf(kit).list()
    return [
      { label: 'Questions', value: checks.length },
      { label: 'Valid', value: checks.filter(({ outcome }) => outcome === 'VALID').length, tone: 'good' },
      { label: 'Invalid', value: checks.filter(({ outcome }) => outcome === 'INVALID').length, tone: 'bad' },
    ]
  },
  tables: (kit) => [
    {
      name: 'checks',
      title: 'Questions',
      columns: ['At', 'Country', 'Number', 'Answer', 'Consultation number'],
      rows: checksOf(kit)
        .list({ newestFirst: true, limit: ROWS_MAX })
        .map(({ at, country, number, outcome, consultation }) => ({
          cells: [at, country, number, outcome, consultation],
        })),
    },
  ],
  state: (kit) => ({ checks: checksOf(kit).list() }),
  reset() {},
}
