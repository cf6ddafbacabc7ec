import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { newId, readId, showId } from '#app/shared/ids'
import { ReadMachineStock } from '#app/provisioning/actions/read_machine_stock'

/** Where a plan can be had now, for whoever is choosing one. */
@inject()
export default class MachineStockController {
  constructor(private readStock: ReadMachineStock) {}

  async index(ctx: HttpContext) {
    const stock = await this.readStock.execute(readId('product', ctx.params.id) ?? newId())
    if (!stock.ok)
      return sendProblem(ctx, { status: 404, code: stock.error.type, detail: 'There is no such product.' })
    const data = stock.value.map(({ planId, location, place, valueIds, free, isAvailable }) => ({
      plan_id: showId('plan', planId),
      location,
      place,
      value_ids: valueIds.map((id) => showId('optionValue', id)),
      free,
      is_available: isAvailable,
    }))
    return { data, next_cursor: null }
  }
}
