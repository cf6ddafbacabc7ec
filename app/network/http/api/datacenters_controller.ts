import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { inReadTransaction } from '#app/shared/database/unit'
import { filterId } from '#app/shared/ids'
import { ManageDatacenters } from '#app/network/actions/manage_datacenters'
import { refuse } from '#app/network/http/api/network_refusals'
import { showDatacenter } from '#app/network/http/transformers/network_transformers'
import { addDatacenterBody, changeDatacenterBody } from '#app/network/http/validators/network_validators'
import { listDatacenters } from '#app/network/records/datacenters'

/** The places where servers stand. */
@inject()
export default class DatacentersController {
  constructor(private manage: ManageDatacenters) {}

  async index() {
    return { data: (await inReadTransaction(listDatacenters)).map(showDatacenter), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const added = await this.manage.add(await ctx.request.validateUsing(addDatacenterBody))
    if (!added.ok) return refuse(ctx, added.error)
    ctx.response.status(201)
    return showDatacenter(added.value)
  }

  async update(ctx: HttpContext) {
    const wish = await ctx.request.validateUsing(changeDatacenterBody)
    const changed = await this.manage.change(filterId('datacenter', ctx.params.id)!, wish)
    return changed.ok ? showDatacenter(changed.value) : refuse(ctx, changed.error)
  }

  async destroy(ctx: HttpContext) {
    const removed = await this.manage.remove(filterId('datacenter', ctx.params.id)!)
    if (!removed.ok) return refuse(ctx, removed.error)
    ctx.response.status(204)
  }
}
