import vine from '@vinejs/vine'
import { optionChoices } from '#app/catalogue/index'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { intervalUnits } from '#app/shared/time/calendar'
import { driftKinds, driftRepairs, driftStatuses } from '#app/provisioning/domain/drift'

const idsMax = 500

/** Either `drift_ids`, or `all` that a list narrowed down so shows: without a state those that are open. */
const choice = {
  drift_ids: vine.array(vine.string().maxLength(40)).minLength(1).maxLength(idsMax).optional(),
  all: vine
    .object({
      status: vine.enum(['open', 'ignored'] as const).optional(),
      kind: vine.enum(driftKinds).optional(),
      panel: vine.string().maxLength(40).optional(),
      q: vine.string().trim().maxLength(253).optional(),
    })
    .optional(),
}

/** Of how many it was shown beforehand that it can be done: the others are left out. When there are more or fewer by now, nothing is done. */
const expected = { expected_count: vine.number().withoutDecimals().min(1).optional().requiredIfExists('all') }

export const listDriftsQuery = vine.create({
  ...pageRules,
  status: vine.enum(driftStatuses).optional(),
  kind: vine.enum(driftKinds).optional(),
  panel: vine.string().maxLength(40).optional(),
  q: vine.string().trim().maxLength(253).optional(),
})

/** Without `repair` each gets the one that is proposed for it. */
export const repairDriftsBody = vine.create({
  ...choice,
  ...expected,
  repair: vine.enum(driftRepairs).optional(),
})

export const previewDriftsBody = vine.create({ ...choice, repair: vine.enum(driftRepairs).optional() })

export const ignoreDriftsBody = vine.create({ ...choice, ...expected, note: singleLine(500) })

export const adoptServerBody = vine.create({
  customer_id: vine.string().maxLength(40),
  plan_id: vine.string().maxLength(40),
  interval: vine.object({
    unit: vine.enum(intervalUnits),
    count: vine.number().withoutDecimals().min(1).max(36),
  }),
  hostname: vine.string().trim().toLowerCase().minLength(1).maxLength(253),
  options: optionChoices().optional(),
  /** The first day that is billed here. */
  bill_from: vine.string().regex(/^\d{4}-\d{2}-\d{2}$/),
})
