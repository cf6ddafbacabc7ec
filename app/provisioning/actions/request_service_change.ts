import { inject } from '@adonisjs/core'
import { needOf } from '#app/catalogue/index'
import {
  type ChangeError,
  type ChangeWish,
  findSubscription,
  PrepareChange,
  type PreparedChange,
  RequestChange,
  type RequestChangeError,
  type RequestChangeInput,
  type ServiceLimits,
  type SubscriptionChange,
} from '#app/subscriptions/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { mayGrow, type Need } from '#app/provisioning/domain/capacity'
import { isUsable } from '#app/provisioning/domain/service'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { mayShrinkBelowUse, sizesBelowUse } from '#app/provisioning/domain/below_use'
import { promisedSpecs } from '#app/provisioning/queries/promised_specs'
import { readStockLimit } from '#app/provisioning/queries/read_order_lines'
import { countHeldOfPlan } from '#app/provisioning/records/capacity_holds'
import { findPanel, type PanelRow } from '#app/provisioning/records/panels'
import { countServicesOfPlan, findService, type ServiceRow } from '#app/provisioning/records/services'

export interface ServiceChangeInput {
  serviceId: string
  /** Whose service it must be; null for staff. */
  customerId: string | null
  wish: ChangeWish
}

/** What whoever asks was shown, and whether they may spend the customer's money. */
type Agreed = Pick<RequestChangeInput, 'expectedTotal' | 'expectedNext' | 'mayPay'>

export type ServiceChangeError = ChangeError | { type: 'service_not_found' }

type Subscription = NonNullable<Awaited<ReturnType<typeof findSubscription>>>

interface Known {
  service: ServiceRow
  panel: PanelRow | null
  subscription: Subscription
}

/**
 * Changes what a service is, together with what is paid for it: asks its panel and the stock first, outside of any transaction, and
 * has the subscription decide with what they say. Nothing is charged for what there is no room for.
 */
@inject()
export class RequestServiceChange {
  constructor(
    private connections: PanelConnections,
    private prepareChange: PrepareChange,
    private requestChange: RequestChange
  ) {}

  /** What the change would cost and when; nothing is written. */
  async preview(input: ServiceChangeInput): Promise<Result<PreparedChange, ServiceChangeError>> {
    const asked = await this.ask(input)
    if (!asked.ok) return asked
    const { subscription, limits } = asked.value
    return this.prepareChange.execute({ subscription, wish: input.wish, service: limits })
  }

  async execute(
    input: ServiceChangeInput & Agreed
  ): Promise<Result<SubscriptionChange, ServiceChangeError | RequestChangeError>> {
    const asked = await this.ask(input)
    if (!asked.ok) return asked
    const { subscription, limits } = asked.value
    const { wish, expectedTotal, expectedNext, mayPay } = input
    return this.requestChange.execute({
      subscriptionId: subscription.id,
      wish,
      service: limits,
      expectedTotal,
      expectedNext,
      mayPay,
    })
  }

  private async ask(
    input: ServiceChangeInput
  ): Promise<Result<{ subscription: Subscription; limits: ServiceLimits }, ServiceChangeError>> {
    const known = await inReadTransaction(() => find(input))
    if (!known) return err({ type: 'service_not_found' })
    const { service, subscription } = known
    const limits: ServiceLimits = {
      storageGb: needOf(service.spec).storageGb,
      isUsable: isUsable(service),
      room: 'enough',
    }
    const prepared = await this.prepareChange.execute({ subscription, wish: input.wish, service: limits })
    if (!prepared.ok) return ok({ subscription, limits })
    return ok({ subscription, limits: { ...limits, room: await this.findRoom(known, prepared.value) } })
  }

  private async findRoom(
    { service, panel }: Known,
    { wanted }: PreparedChange
  ): Promise<ServiceLimits['room']> {
    if (!panel || !this.connections.capabilitiesOf(panel).resize) return 'not_supported'
    if (wanted.planId !== service.planId && (await isSoldOut(wanted.planId))) return 'sold_out'
    const opened = this.connections.openFor(panel, { kind: 'service', id: service.id })
    if (opened.usage && service.externalReference && mayShrinkBelowUse(wanted.spec)) {
      const usage = await opened.usage.readUsage(service.externalReference)
      if (!usage.ok) return 'panel_unreachable'
      if (sizesBelowUse(wanted.spec, usage.value).length > 0) return 'below_use'
    }
    const more = growth(needOf(service.spec), needOf(wanted.spec))
    if (Object.values(more).every((amount) => amount === 0)) return 'enough'
    const group = opened.capacity
    if (!group) return 'enough'
    const capacity = await group.readCapacity([wanted.spec])
    if (!capacity.ok) return 'panel_unreachable'
    const promised = await inReadTransaction(() => promisedSpecs(panel.id))
    return mayGrow(capacity.value, promised.map(needOf), more) ? 'enough' : 'no_capacity'
  }
}

async function find({ serviceId, customerId }: ServiceChangeInput): Promise<Known | null> {
  const service = await findService(serviceId)
  if (!service || (customerId && service.customerId !== customerId)) return null
  const subscription = await findSubscription(service.subscriptionId, service.customerId)
  return subscription && { service, panel: await findPanel(service.panelId), subscription }
}

function isSoldOut(planId: string): Promise<boolean> {
  return inReadTransaction(async () => {
    const limit = await readStockLimit(planId)
    if (limit === null) return false
    return (await countServicesOfPlan(planId)) + (await countHeldOfPlan(planId)) + 1 > limit
  })
}

/** What the server needs more than it has. */
function growth(has: Need, wants: Need): Need {
  const more = (a: number, b: number) => Math.max(0, b - a)
  return {
    cpuCores: more(has.cpuCores, wants.cpuCores),
    memoryMb: more(has.memoryMb, wants.memoryMb),
    storageGb: more(has.storageGb, wants.storageGb),
    ipv4Count: more(has.ipv4Count, wants.ipv4Count),
  }
}
