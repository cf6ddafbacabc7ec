import { attentionToWire, overviewToWire } from '#app/reporting/http/transformers/overview'
import { findOverview } from '#app/reporting/queries/find_overview'
import { listAttention } from '#app/reporting/queries/list_attention'

/** Today's figures, and what waits for a person. */
export default class OverviewsController {
  async show() {
    return overviewToWire(await findOverview())
  }

  async index() {
    return { data: (await listAttention()).map(attentionToWire), next_cursor: null }
  }
}
