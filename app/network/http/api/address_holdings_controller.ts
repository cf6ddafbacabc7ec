import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { refuseField } from '#app/shared/http/refuse_field'
import { filterId } from '#app/shared/ids'
import { ReserveAddress } from '#app/network/actions/reserve_address'
import { searchHoldings } from '#app/network/http/search_holdings'
import { refuse } from '#app/network/http/api/network_refusals'
import { showHolding } from '#app/network/http/transformers/network_transformers'
import { listHoldingsQuery, reserveAddressBody } from '#app/network/http/validators/network_validators'
import { listHolders } from '#app/network/queries/list_holdings'

/** Who holds and who held which address, and what staff keep for themselves. */
@inject()
export default class AddressHoldingsController {
  constructor(private reserve: ReserveAddress) {}

  async index(ctx: HttpContext) {
    const query = await ctx.request.validateUsing(listHoldingsQuery)
    const page = await searchHoldings({ ...query, size: pageSize(query.limit) })
    if (!page) return refuseField('q', ctx.i18n.t('network.problems.search_unknown'))
    return toListAnswer(page, showHolding)
  }

  async store(ctx: HttpContext) {
    const reserved = await this.reserve.execute(await ctx.request.validateUsing(reserveAddressBody))
    if (!reserved.ok) return refuse(ctx, reserved.error)
    const { network } = reserved.value
    const { rows } = await listHolders({ network, at: null, before: null, size: 1 })
    ctx.response.status(201)
    return showHolding(rows[0]!)
  }

  async destroy(ctx: HttpContext) {
    const ended = await this.reserve.end(filterId('addressHolding', ctx.params.id)!)
    if (!ended.ok) return refuse(ctx, ended.error)
    ctx.response.status(204)
  }
}
