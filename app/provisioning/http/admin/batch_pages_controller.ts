import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { notFound } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { readId } from '#app/shared/ids'
import { showBatch, showBatchItem } from '#app/provisioning/http/transformers/batch_transformer'
import { batchPageQuery } from '#app/provisioning/http/validators/batch_validators'
import { findCountedBatch, listBatchItems, listCountedBatches } from '#app/provisioning/queries/read_batches'

const earlierMax = 20

/** What was done to many services at once: the latest, or the one that is asked for, with what became of each service. */
export default class BatchPagesController {
  async index(ctx: HttpContext) {
    const { batch: asked, state, cursor, limit } = await ctx.request.validateUsing(batchPageQuery)
    const { rows: batches } = await listCountedBatches({ before: null, size: earlierMax })
    const batch = asked ? await this.find(asked) : (batches[0] ?? null)
    if (asked && !batch) throw notFound(ctx)
    const page = { state, before: cursor ?? null, size: pageSize(limit) }
    return renderPage(ctx, 'provisioning/admin/service_batches', {
      batch: batch && showBatch(batch),
      items: batch ? toListAnswer(await listBatchItems({ batchId: batch.id, ...page }), showBatchItem) : null,
      batches: batches.map(showBatch),
      may_write: isAllowed(ctx.caller!, 'staff:services:write'),
    })
  }

  private async find(shown: string) {
    const id = readId('serviceBatch', shown)
    return id ? findCountedBatch(id) : null
  }
}
