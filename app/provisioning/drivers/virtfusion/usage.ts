import { ok } from '#app/shared/result'
import type { PanelResult, UsageMeasure } from '#app/provisioning/drivers/contract'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import type { VirtfusionServer, VirtfusionTraffic } from '#app/provisioning/drivers/virtfusion/shapes'

const bytesPerGigabyte = 1_000_000_000
const bytesPerKilobyte = 1024

/** Traffic of the running month, and what the machine says of itself now. Where the machine does not answer, traffic alone is told. */
export async function readUsage(api: VirtfusionApi, reference: string): PanelResult<UsageMeasure[]> {
  const traffic = await api.data<VirtfusionTraffic>('GET', `/servers/${reference}/traffic`)
  if (!traffic.ok) return traffic
  const server = await api.data<VirtfusionServer>('GET', `/servers/${reference}?remoteState=true`)
  return ok([...(server.ok ? readMachine(server.value) : []), ...readTraffic(traffic.value)])
}

/** The running period is the first one. Counters are bytes, limits gigabytes; blocks bought besides add to the limit. */
function readTraffic({ monthly }: VirtfusionTraffic): UsageMeasure[] {
  const month = monthly?.[0]
  if (!month) return []
  const blocks = (month.blocks ?? []).reduce((sum, { traffic = 0 }) => sum + Number(traffic), 0)
  return [
    {
      name: 'traffic',
      used: Number(month.total),
      limit: month.limit === 0 ? null : (Number(month.limit) + blocks) * bytesPerGigabyte,
      unit: 'bytes',
      period: { startsAt: month.start, endsAt: month.end },
    },
  ]
}

/** Memory as the guest sees it, in kilobytes; disks only where its agent runs. The unit of `cpu` is not documented: it is left out. */
function readMachine({ remoteState }: VirtfusionServer): UsageMeasure[] {
  if (typeof remoteState !== 'object' || remoteState === null) return []
  const { memory = {}, agent = {} } = remoteState
  const [actual, unused] = [Number(memory.actual), Number(memory.unused)]
  const isMemoryKnown = actual > 0 && unused >= 0 && unused <= actual
  const root = agent.fsinfo?.find(({ mountpoint }) => mountpoint === '/')
  const [total, used] = [Number(root?.['total-bytes']), Number(root?.['used-bytes'])]
  return [
    ...(isMemoryKnown
      ? [figure('memory', (actual - unused) * bytesPerKilobyte, actual * bytesPerKilobyte)]
      : []),
    ...(total > 0 && used >= 0 ? [figure('storage', used, total)] : []),
  ]
}

function figure(name: 'memory' | 'storage', used: number, limit: number): UsageMeasure {
  return { name, used, limit, unit: 'bytes', period: null }
}
