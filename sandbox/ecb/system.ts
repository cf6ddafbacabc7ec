/** The European Central Bank's reference rates: two documents, a new day in them each working day. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Kit, SandboxSystem } from '../core/system.ts'
import { publishedDays } from './calendar.ts'
import { envelope } from './envelope.ts'
import { ratesOf } from './rates.ts'

const dayMs = 86_400_000
const historyDays = 90
/** Over the longest row of weekend and holidays. */
const latestDays = 10

export const ecb: SandboxSystem = {
  name: 'ecb',
  title: 'European Central Bank',
  apiPrefixes: ['/stats/eurofxref/'],
  faults: {
    silent_days: 'Nothing newer than so many days ago (value).',
    cut_off: 'The document ends in its middle.',
    error_page: 'A web page with status 200.',
    impossible_rate: 'One rate is no number.',
    changed_past: 'Other rates for days that were published already.',
  },
  register(app: FastifyInstance, kit: Kit) {
    app.get('/stats/eurofxref/eurofxref-daily.xml', async (_request, reply) =>
      publish(kit, reply, newestDays(kit, latestDays).slice(0, 1))
    )
    app.get('/stats/eurofxref/eurofxref-hist-90d.xml', async (_request, reply) =>
      publish(kit, reply, newestDays(kit, historyDays))
    )
  },
  overview: (kit) => [{ label: 'Newest day', value: publishedDays(kit.nowMs(), latestDays)[0] ?? 'none' }],
  tables: (kit) => [
    {
      name: 'rates',
      title: 'Rates of the newest day',
      columns: ['Currency', 'For one euro'],
      rows: ratesOf(publishedDays(kit.nowMs(), latestDays)[0] ?? '').map(({ currency, rate }) => ({
        cells: [currency, rate],
      })),
    },
  ],
  state: (kit) => ({
    days: publishedDays(kit.nowMs(), historyDays).map((day) => ({ day, rates: ratesOf(day) })),
  }),
  reset() {},
}

function newestDays(kit: Kit, daysBack: number): string[] {
  const silentDays = kit.faults.take('silent_days')?.value ?? 0
  return publishedDays(kit.nowMs() - silentDays * dayMs, daysBack)
}

function publish(kit: Kit, reply: FastifyReply, days: string[]): FastifyReply {
  if (kit.faults.strikes('error_page')) {
    return reply.type('text/html').send('<html><body>Please try again later.</body></html>')
  }
  const document = envelope(days, {
    variant: kit.faults.strikes('changed_past') ? 1 : 0,
    breaksRate: kit.faults.strikes('impossible_rate'),
  })
  const isCut = kit.faults.strikes('cut_off')
  return reply.type('text/xml').send(isCut ? document.slice(0, Math.floor(document.length / 2)) : document)
}
