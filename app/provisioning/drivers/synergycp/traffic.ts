import { err, ok } from '#app/shared/result'
import type { PanelGroups, PanelResult, TrafficGraph } from '#app/provisioning/drivers/contract'
import type { SynergycpApi } from '#app/provisioning/drivers/synergycp/api'
import type { SynergycpMachines } from '#app/provisioning/drivers/synergycp/machines'
import type { ScpGraph, ScpUsage } from '#app/provisioning/drivers/synergycp/shapes'

const bitsPerByte = 8

/** What went over the first port of a machine. */
export function trafficOf(
  api: SynergycpApi,
  machines: SynergycpMachines
): Pick<PanelGroups, 'usage' | 'trafficGraph'> {
  async function pathOf(reference: string): PanelResult<string | null> {
    const machine = await machines.find(reference)
    if (!machine.ok) return machine
    const ports = await machines.portsOf(machine.value)
    if (!ports.ok) return ports
    const [port] = ports.value
    return ok(port ? `/server/${machine.value.id}/port/${port.id}/bandwidth` : null)
  }
  return {
    usage: {
      /** Bits over there, of a cycle whose beginning is said and whose end is not. */
      async readUsage(reference) {
        const path = await pathOf(reference)
        if (!path.ok) return path
        if (!path.value) return ok([])
        const usages = await api.list<ScpUsage>(`${path.value}/usage`)
        if (!usages.ok) return usages
        const [usage] = usages.value
        if (!usage) return ok([])
        const { used = 0, max = null } = usage
        const limit = max ? Math.round(max / bitsPerByte) : null
        return ok([
          { name: 'traffic', used: Math.round(used / bitsPerByte), limit, unit: 'bytes', period: null },
        ])
      },
    },
    trafficGraph: {
      async readTraffic(reference, { startsAt, endsAt }) {
        const path = await pathOf(reference)
        if (!path.ok) return path
        if (!path.value)
          return err({ type: 'refused', reason: 'unsupported', message: 'Nothing is measured here.' })
        const graph = await api.call<ScpGraph | null>('GET', path.value, {
          query: { start: seconds(startsAt), end: seconds(endsAt) },
        })
        return graph.ok ? ok(readGraph(graph.value ?? {}, { startsAt, endsAt })) : graph
      },
    },
  }
}

/** Series come in pairs: what came in, what went out. An inactive measurement (`status` is not 1) has none. */
function readGraph(graph: ScpGraph, asked: { startsAt: Date; endsAt: Date }): TrafficGraph {
  const isActive = graph.status === undefined || graph.status === 1
  const [incoming = [], outgoing = []] = isActive ? (graph.data ?? []) : []
  const at = (value: number | undefined, fallback: Date) =>
    new Date((value ?? seconds(fallback)) * 1000).toISOString()
  const { stats = [] } = graph
  return {
    startsAt: at(graph.from_time, asked.startsAt),
    endsAt: at(graph.to_time, asked.endsAt),
    inBps: incoming.map(Math.round),
    outBps: outgoing.map(Math.round),
    percentile95: { inBps: stats[0]?.nf ?? null, outBps: stats[1]?.nf ?? null },
  }
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}
