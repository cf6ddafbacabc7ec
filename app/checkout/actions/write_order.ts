import { inject } from '@adonisjs/core'
import { type ConfiguredItem, isVps } from '#app/catalogue/index'
import { RecordTaxEvidence } from '#app/billing/index'
import { RedeemCoupons } from '#app/promotions/index'
import { totalOfLine } from '#app/checkout/domain/quote'
import { orderPlaced } from '#app/checkout/events'
import {
  findOrderOfQuote,
  insertOrder,
  insertOrderLines,
  type NewOrder,
  type Order,
  takeOrderNumber,
} from '#app/checkout/records/orders'
import type { Quote } from '#app/checkout/records/quotes'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

/** Who orders, and from where. */
export interface OrderedBy {
  customerId: string
  userId: string | null
  ip: string | null
  userAgent: string | null
  /** Where the request came from, as the operator's own proxy says; evidence for taxes. */
  ipCountry?: string | null
  /** Keys that the systems of its virtual servers are to accept. */
  sshKeys?: readonly { name: string; publicKey: string }[]
}

/** Writes the order of a quote that somebody may order, uses its coupons up and announces it. Whether they may is decided before. */
@inject()
export class WriteOrder {
  constructor(
    private clock: Clock,
    private redeemCoupons: RedeemCoupons,
    private recordEvidence: RecordTaxEvidence,
    private events: EventLog
  ) {}

  execute(quote: Quote, by: OrderedBy): Promise<Result<Order, { type: 'coupon_used_up' }>> {
    return inTransaction(async () => {
      const order = await this.write(quote, by)
      if (!order) return ok((await findOrderOfQuote(quote.id))!)
      const { id: orderId, customerId, currency } = order
      const agreed = quote.content.coupons ?? []
      const redeemed = await this.redeemCoupons.execute({ orderId, customerId, currency, agreed })
      if (!redeemed.ok) return err(redeemed.error)
      await this.recordEvidence.execute({ customerId, orderId, ipCountry: by.ipCountry ?? null })
      await this.events.record([
        fact(orderPlaced, { kind: 'order', id: orderId }, { customerId, data: { orderId } }),
      ])
      return ok(order)
    })
  }

  /** Null when another request was faster: then nothing was written here. */
  private async write(quote: Quote, by: OrderedBy): Promise<Order | null> {
    const now = this.clock.now()
    const order: NewOrder = {
      id: newId(),
      number: await takeOrderNumber(),
      customerId: by.customerId,
      userId: by.userId,
      quoteId: quote.id,
      status: 'reserving',
      currency: quote.currency,
      total: quote.total,
      failure: null,
      createdAt: now,
      finishedAt: null,
      termsAcceptedAt: now,
      ip: by.ip,
      userAgent: by.userAgent?.slice(0, 500) ?? null,
    }
    if (!(await insertOrder(order))) return null
    await insertOrderLines(
      quote.content.items.map((content, position) => ({
        id: newId(),
        orderId: order.id,
        position,
        planId: content.planId,
        content: withKeys(content, by.sshKeys ?? []),
        total: totalOfLine(content),
        status: 'pending',
      }))
    )
    return order
  }
}

/** Only virtual servers are installed with keys. */
function withKeys<Item extends ConfiguredItem>(item: Item, sshKeys: NonNullable<OrderedBy['sshKeys']>): Item {
  if (sshKeys.length === 0 || !isVps(item.spec)) return item
  return { ...item, sshKeys: sshKeys.map(({ name, publicKey }) => ({ name, publicKey })) }
}
