import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import type {
  ConsoleLink,
  OsTemplate,
  PanelCapabilities,
  PanelCustomer,
  PanelFailure,
  PanelResult,
  ServerPanel,
} from '#app/provisioning/drivers/contract'
import { isUsable } from '#app/provisioning/domain/service'
import { serviceConsoleOpened, serviceSignInMade } from '#app/provisioning/belonging_events'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { findPanelCustomer } from '#app/provisioning/queries/find_panel_customer'
import { findPanel } from '#app/provisioning/records/panels'
import { findService, type ServiceRow } from '#app/provisioning/records/services'

export type PanelAccessError =
  | { type: 'service_not_found' }
  | { type: 'service_not_usable'; status: string }
  | { type: 'not_supported' }
  | { type: 'panel_failed'; failure: PanelFailure }

export interface PanelAccessInput {
  serviceId: string
  customerId: string | null
}

type AccessResult<T> = Promise<Result<T, PanelAccessError>>

export interface Opened {
  service: ServiceRow
  reference: string
  customer: PanelCustomer
  panel: ServerPanel
  /** Of this one panel: its settings may take some away. */
  capabilities: PanelCapabilities
}

/** What a person gets from the panel of a service right away: console, a link that signs in, the images to choose from. */
@inject()
export class OpenPanelAccess {
  constructor(
    private events: EventLog,
    private connections: PanelConnections
  ) {}

  async openConsole(input: PanelAccessInput): AccessResult<ConsoleLink> {
    const opened = await this.reach(input, 'console')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    if (!panel.console) return err({ type: 'not_supported' })
    return this.told(await panel.console.openConsole(reference), { service, kind: serviceConsoleOpened })
  }

  /** The same for a visit that was told of already. */
  async renewConsole(input: PanelAccessInput): AccessResult<ConsoleLink> {
    const opened = await this.reach(input, 'console')
    if (!opened.ok) return opened
    const { panel, reference } = opened.value
    if (!panel.console) return err({ type: 'not_supported' })
    const link = await panel.console.openConsole(reference)
    return link.ok ? link : err({ type: 'panel_failed', failure: link.error })
  }

  async makeSignInLink(input: PanelAccessInput): AccessResult<{ url: string }> {
    const opened = await this.reach(input, 'signIn')
    if (!opened.ok) return opened
    const { panel, reference, customer, service } = opened.value
    if (!panel.signIn) return err({ type: 'not_supported' })
    const link = await panel.signIn.makeSignInLink(reference, customer)
    return this.told(link, { service, kind: serviceSignInMade })
  }

  async listTemplates(input: PanelAccessInput): AccessResult<OsTemplate[]> {
    const opened = await this.reach(input, 'rebuild')
    if (!opened.ok) return opened
    const { rebuild } = opened.value.panel
    if (!rebuild) return err({ type: 'not_supported' })
    const templates = await rebuild.listTemplates(opened.value.reference)
    return templates.ok ? templates : err({ type: 'panel_failed', failure: templates.error })
  }

  /** The panel of a service that may be used, if it can do that. */
  async reach(input: PanelAccessInput, capability: keyof PanelCapabilities): AccessResult<Opened> {
    const known = await inReadTransaction(async () => {
      const service = await findService(input.serviceId)
      if (!service || (input.customerId && service.customerId !== input.customerId)) return null
      return {
        service,
        panel: await findPanel(service.panelId),
        customer: await findPanelCustomer(service.customerId),
      }
    })
    if (!known?.panel) return err({ type: 'service_not_found' })
    const { service, customer } = known
    if (!isUsable(service) || !service.externalReference)
      return err({ type: 'service_not_usable', status: service.status })
    const capabilities = this.connections.capabilitiesOf(known.panel)
    if (!capabilities[capability]) return err({ type: 'not_supported' })
    const panel = this.connections.openFor(known.panel, { kind: 'service', id: service.id })
    return ok({ service, customer, panel, capabilities, reference: service.externalReference })
  }

  private async told<T>(
    answer: Awaited<PanelResult<T>>,
    { service, kind }: { service: ServiceRow; kind: typeof serviceConsoleOpened }
  ): AccessResult<T> {
    if (!answer.ok) return err({ type: 'panel_failed', failure: answer.error })
    const data = { serviceId: service.id, subscriptionId: service.subscriptionId }
    await inTransaction(() =>
      this.events.record([
        fact(kind, { kind: 'service', id: service.id }, { customerId: service.customerId, data }),
      ])
    )
    return ok(answer.value)
  }
}
