import { db } from '#app/shared/database/db'
import { asTenant, inReadTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { ok } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { ComparePanel } from '#app/provisioning/actions/compare_panel'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import type { ListedServer, ServerPanel } from '#app/provisioning/drivers/contract'
import type { PanelRow } from '#app/provisioning/records/panels'
import type { Figures } from './support/report.js'
import { seedGrownTenant } from './support/seed_services.js'

const wanted = { seconds: 60, memoryMb: 400 }
const pageSize = 200
const panelCount = 4
/** One in so many stands there with another size. */
const driftEvery = 100

/** Panels that answer at once with what the services of the seed say, so that only our own work is measured. */
class ReadyPanels extends PanelConnections {
  constructor(private serviceCount: number) {
    super()
  }

  override open(panel: PanelRow): ServerPanel {
    const place = Number(panel.code.slice('panel-'.length)) - 1
    const listServers = async (page: string | null) => {
      const from = Number(page ?? 0)
      const servers: ListedServer[] = []
      for (let index = from; index < from + pageSize; index += 1) {
        const number = index * panelCount + place
        if (number > 0 && number <= this.serviceCount) servers.push(serverOf(number))
      }
      const isLast = (from + pageSize) * panelCount > this.serviceCount
      return ok({ servers, next: isLast ? null : String(from + pageSize) })
    }
    return { listServers } as Partial<ServerPanel> as ServerPanel
  }
}

function serverOf(number: number): ListedServer {
  const isOther = number % driftEvery === 1
  return {
    reference: String(number),
    name: `web${number}.example.com`,
    ownerReference: null,
    ownerEmail: null,
    isSuspended: number % 50 === 0,
    isUnfinished: false,
    sizes: { cpuCores: 4, memoryMb: isOther ? 16_384 : 8192, storageGb: 160, trafficGb: 0 },
    package: null,
  }
}

/** How long everything on four panels takes to be compared with as many services, and whether that needs much memory. */
export async function measurePanelComparison({ serviceCount }: { serviceCount: number }): Promise<Figures> {
  const { tenant } = await seedGrownTenant(serviceCount)
  const compare = new ComparePanel(new Clock(), new EventLog(), new ReadyPanels(serviceCount))
  const startedAt = performance.now()
  const found = await asTenant({ tenant }, async () => {
    const panels = await inReadTransaction(() => db.selectFrom('panels').select('id').execute())
    for (const { id } of panels) {
      await compare.begin(id)
      await compare.execute(id)
    }
    const row = await inReadTransaction(() =>
      db
        .selectFrom('drifts')
        .select((eb) => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
    )
    return Number(row.count)
  })
  const seconds = (performance.now() - startedAt) / 1000
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024)
  return {
    what: `${serviceCount.toLocaleString('en')} services compared with what four panels list, ${pageSize} a page`,
    figures: [
      { label: 'services a second', value: Math.round(serviceCount / seconds), unit: 'a second' },
      { label: 'differences found', value: found, unit: 'of 1 in 100 put there' },
    ],
    aims: [
      {
        label: 'seconds',
        value: Number(seconds.toFixed(1)),
        wanted: `under ${wanted.seconds}`,
        isReached: seconds < wanted.seconds,
      },
      {
        label: 'peak memory in MB',
        value: memoryMb,
        wanted: `under ${wanted.memoryMb}`,
        isReached: memoryMb < wanted.memoryMb,
      },
    ],
  }
}
