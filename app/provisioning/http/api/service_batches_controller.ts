import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { refuseField } from '#app/shared/http/refuse_field'
import { filterId, readId } from '#app/shared/ids'
import { StartBatch, type StartBatchError } from '#app/provisioning/actions/start_batch'
import type { ServiceStatus } from '#app/provisioning/domain/service'
import {
  showBatch,
  showBatchItem,
  showBatchPreview,
} from '#app/provisioning/http/transformers/batch_transformer'
import {
  listBatchItemsQuery,
  previewBatchBody,
  startBatchBody,
} from '#app/provisioning/http/validators/batch_validators'
import type { ServiceChoice } from '#app/provisioning/queries/choose_services'
import { findCountedBatch, listBatchItems, listCountedBatches } from '#app/provisioning/queries/read_batches'

const nothing = '00000000-0000-0000-0000-000000000000'

/** One thing done to many services, for staff. */
@inject()
export default class ServiceBatchesController {
  constructor(private batches: StartBatch) {}

  async index(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(pageQuery)
    return toListAnswer(
      await listCountedBatches({ before: cursor ?? null, size: pageSize(limit) }),
      showBatch
    )
  }

  async show(ctx: HttpContext) {
    return this.answer(ctx, batchIdOf(ctx))
  }

  async items(ctx: HttpContext) {
    const { state, cursor, limit } = await ctx.request.validateUsing(listBatchItemsQuery)
    const batchId = batchIdOf(ctx)
    if (!(await findCountedBatch(batchId))) return sendBatchNotFound(ctx)
    const page = await listBatchItems({ batchId, state, before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showBatchItem)
  }

  async preview(ctx: HttpContext) {
    const { action, hold = null, ...body } = await ctx.request.validateUsing(previewBatchBody)
    const preview = await this.batches.preview({ action, hold, choice: readChoice(ctx, body) })
    return preview.ok ? showBatchPreview(preview.value, action) : refuse(ctx, preview.error)
  }

  async store(ctx: HttpContext) {
    const { action, hold = null, note = '', ...body } = await ctx.request.validateUsing(startBatchBody)
    const wish = { action, hold: action === 'hold' || action === 'lift' ? hold : null, note }
    const started = await this.batches.start({ ...wish, choice: readChoice(ctx, body) })
    return started.ok ? this.answer(ctx, started.value.id, 202) : refuse(ctx, started.error)
  }

  /** The same again for those with which it did not work. */
  async repeat(ctx: HttpContext) {
    const started = await this.batches.repeat(batchIdOf(ctx))
    if (started.ok) return this.answer(ctx, started.value.id, 202)
    if (started.error.type === 'batch_not_found') return sendBatchNotFound(ctx)
    const detail = ctx.i18n.t('batches.refused.nothing_to_repeat')
    return sendProblem(ctx, { status: 409, code: 'nothing_to_repeat', detail })
  }

  async stop(ctx: HttpContext) {
    const stopped = await this.batches.stop(batchIdOf(ctx))
    if (stopped.ok) return this.answer(ctx, stopped.value.id)
    if (stopped.error.type === 'batch_not_found') return sendBatchNotFound(ctx)
    const detail = ctx.i18n.t('batches.refused.batch_ended')
    return sendProblem(ctx, { status: 409, code: 'batch_ended', detail })
  }

  private async answer(ctx: HttpContext, id: string, status = 200) {
    const batch = await findCountedBatch(id)
    if (!batch) return sendBatchNotFound(ctx)
    ctx.response.status(status)
    return showBatch(batch)
  }
}

function batchIdOf(ctx: HttpContext): string {
  return readId('serviceBatch', ctx.params.id) ?? nothing
}

interface WrittenChoice {
  service_ids?: string[]
  all?: { status?: ServiceStatus; panel?: string; plan?: string }
}

function readChoice(ctx: HttpContext, { service_ids: ids, all }: WrittenChoice): ServiceChoice {
  if ((ids === undefined) === (all === undefined)) {
    refuseField('service_ids', ctx.i18n.t('batches.refused.choose_one_way'))
  }
  if (ids) return { serviceIds: ids.map((id) => readId('service', id) ?? nothing) }
  return {
    status: all?.status ?? null,
    panelId: filterId('panel', all?.panel),
    planId: filterId('plan', all?.plan),
  }
}

function refuse(ctx: HttpContext, error: StartBatchError): void {
  const words = error.type === 'too_many' ? { max: error.max } : {}
  const detail = ctx.i18n.t(`batches.refused.${error.type}`, words)
  sendProblem(ctx, {
    status: 422,
    code: error.type,
    detail,
    errors: [{ field: 'service_ids', message: detail }],
  })
}

function sendBatchNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'batch_not_found', detail: 'There is no such batch.' })
}
