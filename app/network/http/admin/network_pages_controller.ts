import type { HttpContext } from '@adonisjs/core/http'
import { inReadTransaction } from '#app/shared/database/unit'
import { isAllowed } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { readNetwork } from '#app/network/domain/addresses'
import { searchHoldings } from '#app/network/http/search_holdings'
import { showDatacenter, showHolding, showPool } from '#app/network/http/transformers/network_transformers'
import { listHoldingsQuery, poolAddressesQuery } from '#app/network/http/validators/network_validators'
import { listContested, listPoolAddresses } from '#app/network/queries/list_holdings'
import { findListedPool, listPools } from '#app/network/queries/list_pools'
import { listDatacenters } from '#app/network/records/datacenters'

const contestedMax = 20

/** The network as staff see it: pools, their addresses, and who held what. */
export default class NetworkPagesController {
  /** All pools; with a question, who holds and held what was asked for. */
  async index(ctx: HttpContext) {
    const query = await ctx.request.validateUsing(listHoldingsQuery)
    const contested = await listContested({ before: null, size: contestedMax })
    const found = query.q ? await searchHoldings({ ...query, size: pageSize(undefined) }) : null
    return renderPage(ctx, 'network/admin/pools', {
      pools: (await listPools()).map(showPool),
      datacenters: (await inReadTransaction(listDatacenters)).map(showDatacenter),
      contested: contested.rows.map(showHolding),
      search: query.q ? { q: query.q, at: query.at ?? null, is_understood: found !== null } : null,
      found: (found?.rows ?? []).map(showHolding),
      next_cursor: found?.nextCursor ?? null,
      may_write: isAllowed(ctx.caller!, 'staff:operations:write'),
    })
  }

  async show(ctx: HttpContext) {
    const { state = 'present', cursor } = await ctx.request.validateUsing(poolAddressesQuery)
    const pool = await findListedPool(readRecordId(ctx, 'addressPool'))
    if (!pool) throw notFound(ctx)
    const after = cursor ? readNetwork(cursor) : null
    const page = await listPoolAddresses({ poolId: pool.id, state, after, size: pageSize(undefined) })
    return renderPage(ctx, 'network/admin/pool', {
      pool: showPool(pool),
      state,
      addresses: page.rows.map(showHolding),
      next_cursor: page.nextCursor,
      datacenters: (await inReadTransaction(listDatacenters)).map(showDatacenter),
      may_write: isAllowed(ctx.caller!, 'staff:operations:write'),
    })
  }
}
