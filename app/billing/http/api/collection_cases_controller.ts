import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { HandOverInvoice, type HandOverError } from '#app/billing/actions/hand_over_invoice'
import { sendInvoiceNotFound } from '#app/billing/http/api/invoice_refusals'
import { showCase, showCaseTotal } from '#app/billing/http/transformers/collection_transformers'
import {
  caseTotalsQuery,
  handOverForm,
  listCasesQuery,
  takeBackForm,
} from '#app/billing/http/validators/collection_validators'
import { listCollectionCases, sumCollectionCases } from '#app/billing/queries/list_collection_cases'

/** Invoices that a collection agency has, by staff. */
@inject()
export default class CollectionCasesController {
  constructor(private handing: HandOverInvoice) {}

  async index({ request }: HttpContext) {
    const { cursor, limit, state, customer_id } = await request.validateUsing(listCasesQuery)
    const customerId = customer_id ? readId('customer', customer_id) : null
    if (customer_id && !customerId) return toListAnswer({ rows: [], nextCursor: null }, showCase)
    const search = { customerId, state, before: cursor ?? null, size: pageSize(limit) }
    return toListAnswer(await listCollectionCases(search), showCase)
  }

  async totals({ request }: HttpContext) {
    const { customer_id } = await request.validateUsing(caseTotalsQuery)
    const customerId = customer_id ? readId('customer', customer_id) : null
    if (customer_id && !customerId) return { totals: [] }
    return { totals: (await sumCollectionCases(customerId)).map(showCaseTotal) }
  }

  async update(ctx: HttpContext) {
    const { agency, reference = null, note = null } = await ctx.request.validateUsing(handOverForm)
    const invoiceId = readId('invoice', ctx.params.id)
    if (!invoiceId) return sendInvoiceNotFound(ctx)
    const staffId = ctx.caller!.userId
    const handed = await this.handing.handOver({ invoiceId, agency, reference, note, staffId })
    return handed.ok ? showCase(handed.value) : refuse(ctx, handed.error)
  }

  async destroy(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(takeBackForm)
    const invoiceId = readId('invoice', ctx.params.id)
    if (!invoiceId) return sendInvoiceNotFound(ctx)
    const taken = await this.handing.takeBack({ invoiceId, reason })
    return taken.ok ? showCase(taken.value) : refuse(ctx, taken.error)
  }
}

function refuse(ctx: HttpContext, error: HandOverError): void {
  const say = (values: Record<string, unknown> = {}) => ctx.i18n.t(`policies.collections.refused.${error.type}`, values)
  switch (error.type) {
    case 'invoice_not_found':
      return sendInvoiceNotFound(ctx)
    case 'nothing_unpaid':
    case 'already_handed_over':
    case 'payment_under_way':
    case 'not_handed_over':
    case 'too_small':
      return sendProblem(ctx, { status: 409, code: error.type, detail: say() })
    case 'too_early':
      return sendProblem(ctx, { status: 409, code: error.type, detail: say({ from: error.from }) })
    default:
      return unreachable(error)
  }
} // prettier-ignore
