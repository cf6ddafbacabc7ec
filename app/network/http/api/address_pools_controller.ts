import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { inReadTransaction } from '#app/shared/database/unit'
import { pageSize } from '#app/shared/http/common_rules'
import { refuseField } from '#app/shared/http/refuse_field'
import { filterId } from '#app/shared/ids'
import { ManagePools } from '#app/network/actions/manage_pools'
import { readNetwork } from '#app/network/domain/addresses'
import { refuse } from '#app/network/http/api/network_refusals'
import { showHolding, showPool } from '#app/network/http/transformers/network_transformers'
import {
  changePoolBody,
  openPoolBody,
  poolAddressesQuery,
} from '#app/network/http/validators/network_validators'
import { listPoolAddresses } from '#app/network/queries/list_holdings'
import { findListedPool, listPools } from '#app/network/queries/list_pools'
import { findPool } from '#app/network/records/address_pools'

const quarantineHoursDefault = 168

/** The networks that addresses are given from. */
@inject()
export default class AddressPoolsController {
  constructor(private manage: ManagePools) {}

  async index() {
    return { data: (await listPools()).map(showPool), next_cursor: null }
  }

  async show(ctx: HttpContext) {
    const pool = await findListedPool(filterId('addressPool', ctx.params.id)!)
    return pool ? showPool(pool) : refuse(ctx, { type: 'pool_not_found' })
  }

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(openPoolBody)
    const opened = await this.manage.open({ ...wishOf(body), network: body.network })
    if (!opened.ok) return refuse(ctx, opened.error)
    ctx.response.status(201)
    return showPool((await findListedPool(opened.value.id))!)
  }

  async update(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(changePoolBody)
    const changed = await this.manage.change(filterId('addressPool', ctx.params.id)!, wishOf(body))
    return changed.ok ? showPool((await findListedPool(changed.value.id))!) : refuse(ctx, changed.error)
  }

  async destroy(ctx: HttpContext) {
    const removed = await this.manage.remove(filterId('addressPool', ctx.params.id)!)
    if (!removed.ok) return refuse(ctx, removed.error)
    ctx.response.status(204)
  }

  /** What of it is held or kept, or rests. */
  async addresses(ctx: HttpContext) {
    const { state = 'present', cursor, limit } = await ctx.request.validateUsing(poolAddressesQuery)
    const after = cursor ? readNetwork(cursor) : null
    if (cursor && !after) refuseField('cursor', ctx.i18n.t('network.problems.address_malformed'))
    const poolId = filterId('addressPool', ctx.params.id)!
    if (!(await inReadTransaction(() => findPool(poolId)))) return refuse(ctx, { type: 'pool_not_found' })
    const page = await listPoolAddresses({ poolId, state, after, size: pageSize(limit) })
    return { data: page.rows.map(showHolding), next_cursor: page.nextCursor }
  }
}

interface PoolBody {
  datacenter_id: string
  name: string
  gateway?: string | null
  quarantine_hours?: number
  note?: string
}

function wishOf(body: PoolBody) {
  return {
    datacenterId: filterId('datacenter', body.datacenter_id)!,
    name: body.name,
    gateway: body.gateway || null,
    quarantineHours: body.quarantine_hours ?? quarantineHoursDefault,
    note: body.note ?? '',
  }
}
