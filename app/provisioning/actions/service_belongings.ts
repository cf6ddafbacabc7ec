import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { addMilliseconds } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type {
  HostedDomain,
  PanelResult,
  ServerHardware,
  TrafficGraph,
  UsageMeasure,
} from '#app/provisioning/drivers/contract'
import { serviceDomainAdded, serviceDomainRemoved, servicePortSwitched } from '#app/provisioning/events'
import {
  OpenPanelAccess,
  type PanelAccessError,
  type PanelAccessInput,
} from '#app/provisioning/actions/open_panel_access'
import type { ServiceRow } from '#app/provisioning/records/services'

export type BelongingsError =
  PanelAccessError | { type: 'refused_by_panel'; message: string } | { type: 'not_there' }
type Answer<T> = Promise<Result<T, BelongingsError>>

const hourMs = 3_600_000

/** What belongs to a service on its panel besides the server itself: names, parts, traffic, what is used of its quotas. */
@inject()
export class ServiceBelongings {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private access: OpenPanelAccess
  ) {}

  async listDomains(input: PanelAccessInput): Answer<HostedDomain[]> {
    const opened = await this.access.reach(input, 'domains')
    if (!opened.ok) return opened
    return told(await opened.value.panel.domains!.listDomains(opened.value.reference))
  }

  /** @returns all of them as they are afterwards */
  async addDomain({ name, ...input }: PanelAccessInput & { name: string }): Answer<HostedDomain[]> {
    const opened = await this.access.reach(input, 'domains')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    const added = told(await panel.domains!.addDomain(reference, name))
    if (!added.ok) return added
    await this.record(serviceDomainAdded, service, { domain: name })
    return told(await panel.domains!.listDomains(reference))
  }

  async removeDomain({ name, ...input }: PanelAccessInput & { name: string }): Answer<void> {
    const opened = await this.access.reach(input, 'domains')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    const present = told(await panel.domains!.listDomains(reference))
    if (!present.ok) return present
    const domain = present.value.find((each) => each.name === name && !each.isPrimary)
    if (!domain) return err({ type: 'not_there' })
    const removed = told(await panel.domains!.removeDomain(reference, domain.reference))
    if (!removed.ok) return removed
    await this.record(serviceDomainRemoved, service, { domain: name })
    return ok()
  }

  async readUsage(input: PanelAccessInput): Answer<UsageMeasure[]> {
    const opened = await this.access.reach(input, 'usage')
    if (!opened.ok) return opened
    return told(await opened.value.panel.usage!.readUsage(opened.value.reference))
  }

  async readHardware(input: PanelAccessInput): Answer<ServerHardware> {
    const opened = await this.access.reach(input, 'hardware')
    if (!opened.ok) return opened
    return told(await opened.value.panel.hardware!.readHardware(opened.value.reference))
  }

  /** @param hours how far back; panels measure by the real clock */
  async readTraffic({ hours, ...input }: PanelAccessInput & { hours: number }): Answer<TrafficGraph> {
    const opened = await this.access.reach(input, 'trafficGraph')
    if (!opened.ok) return opened
    const endsAt = this.clock.wall()
    const range = { startsAt: addMilliseconds(endsAt, -hours * hourMs), endsAt }
    return told(await opened.value.panel.trafficGraph!.readTraffic(opened.value.reference, range))
  }

  async switchPort({
    port,
    isOn,
    ...input
  }: PanelAccessInput & { port: string; isOn: boolean }): Answer<void> {
    const opened = await this.access.reach(input, 'switchPorts')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    const hardware = panel.hardware && told(await panel.hardware.readHardware(reference))
    if (hardware && !hardware.ok) return hardware
    if (hardware && !hardware.value.ports.some((each) => each.reference === port))
      return err({ type: 'not_there' })
    const switched = told(await panel.switchPorts!.switchPort(reference, port, isOn))
    if (!switched.ok) return switched
    await this.record(servicePortSwitched, service, { port, isOn })
    return ok()
  }

  private async record<More extends object>(
    kind: Parameters<typeof fact>[0],
    service: ServiceRow,
    more: More
  ): Promise<void> {
    const data = { serviceId: service.id, subscriptionId: service.subscriptionId, ...more }
    await inTransaction(() =>
      this.events.record([
        fact(kind, { kind: 'service', id: service.id }, { customerId: service.customerId, data }),
      ])
    )
  }
}

/** A refusal of the panel is told in its words: it is about what was asked for. */
function told<T>(answer: Awaited<PanelResult<T>>): Result<T, BelongingsError> {
  if (answer.ok) return answer
  const { error } = answer
  return error.type === 'refused'
    ? err({ type: 'refused_by_panel', message: error.message })
    : err({ type: 'panel_failed', failure: error })
}
