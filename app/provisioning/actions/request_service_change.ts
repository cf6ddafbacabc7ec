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
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import {
  growthOf,
  isNothing,
  mayGrow,
  type Need,
  type PanelCapacity,
} from '#app/provisioning/domain/capacity'
import { isUsable } from '#app/provisioning/domain/service'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { mayShrinkBelowUse, sizesBelowUse } from '#app/provisioning/domain/below_use'
import { promisedNeeds } from '#app/provisioning/queries/promised_needs'
import { readPlanStock } from '#app/provisioning/queries/read_plan_stock'
import { lockPlanStock } from '#app/provisioning/records/capacity_holds'
import { findPanel, lockPanel, type PanelRow } from '#app/provisioning/records/panels'
import { findService, type ServiceRow } from '#app/provisioning/records/services'

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

/** What a change takes that others may want as well. */
interface Claim {
  /** The plan of whose stock it takes one; null where the plan stays. */
  planId: string | null
  /** The room on its panel, as far as the panel counts it. */
  growth: { panelId: string; capacity: PanelCapacity; more: Need } | null
}

type Room = ServiceLimits['room']

interface Asked {
  subscription: Subscription
  limits: ServiceLimits
  claim: Claim
}

const noClaim: Claim = { planId: null, growth: null }

/**
 * Changes what a service is, together with what is paid for it: asks its panel first, outside of any transaction, and has the subscription
 * decide with what it says. What others were promised meanwhile is looked at under the locks that orders take, in the transaction that
 * writes the change: from then on the change is a promise itself. Nothing is charged for what there is no room for.
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
    const { subscription, limits, claim } = asked.value
    const { wish, expectedTotal, expectedNext, mayPay } = input
    return inTransaction(async () => {
      await lockRoom(claim)
      const room = limits.room === 'enough' ? await readRoom(claim) : limits.room
      return this.requestChange.execute({
        subscriptionId: subscription.id,
        wish,
        service: { ...limits, room },
        expectedTotal,
        expectedNext,
        mayPay,
      })
    })
  }

  private async ask(input: ServiceChangeInput): Promise<Result<Asked, ServiceChangeError>> {
    const known = await inReadTransaction(() => find(input))
    if (!known) return err({ type: 'service_not_found' })
    const { service, subscription } = known
    const limits: ServiceLimits = {
      storageGb: needOf(service.spec).storageGb,
      isUsable: isUsable(service),
      room: 'enough',
    }
    const prepared = await this.prepareChange.execute({ subscription, wish: input.wish, service: limits })
    if (!prepared.ok) return ok({ subscription, limits: withoutRoom(limits, prepared.error), claim: noClaim })
    const { room, claim } = await this.findRoom(known, prepared.value)
    return ok({ subscription, limits: { ...limits, room }, claim })
  }

  private async findRoom(known: Known, { wanted }: PreparedChange): Promise<{ room: Room; claim: Claim }> {
    const asked = await this.askPanel(known, wanted.spec)
    if (typeof asked === 'string') return { room: asked, claim: noClaim }
    const claim = {
      planId: wanted.planId === known.service.planId ? null : wanted.planId,
      growth: asked.growth,
    }
    return { room: await inReadTransaction(() => readRoom(claim)), claim }
  }

  /** Why the panel cannot take the change, or the room that it counts for it. */
  private async askPanel(
    { service, panel }: Known,
    wanted: ServiceSpec
  ): Promise<Exclude<Room, 'enough'> | Pick<Claim, 'growth'>> {
    if (!panel || !this.connections.capabilitiesOf(panel).resize) return 'not_supported'
    const opened = this.connections.openFor(panel, { kind: 'service', id: service.id })
    if (opened.usage && service.externalReference && mayShrinkBelowUse(wanted)) {
      const usage = await opened.usage.readUsage(service.externalReference)
      if (!usage.ok) return 'panel_unreachable'
      if (sizesBelowUse(wanted, usage.value).length > 0) return 'below_use'
    }
    const more = growthOf(needOf(service.spec), needOf(wanted))
    if (isNothing(more) || !opened.capacity) return { growth: null }
    const capacity = await opened.capacity.readCapacity([wanted])
    if (!capacity.ok) return 'panel_unreachable'
    return { growth: { panelId: panel.id, capacity: capacity.value, more } }
  }
}

async function find({ serviceId, customerId }: ServiceChangeInput): Promise<Known | null> {
  const service = await findService(serviceId)
  if (!service || (customerId && service.customerId !== customerId)) return null
  const subscription = await findSubscription(service.subscriptionId, service.customerId)
  return subscription && { service, panel: await findPanel(service.panelId), subscription }
}

/** Nobody looked for room for what is refused: when nothing stands in its way any more a moment later, it is to be asked for once more. */
function withoutRoom(limits: ServiceLimits, { type }: ChangeError): ServiceLimits {
  return type === 'payment_under_way' ? limits : { ...limits, room: 'panel_unreachable' }
}

/** Whether there is enough besides what is promised to others. Within the caller's transaction. */
async function readRoom({ planId, growth }: Claim): Promise<Room> {
  if (planId && ((await readPlanStock([planId])).get(planId) ?? 1) < 1) return 'sold_out'
  if (!growth) return 'enough'
  const promised = await promisedNeeds(growth.panelId)
  return mayGrow(growth.capacity, promised, growth.more) ? 'enough' : 'no_capacity'
}

/** As orders do, the panel before the stock: whoever wants the same waits until this change is written, and sees it. */
async function lockRoom({ planId, growth }: Claim): Promise<void> {
  if (growth) await lockPanel(growth.panelId)
  if (planId) lockPlanStock([planId])
}
