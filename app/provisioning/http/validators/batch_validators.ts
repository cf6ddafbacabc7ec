import vine from '@vinejs/vine'
import { pageRules } from '#app/shared/http/common_rules'
import { batchActions, batchItemStates } from '#app/provisioning/domain/service_batch'
import { serviceStatuses, staffHolds } from '#app/provisioning/domain/service'

const idsMax = 500
const id = () => vine.string().maxLength(40)

/** Either `service_ids`, or `all` that a list narrowed down so shows: without a state everything that has not ended. */
const choice = {
  service_ids: vine.array(id()).minLength(1).maxLength(idsMax).optional(),
  all: vine
    .object({
      status: vine.enum(serviceStatuses).optional(),
      panel: id().optional(),
      plan: id().optional(),
    })
    .optional(),
}

const wish = {
  action: vine.enum(batchActions),
  hold: vine.enum(staffHolds).optional().requiredWhen('action', 'in', ['hold', 'lift']),
}

export const previewBatchBody = vine.create({ ...choice, ...wish })

export const startBatchBody = vine.create({
  ...choice,
  ...wish,
  note: vine
    .string()
    .trim()
    .minLength(1)
    .maxLength(500)
    .regex(/^[^\p{Cc}]*$/u)
    .optional()
    .requiredWhen('action', 'in', ['hold', 'lift']),
})

export const listBatchItemsQuery = vine.create({ ...pageRules, state: vine.enum(batchItemStates).optional() })

export const batchPageQuery = vine.create({
  ...pageRules,
  batch: id().optional(),
  state: vine.enum(batchItemStates).optional(),
})
