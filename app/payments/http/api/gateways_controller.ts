import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { ChangeGateway, OrderGateways } from '#app/payments/actions/change_gateway'
import { checkSavedKeys, SetUpGateway } from '#app/payments/actions/set_up_gateway'
import { webhookUrl } from '#app/payments/actions/set_up_gateway_webhook'
import { paymentDrivers } from '#app/payments/drivers/registry'
import { refuseSetUp, sendGatewayNotFound } from '#app/payments/http/api/gateway_refusals'
import {
  showDriver,
  showGateway,
  showGatewayFile,
} from '#app/payments/http/transformers/gateway_transformers'
import {
  changeGatewayForm,
  connectGatewayForm,
  orderGatewaysForm,
} from '#app/payments/http/validators/gateway_validators'
import { canSetUpWebhook } from '#app/payments/queries/can_set_up_webhook'
import { findGatewayFile } from '#app/payments/queries/find_gateway_file'
import { listGateways } from '#app/payments/queries/list_gateways'

/** Connected gateways, how they are doing, and how they are connected. No answer holds a secret. */
@inject()
export default class GatewaysController {
  constructor(
    private setUp: SetUpGateway,
    private change: ChangeGateway,
    private order: OrderGateways
  ) {}

  async index() {
    return { data: (await listGateways()).map(showGateway), next_cursor: null }
  }

  async drivers() {
    return { data: paymentDrivers.map(showDriver), next_cursor: null }
  }

  async show(ctx: HttpContext) {
    const file = await readGatewayFile(readId('gateway', ctx.params.id))
    return file ?? sendGatewayNotFound(ctx)
  }

  async store(ctx: HttpContext) {
    const { driver, name, settings } = await ctx.request.validateUsing(connectGatewayForm)
    const connected = await this.setUp.execute({ driver, name, answers: settings })
    if (!connected.ok) return refuseSetUp(ctx, connected.error)
    ctx.response.status(201)
    return readGatewayFile(connected.value.id)
  }

  /** Settings are tested at the gateway before they are kept; name and status are not. */
  async update(ctx: HttpContext) {
    const { name, status, settings } = await ctx.request.validateUsing(changeGatewayForm)
    const id = readId('gateway', ctx.params.id)
    const file = id && (await findGatewayFile(id))
    if (!file) return sendGatewayNotFound(ctx)
    const { driver } = file.gateway
    if (settings) {
      const changed = await this.setUp.execute({
        id,
        driver,
        name: name ?? file.gateway.name,
        answers: settings,
      })
      if (!changed.ok) return refuseSetUp(ctx, changed.error)
    }
    const changed = await this.change.execute({ gatewayId: id, name, status })
    return changed.ok ? readGatewayFile(id) : sendGatewayNotFound(ctx)
  }

  async reorder(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(orderGatewaysForm)
    const gatewayIds = form.gateway_ids.map((shown) => readId('gateway', shown) ?? '')
    const ordered = await this.order.execute({ gatewayIds })
    if (ordered.ok) return this.index()
    const detail = ctx.i18n.t('gateways.refused.not_all_gateways')
    return sendProblem(ctx, { status: 422, code: ordered.error, detail })
  }

  async check(ctx: HttpContext) {
    const id = readId('gateway', ctx.params.id)
    const checked = id && (await checkSavedKeys(id))
    if (!checked) return sendGatewayNotFound(ctx)
    if (!checked.ok) return refuseSetUp(ctx, checked.error)
    const { name, isLive, currencies } = checked.value
    return { name, is_live: isLive, currencies }
  }
}

/** A gateway as staff see it, with the address for its messages. */
export async function readGatewayFile(id: string | null) {
  const file = id && (await findGatewayFile(id))
  if (!file) return null
  const url = await webhookUrl(file.gateway)
  return showGatewayFile(file, { url, canBeSetUp: await canSetUpWebhook(id) })
}
