import { inject } from '@adonisjs/core'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok } from '#app/shared/result'
import { addMilliseconds } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type {
  HostedDomain,
  ServerHardware,
  TrafficGraph,
  UsageMeasure,
} from '#app/provisioning/drivers/contract'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import {
  serviceDomainAdded,
  serviceDomainRemoved,
  servicePortSwitched,
  serviceTrafficAdded,
} from '#app/provisioning/belonging_events'
import {
  type Opened,
  OpenPanelAccess,
  type PanelAccessInput,
} from '#app/provisioning/actions/open_panel_access'
import { type BelongingsAnswer, recordOnService, told } from '#app/provisioning/actions/panel_answers'

const hourMs = 3_600_000
const bytesPerGigabyte = 1_000_000_000

/** What belongs to a service on its panel besides the server itself: names, parts, traffic, what is used of its quotas. */
@inject()
export class ServiceBelongings {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private access: OpenPanelAccess
  ) {}

  async listDomains(input: PanelAccessInput): BelongingsAnswer<HostedDomain[]> {
    const opened = await this.access.reach(input, 'domains')
    if (!opened.ok) return opened
    return told(await opened.value.panel.domains!.listDomains(opened.value.reference))
  }

  /** @returns all of them as they are afterwards */
  async addDomain({ name, ...input }: PanelAccessInput & { name: string }): BelongingsAnswer<HostedDomain[]> {
    const opened = await this.access.reach(input, 'domains')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    const added = told(await panel.domains!.addDomain(reference, name))
    if (!added.ok) return added
    await recordOnService(this.events, serviceDomainAdded, { service, domain: name })
    return told(await panel.domains!.listDomains(reference))
  }

  async removeDomain({ name, ...input }: PanelAccessInput & { name: string }): BelongingsAnswer<void> {
    const opened = await this.access.reach(input, 'domains')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    const present = told(await panel.domains!.listDomains(reference))
    if (!present.ok) return present
    const domain = present.value.find((each) => each.name === name && !each.isPrimary)
    if (!domain) return err({ type: 'not_there' })
    const removed = told(await panel.domains!.removeDomain(reference, domain.reference))
    if (!removed.ok) return removed
    await recordOnService(this.events, serviceDomainRemoved, { service, domain: name })
    return ok()
  }

  async readUsage(input: PanelAccessInput): BelongingsAnswer<UsageMeasure[]> {
    const opened = await this.access.reach(input, 'usage')
    return opened.ok ? usageOf(opened.value) : opened
  }

  async readHardware(input: PanelAccessInput): BelongingsAnswer<ServerHardware> {
    const opened = await this.access.reach(input, 'hardware')
    if (!opened.ok) return opened
    return told(await opened.value.panel.hardware!.readHardware(opened.value.reference))
  }

  /** @param hours how far back; panels measure by the real clock */
  async readTraffic({
    hours,
    ...input
  }: PanelAccessInput & { hours: number }): BelongingsAnswer<TrafficGraph> {
    const opened = await this.access.reach(input, 'trafficGraph')
    if (!opened.ok) return opened
    const endsAt = this.clock.wall()
    const range = { startsAt: addMilliseconds(endsAt, -hours * hourMs), endsAt }
    return told(await opened.value.panel.trafficGraph!.readTraffic(opened.value.reference, range))
  }

  /**
   * More traffic for the running month. Asked for twice it would be there twice, and no panel knows a key for it: whether a call that was not
   * answered acted is told by the limit. @returns what is used, beside its limits; nothing where it is given and the panel does not say more
   */
  async addTraffic({
    gigabytes,
    ...input
  }: PanelAccessInput & { gigabytes: number }): BelongingsAnswer<UsageMeasure[]> {
    const opened = await this.access.reach(input, 'extraTraffic')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    const before = await usageOf(opened.value)
    if (!before.ok) return before
    const limit = trafficLimitIn(before.value)
    if (limit === null) return err({ type: 'refused_by_panel', message: 'Its traffic is not limited.' })
    const added = await panel.extraTraffic!.addTraffic(reference, gigabytes)
    if (!added.ok && added.error.type !== 'unknown') return told(added)
    const after = await usageOf(opened.value)
    const isThere = after.ok && (trafficLimitIn(after.value) ?? 0) >= limit + gigabytes * bytesPerGigabyte
    if (!added.ok && !isThere) return told(added)
    await recordOnService(this.events, serviceTrafficAdded, { service, gigabytes })
    return after.ok ? after : ok([])
  }

  async switchPort({
    port,
    isOn,
    ...input
  }: PanelAccessInput & { port: string; isOn: boolean }): BelongingsAnswer<void> {
    const opened = await this.access.reach(input, 'switchPorts')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    const hardware = panel.hardware && told(await panel.hardware.readHardware(reference))
    if (hardware && !hardware.ok) return hardware
    if (hardware && !hardware.value.ports.some((each) => each.reference === port))
      return err({ type: 'not_there' })
    const switched = told(await panel.switchPorts!.switchPort(reference, port, isOn))
    if (!switched.ok) return switched
    await recordOnService(this.events, servicePortSwitched, { service, port, isOn })
    return ok()
  }
}

async function usageOf({
  panel,
  reference,
  service,
  capabilities,
}: Opened): BelongingsAnswer<UsageMeasure[]> {
  if (!capabilities.usage) return err({ type: 'not_supported' })
  const usage = told(await panel.usage!.readUsage(reference))
  return usage.ok ? ok(usage.value.map((measure) => withSoldLimit(measure, service.spec))) : usage
}

function trafficLimitIn(usage: readonly UsageMeasure[]): number | null {
  return usage.find(({ name }) => name === 'traffic')?.limit ?? null
}

/** What a panel does not limit by itself is limited by what was sold. */
function withSoldLimit(measure: UsageMeasure, spec: ServiceSpec): UsageMeasure {
  const isSold = measure.name === 'sessions' && measure.limit === null && spec.kind === 'workspace'
  return isSold ? { ...measure, limit: spec.sessions } : measure
}
